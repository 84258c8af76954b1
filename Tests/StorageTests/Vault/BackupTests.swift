import EvidenceLog
import Foundation
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

/// A backup is the whole node on either engine, and what was erased stays erased.
@Suite struct BackupTests {
    @Test(arguments: EngineKind.here, EngineKind.here)
    func everyRowOfEveryTableComesBack(from: EngineKind, to: EngineKind) throws {
        let node =
            try from == .sqlite
            ? FullNode.copied(.withTiles) : FullNode.make(from, refusals: 560)
        let files = try BackupFiles(node.store)
        let target = try BackupFiles.emptyDatabase(to)
        let report = try files.restore(into: target.engine)
        #expect(report.erased == 0)
        #expect(report.rows == files.rows)
        let before = try BackupFiles.content(node.engine)
        let after = try BackupFiles.content(target.engine)
        for table in StoredTable.all.map(\.name) {
            let rows = try #require(before[table])
            let restored = try #require(after[table])
            #expect(!rows.isEmpty, "the full node has no row of \(table)")
            switch table {
            // The entry of the restore comes after those that were there.
            case "evidence":
                #expect(restored.count == rows.count + 1)
                #expect(Array(restored.dropLast()) == rows)
            case "evidence_head": #expect(restored.count == rows.count)
            // To be restored is a change of everything shown.
            case "content_revision":
                let size = SQLValue.integer(try #require(before["evidence"]).count + 1)
                #expect(restored == [[1, size, size]])
            default: #expect(restored == rows, "\(table)")
            }
        }
        let store = try NodeDatabase(target.engine, keys: TestNode.keys)
        #expect(try store.check().findings == [])
        let entries = try #require(before["evidence"]).count
        #expect(report.header.entries == entries)
        let last = try store.entries(from: entries, limit: 9).map(\.entry)
        #expect(last.map(\.act) == [.restore])
        #expect(last.first?.result == "disk failed")
        // It goes on where the node was: the next serial is free, and what is known is known.
        let known = IntakeRecord.plain("after-the-restore")
        #expect(try store.append([known], to: node.open, at: TestNode.moment) == [.new])
        #expect(try store.append([known], to: node.open, at: TestNode.moment) == [.unchanged])
        #expect(try store.check().findings == [])
    }

    /// What is written while a backup runs is in no part of it.
    @Test(arguments: EngineKind.here)
    func aBackupWhileFourWriteIsOneSnapshot(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        try node.append((0..<30).map { .plain("before-\($0)") })
        _ = try node.store.signCheckpoint()
        let before = try BackupFiles.content(node.engine)
        let entries = try #require(before["evidence"]).count
        let files = try BackupFiles(node.store) {
            let faults = EngineConcurrencyTests.onThreads(4) { writer in
                for turn in 0..<8 {
                    try node.append([.plain("meanwhile-\(writer)-\(turn)")])
                    try node.refuse("meanwhile \(writer) \(turn)")
                    if turn == 3 { _ = try node.store.signCheckpoint() }
                }
            }
            #expect(faults == [])
        }
        #expect(try node.count("record") == 30 + 4 * 8)
        let target = try BackupFiles.emptyDatabase(.sqlite)
        let report = try files.restore(into: target.engine)
        #expect(report.header.entries == entries)
        let after = try BackupFiles.content(target.engine)
        for table in ["record", "seizure", "data_key", "tally", "checkpoint", "release"] {
            #expect(after[table] == before[table], "\(table)")
        }
        let store = try NodeDatabase(target.engine, keys: TestNode.keys)
        #expect(try store.check().findings == [])
    }

    // MARK: Erasure

    /// A node with the canary in it, and its backup before and after the erasure.
    private func erasedSince(_ kind: EngineKind) throws
        -> (node: TestNode, older: BackupFiles, newer: BackupFiles)
    {
        let node = try TestNode(kind)
        try ErasureTests().fill(node)
        let record = RecordID(trusted: "canary")
        _ = try node.store.consent(
            record, to: Partner.id, for: .oversight, until: Sample.today,
            by: node.permit(.consent, "canary"), at: TestNode.moment)
        let older = try BackupFiles(node.store)
        let outcome = try node.store.erase(
            record, reason: "asked for", by: node.permit(.retain, "canary"), at: TestNode.moment)
        #expect(outcome == .done)
        return (node, older, try BackupFiles(node.store))
    }

    @Test(arguments: EngineKind.here, EngineKind.here)
    func whatWasErasedSinceStaysErased(from: EngineKind, to: EngineKind) throws {
        let (node, older, newer) = try erasedSince(from)
        let target = try BackupFiles.emptyDatabase(to)
        let files = BackupFiles(records: older.records, keys: newer.keys)
        let report = try files.restore(into: target.engine)
        #expect(report.erased == 1)
        let store = try NodeDatabase(target.engine, keys: TestNode.keys)
        try store.overwriteErased()
        #expect(try store.check().findings == [])
        for table in ["finding", "decision", "consent"] {
            #expect(try target.count(table) == 0, "\(table)")
        }
        #expect(try target.count("seizure") == 2)
        #expect(try target.count("data_key") == 2)
        let content = try BackupFiles.content(target.engine)
        #expect(
            try #require(content["tombstone"]).map { $0.prefix(4).map(\.plainText) }
                == [["canary", "seizure", "2", "its key was destroyed before the restore"]])
        let words = content.values.joined().joined().map { value in
            if case .blob(let bytes) = value {
                String(decoding: bytes, as: UTF8.self)
            } else {
                value.plainText
            }
        }
        #expect(!words.contains { $0.contains(ErasureTests.canary) })
        if let path = target.path {
            #expect(try ErasureTests.files(path).range(of: Data(ErasureTests.canary.utf8)) == nil)
        }
        // Another import does not bring it back either.
        let again = IntakeRecord("canary", IntakeRecord.plain("x").content, given: ["again"])
        #expect(try store.append([again], to: node.open, at: TestNode.moment) == [.erased])
    }

