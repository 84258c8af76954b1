import Foundation
import GRDB

/// One race over one file.
struct Race {
    private let program: String
    private let data: String
    private let file: String
    private let duckDB: String?
    private let folder: URL

    init(program: String, data: String, file: String, duckDB: String?) throws {
        (self.program, self.data, self.file) = (program, data, file)
        self.duckDB = duckDB
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("breakwater-bench-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func cleanUp() { try? FileManager.default.removeItem(at: folder) }

    func run() throws {
        let plain = folder.appendingPathComponent("rows.csv").path
        try shell("gzip -dc '\(file)' > '\(plain)'")
        let rows = try Self.rows(plain)
        print("file: \(URL(fileURLWithPath: file).lastPathComponent), \(rows.count) rows")
        let bare = try measure("bare SQLite insert of the same rows, one transaction") {
            try insertBare(rows)
            return Usage()
        }
        var floor: Double?
        if let duckDB {
            floor = try measure("DuckDB read_csv into a table") {
                try command(
                    duckDB,
                    [
                        folder.appendingPathComponent("d.duckdb").path, "-c",
                        "CREATE TABLE t AS SELECT * FROM read_csv('\(plain)', delim=';', "
                            + "all_varchar=true, strict_mode=false)",
                    ])
            }.seconds
        } else {
            print("DuckDB: not found, left out")
        }
        let importing = [
            "seizures", "import", file, "--layout", "unodc-ids", "--quiet", "--reports",
            folder.appendingPathComponent("reports").path,
        ]
        try command(program, Self.setUp)
        let first = try measure("breakwater seizures import, everything on") {
            try command(program, importing)
        }
        let second = try measure("the same again, 0 changes") { try command(program, importing) }
        let output = folder.appendingPathComponent("situation").path
        let assess = try measure("breakwater situation, HTML + JSON + CSV") {
            try command(
                program, ["situation", "--quiet", "--formats", "html,json,csv", "--output", output])
        }
        let check = try measure("breakwater evidence fsck") {
            try command(program, ["evidence", "fsck"])
        }
        try figures(output)
        print("")
        print("import: \(Self.number(Double(rows.count) / first.seconds)) rows/s")
        print("import ÷ bare SQLite insert: \(Self.number(first.seconds / bare.seconds)) times")
        if let floor {
            print("import ÷ DuckDB read_csv: \(Self.number(first.seconds / floor)) times the time")
        }
        print("evidence fsck: \(Self.number(Double(rows.count) / check.seconds)) records/s")
        report("import under 60 s", first.seconds < 60, first.seconds)
        report("second run under 15 s", second.seconds < 15, second.seconds)
        report("assessment under 2 s", assess.seconds < 2, assess.seconds)
        if first.peakMegabytes > 0 {
            let isHit = first.peakMegabytes < 400
            print("\(isHit ? "hit   " : "MISSED") import under 400 MB: \(first.peakMegabytes) MB")
        }
    }

    /// What makes a node in a new database.
    private static let setUp = ["init", "--organisation", "nl-customs", "--name", "Customs"]

    /// The assessment over the published figures.
    private func figures(_ output: String) throws {
        let database = folder.appendingPathComponent("figures.sqlite").path
        let shared = ["--database", database, "--quiet"]
        try command(program, Self.setUp + ["--database", database])
        for (file, layout) in [
            ("published-port-figures.csv", "published-figures"),
            ("reported-port-events.csv", "reported-events"),
        ] {
            try command(
                program,
                ["seizures", "import", "\(data)/figures/\(file)", "--layout", layout] + shared)
        }
        let time = try measure("breakwater situation over the published figures, HTML + JSON + CSV")
        {
            try command(
                program,
                ["situation", "--formats", "html,json,csv", "--output", output + "-figures"]
                    + shared)
        }.seconds
        report("assessment of the published figures under 0.3 s", time < 0.3, time)
    }

    private func report(_ claim: String, _ isHit: Bool, _ seconds: Double) {
        print("\(isHit ? "hit   " : "MISSED") \(claim): \(Self.number(seconds)) s")
    }

    // MARK: The bare insert

    private func insertBare(_ rows: [[String]]) throws {
        let path = folder.appendingPathComponent("bare.sqlite").path
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            try database.execute(sql: "PRAGMA synchronous = FULL")
            let width = rows.first?.count ?? 0
            let columns = (0..<width).map { "c\($0) TEXT" }.joined(separator: ", ")
            try database.execute(sql: "CREATE TABLE t (\(columns))")
            try database.inTransaction {
                let marks = (0..<width).map { _ in "?" }.joined(separator: ", ")
                let insert = try database.makeStatement(sql: "INSERT INTO t VALUES (\(marks))")
                for row in rows {
                    insert.setUncheckedArguments(StatementArguments(row))
                    try insert.execute()
                }
                return .commit
            }
        }
    }

    /// The file's rows, split by a plain reader that knows quotes: read before the clock starts.
    private static func rows(_ path: String) throws -> [[String]] {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        var rows: [[String]] = []
        var row: [String] = []
        var cell: [UInt8] = []
        var isQuoted = false
        for byte in bytes {
            switch byte {
            case 0x22: isQuoted.toggle()
            case 0x3b where !isQuoted:
                row.append(String(decoding: cell, as: UTF8.self))
                cell.removeAll(keepingCapacity: true)
            case 0x0a where !isQuoted:
                row.append(String(decoding: cell, as: UTF8.self))
                cell.removeAll(keepingCapacity: true)
                rows.append(row)
                row = []
            default: cell.append(byte)
            }
        }
        let width = rows.first?.count ?? 0
        return rows.dropFirst().filter { $0.count == width }
    }

    // MARK: Clock and commands

    private struct Cost {
        let seconds: Double
        /// Of the child process; 0 where unknown.
        let peakMegabytes: Int
    }

    /// What the system counted for a child process.
    private struct Usage {
        var peakKibibytes = 0
        /// In user and system mode together: what is left of the wall time when others run too.
        var processorSeconds = 0.0
    }

    /// Prints and answers the wall time, with memory and processor time of the child process.
    private func measure(_ name: String, _ body: () throws -> Usage) throws -> Cost {
        let start = Date()
        let usage = try body()
        let seconds = Date().timeIntervalSince(start)
        let peak = usage.peakKibibytes / 1024
        let more =
            peak > 0
            ? ", processor \(Self.number(usage.processorSeconds)) s, peak \(peak) MB" : ""
        print("\(Self.number(seconds)) s  \(name)\(more)")
        fflush(nil)
        return Cost(seconds: seconds, peakMegabytes: peak)
    }

    /// Runs a command to its end; answers what it used, zero where unknown.
    @discardableResult
    private func command(_ program: String, _ arguments: [String]) throws -> Usage {
        let record = folder.appendingPathComponent("time").path
        let hasTime = FileManager.default.isExecutableFile(atPath: "/usr/bin/time")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: hasTime ? "/usr/bin/time" : program)
        process.arguments =
            hasTime ? ["-f", "%M %U %S", "-o", record, program] + arguments : arguments
        var environment = ProcessInfo.processInfo.environment
        environment["BREAKWATER_DATABASE"] = folder.appendingPathComponent("b.sqlite").path
        environment["BREAKWATER_DATA"] = data
        // Keys and words of the person who runs this stay out of it.
        for name in ["BREAKWATER_KEYS", "BREAKWATER_PERSON", "BREAKWATER_PURPOSE"] {
            environment[name] = nil
        }
        process.environment = environment
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchmarkFailure(command: ([program] + arguments).joined(separator: " "))
        }
        guard hasTime, let text = try? String(contentsOfFile: record, encoding: .utf8),
            let line = text.split(separator: "\n").last
        else { return Usage() }
        let numbers = line.split(separator: " ").compactMap { Double($0) }
        guard numbers.count == 3 else { return Usage() }
        return Usage(
            peakKibibytes: Int(numbers[0]), processorSeconds: numbers[1] + numbers[2])
    }

    private func shell(_ line: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", line]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchmarkFailure(command: line) }
    }

    private static func number(_ value: Double) -> String {
        value >= 1000 ? "\(Int(value.rounded()))" : "\((value * 100).rounded() / 100)"
    }
}

/// A command of the race that failed.
struct BenchmarkFailure: Error, CustomStringConvertible {
    let command: String
    var description: String { "failed: \(command)" }
}
