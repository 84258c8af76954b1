import EvidenceLog
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import TestSupport

@testable import Storage

/// A node with some of everything that can be stored.
enum FullNode {
    /// - Parameters:
    ///   - kind: the engine.
    ///   - seizures: how many seizures, 30 or more.
    ///   - refusals: how many refusals, each one entry of the log.
    static func make(_ kind: EngineKind, seizures: Int = 30, refusals: Int = 3) throws -> TestNode {
        let node = try TestNode(kind)
        var random = Seeded(51)
        try append(seizures, to: node, &random)
        try review(node)
        try takeBack(node)
        try retain(node)
        try agree(node)
        try node.fillWithPeople()
        try reports(node)
        try ground(node)
        try node.refuse(times: refusals)
        try node.release(Array(1...20) + [25])
        try node.release([3])
        _ = try node.store.replaceImportedPorts(
            [port("SEGOT", "Göteborg"), port("NLRTM", "Rotterdam")], by: TestNode.requester(),
            at: TestNode.moment)
        _ = try node.store.witness(
            Partner.request(size: 4), logs: [Partner.logKey()], by: TestNode.requester(),
            at: TestNode.moment)
        let first = try node.store.signCheckpoint()
        _ = try node.store.add(
            Partner.cosignature(first, node.store), toSize: first.unverified.size,
            at: TestNode.moment)
        try node.refuse("the last record")
        _ = try node.store.signCheckpoint()
        // What no checkpoint covers yet.
        try node.refuse("one more record")
        return node
    }

    /// A copy of a node on SQLite that is made once.
    static func copied(_ size: Size = .small) throws -> TestNode {
        try TestNode(copyOf: (size == .small ? small : withTiles).get())
    }

    enum Size {
        case small
        /// With two full tiles.
        case withTiles
    }

    private static let small = Result { try NodeTemplate(of: make(.sqlite)) }
    private static let withTiles = Result { try NodeTemplate(of: make(.sqlite, refusals: 560)) }

    private static func append(_ count: Int, to node: TestNode, _ random: inout Seeded) throws {
        let marks = [
            Mark.published, .strictest,
            try Mark(
                trafficLight: .amber, handling: .h3, handlingText: "ask «first»",
                purposes: PurposeSet([.strategicAnalysis, .oversight]),
                releasableTo: [Partner.id, TestNode.organisation],
                retention: Retention(days: 900, then: .erase)),
        ]
        let seizures = (0..<count).map { index in
            IntakeRecord(
                "s\(index)", .seizure(Sample.event(index, &random)), given: [random.text(), "x"],
                row: index, mark: marks[index % 3], holdReason: index % 9 == 8 ? "odd" : nil)
        }
        try node.append(seizures)
        try node.append(
            (0..<10).map { index in
                IntakeRecord(
                    "f\(index)", .figure(Sample.figure(index, &random)), given: ["f"],
                    mark: marks[index % 3])
            })
        // New versions of both kinds.
        try node.append([
            IntakeRecord(
                "s1", .seizure(Sample.event(77, &random)), given: ["new"], mark: marks[2]),
            IntakeRecord(
                "f1", .figure(Sample.figure(78, &random)), given: ["new"], mark: marks[0]),
        ])
    }

    private static func review(_ node: TestNode) throws {
        let by = try TestNode.requester()
        let seen = try node.store.unreviewedGroups { _ in }
        let findings = [("s3", "s2", RepeatKind.nearRepeat), ("s5", "s4", .exactRepeat)].map {
            SituationAnalysis.ReviewFinding(
                record: RecordID(trusted: $0), other: RecordID(trusted: $1), kind: $2, score: 2.5,
                reasons: ["same day", "same «place»"])
        }
        try node.store.finishReview(findings, through: seen, by: by, at: TestNode.moment)
        _ = try node.store.decide(
            ReviewDecision(record: RecordID(trusted: "s6"), state: .held, reason: "look again"),
            by: by, at: TestNode.moment)
    }

