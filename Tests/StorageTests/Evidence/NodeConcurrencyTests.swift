import EvidenceLog
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

/// Many at once: nobody hears that the database is locked, and no entry is lost.
@Suite struct NodeConcurrencyTests {
    @Test(arguments: EngineKind.here)
    func sixteenWritersLoseNothing(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        // Stores of their own share nothing but the database, as processes do.
        let stores = [node.store, try node.reopened(), try node.reopened()]
        let before = try #require(try node.count("evidence"))
        let (writers, turns) = (16, 6)
        let faults = EngineConcurrencyTests.onThreads(writers) { writer in
            let store = stores[writer % stores.count]
            for turn in 0..<turns {
                let record = IntakeRecord.plain("w\(writer)-\(turn)")
                #expect(
                    try store.append([record], to: node.open, at: TestNode.moment) == [.new])
                try store.note(
                    RefusalNote(
                        requester: try Partner.requester(), action: "read",
                        subject: "\(writer)/\(turn)", reason: .noAgreement), at: TestNode.moment)
                if turn == 2 { _ = try store.signCheckpoint() }
            }
        }
        #expect(faults == [])
        #expect(try node.count("record") == writers * turns)
        #expect(try node.count("seizure") == writers * turns)
        #expect(try node.count("evidence") == before + 2 * writers * turns)
        let subjects = try node.store.entries(from: before, limit: 1_000).map(\.entry.subject)
        #expect(Set(subjects).count == 2 * writers * turns)
        #expect(
            try node.store.count(Selection(), visible: node.everything()) == writers * turns)
        #expect(try node.store.check().findings == [])
        #expect(try node.reopened().check().isSound)
    }

    /// The same record from all sides is one record with one version.
    @Test(arguments: EngineKind.here)
    func sameRecordFromAllSidesIsOneRecord(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let faults = EngineConcurrencyTests.onThreads(12) { _ in
            for _ in 0..<4 {
                _ = try node.store.append([.plain("one")], to: node.open, at: TestNode.moment)
                _ = try node.store.register(
                    Partner.member(), by: TestNode.leave(.registerOrganisation),
                    at: TestNode.moment)
                _ = try node.store.add(
                    Partner.agreement(), by: TestNode.leave(.signAgreement), at: TestNode.moment)
            }
        }
        #expect(faults == [])
        #expect(try node.count("record") == 1)
        #expect(try node.count("agreement") == 1)
        #expect(try node.store.check().findings == [])
    }

    /// Signing, cosigning and appending at once: no checkpoint is torn, no cosignature lost.
    @Test(arguments: EngineKind.here)
    func checkpointsSignedDuringAppendsHold(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let faults = EngineConcurrencyTests.onThreads(8) { writer in
            for turn in 0..<10 {
                if writer % 2 == 0 {
                    try node.refuse("\(writer)/\(turn)")
                } else {
                    let signed = try node.store.signCheckpoint()
                    let size = signed.unverified.size
                    let cosigned = try node.store.add(
                        Partner.cosignature(signed, node.store), toSize: size,
                        at: TestNode.moment)
                    #expect(cosigned?.note.signatures.count == 2)
                }
            }
        }
        #expect(faults == [])
        let checkpoints = try node.store.checkpoints()
        #expect(checkpoints.count > 1)
        #expect(checkpoints.allSatisfy { $0.note.signatures.count == 2 })
        #expect(try node.store.check().findings == [])
    }

    /// A reader within a snapshot sees no half of what is written meanwhile.
    @Test(arguments: EngineKind.here)
    func readersSeeWholeImportsOnly(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let visible = try {
            try node.append([.plain("first")])
            return try node.everything()
        }()
        let faults = EngineConcurrencyTests.onThreads(4) { worker in
            if worker == 0 {
                for batch in 0..<8 {
                    _ = try node.store.append(
                        (0..<10).map { .plain("b\(batch)-\($0)") }, to: node.open,
                        at: TestNode.moment)
                }
            } else {
                for _ in 0..<12 {
                    let page = try node.store.newestSeizures(
                        Selection(), visible: visible, limit: 1_000)
                    #expect(page.facts.count % 10 == 1)
                    #expect(try node.store.count(Selection(), visible: visible) % 10 == 1)
                    #expect(try node.store.check().isSound)
                }
            }
        }
        #expect(faults == [])
    }
}
