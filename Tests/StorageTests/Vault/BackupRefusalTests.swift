import EvidenceLog
import Foundation
import NeedToKnow
import PortVocabulary
import TestSupport
import Testing

@testable import Storage

/// A restore is whole or leaves the database as it was.
@Suite struct BackupRefusalTests {
    private static let files = Result {
        let node = try TestNode(.sqlite)
        try ErasureTests().fill(node)
        _ = try node.store.signCheckpoint()
        return try BackupFiles(node.store)
    }

    /// An empty database, and what an attempt to restore into it ends in.
    private final class Target {
        let fixture: EngineFixture
        private let before: [String: [[SQLValue]]]

        init(_ kind: EngineKind = .sqlite) throws {
            fixture = try BackupFiles.emptyDatabase(kind)
            before = try BackupFiles.content(fixture.engine)
        }

        /// The defect that the restore ends in; nil when it succeeds or ends in something else.
        func defect(
            _ files: BackupFiles, with keys: NodeKeys = TestNode.keys,
            sourceLocation: SourceLocation = #_sourceLocation
        ) throws -> DamagedBackup? {
            var defect: DamagedBackup?
            do {
                try files.restore(into: fixture.engine, with: keys)
            } catch let found as DamagedBackup {
                defect = found
            }
            try expectEmpty(sourceLocation: sourceLocation)
            return defect
        }

