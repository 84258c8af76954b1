import EvidenceLog
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

/// What is written comes back: every field, every term of every closed set.
@Suite struct RoundTripTests {
    @Test(arguments: EngineKind.here)
    func tableKeepsEveryFieldOfASeizure(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        var random = Seeded(21)
        let events = (0..<400).map { Sample.event($0, &random) }
        _ = try node.append(
            events.enumerated().map { IntakeRecord("r\($0)", .seizure($1)) })
        let stored = try NamedRow.all("seizure", SeizureColumns.names, node)
            .map(StoredEvent.read)
        try #require(stored.count == events.count)
        for (read, written) in zip(stored, events) { #expect(read == written) }
    }

    @Test(arguments: EngineKind.here)
    func factStatesWhatTheSeizureStated(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        var random = Seeded(22)
        let events = (0..<400).map { Sample.event($0, &random) }
        let records = events.enumerated().map { index, event in
            IntakeRecord(
                "r\(index)", .seizure(event), holdReason: index % 7 == 0 ? "too heavy" : nil)
        }
        _ = try node.append(records)
        let table = try node.store.seizures(Selection(), visible: node.everything())
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

    @Test(arguments: EngineKind.here)
    func figureComesBackAsItWasPublished(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        var random = Seeded(23)
        let figures = (0..<300).map { Sample.figure($0, &random) }
        _ = try node.append(
            figures.enumerated().map { IntakeRecord("f\($0)", .figure($1)) })
        let facts = try node.figures()
        try #require(facts.count == figures.count)
        for (index, (fact, figure)) in zip(facts, figures).enumerated() {
            #expect(fact.record.text == "f\(index)")
            #expect(fact.figure == figure)
        }
    }

    @Test(arguments: EngineKind.here)
    func figuresAndSeizuresNeverMix(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        var random = Seeded(24)
        _ = try node.append(
            [
                IntakeRecord("f", .figure(Sample.figure(1, &random))),
                IntakeRecord("s", .seizure(Sample.event(1, &random))),
            ])
        #expect(try node.seizures().map(\.serial) == [2])
        #expect(try node.figures().map(\.record.text) == ["f"])
    }

    @Test(arguments: EngineKind.here)
    func cellsComeBackAsGiven(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        var random = Seeded(25)
        for index in 0..<60 {
            let given = (0..<3).map { _ in random.text() }
            _ = try node.append(
                [.plain("r\(index)", given: given)])
            let detail = try #require(
                try node.store.details(
                    [RecordID(trusted: "r\(index)")], visible: node.everything()
                ).first)
            let expected = zip(Sample.header.headers, given).filter { !$1.isEmpty }
            #expect(detail.given.map(\.header) == expected.map(\.0))
            #expect(detail.given.map(\.cell) == expected.map(\.1))
        }
    }

    @Test(arguments: EngineKind.here)
    func detailNamesFileRowKindAndState(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        var random = Seeded(26)
        let mark = try Mark(trafficLight: .amberStrict, handling: .h3, handlingText: "ask first")
        _ = try node.append(
            [
                IntakeRecord(
                    "s", .seizure(Sample.event(1, &random)), row: 41, mark: mark,
                    holdReason: "odd"),
                IntakeRecord("f", .figure(Sample.figure(1, &random)), row: 42),
            ])
        let ids = ["s", "f", "none"].map { RecordID(trusted: $0) }
        let details = try RecordKind.allCases.flatMap {
            try node.store.details(ids, visible: node.everything($0))
        }
        #expect(details.map(\.record.text) == ["s", "f"])
        #expect(details.map(\.rowNumber) == [41, 42])
        #expect(details.map(\.kind) == [.seizure, .figure])
        #expect(details.map(\.state) == [.held, .counted])
        #expect(details.allSatisfy { $0.file == "file.csv" })
        #expect(details.map(\.mark) == [mark, .published])
        #expect(details.allSatisfy { $0.originator == TestNode.organisation })
    }

    @Test(arguments: EngineKind.here)
    func serialsLeadToIdentifiers(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        _ = try node.append([.plain("a"), .plain("b")])
        let found = try node.store.identifiers(ofSerials: [2, 1, 99, 2])
        #expect(found.mapValues(\.text) == [1: "a", 2: "b"])
    }

    @Test(arguments: EngineKind.here)
    func importedPortsComeBackAndReplaceThoseBefore(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let port = Port(
            code: .sample("SEGOT"), name: "Göteborg",
            coordinates: Coordinates(latitude: 57.7, longitude: -11.5), basin: .unknown,
            kind: .unknown, size: .unknown, membership: .unknown,
            spellings: ["Gothenburg", "Göteborg"])
        let other = Port(
            code: .sample("NLRTM"), name: "Rotterdam", coordinates: nil, basin: .unknown,
            kind: .unknown, size: .unknown, membership: .unknown, spellings: [])
        func replace(_ ports: [Port]) throws -> Int {
            try node.store.replaceImportedPorts(
                ports, by: TestNode.requester(), at: TestNode.moment)
        }
        #expect(try replace([port, other, port]) == 2)
        #expect(try node.store.importedPorts() == [other, port])
        #expect(try replace([port]) == 1)
        #expect(try node.store.importedPorts() == [port])
        #expect(try node.store.check().isSound)
    }
}
