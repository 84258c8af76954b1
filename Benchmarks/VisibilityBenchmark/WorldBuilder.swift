import BenchmarkSupport
import Crypto
import Foundation
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage
import TestSupport

/// Fills an empty database with the world.
struct WorldBuilder {
    private let database: NodeDatabase
    private let keys: [OrganisationID: Curve25519.Signing.PrivateKey]

    init(_ address: DatabaseAddress, keys nodeKeys: NodeKeys) throws {
        database = try BenchmarkNode.create(address, keys: nodeKeys)
        var keys: [OrganisationID: Curve25519.Signing.PrivateKey] = [:]
        for id in World.organisations { keys[id] = Curve25519.Signing.PrivateKey() }
        keys[BenchmarkNode.organisation] = try Curve25519.Signing.PrivateKey(
            rawRepresentation: nodeKeys.organisation)
        self.keys = keys
    }

    /// Prints how long each part took. Afterwards every class still names the own organisation;
    /// see ``originatorsStatement``.
    func build() throws {
        let appended = try Timing.measure { try appendRecords() }
        Timing.say(
            "  built: \(World.records) records in \(Timing.text(appended.seconds)) s, "
                + "\(Timing.text(Double(World.records) / appended.seconds)) records/s")
        let agreed = try Timing.measure {
            try consent(to: appended.result)
            try agree()
        }
        Timing.say("  built: consents, keys and agreements in \(Timing.text(agreed.seconds)) s")
    }

    /// The store writes the own organisation as originator of what it imports. The benchmark
    /// needs several, so their classes are given to them afterwards: they are known by the text
    /// of their marks. The evidence no longer fits these few rows, which nothing here reads.
    static let originatorsStatements = World.originators.dropFirst().map {
        "UPDATE access_class SET originator = '\($0.id)' "
            + "WHERE handling_text = '\(World.handlingText($0.id))'"
    }

    // MARK: Records

    /// Answers records whose mark asks for consent.
    private func appendRecords() throws -> [RecordID] {
        let batch = try database.begin(
            BatchHeader(
                id: BatchID(trusted: "bench"), file: "bench.csv", layout: "bench",
                headers: SyntheticSeizures.headers, startedOn: BenchmarkNode.day),
            by: try BenchmarkNode.requester([.contributor]), at: BenchmarkNode.now)
        var maker = try RecordMaker()
        let size = 4_000
        for start in stride(from: 0, to: World.records, by: size) {
            let part = try (start..<min(start + size, World.records)).map { try maker.next($0) }
            _ = try database.append(part, to: batch, at: BenchmarkNode.now)
        }
        return maker.consentable
    }

    private func consent(to records: [RecordID]) throws {
        guard let first = records.first, let resource = try database.resource(first) else {
            throw BenchmarkFailure(cause: "no record asks for consent")
        }
        let requester = try BenchmarkNode.requester([.signatory])
        let decision = Policy(agreements: []).decide(
            requester, .consent, resource, on: BenchmarkNode.day)
        guard case .permit(let permit) = decision else {
            throw BenchmarkFailure(cause: "consent was refused")
        }
        for (receiver, count) in World.consents {
            let step = max(1, records.count / count)
            for record in stride(from: 0, to: records.count, by: step).prefix(count) {
                _ = try database.consent(
                    records[record], to: receiver, for: .strategicAnalysis,
                    until: CalendarDate(dayNumber: BenchmarkNode.day.dayNumber + 30), by: permit,
                    at: BenchmarkNode.now)
            }
        }
    }

    // MARK: Agreements

    private func agree() throws {
        let registering = try BenchmarkNode.leave(.registerOrganisation)
        for id in World.organisations where id != BenchmarkNode.organisation {
            _ = try database.register(
                try World.organisation(id, keys: keys), by: registering, at: BenchmarkNode.now)
        }
        // The agreements name the own organisation as the others do.
        _ = try database.register(
            try World.organisation(BenchmarkNode.organisation, keys: keys), by: registering,
            at: BenchmarkNode.now)
        let signing = try BenchmarkNode.leave(.signAgreement)
        for agreement in try World.drawAgreements(keys: keys) {
            _ = try database.add(agreement, by: signing, at: BenchmarkNode.now)
            for party in agreement.parties {
                guard let key = keys[party.id] else { continue }
                _ = try database.add(
                    AgreementSignature(signing: agreement, as: party.id, with: key),
                    to: agreement.id, version: agreement.version, by: signing,
                    at: BenchmarkNode.now)
            }
        }
    }
}

/// Draws the records of the world, each with its originator's places, days and marks.
struct RecordMaker {
    /// Records whose mark asks for the originator's consent.
    private(set) var consentable: [RecordID] = []
    private var synthetic = SyntheticSeizures(seed: 22, for: "records")
    private let origins: [Origin]
    /// For each thousandth the originator's place in the list.
    private let originatorOf: [Int]
    /// For each hundredth the mark's place in the list.
    private let markOf: [Int]

    private struct Origin {
        let country: Country
        let ports: [PlaceCode]
        let marks: [Mark]
        let days: ClosedRange<Int>
    }

    init() throws {
        origins = try World.originators.map { originator in
            Origin(
                country: try Country(parsing: originator.country),
                ports: try (World.ports[originator.country] ?? []).map {
                    try PlaceCode(parsing: $0)
                },
                marks: try World.marks.map { try $0.make(originator) },
                days: Int(originator.days.lowerBound)...Int(originator.days.upperBound))
        }
        originatorOf = World.originators.enumerated().flatMap {
            Array(repeating: $0.offset, count: $0.element.share)
        }
        markOf = World.marks.enumerated().flatMap {
            Array(repeating: $0.offset, count: $0.element.share)
        }
    }

    mutating func next(_ number: Int) throws -> IntakeRecord {
        let origin = origins[synthetic.random.pick(originatorOf)]
        let mark = synthetic.random.pick(markOf)
        // Every fifth report names no port.
        let place = synthetic.random.number(0...4) == 0 ? nil : synthetic.random.pick(origin.ports)
        let record = try synthetic.record(
            number, place: place, country: origin.country, mark: origin.marks[mark],
            day: Int32(synthetic.random.number(origin.days)))
        if mark == World.consentMark { consentable.append(record.id) }
        return record
    }
}
