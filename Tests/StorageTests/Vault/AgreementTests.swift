import EvidenceLog
import GRDB
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

/// Agreements as they are stored, and what they are worth when their rows were changed.
@Suite struct AgreementTests {
    private func names(_ node: TestNode, on day: CalendarDate = Sample.today) throws -> [String] {
        try node.store.policy(on: day).agreements.map(\.agreement.id.text)
    }

    @Test(arguments: EngineKind.here)
    func agreementComesBackAsItWasSigned(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let agreement = try Partner.agreement()
        try node.agree(agreement)
        let stored = try #require(try node.store.agreements().first)
        #expect(stored.agreement == agreement)
        #expect(stored.addedOn == Sample.today)
        #expect(stored.signatures.map(\.organisation) == [Partner.id, TestNode.organisation])
        #expect(stored.revocations.isEmpty)
        #expect(
            try node.store.organisations() == [try Partner.member(), try TestNode.member()])
        #expect(try names(node) == ["nl-be-pact"])
        #expect(try names(node, on: Sample.today.advanced(byDays: 301)) == [])
        #expect(try names(node, on: Sample.today.advanced(byDays: -31)) == [])
    }

    @Test(arguments: EngineKind.here)
    func eachPartIsStoredOnceAndNothingReplacesIt(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let agreement = try Partner.agreement()
        let (store, moment) = (node.store, TestNode.moment)
        let leave = try TestNode.leave(.signAgreement)
        let signatures = try Partner.signatures(agreement)
        func add(_ signature: AgreementSignature) throws -> StoreOutcome {
            try store.add(
                signature, to: agreement.id, version: 1, by: leave, at: moment)
        }
        #expect(try add(signatures[0]) == .absent)
        #expect(try store.add(agreement, by: leave, at: moment) == .stored)
        #expect(try store.add(agreement, by: leave, at: moment) == .unchanged)
        var other = agreement
        other.title = "Another text"
        #expect(try store.add(other, by: leave, at: moment) == .differs)
        #expect(try names(node) == [])
        #expect(try add(signatures[0]) == .stored)
        #expect(try add(signatures[0]) == .unchanged)
        let forged = AgreementSignature(
            organisation: TestNode.organisation, signature: Array(repeating: 1, count: 64))
        #expect(try add(forged) == .differs)
        #expect(try store.register(Partner.member(), by: leave, at: moment) == .stored)
        #expect(try store.register(Partner.member(), by: leave, at: moment) == .unchanged)
        #expect(try add(signatures[1]) == .stored)
        #expect(try names(node) == ["nl-be-pact"])
        let revocation = try Partner.revocation(agreement)
        #expect(try store.add(revocation, by: leave, at: moment) == .stored)
        #expect(try store.add(revocation, by: leave, at: moment) == .unchanged)
        #expect(try names(node) == [])
        #expect(try names(node, on: Sample.today.advanced(byDays: -1)) == ["nl-be-pact"])
        #expect(try store.check().findings == [])
    }

    /// Whoever changes a row grants nothing by it: what is not signed as it stands is worth
    /// nothing, long before a check runs.
    @Test(arguments: [
        ("agreement", "canonical"), ("agreement", "version"), ("agreement", "agreement"),
        ("agreement_signature", "signature"), ("agreement_signature", "organisation"),
        ("agreement_signature", "version"), ("organisation", "signing_key"),
        ("organisation", "organisation"),
    ])
    func changedRowGrantsNothing(table: String, column: String) throws {
        let node = try TestNode(.sqlite)
        try node.agree(Partner.agreement())
        let stored = StoredTable.named(table)
        let place = stored.columns.firstIndex(of: column)!
        var random = Seeded(97)
        // The own key is that of the folder, whatever its row says.
        let own = SQLValue.text(node.store.organisation.text)
        for row in try node.engine.read("look", { try stored.rows($0) })
        where !(table == "organisation" && row[0] == own) {
            for _ in 0..<4 {
                let value = row[place].flipped(&random)
                let granted = try node.granted {
                    try stored.set(place, to: value, in: row, $0)
                }
                #expect(granted == [], "\(table).\(column) as \(value)")
            }
        }
        #expect(try names(node) == ["nl-be-pact"])
    }

    @Test func dryComparisonCountsWhatDiffers() throws {
        let node = try TestNode(.sqlite)
        let mark = try Mark(trafficLight: .amber, handling: .h1)
        var event = SeizureEvent(when: DateSpan(day: Sample.today), reporter: "NL")
        event.substance = .heroin
        let records = (0..<7).map { index in
            var placed = event
            placed.place = index < 3 ? .sample("BEANR") : index < 5 ? .sample("NLRTM") : nil
            return IntakeRecord("r\(index)", .seizure(placed), mark: mark)
        }
        try node.append(records)
        let classes = try node.store.accessClasses(.seizure)
        func visible(_ ports: Set<PlaceCode>) throws -> Visibility {
            let verified = AgreementVerification.verify(
                try Partner.agreement("p", [Partner.clause { $0.ports = ports }]),
                signatures: try Partner.signatures(
                    Partner.agreement("p", [Partner.clause { $0.ports = ports }])),
                registered: [
                    TestNode.organisation: try TestNode.member().key,
                    Partner.id: try Partner.member().key,
                ], revocations: [], on: Sample.today)
            guard case .inForce(let agreement) = verified else { throw NoPermit() }
            return Policy(agreements: [agreement]).visibility(
                try Partner.requester(), .list, kind: .seizure, classes: classes,
                on: Sample.today)
        }
        let (antwerp, both, all) = (
            try visible([.sample("BEANR")]),
            try visible([.sample("BEANR"), .sample("NLRTM")]), try visible([])
        )
        func difference(_ left: Visibility, _ right: Visibility) throws -> [Int] {
            let found = try node.store.difference(of: left, without: right)
            return [found.total, found.notInOther]
        }
        #expect(try difference(both, antwerp) == [5, 2])
        #expect(try difference(antwerp, both) == [3, 0])
        // Records without a place are in no list of ports, and in all of them.
        #expect(try difference(all, both) == [7, 2])
    }
}

extension TestNode {
    /// What is in force on a copy of this node after the change.
    fileprivate func granted(
        after change: (any SQLConnection) throws -> Void
    ) throws -> [String] {
        let copy = try TestNode(copyOf: NodeTemplate(of: self))
        // As another program would, which minds no keys.
        let engine = try KeylessFile(try #require(copy.fixture.path))
        do {
            try engine.write(change)
        } catch let fault as StorageFault where fault.kind == .conflict {
            return []
        }
        return try copy.store.policy(on: Sample.today).agreements.map(\.agreement.id.text)
    }
}

/// A database file opened without foreign keys.
private struct KeylessFile {
    private let queue: DatabaseQueue

    init(_ path: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        queue = try DatabaseQueue(path: path, configuration: configuration)
    }

    func write(_ change: (any SQLConnection) throws -> Void) throws {
        try queue.write { try change(SQLiteConnection($0, operation: "tamper")) }
    }
}
