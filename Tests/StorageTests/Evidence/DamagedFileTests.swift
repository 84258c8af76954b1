import EvidenceLog
import Foundation
import TestSupport
import Testing

@testable import Storage

/// The database file itself, one bit changed anywhere: the program never stops, and never takes
/// other content for its own.
@Suite struct DamagedFileTests {
    @Test func changedBitOfTheFileIsNoticedOrChangesNothing() throws {
        let folder = try TemporaryFolder()
        let node = try FullNode.copied()
        let path = folder.file("node.sqlite")
        try node.copy(to: path)
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        let content = try Self.content(path)
        #expect(content != nil)
        var random = Seeded(81)
        var (refused, found, unchanged) = (0, 0, 0)
        for trial in 0..<100 {
            let copy = folder.file("copy-\(trial).sqlite")
            var damaged = bytes
            // The first page holds the header and the schema. Much of a small file is unused.
            var place = 0
            repeat {
                place = random.number(0...(trial % 8 == 0 ? 4_095 : bytes.count - 1))
            } while bytes[place] == 0
            damaged[place] ^= 1 << UInt8(random.number(0...7))
            try Data(damaged).write(to: URL(fileURLWithPath: copy))
            do {
                let store = try NodeDatabase.openForCheck(
                    .sqlite(path: copy), keys: TestNode.keys)
                if try store.check().isSound {
                    #expect(try Self.content(copy) == content, "byte \(place)")
                    unchanged += 1
                } else {
                    found += 1
                }
            } catch {
                refused += 1
            }
            try FileManager.default.removeItem(atPath: copy)
        }
        print("refused \(refused), found \(found), in unused space \(unchanged)")
        #expect(found > 20)
    }

    /// Every row of every table, read without the program.
    static func content(_ path: String) throws -> [[SQLValue]]? {
        try SQLiteEngine(path: path).read("look") { connection in
            try StoredTable.all.flatMap { try $0.rows(connection) }
        }
    }
}
