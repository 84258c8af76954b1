import GRDB
import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

/// What is written comes back: every field, every term of every closed set.
struct RoundTripTests {
    let folder: TemporaryFolder
    let store: SituationDatabase

    init() throws {
        folder = try TemporaryFolder()
        store = try folder.database()
        try store.begin(Sample.header)
    }

    @Test func tableKeepsEveryFieldOfASeizure() throws {
        var random = Seeded(21)
        let events = (0..<400).map { Sample.event($0, &random) }
        _ = try store.append(
            events.enumerated().map { IntakeRecord("r\($0)", .seizure($1)) }, batch: Sample.batch)
        let stored = try store.pool.read {
            try Row.fetchAll($0, sql: "SELECT * FROM seizure ORDER BY serial")
                .map(StoredEvent.read)
        }
        try #require(stored.count == events.count)
        for (read, written) in zip(stored, events) { #expect(read == written) }
    }

    @Test func factStatesWhatTheSeizureStated() throws {
        var random = Seeded(22)
        let events = (0..<400).map { Sample.event($0, &random) }
        let records = events.enumerated().map { index, event in
            IntakeRecord(
                "r\(index)", .seizure(event), holdReason: index % 7 == 0 ? "too heavy" : nil)
        }
        _ = try store.append(records, batch: Sample.batch)
        let table = try store.seizures(Selection())
        try #require(table.facts.count == events.count)
        for (index, (fact, event)) in zip(table.facts, events).enumerated() {
            #expect(fact.serial == index + 1)
            #expect(fact.state == (index % 7 == 0 ? .held : .counted))
            #expect(!fact.mayRepeat)
            #expect(fact.when == event.when)
            #expect(table.reporters[fact.reporter] == event.reporter)
            #expect(fact.asked == event.asked)
            #expect(fact.country == event.country)
            #expect(fact.place == event.place)
            #expect(fact.stage == event.stage)
            #expect(fact.setting == event.setting)
            #expect(fact.transport == event.transport)
            #expect(fact.concealment == event.concealment)
            #expect(fact.substance == event.substance)
            #expect(fact.unit == event.quantity?.unit)
            #expect(fact.kilograms == event.mass?.kilograms)
            #expect(fact.factorBasis == event.mass?.basis)
            expectSameRoute(fact, event)
            #expect(fact.methods == event.methods)
            #expect(fact.companies == event.companies)
            #expect(fact.cash == event.cash)
            #expect(fact.hasContainer == (event.container != nil))
            #expect(fact.hasVessel == (event.vessel != nil))
            #expect(fact.persons == event.persons.value)
            #expect(fact.isMaritime == event.isMaritime)
        }
    }

    private func expectSameRoute(_ fact: SeizureFact, _ event: SeizureEvent) {
        #expect(fact.producing == event.producing)
        #expect(fact.departure == event.departure)
        #expect(fact.transit == event.transit)
        #expect(fact.destination == event.destination)
        #expect(fact.intended == event.intended)
    }

    @Test func figureComesBackAsItWasPublished() throws {
        var random = Seeded(23)
        let figures = (0..<300).map { Sample.figure($0, &random) }
        _ = try store.append(
            figures.enumerated().map { IntakeRecord("f\($0)", .figure($1)) }, batch: Sample.batch)
        let facts = try store.figures(Selection())
        try #require(facts.count == figures.count)
        for (index, (fact, figure)) in zip(facts, figures).enumerated() {
            #expect(fact.record.text == "f\(index)")
            #expect(fact.figure == figure)
        }
    }

    @Test func figuresAndSeizuresNeverMix() throws {
        var random = Seeded(24)
        _ = try store.append(
            [
                IntakeRecord("f", .figure(Sample.figure(1, &random))),
                IntakeRecord("s", .seizure(Sample.event(1, &random))),
            ], batch: Sample.batch)
        #expect(try store.seizures(Selection()).facts.map(\.serial) == [2])
        #expect(try store.figures(Selection()).map(\.record.text) == ["f"])
    }

    @Test func cellsComeBackAsGiven() throws {
        var random = Seeded(25)
        for index in 0..<200 {
            let given = (0..<3).map { _ in random.text() }
            _ = try store.append(
                [.plain("r\(index)", given: given)], batch: Sample.batch)
            let detail = try #require(
                try store.details([RecordID(trusted: "r\(index)")]).first)
            let expected = zip(Sample.header.headers, given).filter { !$1.isEmpty }
            #expect(detail.given.map(\.header) == expected.map(\.0))
            #expect(detail.given.map(\.cell) == expected.map(\.1))
        }
    }

    @Test func detailNamesFileRowKindAndState() throws {
        var random = Seeded(26)
        let mark = try Mark(trafficLight: .amberStrict, handling: .h3, handlingText: "ask first")
        _ = try store.append(
            [
                IntakeRecord(
                    "s", .seizure(Sample.event(1, &random)), row: 41, mark: mark,
                    holdReason: "odd"),
                IntakeRecord("f", .figure(Sample.figure(1, &random)), row: 42),
            ], batch: Sample.batch)
        let details = try store.details(
            ["s", "f", "none"].map { RecordID(trusted: $0) })
        #expect(details.map(\.record.text) == ["f", "s"])
        #expect(details.map(\.rowNumber) == [42, 41])
        #expect(details.map(\.kind) == [.figure, .seizure])
        #expect(details.map(\.state) == [.counted, .held])
        #expect(details.allSatisfy { $0.file == "file.csv" })
        let stored = try store.pool.read {
            try Row.fetchOne(
                $0,
                sql: "SELECT traffic_light, handling, handling_text FROM record WHERE record = 's'")
        }
        let row = try #require(stored)
        #expect(row["traffic_light"] == "AMBER+STRICT")
        #expect(row["handling"] == "H3")
        #expect(row["handling_text"] == "ask first")
    }

    @Test func serialsLeadToIdentifiers() throws {
        _ = try store.append([.plain("a"), .plain("b")], batch: Sample.batch)
        let found = try store.identifiers(ofSerials: [2, 1, 99, 2])
        #expect(found.mapValues(\.text) == [1: "a", 2: "b"])
    }

    @Test func importedPortsComeBackAndReplaceThoseBefore() throws {
        let port = Port(
            code: .sample("SEGOT"), name: "Göteborg",
            coordinates: Coordinates(latitude: 57.7, longitude: -11.5), basin: .unknown,
            kind: .unknown, size: .unknown, membership: .unknown,
            spellings: ["Gothenburg", "Göteborg"])
        let other = Port(
            code: .sample("NLRTM"), name: "Rotterdam", coordinates: nil, basin: .unknown,
            kind: .unknown, size: .unknown, membership: .unknown, spellings: [])
        #expect(try store.replaceImportedPorts([port, other, port]) == 2)
        #expect(try store.importedPorts() == [other, port])
        #expect(try store.replaceImportedPorts([port]) == 1)
        #expect(try store.importedPorts() == [port])
    }
}
