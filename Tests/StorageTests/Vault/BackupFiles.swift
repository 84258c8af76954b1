import PortVocabulary
import TestSupport

@testable import Storage

/// The two files of a backup, in memory.
struct BackupFiles {
    var records: [UInt8]
    var keys: [UInt8]
    private(set) var rows = 0

    private final class Sink {
        var bytes: [UInt8] = []
    }

    /// Backs a node up.
    ///
    /// - Parameter meanwhile: What is done when the snapshot has begun and no table was read yet.
    init(_ store: NodeDatabase, meanwhile: () throws -> Void = {}) throws {
        let (records, keys) = (Sink(), Sink())
        rows = try withoutActuallyEscaping(meanwhile) { meanwhile in
            try store.backUp(
                at: TestNode.moment,
                records: {
                    if records.bytes.isEmpty { try meanwhile() }
                    records.bytes += $0
                }, keys: { keys.bytes += $0 })
        }
        (self.records, self.keys) = (records.bytes, keys.bytes)
    }

    init(records: [UInt8], keys: [UInt8]) { (self.records, self.keys) = (records, keys) }

    /// Hands bytes out in pieces of a size.
    static func source(_ bytes: [UInt8], pieces size: Int = 4_096) -> () throws -> [UInt8]? {
        var rest = bytes[...]
        return {
            guard !rest.isEmpty else { return nil }
            defer { rest = rest.dropFirst(size) }
            return Array(rest.prefix(size))
        }
    }

    @discardableResult
    func restore(
        into engine: any SQLEngine, with nodeKeys: NodeKeys = TestNode.keys, pieces: Int = 4_096
    ) throws -> RestoreReport {
        try NodeDatabase.restore(
            engine, keys: nodeKeys, records: Self.source(records, pieces: pieces),
            keys: Self.source(keys, pieces: pieces), by: PersonID(trusted: "restorer"),
            reason: "disk failed", at: TestNode.moment)
    }

    /// The sealed pieces of one file, with their lengths, and what stands before them.
    static func parts(_ file: [UInt8]) -> (head: [UInt8], pieces: [[UInt8]]) {
        let ends = file.indices.lazy.filter { file[$0] == 0x0a }.prefix(2)
        var rest = file[(Array(ends)[1] + 1)...]
        let head = Array(file[..<rest.startIndex])
        var pieces: [[UInt8]] = []
        while !rest.isEmpty {
            let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            pieces.append(Array(rest.prefix(4 + length)))
            rest = rest.dropFirst(4 + length)
        }
        return (head, pieces)
    }

    /// A database with its schema and no node.
    static func emptyDatabase(_ kind: EngineKind) throws -> EngineFixture {
        let fixture = try EngineFixture(kind)
        try NodeDatabase.migrate(fixture.engine)
        return fixture
    }

    /// Every row of every table.
    static func content(_ engine: any SQLEngine) throws -> [String: [[SQLValue]]] {
        try engine.read("look") { connection in
            try StoredTable.all.reduce(into: [:]) { $0[$1.name] = try $1.rows(connection) }
        }
    }
}
