import EvidenceLog
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Testing

@testable import Storage

/// The number by which caches know that nothing they could show has changed.
@Suite struct ContentRevisionTests {
    /// Acts that leave every list, count, chart and decision as it was.
    static let quiet: Set<String> = [
        "a release", "a refusal", "a checkpoint", "a checkpoint with a cosignature",
        "a cosignature for a partner", "many entries, with a tile", "a sign-out",
    ]

    @Test(arguments: EngineKind.here, StoredAct.all)
    func growsWithEveryActThatChangesSomethingShown(_ kind: EngineKind, act: StoredAct) throws {
        let node = try TestNode(kind)
        try act.prepare(node)
        let before = try node.store.contentRevision()
        let shown = try Self.shown(node)
        try act.act(node)
        let after = try node.store.contentRevision()
        let isQuiet = Self.quiet.contains(act.description)
        #expect(isQuiet ? after == before : after > before)
        // Nor may the table of quiet acts be wrong about itself.
        #expect(try (Self.shown(node) == shown) == isQuiet)
        #expect(try node.reopened().contentRevision() == after)
        #expect(try node.store.check().findings == [])
    }

    @Test func everyQuietActIsTried() {
        #expect(Self.quiet.isSubset(of: StoredAct.all.map(\.description)))
    }

    /// A write that is undone leaves the revision as it leaves the rows.
    @Test(arguments: EngineKind.here)
    func staysWhereTheWriteIsUndone(_ kind: EngineKind) throws {
        struct Stop: Error {}
        let node = try TestNode(kind)
        let before = try node.store.contentRevision()
        #expect(throws: Stop.self) {
            try node.store.writing("store and give up", at: TestNode.moment) { transaction in
                try transaction.append(
                    .administer, by: TestNode.requester(), subject: "a setting")
                try transaction.log.finish()
                throw Stop()
            }
        }
        #expect(try node.store.contentRevision() == before)
    }

    /// A record that is taken in again unchanged empties no cache but by the import's own entry.
    @Test func sameRecordsAgainChangeNothing() throws {
        let node = try TestNode(.sqlite)
        try node.append([.plain("r0")])
        let before = try node.store.contentRevision()
        #expect(try node.append([.plain("r0")]) == [.unchanged])
        #expect(try node.store.contentRevision() == before)
    }

    @Test(arguments: EngineKind.here)
    func olderDatabaseBeginsWithTheRevisionOfItsLog(_ kind: EngineKind) throws {
        let node = try FullNode.make(kind)
        let revision = try node.store.contentRevision()
        try node.refuse(times: 3)
        try node.run("DROP TABLE content_revision")
        try node.run("DELETE FROM migration WHERE name = 'revision'")
        try NodeDatabase.migrate(node.engine)
        #expect(try node.store.contentRevision() == revision)
        #expect(try node.store.check().findings == [])
    }

    /// Every row of every table that something shown is drawn from.
    static func shown(_ node: TestNode) throws -> [[[SQLValue]]] {
        let hidden: Set<String> = [
            "evidence", "evidence_head", "tile", "checkpoint", "release", "witnessed", "migration",
            "content_revision",
        ]
        return try node.engine.read("look") { connection in
            try StoredTable.all.filter { !hidden.contains($0.name) }.map { try $0.rows(connection) }
        }
    }
}