    /// The counterpart: with the keys of its own time an old backup tells everything.
    @Test func theOlderKeysBringAnErasedRecordBack() throws {
        let (_, older, _) = try erasedSince(.sqlite)
        let target = try BackupFiles.emptyDatabase(.sqlite)
        #expect(try older.restore(into: target.engine).erased == 0)
        let path = try #require(target.path)
        #expect(try ErasureTests.files(path).range(of: Data(ErasureTests.canary.utf8)) != nil)
        #expect(try target.count("tombstone") == 0)
    }

    /// Even opened with the node's own key, the older file does not tell what the record was
    /// read as: that is sealed with a key that is in no file any more.
    @Test func anOlderFileOpenedByHandTellsNoReadingOfAnErasedRecord() throws {
        let (_, older, newer) = try erasedSince(.sqlite)
        let key = TestNode.keys.derivedKey(for: "backup")
        var (readings, tables) = (0, Set<String>())
        var records = try BackupReader(.records, BackupFiles.source(older.records))
        try records.forEach(key: key) { table, values in
            tables.insert(table)
            // Words that people said of it can repeat it; they are erased by a restore.
            guard table == "reading" || table == "record" else { return }
            if table == "reading" { readings += 1 }
            // The digest in column 4 is, in these tests, of the makers of the records.
            for (column, value) in values.enumerated() where table != "record" || column != 4 {
                guard case .blob(let bytes) = value else {
                    #expect(!value.plainText.contains(ErasureTests.canary))
                    continue
                }
                #expect(Data(bytes).range(of: Data(ErasureTests.canary.utf8)) == nil)
            }
        }
        #expect(readings == 4)
        #expect(tables.isSuperset(of: ["record", "reading", "finding", "decision", "consent"]))
        var serials: [Int] = []
        var keys = try BackupReader(.keys, BackupFiles.source(newer.keys))
        try keys.forEach(key: key) { _, values in
            if case .integer(let serial) = values[0] { serials.append(serial) }
        }
        #expect(serials.sorted() == [1, 3])
    }

    // MARK: What the files tell

    @Test(arguments: EngineKind.here)
    func filesTellNothingOfRecordsAndHoldNoKey(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        try ErasureTests().fill(node)
        _ = try node.store.signCheckpoint()
        let files = try BackupFiles(node.store)
        let wrapped = try node.rows("SELECT wrapped FROM data_key").compactMap { row in
            if case .blob(let bytes) = row[0] { bytes } else { nil }
        }
        #expect(wrapped.count == 4)
        let keys = TestNode.keys
        let hidden =
            [ErasureTests.canary, "canary", "before", "anna", Sample.batch.text, "file.csv"]
            .map { Array($0.utf8) }
            + [keys.wrapping, keys.log, keys.organisation, keys.witness] + wrapped
        for file in [files.records, files.keys] {
            for bytes in hidden { #expect(Data(file).range(of: Data(bytes)) == nil) }
        }
        let header = try NodeDatabase.backupHeader(BackupFiles.source(files.records))
        #expect(header.organisation == TestNode.organisation.text)
        #expect(header.origin == TestNode.origin)
        #expect(header.checkpoint.hasPrefix(TestNode.origin + "\n\(header.entries)\n"))
        #expect(header.made == TestNode.moment.description)
        // Two backups of the same node at the same moment share no line and no piece.
        let second = try BackupFiles(node.store)
        let (one, other) = (BackupFiles.parts(files.records), BackupFiles.parts(second.records))
        #expect(one.head != other.head)
        #expect(Set(one.pieces).isDisjoint(with: other.pieces))
    }
}
