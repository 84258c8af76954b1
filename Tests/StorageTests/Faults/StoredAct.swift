import EvidenceLog
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import TestSupport

@testable import Storage

/// An act that writes, as a caller repeats it until it is acknowledged.
struct StoredAct: Sendable, CustomStringConvertible {
    let description: String
    /// How many transactions it takes.
    let writes: Int
    let prepare: @Sendable (TestNode) throws -> Void
    let act: @Sendable (TestNode) throws -> Void
    /// After the first of several transactions something is rightly there.
    var hasSteps: Bool { writes > 1 }

    init(
        _ description: String, writes: Int = 1,
        after prepare: @escaping @Sendable (TestNode) throws -> Void = { _ in },
        _ act: @escaping @Sendable (TestNode) throws -> Void
    ) {
        (self.description, self.writes) = (description, writes)
        (self.prepare, self.act) = (prepare, act)
    }

    static let all = records + vault + log + people

    private static let moment = TestNode.moment
    private static let r0 = RecordID(trusted: "r0")
    private static let intake: [IntakeRecord] =
        [.plain("r0"), .plain("r1", given: ["2"]), .plain("r2"), .plain("r3")]

    private static let fill: @Sendable (TestNode) throws -> Void = { node in
        _ = try NodeDatabase(node.engine, keys: TestNode.keys).append(
            intake, to: node.open, at: moment)
    }

    private static let older: @Sendable (TestNode) throws -> Void = { node in
        _ = try NodeDatabase(node.engine, keys: TestNode.keys).append(
            [.plain("r1")], to: node.open, at: moment)
    }

    private static let wrongImport: @Sendable (TestNode) throws -> Void = { node in
        try older(node)
        let store = try NodeDatabase(node.engine, keys: TestNode.keys)
        let header = BatchHeader(
            id: BatchID(trusted: "b3"), file: "f", layout: "l", headers: ["a"],
            startedOn: Sample.today)
        let open = try store.begin(header, by: TestNode.requester(), at: moment)
        _ = try store.append(intake, to: open, at: moment)
    }

    private static let records: [StoredAct] = [
        StoredAct("an import with a new version and a review", writes: 3, after: older) { node in
            let header = BatchHeader(
                id: BatchID(trusted: "b2"), file: "f", layout: "l", headers: ["a"],
                startedOn: Sample.today)
            let open = try node.store.begin(header, by: TestNode.requester(), at: moment)
            _ = try node.store.append(intake, to: open, at: moment)
            let seen = try node.store.unreviewedGroups { _ in }
            let finding = SituationAnalysis.ReviewFinding(
                record: RecordID(trusted: "r1"), other: r0, kind: .nearRepeat, score: 1,
                reasons: ["same"])
            try node.store.finishReview(
                [finding], through: seen, by: TestNode.requester(), at: moment)
        },
        StoredAct("the withdrawal of an import", after: wrongImport) { node in
            _ = try node.store.withdraw(
                BatchID(trusted: "b3"), reason: "wrong", by: TestNode.requester(), at: moment)
        },
        StoredAct("an entry by hand", after: older) { node in
            _ = try node.store.append(
                .plain("r1", given: ["by hand"]), to: node.open, replacing: 1, at: moment)
        },
        StoredAct("a decision", after: fill) { node in
            _ = try node.store.decide(
                ReviewDecision(record: r0, state: .held, reason: "odd"),
                by: TestNode.requester(), at: moment)
        },
        StoredAct("imported places") { node in
            let port = Port(
                code: .sample("SEGOT"), name: "Göteborg", coordinates: nil, basin: .unknown,
                kind: .unknown, size: .unknown, membership: .unknown, spellings: [])
            _ = try node.store.replaceImportedPorts(
                [port], by: TestNode.requester(), at: moment)
        },
    ]

    private static let hold: @Sendable (TestNode) throws -> Void = { node in
        let hold = LegalHold(
            record: r0, reason: "court", reviewer: PersonID(trusted: "anna"),
            placedOn: Sample.today)
        _ = try node.store.place(hold, by: node.permit(.retain, "r0"), at: moment)
    }