    /// An import of two records, one of them with a later version, that was taken back.
    private static func takeBack(_ node: TestNode) throws {
        let by = try TestNode.requester()
        let header = BatchHeader(
            id: BatchID(trusted: "batch-0"), file: "wrong.csv", layout: "layout",
            headers: ["a", "b", "c"], startedOn: Sample.today)
        let open = try node.store.begin(header, by: by, at: TestNode.moment)
        var random = Seeded(52)
        _ = try node.store.append(
            (0..<2).map { index in
                IntakeRecord(
                    "w\(index)", .seizure(Sample.event(index, &random)), given: ["w", "x"],
                    row: index)
            }, to: open, at: TestNode.moment)
        for record in ["s2", "s2", "s4"] {
            _ = try node.store.add(
                photograph: Array("a picture of \(record)".utf8), .png,
                to: RecordID(trusted: record), limit: 12, by: by, at: TestNode.moment)
        }
        _ = try node.store.withdraw(
            header.id, reason: "the wrong file", by: by, at: TestNode.moment)
    }

    private static func retain(_ node: TestNode) throws {
        let store = node.store
        let moment = TestNode.moment
        for record in ["s7", "s9", "s10"] {
            _ = try store.place(
                LegalHold(
                    record: RecordID(trusted: record), reason: "court",
                    reviewer: PersonID(trusted: "anna"),
                    placedOn: Sample.today), by: node.permit(.retain, record), at: moment)
        }
        _ = try store.endHold(
            RecordID(trusted: "s9"), reason: "over", by: node.permit(.retain, "s9"), at: moment)
        for purpose in [Purpose.strategicAnalysis, .portSecurity] {
            _ = try store.consent(
                RecordID(trusted: "s15"), to: Partner.id, for: purpose,
                until: Sample.today.advanced(byDays: 9), by: node.permit(.consent, "s15"),
                at: moment)
        }
        _ = try store.keep(
            RecordID(trusted: "s12"), until: Sample.today.advanced(byDays: 99),
            reason: "still needed", revision: nil, by: node.permit(.retain, "s12"), at: moment)
        for record in ["s13", "f3"] {
            _ = try store.erase(
                RecordID(trusted: record), reason: "asked for", by: node.permit(.retain, record),
                at: moment)
        }
    }

    private static func reports(_ node: TestNode) throws {
        let (key, moment) = (StoredReportTests.key, TestNode.moment)
        _ = try node.store.add(
            StoredReportTests.schedule(), by: TestNode.leave(.scheduleReports), at: moment)
        _ = try node.store.claim(key, at: moment)
        _ = try node.store.finish(key, claimed: moment, StoredReportTests.made, at: moment)
    }

    /// Denominators, one of them corrected, and a measure with two plans.
    private static func ground(_ node: TestNode) throws {
        var random = Seeded(53)
        for given in ["d", "e"] {
            try node.append(
                (0..<(given == "d" ? 6 : 1)).map { index in
                    IntakeRecord(
                        "d\(index)", .denominator(Sample.denominator(index, &random)),
                        given: [given])
                })
        }
        let moment = TestNode.moment
        let measure = try MeasureStoreTests.measure(starts: 30)
        let permit = try TestNode.leave(.keepMeasures)
        _ = try node.store.keep(measure, by: permit, at: moment)
        for weeks in [26, 52] {
            _ = try node.store.keep(
                measure: measure.id, plan: { MeasureStoreTests.plan(weeksAfter: weeks, on: $0) },
                by: permit, at: moment)
        }
    }

    private static func agree(_ node: TestNode) throws {
        try node.agree(Partner.agreement())
        let ended = try Partner.agreement("nl-be-old")
        try node.agree(ended)
        _ = try node.store.add(
            Partner.revocation(ended), by: TestNode.leave(.revokeAgreement), at: TestNode.moment)
    }

    private static func port(_ code: String, _ name: String) -> Port {
        Port(
            code: .sample(code), name: name,
            coordinates: Coordinates(latitude: 57.5, longitude: -11.25), basin: .unknown,
            kind: .unknown, size: .unknown, membership: .unknown, spellings: [name, "x"])
    }
}
