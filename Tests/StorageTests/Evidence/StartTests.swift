import EvidenceLog
import Foundation
import PortVocabulary
import TestSupport
import Testing

@testable import Storage

/// A node whose log is not what was signed does not start, and says which leaf.
@Suite struct StartTests {
    /// The mismatch that opening this node ends in; nil when it starts.
    func mismatch(_ node: TestNode, last: SignedCheckpoint? = nil) throws -> LogMismatch? {
        do {
            _ = try node.reopened(
                lastCheckpoint: last.map { String(decoding: $0.bytes, as: UTF8.self) })
            return nil
        } catch let mismatch as LogMismatch {
            return mismatch
        }
    }

    @Test(arguments: EngineKind.here)
    func soundNodeStarts(_ kind: EngineKind) throws {
        let node = try FullNode.make(kind, refusals: 300)
        #expect(try mismatch(node) == nil)
        #expect(try mismatch(node, last: node.store.newestCheckpoint()) == nil)
    }

    /// Before the newest checkpoint, within a full tile, in the tail that nobody has signed.
    @Test(arguments: EngineKind.here)
    func changedLeafIsNamed(_ kind: EngineKind) throws {
        let node = try FullNode.make(kind, refusals: 300)
        let size = try #require(try node.count("evidence"))
        let log = StoredTable.named("evidence")
        for index in [0, 100, size - 60, size - 1] {
            let row = try node.rows("SELECT * FROM evidence WHERE entry = ?", [.integer(index)])[0]
            var random = Seeded(UInt64(index))
            try node.engine.write("tamper") {
                try log.set(3, to: row[3].flipped(&random), in: row, $0)
            }
            #expect(try mismatch(node)?.leaf == index)
            try node.engine.write("undo") { try log.set(3, to: row[3], in: row, $0) }
        }
        #expect(try mismatch(node) == nil)
    }

    @Test(arguments: EngineKind.here)
    func removedTailIsNamed(_ kind: EngineKind) throws {
        let node = try FullNode.make(kind)
        let size = try #require(try node.count("evidence"))
        try node.run("DELETE FROM evidence WHERE entry >= ?", [.integer(size - 5)])
        let found = try #require(try mismatch(node))
        #expect(found.leaf == size - 5)
        #expect(found.description.contains("\(size - 5)"))
    }

    @Test(arguments: EngineKind.here)
    func removedEntryInTheMiddleIsNamed(_ kind: EngineKind) throws {
        let node = try FullNode.make(kind)
        try node.run("DELETE FROM evidence WHERE entry = 10")
        #expect(try mismatch(node)?.leaf == 10)
    }

    /// The tail that nobody signed can be taken away with its head: what was signed stays.
    @Test(arguments: EngineKind.here)
    func headThatIsNotOfTheEntriesIsRefused(_ kind: EngineKind) throws {
        let node = try FullNode.make(kind)
        let frontier = CompactTree().bytes
        try node.run("UPDATE evidence_head SET frontier = ?", [.blob(frontier)])
        #expect(try mismatch(node)?.reason.contains("head") == true)
        try node.run("DELETE FROM evidence_head")
        #expect(try mismatch(node) != nil)
        // And nothing can be written to it.
        #expect(throws: StoredLogDamage.self) { try node.refuse("x") }
        #expect(throws: StoredLogDamage.self) { try node.store.signCheckpoint() }
    }

    @Test func olderCopyIsRefused() throws {
        let folder = try TemporaryFolder()
        let node = try FullNode.copied()
        try node.copy(to: folder.file("copy.sqlite"))
        let signed = try node.store.newestCheckpoint()
        try node.refuse("later")
        let later = try node.store.signCheckpoint()
        let copy = DatabaseAddress.sqlite(path: folder.file("copy.sqlite"))
        func open(_ last: SignedCheckpoint?) throws {
            _ = try NodeDatabase(
                copy, keys: TestNode.keys,
                lastCheckpoint: last.map { String(decoding: $0.bytes, as: UTF8.self) })
        }
        try open(signed)
        let refused = #expect(throws: LogMismatch.self) { try open(later) }
        #expect(refused?.reason.contains("older copy") == true)
        #expect(refused?.leaf == Int(later.unverified.size) - 1)
    }

    /// Another history of the same length, signed by whoever has the log's key.
    @Test(arguments: EngineKind.here)
    func otherHistoryIsRefused(_ kind: EngineKind) throws {
        let (node, other) = (try TestNode(kind), try TestNode(kind))
        try node.refuse("this")
        try other.refuse("that")
        let signed = try other.store.signCheckpoint()
        #expect(try node.store.signCheckpoint().unverified.size == signed.unverified.size)
        let found = try #require(try mismatch(node, last: signed))
        #expect(found.reason.contains("another root"))
    }