    private static let endHold: @Sendable (TestNode) throws -> Void = { node in
        _ = try node.store.endHold(
            r0, reason: "over", by: node.permit(.retain, "r0"), at: moment)
    }

    private static func consent(until days: Int?) -> @Sendable (TestNode) throws -> Void {
        { node in
            _ = try node.store.consent(
                r0, to: Partner.id, for: .portSecurity,
                until: days.map { Sample.today.advanced(byDays: $0) },
                by: node.permit(.consent, "r0"), at: moment)
        }
    }

    private static func both(
        _ first: @escaping @Sendable (TestNode) throws -> Void,
        _ second: @escaping @Sendable (TestNode) throws -> Void
    ) -> @Sendable (TestNode) throws -> Void {
        { node in
            try first(node)
            try second(node)
        }
    }

    private static let agreed: @Sendable (TestNode) throws -> Void = { node in
        try node.agree(Partner.agreement())
    }

    private static let vault: [StoredAct] = [
        StoredAct("a hold", after: fill, hold),
        StoredAct("the end of a hold", after: both(fill, hold), endHold),
        StoredAct("a consent", after: fill, consent(until: 9)),
        StoredAct(
            "a consent withdrawn", after: both(fill, consent(until: 9)), consent(until: nil)),
        StoredAct("a longer retention", after: fill) { node in
            _ = try node.store.keep(
                r0, until: Sample.today.advanced(byDays: 9), reason: "needed", revision: nil,
                by: node.permit(.retain, "r0"), at: moment)
        },
        StoredAct("an erasure", after: both(fill, consent(until: 9))) { node in
            // Told again, the record is gone, and with it whatever a permit could be drawn from.
            guard let permit = try? node.permit(.retain, "r0") else { return }
            _ = try node.store.erase(r0, reason: "asked for", by: permit, at: moment)
        },
        StoredAct("a registration") { node in
            _ = try node.store.register(
                Partner.member(), by: TestNode.leave(.registerOrganisation), at: moment)
        },
        StoredAct("an agreement with both signatures", writes: 4, agreed),
        StoredAct("a revocation", after: agreed) { node in
            _ = try node.store.add(
                Partner.revocation(Partner.agreement()), by: TestNode.leave(.revokeAgreement),
                at: moment)
        },
    ]

    private static let log: [StoredAct] = [
        StoredAct("a schedule of reports") { node in
            _ = try node.store.add(
                StoredReportTests.schedule(), by: TestNode.leave(.scheduleReports), at: moment)
        },
        StoredAct("a report claimed") { node in
            _ = try node.store.claim(StoredReportTests.key, at: moment)
        },
        StoredAct(
            "a report made",
            after: { node in
                _ = try NodeDatabase(node.engine, keys: TestNode.keys)
                    .claim(StoredReportTests.key, at: moment)
            },
            { node in
                _ = try node.store.finish(
                    StoredReportTests.key, claimed: moment, StoredReportTests.made, at: moment)
            }),
        StoredAct("a release", after: fill) { try $0.release([1, 2, 3]) },
        StoredAct("a refusal") { try $0.refuse("r9") },
        StoredAct("a checkpoint", after: fill) { _ = try $0.store.signCheckpoint() },
        StoredAct("a checkpoint with a cosignature", writes: 2, after: fill) { node in
            let signed = try node.store.newestCheckpoint() ?? node.store.signCheckpoint()
            _ = try node.store.add(
                Partner.cosignature(signed, node.store), toSize: signed.unverified.size,
                at: moment)
        },
        StoredAct("a cosignature for a partner") { node in
            // Told again, the partner asks from the size that was cosigned.
            let known = try node.count("witnessed") == 0 ? 0 : 4
            _ = try node.store.witness(
                Partner.request(size: 4, from: known), logs: [Partner.logKey()],
                by: TestNode.requester(), at: moment)
        },
        StoredAct("many entries, with a tile") { try $0.refuse(times: 300) },
    ]
}
