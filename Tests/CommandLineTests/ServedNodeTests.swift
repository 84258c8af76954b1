import Foundation
import Synchronization
import TestSupport
import Testing

/// The program as it is served: how it stops under load, and what it does beside its pages.
@Suite(.serialized, .enabled(if: OutsideJudge.isAlone, "make judges: serves under load"))
struct ServedNodeTests {
    private struct Load {
        var stored: [String] = []
        var broken: [String] = []
        var refused = 0
    }

    /// Sends forms, each on a line of its own, until the node takes no more.
    private func write(_ number: Int, _ node: ServedNode, _ load: borrowing Mutex<Load>) {
        var count = 0
        while count < 100_000 {
            count += 1
            let token = "writer-\(number)-form-\(count)-of-the-stop"
            let ending = LineAnswer.ask(
                node.port, "POST", "/seizures/new", node.headers,
                node.form(token, kilograms: number * 1_000 + count))
            let isOver = load.withLock { load in
                switch ending {
                case .answered(let answer):
                    if answer.status == 303, let address = answer.headers["location"] {
                        load.stored.append(address)
                    } else {
                        load.broken.append("\(answer.status) \(answer.text.prefix(200))")
                    }
                    return load.broken.count > 10
                case .refused:
                    load.refused += 1
                    return true
                // Not yet taken from the system's queue when the port closed.
                case .silent: return false
                case .broken:
                    load.broken.append("cut within the answer")
                    return true
                }
            }
            if isOver { return }
        }
    }

    @Test func stoppedUnderLoadItAnswersWhatItTookAndLosesNothing() async throws {
        let folder = try WorkFolder()
        let node = Held(try ServedNode(folder))
        let load = Shared(Load())
        // Requests on their way: the head and half of the body have come.
        let body = node.value.form("the-form-that-was-on-its-way", kilograms: 77)
        let half = body.count / 2
        let open = Held(
            try (0..<3).map { number in
                let line = try TestLine(port: node.value.port)
                let sent = node.value.form("on-its-way-number-\(number)-of-three", kilograms: 70)
                line.send(
                    LineAnswer.head(
                        "POST", "/seizures/new", node.value.headers, length: sent.count))
                line.send(Array(sent[..<half]))
                return (line: line, rest: Array(sent[half...]))
            })
        let began = ContinuousClock.now
        while node.value.working() < 4, ContinuousClock.now - began < .seconds(20) {}
        try #require(node.value.working() == 4, "three and the question itself")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...4 {
                group.addTask {
                    try await onThread { write(number, node.value, load.mutex) }
                }
            }
            group.addTask {
                try await onThread {
                    let end = ContinuousClock.now + .seconds(60)
                    while load.mutex.withLock({ $0.stored.count }) < 40, ContinuousClock.now < end {
                        sched_yield()
                    }
                    node.value.terminate()
                    // New ones are refused while the three are still on their way.
                    while (try? TestLine(port: node.value.port)) != nil, ContinuousClock.now < end {
                        sched_yield()
                    }
                    #expect(ContinuousClock.now < end, "the port stays open")
                    for (line, rest) in open.value {
                        line.send(rest)
                        let answer = line.rest(milliseconds: 20_000).flatMap { LineAnswer($0) }
                        #expect(answer?.status == 303, "\(answer?.text ?? "no answer")")
                        if let address = answer?.headers["location"] {
                            load.mutex.withLock { $0.stored.append(address) }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(node.value.end() == 0)
        let seen = load.mutex.withLock { $0 }
        #expect(seen.broken.isEmpty, "\(seen.broken.prefix(3))")
        #expect(seen.refused == 4 && seen.stored.count >= 43)
        let kept = Set(try folder.texts("SELECT record FROM record").map { "/seizures/\($0)" })
        #expect(seen.stored.allSatisfy(kept.contains), "an acknowledged record is missing")
        let check = try Program.run(
            ["evidence", "fsck", "--database", folder.database], in: folder)
        #expect(check.status == 0 && check.output.contains("nothing was changed"))
    }

    @Test func bulletinsThatAreDueAreMadeOnceWhileItIsServed() throws {
        let folder = try WorkFolder()
        let outcome = try Program.run(
            [
                "report", "schedule", "harbour", "--port", "Rotterdam", "--day", "1", "--formats",
                "csv,json", "--from", Self.daysAgo(70), "--database", folder.database,
            ], in: folder)
        try #require(outcome.status == 0, "\(outcome.text)")
        let into = folder.file("served-reports")
        let node = try ServedNode(folder, ["--reports", into])
        func made() throws -> Int {
            try folder.number("SELECT COUNT(*) FROM report_edition WHERE made_on IS NOT NULL")
        }
        let end = ContinuousClock.now + .seconds(60)
        while try made() < 2, ContinuousClock.now < end { sched_yield() }
        // The one of a month that ended within the last days may be due as well.
        let count = try made()
        #expect((2...3).contains(count))
        node.terminate()
        #expect(node.end() == 0)
        let files = try FileManager.default.subpathsOfDirectory(atPath: into)
            .filter { $0.contains(".") }
        #expect(files.count == 2 * (try made()))
        #expect(files.allSatisfy { $0.hasPrefix("harbour/") })
        let again = try Program.run(
            ["report", "run-due", "--into", into, "--database", folder.database], in: folder)
        #expect(again.output.contains("nothing is due"), "\(again.text)")
    }

    private static func daysAgo(_ days: Int) -> String {
        let form = ISO8601DateFormatter()
        form.formatOptions = [.withFullDate]
        return form.string(from: Date(timeIntervalSinceNow: -Double(days) * 86_400))
    }
}

/// A value that is used by one thread at a time, or has nothing that changes.
private struct Held<Value>: @unchecked Sendable {
    let value: Value

    init(_ value: Value) { self.value = value }
}
