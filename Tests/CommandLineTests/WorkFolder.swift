import Foundation
import GRDB

/// A folder of one test: its home, its node and its files. Removed with it.
final class WorkFolder: Sendable {
    let path: String

    /// Nodes that `breakwater init` set up once for all tests; each test takes a copy.
    private static let customs = prepare("example-customs", "Example Customs")
    private static let police = prepare("partner-police", "Partner Police")

    private static func prepare(_ id: String, _ name: String) -> Result<WorkFolder, any Error> {
        Result {
            let folder = try WorkFolder(hasNode: false)
            let outcome = try Program.run(
                ["init", "--organisation", id, "--name", name, "--country", "NL"], in: folder,
                environment: ["BREAKWATER_DATABASE": folder.database])
            guard outcome.status == 0 else {
                throw Program.Absent(folders: ["no node: \(outcome.text)"])
            }
            return folder
        }
    }

    init(hasNode: Bool = true, isPartner: Bool = false) throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("breakwater-command-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        guard hasNode else { return }
        let prepared = try (isPartner ? Self.police : Self.customs).get()
        try FileManager.default.copyItem(atPath: prepared.file("node"), toPath: file("node"))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }
    var database: String { file("node/node.sqlite") }
    /// The folder of the node's keys.
    var keys: String { database + ".keys" }

    /// Path of the report of an import, such as `rows.csv`.
    func report(_ file: String, _ layout: String, _ kind: String) -> String {
        "node/reports/\(file).\(layout).\(kind)"
    }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }
    func text(_ name: String) throws -> String {
        try String(contentsOfFile: file(name), encoding: .utf8)
    }

    func write(_ text: String, to name: String) throws { try write(Data(text.utf8), to: name) }
    func write(_ bytes: Data, to name: String) throws {
        try bytes.write(to: URL(fileURLWithPath: file(name)))
    }

    func handle(_ name: String) throws -> FileHandle {
        try write(Data(), to: name)
        return try FileHandle(forWritingTo: URL(fileURLWithPath: file(name)))
    }

    /// `gzip -c` of a file, by the program that we did not write.
    func compress(_ name: String) throws -> Data {
        let output = name + ".gz-\(UUID().uuidString)"
        try Program.tool("/usr/bin/gzip", ["-c", file(name)], output: output, in: self)
        return try Data(contentsOf: URL(fileURLWithPath: file(output)))
    }

    // MARK: The database, read without the product's code

    func read<Value>(_ body: (Database) throws -> Value, path: String? = nil) throws -> Value {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        let queue = try DatabaseQueue(path: path ?? database, configuration: configuration)
        return try queue.read(body)
    }

    func number(_ sql: String) throws -> Int { try read { try Int.fetchOne($0, sql: sql) ?? 0 } }
    func texts(_ sql: String) throws -> [String] { try read { try String.fetchAll($0, sql: sql) } }
    func table(_ sql: String) throws -> [String: Int] {
        try read { database in
            try Row.fetchAll(database, sql: sql).reduce(into: [:]) {
                $0[$1[0], default: 0] += $1[1]
            }
        }
    }

    /// Records of either kind; 0 where there is no database yet.
    func recordCount() throws -> Int {
        guard FileManager.default.fileExists(atPath: database) else { return 0 }
        return try number("SELECT COUNT(*) FROM record")
    }

    /// What differs from node to node and from run to run: the log itself, and keys.
    private static let ofTheRun: Set<String> = [
        "node", "evidence", "evidence_head", "tile", "checkpoint", "release", "data_key",
        "content_revision",
    ]
    private static let columnsOfTheRun: Set<String> = ["sealed", "entry", "signing_key"]

    /// Rows that one database has and the other has not, by table; `cells` are the records'
    /// opened cells. Days of writing are left out: a test may run past midnight.
    static func differences(_ left: WorkFolder, _ right: WorkFolder) throws -> [String: Int] {
        let (one, other) = (try left.cells(), try right.cells())
        let opened = one.reduce(into: 0) { if other[$1.key] != $1.value { $0 += 1 } }
        return try left.read { database in
            try database.execute(sql: "ATTACH ? AS other", arguments: [right.database])
            var found = ["cells": opened]
            let tables = try String.fetchAll(
                database, sql: "SELECT name FROM main.sqlite_master WHERE type = 'table'")
            for table in tables where !ofTheRun.contains(table) {
                let columns = try Row.fetchAll(database, sql: "PRAGMA table_info(\(table))")
                    .map { $0["name"] as String }
                    .filter { !$0.hasSuffix("_on") && !columnsOfTheRun.contains($0) }
                    .joined(separator: ", ")
                for (one, two) in [("main", "other"), ("other", "main")] {
                    let count = try Int.fetchOne(
                        database,
                        sql: """
                            SELECT COUNT(*) FROM (SELECT \(columns) FROM \(one).\(table)
                            EXCEPT SELECT \(columns) FROM \(two).\(table))
                            """)
                    found[table, default: 0] += count ?? 0
                }
                let sizes = try Int.fetchOne(
                    database,
                    sql: """
                        SELECT (SELECT COUNT(*) FROM main.\(table))
                            - (SELECT COUNT(*) FROM other.\(table))
                        """)
                found[table, default: 0] += abs(sizes ?? 0)
            }
            return found.filter { $0.value != 0 }
        }
    }
}
