import Foundation
import GRDB
import Testing

/// An import killed at any point and run again ends as one whole run does.
@Suite(.serialized)
struct InterruptionTests {
    static let rows = 60_000
    /// Longest wait for a condition. Bounds: seconds.
    static let patience = 300.0

    let whole: WorkFolder
    let broken: WorkFolder

    init() throws {
        (whole, broken) = (try WorkFolder(), try WorkFolder())
    }

    func arguments(_ folder: WorkFolder) -> [String] {
        ["seizures", "import", "a.csv", "--layout", "unodc-ids", "--database", folder.database]
    }

    /// Starts an import and kills it as soon as the condition holds; false when it ended before.
    func isKilled(when condition: () -> Bool) throws -> Bool {
        let process = try Program.start(arguments(broken), in: broken)
        let started = Date()
        while process.isRunning, !condition() {
            guard Date().timeIntervalSince(started) < Self.patience else { break }
            sched_yield()
        }
        let wasRunning = process.isRunning
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return wasRunning && process.terminationReason == .uncaughtSignal
    }

    /// What every state in between keeps: a sound file, whole records, whole transactions.
    func expectSound(atLeast rows: Int) throws {
        let check = try broken.texts("PRAGMA integrity_check")
        #expect(check == ["ok"])
        #expect(try broken.texts("PRAGMA foreign_key_check").isEmpty)
        let records = try broken.recordCount()
        #expect(records >= rows)
        #expect(try broken.number("SELECT COUNT(*) FROM seizure") == records)
        #expect(records.isMultiple(of: 4_000) || records == Self.rows)
        let findings = try broken.number("SELECT COUNT(*) FROM finding")
        let reviewed = try broken.number("SELECT COUNT(*) FROM progress")
        #expect((findings == 0) == (reviewed == 0))
    }

    @Test(.timeLimit(.minutes(15)))
    func killedImportCompletesWhenRunAgain() throws {
        let text = Synthetic.seizures(Self.rows)
        try whole.write(text, to: "a.csv")
        try broken.write(text, to: "a.csv")
        #expect(try Program.run(arguments(whole), in: whole).status == 0)

        // At once, and as soon as the import is written down: no record stands yet.
        #expect(try isKilled { true })
        #expect(try isKilled { ((try? broken.number("SELECT COUNT(*) FROM batch")) ?? 0) > 0 })
        // While rows are written: after the first, and when the write-ahead log has grown.
        for rows in [1, 17_000, 41_000] {
            #expect(try isKilled { ((try? broken.recordCount()) ?? 0) >= rows })
            try expectSound(atLeast: rows)
            #expect(!broken.exists(broken.report("a.csv", "unodc-ids", "rows.csv")))
        }
        // All rows are stored and the review is not.
        #expect(
            try isKilled { ((try? broken.recordCount()) ?? 0) == Self.rows })
        try expectSound(atLeast: Self.rows)

        let last = try Program.run(arguments(broken), in: broken)
        #expect(last.status == 0)
        #expect(try WorkFolder.differences(whole, broken).isEmpty)
        #expect(try broken.number("SELECT COUNT(*) FROM finding") > 0)
        #expect(try broken.number("SELECT COUNT(*) FROM seizure WHERE state <> 'counted'") > 0)
        // The report of the completing run is whole, and nothing half-written is left.
        let report = try broken.text(broken.report("a.csv", "unodc-ids", "rows.csv"))
        #expect(report.split(separator: "\n").last?.hasPrefix("\(Self.rows),") == true)
        let names = try FileManager.default.contentsOfDirectory(
            atPath: broken.file("node/reports"))
        #expect(names == ["a.csv.unodc-ids.rows.csv"])
    }

    @Test func comparisonOfDatabasesSeesASingleChange() throws {
        for folder in [whole, broken] {
            try folder.write(Synthetic.seizures(20), to: "a.csv")
            #expect(try Program.run(arguments(folder), in: folder).status == 0)
        }
        #expect(try WorkFolder.differences(whole, broken).isEmpty)
        let queue = try DatabaseQueue(path: broken.database)
        try queue.write {
            try $0.execute(sql: "UPDATE seizure SET amount = amount + 1 WHERE serial = 7")
        }
        try queue.close()
        #expect(try WorkFolder.differences(whole, broken) == ["seizure": 2])
    }
}
