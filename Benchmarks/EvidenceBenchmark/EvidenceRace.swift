import BenchmarkSupport
import EvidenceLog
import Foundation
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage
import TestSupport

/// The race of appends.
struct EvidenceRace {
    struct Options {
        var python: String?
        var peer: String?
        /// Records that are appended in batches.
        var records = 200_000
        /// Records that are appended one by one.
        var single = 16_000

        init(arguments: [String]) {
            var plain: [String] = []
            var rest = arguments[...]
            while let argument = rest.popFirst() {
                switch argument {
                case "--records": records = rest.popFirst().flatMap { Int($0) } ?? records
                case "--single": single = rest.popFirst().flatMap { Int($0) } ?? single
                default: plain.append(argument)
                }
            }
            if plain.count == 2 { (python, peer) = (plain[0], plain[1]) }
        }
    }

    static let batchSize = 4_000
    static let writers = 16

    private let options: Options
    private let folder: URL

    init(_ options: Options) throws {
        self.options = options
        folder = try BenchmarkNode.temporaryFolder()
    }

    func cleanUp() { try? FileManager.default.removeItem(at: folder) }

    func run() throws {
        Timing.printMachine()
        let inBatches = try Self.records(options.records, from: 0, seed: 11)
        let single = try Self.records(options.single, from: options.records, seed: 12)
        let path = folder.appendingPathComponent("node.sqlite").path
        let sqlite = try race("SQLite", .sqlite(path: path), inBatches, single)
        Timing.report(
            "SQLite, batches of \(Self.batchSize): 5,000 records/s", sqlite.batched >= 5_000,
            Timing.text(sqlite.batched))
        Timing.report(
            "SQLite, one by one, \(Self.writers) writers: 1,000 records/s",
            sqlite.single >= 1_000, Timing.text(sqlite.single))
        Timing.report(
            "SQLite, no writer meets a locked database", sqlite.faults.isEmpty,
            "\(sqlite.faults.count) faults")
        if PrivatePostgres.isExpected {
            let database = try PrivateDatabase()
            _ = try race("PostgreSQL", .postgres(url: database.url), inBatches, single)
        } else {
            Timing.say("PostgreSQL: not installed, left out")
        }
        guard let python = options.python, let peer = options.peer else {
            return Timing.say("pymerkle: no Python given, left out")
        }
        try racePeer(python, peer, sqlite)
    }

    /// Records without a repeat; made before any clock starts.
    private static func records(
        _ count: Int, from first: Int, seed: UInt64
    ) throws -> [IntakeRecord] {
        var synthetic = SyntheticSeizures(seed: seed, for: "records \(first) to \(first + count)")
        let place = try PlaceCode(parsing: "NLRTM")
        let mark = try Mark(trafficLight: .amber, handling: .h1)
        return try (0..<count).map {
            try synthetic.record(first + $0, place: place, country: place.country, mark: mark)
        }
    }

    // MARK: The node

    struct Figures {
        var batched = 0.0
        var single = 0.0
        var faults: [String] = []
        /// Bytes of an entry of the evidence, in the mean.
        var entryBytes = 0
    }

    private func race(
        _ engine: String, _ address: DatabaseAddress, _ inBatches: [IntakeRecord],
        _ single: [IntakeRecord]
    ) throws -> Figures {
        let database = try BenchmarkNode.create(address, keys: NodeKeys.generate())
        let requester = try BenchmarkNode.requester([.contributor])
        let batch = try database.begin(
            BatchHeader(
                id: BatchID(trusted: "bench"), file: "bench.csv", layout: "bench",
                headers: SyntheticSeizures.headers, startedOn: BenchmarkNode.day),
            by: requester, at: BenchmarkNode.now)
        var figures = Figures()
        let bulk = try Timing.measure {
            for start in stride(from: 0, to: inBatches.count, by: Self.batchSize) {
                let end = min(start + Self.batchSize, inBatches.count)
                let outcomes = try database.append(
                    Array(inBatches[start..<end]), to: batch, at: BenchmarkNode.now)
                guard outcomes.allSatisfy({ $0 == .new }) else {
                    throw BenchmarkFailure(cause: "a record was not new")
                }
            }
        }
        figures.batched = Double(inBatches.count) / bulk.seconds
        Timing.say(
            "\(Timing.text(figures.batched)) records/s  \(engine), \(inBatches.count) records "
                + "in batches of \(Self.batchSize)")
        let writers = ConcurrentWriters(database: database, batch: batch, records: single)
        let alone = Timing.measure { writers.run(threads: Self.writers) }
        figures.single = Double(single.count - alone.result.count) / alone.seconds
        figures.faults = alone.result
        Timing.say(
            "\(Timing.text(figures.single)) records/s  \(engine), \(single.count) records "
                + "one by one, \(Self.writers) writers, \(alone.result.count) faults")
        for fault in Set(alone.result).sorted().prefix(5) { Timing.say("  fault: \(fault)") }
        figures.entryBytes = try entryBytes(database)
        let check = try Timing.measure { try database.check() }
        guard check.result.isSound else {
            throw BenchmarkFailure(cause: "the evidence is not sound: \(check.result.findings)")
        }
        Timing.say(
            "\(Timing.text(Double(check.result.rows) / check.seconds)) rows/s  \(engine), "
                + "evidence fsck: \(check.result.entries) entries, \(check.result.rows) rows, "
                + "\(Timing.text(check.seconds)) s, sound")
        return figures
    }

    private func entryBytes(_ database: NodeDatabase) throws -> Int {
        let size = Int(try database.signCheckpoint().unverified.size)
        let sample = min(100, size)
        var bytes = 0
        for index in (size - sample)..<size {
            bytes += try database.prove(entry: index)?.body.count ?? 0
        }
        return bytes / max(1, sample)
    }

    // MARK: The peer

    private func racePeer(_ python: String, _ script: String, _ own: Figures) throws {
        Timing.say("pymerkle SqliteTree, entries of \(own.entryBytes) bytes, synchronous=FULL")
        let races: [(words: String, journal: String, mode: String)] = [
            ("one by one, as it ships", "delete", "single"),
            ("one by one, write-ahead log", "wal", "single"),
            ("in batches, as it ships", "delete", "bulk"),
            ("in batches, write-ahead log", "wal", "bulk"),
            ("in batches, write-ahead log, root after each batch", "wal", "rooted"),
        ]
        for (words, journal, mode) in races {
            let isSingle = mode == "single"
            let rate = try peer(
                python, script, journal, mode, isSingle ? options.single : options.records,
                own.entryBytes)
            Timing.say(
                "\(Timing.text(rate)) entries/s  \(words); ours ÷ pymerkle: "
                    + Timing.text((isSingle ? own.single : own.batched) / rate))
        }
    }

    /// Runs the peer; answers entries a second, as it measured them itself without its start.
    private func peer(
        _ python: String, _ script: String, _ journal: String, _ mode: String, _ count: Int,
        _ bytes: Int
    ) throws -> Double {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [
            script, folder.appendingPathComponent("peer-\(journal)-\(mode).db").path, journal, mode,
            "\(count)", "\(bytes)", "\(Self.batchSize)",
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let line = String(decoding: text, as: UTF8.self).trimmingCharacters(in: .newlines)
        guard process.terminationStatus == 0, let seconds = Double(line) else {
            throw BenchmarkFailure(cause: "the peer failed: \(line.prefix(200))")
        }
        return Double(count) / seconds
    }
}
