import EvidenceLog
import Foundation
import Identity
import NeedToKnow
import PortVocabulary
import Synchronization
import TestSupport
import Testing

@testable import Storage
@testable import WebInterface

/// The database is cut off under load and comes back: clear answers meanwhile, nothing that was
/// acknowledged is lost, and nobody restarts the node.
///
/// It is away for 5 seconds, or for as many as `BREAKWATER_OUTAGE_SECONDS` says.
@Suite(
    .serialized,
    .enabled(
        if: OutsideJudge.isAlone && PrivatePostgres.isExpected,
        "make judges: takes its PostgreSQL away"))
struct DatabaseAwayTests {
    private static let seconds =
        ProcessInfo.processInfo.environment["BREAKWATER_OUTAGE_SECONDS"].flatMap { Int($0) } ?? 5

    /// What the load saw.
    private final class Log: Sendable {
        struct State {
            /// Addresses of records that the node said it had stored.
            var stored: [String] = []
            var pages503 = 0
            var problems503 = 0
            var uncertain = 0
            /// What no reader should see.
            var wrong: [String] = []
            /// Good answers of each worker.
            var good: [Int: Int] = [:]
        }

        private let held = Mutex(State())
        private let isOver = Mutex(false)

        var state: State { held.withLock { $0 } }
        var isDone: Bool { isOver.withLock { $0 } }
        func change(_ body: (inout State) -> Void) { held.withLock { body(&$0) } }
        func end() { isOver.withLock { $0 = true } }

        /// Waits until something holds; false when it does not in time.
        func waits(_ seconds: Int = 60, until holds: (State) -> Bool) -> Bool {
            let end = ContinuousClock.now + .seconds(seconds)
            while ContinuousClock.now < end {
                if holds(state) { return true }
                sched_yield()
            }
            return false
        }

        /// Judges an answer that is no success.
        func judge(_ ending: LineAnswer.Ending, _ what: String, isForProgram: Bool) {
            change { state in
                guard case .answered(let answer) = ending else {
                    state.wrong.append("\(what): \(ending)")
                    return
                }
                let isUncertain =
                    answer.text.contains("went away before it answered")
                    || answer.text.contains("\"urn:breakwater:problem:uncertain\"")
                let isAway =
                    answer.text.contains("The database is away. Nothing was changed.")
                    || answer.text.contains("\"urn:breakwater:problem:unavailable\"")
                let type = isForProgram ? "application/problem+json" : "text/html; charset=utf-8"
                guard answer.status == 503, isAway || isUncertain,
                    answer.headers["content-type"] == type, answer.headers["retry-after"] == "5"
                else {
                    state.wrong.append("\(what): \(answer.status) \(answer.text.prefix(300))")
                    return
                }
                if isUncertain { state.uncertain += 1 }
                if isForProgram { state.problems503 += 1 } else { state.pages503 += 1 }
            }
        }
    }

    private static let writers = 4
    private static let readers = 3

    private func write(_ number: Int, _ port: Int, _ carl: Visitor, _ log: Log) {
        var count = 0
        while !log.isDone {
            count += 1
            let token = "writer-\(number)-form-\(count)-of-the-outage"
            let changes = ["amount": "\(number * 1_000 + count)", "accept": "yes"]
            let fields = SeizureEntryTests.fields(changes, token: token) + [("csrf", carl.csrf)]
            let ending = LineAnswer.ask(
                port, "POST", "/seizures/new",
                [
                    "cookie": carl.cookie, "origin": TestServer.origin,
                    "content-type": "application/x-www-form-urlencoded",
                ], Array(FormFields(fields.map { (name: $0.0, value: $0.1) }).encoded.utf8))
            if case .answered(let answer) = ending, answer.status == 303,
                let address = answer.headers["location"], address.hasPrefix("/seizures/")
            {
                log.change {
                    $0.stored.append(address)
                    $0.good[number, default: 0] += 1
                }
            } else {
                log.judge(ending, "a form", isForProgram: false)
            }
        }
    }