    @Test(arguments: EngineKind.here)
    func forgedCheckpointIsRefused(_ kind: EngineKind) throws {
        let node = try FullNode.make(kind)
        let size = try #require(try node.count("evidence"))
        let newest = try #require(try node.store.newestCheckpoint()?.unverified)
        let forger = try NoteSigner(
            name: TestNode.origin, privateKey: Array(repeating: 66, count: 32))
        let forged = try forger.sign(
            try Checkpoint(origin: TestNode.origin, size: newest.size, root: newest.root))
        #expect(try mismatch(node, last: forged) != nil)
        try node.run(
            "INSERT INTO checkpoint (size, note) VALUES (?, ?)",
            [.integer(size + 9), .text(String(decoding: forged.bytes, as: UTF8.self))])
        #expect(try mismatch(node)?.reason.contains("no known key") == true)
        try node.run("UPDATE checkpoint SET note = 'no note' WHERE size = ?", [.integer(size + 9)])
        #expect(try mismatch(node)?.reason.contains("damaged") == true)
    }

    @Test func unreadableCopyOfTheCheckpointIsRefused() throws {
        let node = try TestNode(.sqlite)
        _ = try node.store.signCheckpoint()
        #expect(throws: LogMismatch.self) { try node.reopened(lastCheckpoint: "half a fi") }
        #expect(throws: LogMismatch.self) { try node.reopened(lastCheckpoint: "") }
        #expect(try !node.store.check(lastCheckpoint: "half a fi").isSound)
    }

    /// Every byte of both checkpoints, that with a cosignature among them.
    @Test func everyByteOfACheckpointIsCovered() throws {
        let node = try TestNode(.sqlite)
        _ = try node.store.signCheckpoint()
        try node.refuse("x")
        let signed = try node.store.signCheckpoint()
        _ = try node.store.add(
            Partner.cosignature(signed, node.store), toSize: signed.unverified.size,
            at: TestNode.moment)
        let tampering = try Tampering(node)
        let table = StoredTable.named("checkpoint")
        let rows = try node.engine.read("look") { try table.rows($0) }
        #expect(rows.contains { $0[1].plainText.contains("be-police.example/witness") })
        var random = Seeded(71)
        var tried = 0
        for row in rows {
            let bytes = Array(row[1].plainText.utf8)
            for place in bytes.indices {
                var changed = bytes
                changed[place] ^= 1 << UInt8(random.number(0...6))
                guard changed[place] != 0, let text = String(validating: changed, as: UTF8.self)
                else { continue }
                let found = try #require(
                    try tampering.places { try table.set(1, to: .text(text), in: row, $0) })
                #expect(Set(found) == [table.place(row)], "byte \(place)")
                tried += 1
            }
        }
        #expect(tried > 500)
    }

    /// The node's settings say which log it is: damaged, the node does not open, and the check
    /// names them all the same.
    @Test(arguments: ["organisation", "origin", "log-key"])
    func damagedSettingIsNamed(name: String) throws {
        let node = try FullNode.copied()
        for (column, value) in [("setting", "x y"), ("name", "nothing")] {
            let stored = try node.rows("SELECT setting FROM node WHERE name = ?", [.text(name)])
            try node.run(
                "UPDATE node SET \(column) = ? WHERE name = ?", [.text(value), .text(name)])
            #expect(throws: StorageFault.self) { try node.reopened() }
            let report = try NodeDatabase.openForCheck(
                node.fixture.another(), keys: TestNode.keys
            ).check()
            #expect(report.findings.map(\.place).contains("node/\(name)"))
            try node.run("DELETE FROM node WHERE name IN (?, 'nothing')", [.text(name)])
            try node.run("INSERT INTO node VALUES (?, ?)", [.text(name), stored[0][0]])
        }
        #expect(try node.reopened().check().isSound)
    }

    @Test func keysOfAnotherNodeAreRefusedAlsoForTheCheck() throws {
        let node = try FullNode.copied()
        let engine = try node.fixture.another()
        let others = NodeKeys.generate()
        #expect(throws: StorageFault.self) { try NodeDatabase(engine, keys: others) }
        #expect(throws: StorageFault.self) {
            try NodeDatabase.openForCheck(engine, keys: others)
        }
    }
}