        func expectEmpty(sourceLocation: SourceLocation = #_sourceLocation) throws {
            #expect(
                try BackupFiles.content(fixture.engine) == before, sourceLocation: sourceLocation)
        }
    }

    private let files: BackupFiles

    init() throws { files = try Self.files.get() }

    /// Either file.
    private var sides: [WritableKeyPath<BackupFiles, [UInt8]>] { [\.records, \.keys] }

    @Test func anyChangedByteIsRefused() throws {
        let target = try Target()
        var random = Seeded(77)
        for side in sides {
            let size = files[keyPath: side].count
            let header = BackupFiles.parts(files[keyPath: side]).head.count
            // Every byte of the header, the last piece, and sixty others.
            let places =
                Array(0..<header) + Array((size - 32)..<size)
                + (0..<60).map { _ in random.number(header...size - 1) }
            for place in places {
                var changed = files
                changed[keyPath: side][place] ^= 1 << UInt8(random.number(0...7))
                #expect(try target.defect(changed) != nil, "byte \(place) of \(size)")
            }
        }
        try files.restore(into: target.fixture.engine)
    }

    @Test func anyEndThatIsMissingIsRefused() throws {
        let target = try Target()
        for side in sides {
            let size = files[keyPath: side].count
            let lengths =
                Set(stride(from: 0, to: size, by: max(1, size / 150))).union((size - 70)..<size)
            for length in lengths {
                var cut = files
                cut[keyPath: side] = Array(cut[keyPath: side].prefix(length))
                let defect = try target.defect(cut)
                #expect(
                    defect == .cut || defect == .header, "cut at \(length) of \(size)")
            }
        }
    }

    @Test func whatComesAfterTheLastPieceIsRefused() throws {
        let target = try Target()
        for side in sides {
            var longer = files
            longer[keyPath: side].append(0)
            #expect(try target.defect(longer) == .content)
            longer = files
            longer[keyPath: side] += BackupFiles.parts(files[keyPath: side]).pieces[0]
            #expect(try target.defect(longer) == .content)
        }
    }

    @Test func piecesCannotBeTakenOutExchangedOrPutIn() throws {
        let node = try TestNode(.sqlite)
        for index in 0..<5 {
            let long = String(repeating: "\(index)", count: 200_000)
            try node.append([.plain("long-\(index)", given: [long])])
        }
        let (large, other) = (try BackupFiles(node.store), try BackupFiles(node.store))
        let (head, pieces) = BackupFiles.parts(large.records)
        let foreign = BackupFiles.parts(other.records).pieces
        #expect(pieces.count >= 4)
        let target = try Target()
        var changes: [[[UInt8]]] = []
        for index in pieces.indices.dropLast() {
            var changed = pieces
            changed.remove(at: index)
            changes.append(changed)
            changed = pieces
            changed.insert(pieces[index], at: index)
            changes.append(changed)
            changed = pieces
            changed[index] = foreign[index]
            changes.append(changed)
            changed = pieces
            changed.swapAt(index, index + 1)
            changes.append(changed)
        }
        for change in changes {
            let files = BackupFiles(records: head + change.joined(), keys: large.keys)
            #expect(try target.defect(files) == .sealed)
        }
        // The header of another backup, before the pieces of this one.
        let mixed = BackupFiles(
            records: BackupFiles.parts(other.records).head + pieces.joined(), keys: large.keys)
        #expect(try target.defect(mixed) == .sealed)
        // Unchanged they are restored, in pieces of any size.
        try large.restore(into: target.fixture.engine, pieces: 70_001)
        #expect(try target.fixture.count("seizure") == 5)
    }

    @Test(arguments: [1, 7, 1_000_000])
    func filesComeInPiecesOfAnySize(pieces: Int) throws {
        let target = try Target()
        try files.restore(into: target.fixture.engine, pieces: pieces)
        #expect(try target.fixture.count("seizure") == 4)
    }

    @Test func filesInTheWrongPlaceAreRefused() throws {
        let target = try Target()
        for (records, keys) in [
            (files.keys, files.records), (files.records, files.records), (files.keys, files.keys),
        ] {
            #expect(
                try target.defect(BackupFiles(records: records, keys: keys)) == .otherKind)
        }
        for other in [Array("".utf8), Array("SQLite format 3\n{}\n".utf8)] {
            #expect(try target.defect(BackupFiles(records: other, keys: files.keys)) == .header)
            #expect(try target.defect(BackupFiles(records: files.records, keys: other)) == .header)
        }
        let newer = Array("breakwater-backup/2 records\n".utf8)
        #expect(try target.defect(BackupFiles(records: newer, keys: files.keys)) == .newer)
    }

    @Test func anotherNodesKeysAreRefused() throws {
        let target = try Target()
        let own = TestNode.keys
        let other = Array(repeating: UInt8(9), count: 32)
        let foreign = try #require(
            NodeKeys(wrapping: other, log: other, organisation: other, witness: other))
        #expect(try target.defect(files, with: foreign) == .sealed)
        let wrapping = try #require(
            NodeKeys(
                wrapping: other, log: own.log, organisation: own.organisation,
                witness: own.witness))
        #expect(try target.defect(files, with: wrapping) == .sealed)
        let log = try #require(
            NodeKeys(
                wrapping: own.wrapping, log: other, organisation: own.organisation,
                witness: own.witness))
        #expect(throws: LogMismatch.self) { try target.defect(files, with: log) }
        try target.expectEmpty()
    }

    @Test(arguments: EngineKind.here)
    func keysOlderThanTheRecordsAreRefused(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        try node.append([.plain("first")])
        let older = try BackupFiles(node.store)
        try node.append([.plain("second")])
        let newer = try BackupFiles(node.store)
        let target = try Target(kind)
        let files = BackupFiles(records: newer.records, keys: older.keys)
        #expect(try target.defect(files) == .olderKeys)
        let fits = BackupFiles(records: older.records, keys: newer.keys)
        #expect(try fits.restore(into: target.fixture.engine).erased == 0)
        #expect(try target.fixture.count("seizure") == 1)
    }

    @Test(arguments: EngineKind.here)
    func aDatabaseWithANodeStaysAsItIs(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        try node.append([.plain("own")])
        let before = try BackupFiles.content(node.engine)
        let refused = fault { try files.restore(into: node.engine) }
        #expect(refused?.kind == .conflict)
        #expect(try BackupFiles.content(node.engine) == before)
        #expect(try node.store.check().findings == [])
        // Nor twice into the same database.
        let target = try Target(kind)
        try files.restore(into: target.fixture.engine)
        let restored = try BackupFiles.content(target.fixture.engine)
        #expect(fault { try files.restore(into: target.fixture.engine) }?.kind == .conflict)
        #expect(try BackupFiles.content(target.fixture.engine) == restored)
    }

    // MARK: Faults

    @Test func aFaultAtAnyStatementLeavesTheDatabaseEmpty() throws {
        let target = try Target()
        let engine = FaultyEngine(target.fixture.engine)
        let limit = 200
        var statements = 0
        for number in 0..<limit {
            engine.strike(.statement(number))
            do {
                try files.restore(into: engine)
                break
            } catch is FaultyEngine.Struck {
                statements += 1
                try target.expectEmpty()
            }
        }
        #expect((20..<limit).contains(statements))
        let store = try NodeDatabase(target.fixture.engine, keys: TestNode.keys)
        #expect(try store.check().findings == [])
    }

    @Test(arguments: EngineKind.here)
    func aFaultAtTheCommitLeavesItEmptyOrWhole(_ kind: EngineKind) throws {
        let target = try Target(kind)
        let engine = FaultyEngine(target.fixture.engine)
        engine.strike(.beforeCommit(0))
        #expect(throws: FaultyEngine.Struck.self) { try files.restore(into: engine) }
        try target.expectEmpty()
        engine.strike(.afterCommit(0))
        #expect(fault { try files.restore(into: engine) }?.kind == .uncertain)
        let store = try NodeDatabase(target.fixture.engine, keys: TestNode.keys)
        #expect(try store.check().findings == [])
        #expect(try target.fixture.count("seizure") == 4)
        // Told again, it says that there is a node.
        engine.strike(nil)
        #expect(fault { try files.restore(into: engine) }?.kind == .conflict)
    }
}