    private func read(_ number: Int, _ port: Int, _ ask: (String, [String: String]), _ log: Log) {
        while !log.isDone {
            let ending = LineAnswer.ask(port, "GET", ask.0, ask.1)
            if case .answered(let answer) = ending, answer.status == 200 {
                log.change { $0.good[number, default: 0] += 1 }
            } else {
                log.judge(ending, ask.0, isForProgram: ask.0.hasPrefix("/api/"))
            }
        }
    }

    private func status(_ port: Int, _ path: String) -> Int {
        guard case .answered(let answer) = LineAnswer.ask(port, "GET", path) else { return 0 }
        return answer.status
    }

    @Test func nothingAcknowledgedIsLostAndNobodyRestartsTheNode() async throws {
        let database = try PrivateDatabase()
        let server = try TestServer(on: .postgres(url: database.url)) {
            $0.port = 0
            $0.threads = 8
            $0.isWarmed = true
        }
        let carl = try server.signIn("carl", [.contributor, .analyst], task: .strategicAnalysis)
        let secret = try server.token(of: carl.person, [.readRecords])
        let log = Log()
        try await server.serve { port in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<Self.writers {
                    group.addTask { try await onThread { write(number, port, carl, log) } }
                }
                let asks: [(String, [String: String])] = [
                    ("/seizures", ["cookie": carl.cookie]),
                    ("/situation", ["cookie": carl.cookie]),
                    ("/api/v1/seizures", ["authorization": "Bearer \(secret)"]),
                ]
                for (index, ask) in asks.enumerated() {
                    group.addTask {
                        try await onThread { read(Self.writers + index, port, ask, log) }
                    }
                }
                group.addTask {
                    try await onThread {
                        defer { log.end() }
                        try outage(port, database.server, log)
                    }
                }
                try await group.waitForAll()
            }
            try await onThread { try verify(port, carl, log, database) }
        }
        let report = try server.database.checkEverything()
        #expect(report.isSound, "\(report)")
    }

    /// Load, the cut, the time without, the return, load.
    private func outage(_ port: Int, _ postgres: PrivatePostgres, _ log: Log) throws {
        let workers = Self.writers + Self.readers
        #expect(log.waits { $0.good.count == workers && $0.stored.count >= 20 })
        let began = ContinuousClock.now
        try postgres.cut()
        #expect(log.waits(120) { _ in ContinuousClock.now - began > .seconds(Self.seconds) })
        let during = log.state
        #expect(during.pages503 > 20 && during.problems503 > 5)
        #expect(status(port, "/health/live") == 200)
        #expect(status(port, "/health/ready") == 503)
        try postgres.restore()
        let before = log.state
        let back = log.waits { state in
            (0..<workers).allSatisfy { state.good[$0, default: 0] > before.good[$0, default: 0] }
                && state.stored.count >= before.stored.count + 20
        }
        #expect(back, "some workers had no success after the return")
        #expect(status(port, "/health/ready") == 200)
    }

    private func verify(
        _ port: Int, _ carl: Visitor, _ log: Log, _ database: PrivateDatabase
    ) throws {
        let state = log.state
        print(
            "away \(Self.seconds) s: \(state.stored.count) stored, "
                + "\(state.pages503) pages and \(state.problems503) problems said 503, "
                + "\(state.uncertain) of them uncertain")
        #expect(state.wrong.isEmpty, "\(state.wrong.count): \(state.wrong.prefix(3))")
        #expect(Set(state.stored).count == state.stored.count)
        let kept = Set(
            try database.server.run("SELECT record FROM record", database: database.name)
                .split(separator: "\n").map { "/seizures/\($0)" })
        #expect(state.stored.allSatisfy(kept.contains), "an acknowledged record is missing")
        // More may be there: those whose acknowledgement was lost on the way.
        #expect(kept.count <= state.stored.count + state.uncertain)
        for address in state.stored.suffix(5) {
            guard
                case .answered(let page) = LineAnswer.ask(
                    port, "GET", address, ["cookie": carl.cookie])
            else {
                Issue.record("\(address) is not answered")
                continue
            }
            #expect(page.status == 200)
        }
    }
}
