import Foundation
import HTTPTypes
import NeedToKnow
import PortVocabulary
import Synchronization
import TestSupport
import Testing

@testable import Storage
@testable import WebInterface

/// Clients that take their time hold a connection no longer than the deadlines say, and honest
/// readers are answered meanwhile. Real time is measured, so these run by themselves.
@Suite(.serialized, .enabled(if: OutsideJudge.isAlone, "make judges: measures time"))
struct SlowClientTests {
    /// *Units: seconds.* What the tests set for each deadline.
    private static let deadline: Int64 = 2
    /// A closing is seen between this and that. *Units: seconds.*
    private static let closing = 1.8...4.5

    private func server(
        connections: Int = 512, _ adjust: (inout WebSettings) -> Void = { _ in }
    ) throws -> TestServer {
        try TestServer {
            $0.port = 0
            $0.connectionLimit = connections
            $0.deadlines = .init(
                head: Self.deadline, body: Self.deadline, answer: Self.deadline)
            adjust(&$0)
        }
    }

    private func isAnswered(_ port: Int) -> Bool {
        guard case .answered(let live) = LineAnswer.ask(port, "GET", "/health/live") else {
            return false
        }
        return live.status == 200
    }

    /// Opens lines, sends the beginning, then a byte every tenth of a second on each, and asks
    /// as an honest reader in between.
    ///
    /// - Returns: after how many seconds each line was closed, and the longest that the honest
    ///   reader waited; a line that stays open is missing.
    private func trickle(
        _ port: Int, lines count: Int, beginning: String, asks: Bool = true
    ) throws -> (closed: [Double], longest: Double) {
        let began = ContinuousClock.now
        func seconds(since moment: ContinuousClock.Instant) -> Double {
            let time = ContinuousClock.now - moment
            return Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
        }
        var open = try (0..<count).map { _ in try TestLine(port: port) }
        for line in open { line.send(beginning) }
        var closed: [Double] = []
        var longest = 0.0
        while !open.isEmpty, seconds(since: began) < 15 {
            let round = ContinuousClock.now
            open = open.filter { line in
                _ = line.send("a")
                // An answer, for example that the request cannot be read, is a closing as well.
                if line.hear(milliseconds: 0) != .nothing {
                    closed.append(seconds(since: began))
                    return false
                }
                return true
            }
            if asks {
                let asked = ContinuousClock.now
                #expect(isAnswered(port))
                longest = max(longest, seconds(since: asked))
            }
            let left = 100 - Int(seconds(since: round) * 1_000)
            if let first = open.first, left > 0 { _ = first.hear(milliseconds: Int32(left)) }
        }
        return (closed, longest)
    }

    @Test(arguments: [
        "GET /health/live HTTP/1.1\r\nhost: localhost\r\nx-slow: ",
        "POST /sign-in HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100000\r\n\r\n",
    ])
    func aTrickledRequestIsClosedAndOthersAreAnswered(_ beginning: String) async throws {
        try await server().serve { port in
            let (closed, longest) = try await onThread {
                try self.trickle(port, lines: 60, beginning: beginning)
            }
            #expect(closed.count == 60)
            #expect(closed.allSatisfy { Self.closing.contains($0) }, "\(closed.sorted())")
            #expect(longest < 1, "an honest reader waited \(longest) s")
        }
    }

    @Test func slowOnesInEveryPlaceKeepOthersOutForTheDeadlineOnly() async throws {
        let places = 20
        // The server takes up to four connections at once, so that three may come beyond.
        let lines = places + 3
        try await server(connections: places).serve { port in
            let (closed, waited) = try await onThread {
                let slow = try (0..<lines).map { _ in try TestLine(port: port) }
                for line in slow { line.send("GET / HTTP/1.1\r\nx-slow: ") }
                // Accepted in the order of coming: this one waits until places come free.
                let began = ContinuousClock.now
                let isServed = self.isAnswered(port)
                let waited = ContinuousClock.now - began
                #expect(isServed)
                return (slow.count { $0.hear(milliseconds: 2_000) == .closed }, waited)
            }
            #expect(closed == lines)
            #expect(waited > .seconds(1) && waited < .seconds(5), "\(waited)")
        }
    }

    /// More than the buffers of a connection on this machine hold.
    private static let largeBytes = 32 << 20

    private static var large: Route<NodeDatabase> {
        Route(.get, "/test/large", .everyone) { _ in
            Reply(.ok, type: "text/plain", Array(repeating: 65, count: largeBytes))
        }
    }

    @Test func aReaderWhoDoesNotReadGetsNoWholeAnswer() async throws {
        try await server().serve(adding: [Self.large]) { port in
            let counts = try await onThread {
                let head = LineAnswer.head("GET", "/test/large", length: 0)
                let lazy = try TestLine(port: port, receiveBytes: 8_192)
                lazy.send(head)
                let began = ContinuousClock.now
                let honest = try TestLine(port: port)
                honest.send(head)
                let whole = honest.rest(milliseconds: 15_000)?.count ?? 0
                // Somebody else is served while the lazy one holds its place.
                while ContinuousClock.now - began < .seconds(4) { #expect(self.isAnswered(port)) }
                return (whole, lazy.rest(milliseconds: 15_000)?.count ?? Int.max)
            }
            #expect(counts.0 > Self.largeBytes)
            #expect(counts.1 < Self.largeBytes, "\(counts.1) bytes came after the deadline")
        }
    }

    @Test func aBodyThatIsRefusedUnreadHoldsNoConnectionEither() async throws {
        try await server().serve { port in
            let closed = try await onThread {
                let line = try TestLine(port: port)
                line.send(
                    "POST /seizures/import HTTP/1.1\r\nhost: localhost\r\n"
                        + "content-length: 16000000\r\n\r\n")
                let began = ContinuousClock.now
                // The refusal comes at once; then the sender goes on, a byte at a time.
                guard case .bytes(let answer) = line.hear(milliseconds: 1_500) else {
                    return (false, Duration.zero)
                }
                #expect(String(decoding: answer, as: UTF8.self).hasPrefix("HTTP/1.1 303"))
                while ContinuousClock.now - began < .seconds(10) {
                    line.send("a")
                    if line.hear(milliseconds: 100) == .closed { break }
                }
                return (true, ContinuousClock.now - began)
            }
            #expect(closed.0)
            #expect(closed.1 < .seconds(5), "open for \(closed.1)")
        }
    }

    @Test func aRequestThatCameWithAnotherMayTakeItsTime() async throws {
        let held = DispatchSemaphore(value: 0)
        let route = Route<NodeDatabase>(.get, "/test/held", .everyone) { _ in
            held.wait()
            return .plain("held")
        }
        try await server().serve(adding: [route]) { port in
            let text = try await onThread {
                let line = try TestLine(port: port)
                line.send("GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n")
                line.send(LineAnswer.head("GET", "/test/held", length: 0))
                guard case .bytes(let first) = line.hear(milliseconds: 1_500) else { return "" }
                // Longer than any deadline: the line is the node's to answer, not the client's.
                let heard = line.hear(milliseconds: Int32(Self.deadline) * 1_000 + 1_500)
                #expect(heard == .nothing)
                held.signal()
                return String(
                    decoding: first + (line.rest(milliseconds: 5_000) ?? []), as: UTF8.self)
            }
            #expect(text.hasSuffix("held"))
        }
    }

    @Test func largeBodiesTakeTurnsAndSmallOnesPass() async throws {
        let server = try server {
            $0.uploadBudget = RouteLimit.uploadBytes
            $0.uploadPatience = .milliseconds(300)
        }
        let carl = try server.signIn("carl", [.contributor, .analyst], task: .strategicAnalysis)
        try await server.serve { port in
            try await onThread {
                func head(_ bytes: Int) -> String {
                    LineAnswer.head(
                        "POST", "/seizures/import",
                        [
                            "cookie": carl.cookie, "origin": TestServer.origin,
                            "content-type": "multipart/form-data; boundary=b7",
                        ], length: bytes)
                }
                let first = try TestLine(port: port)
                first.send(head(RouteLimit.uploadBytes))
                let began = ContinuousClock.now
                while server.node.uploads.free > 0, ContinuousClock.now - began < .seconds(5) {
                    #expect(self.isAnswered(port))
                }
                #expect(server.node.uploads.free == 0)
                // Another waits, and is told to come again; its bytes are not read.
                let second = try TestLine(port: port)
                second.send(head(RouteLimit.uploadBytes))
                guard case .bytes(let answer) = second.hear(milliseconds: 1_500) else {
                    Issue.record("no answer to the second")
                    return
                }
                let text = String(decoding: answer, as: UTF8.self)
                #expect(text.hasPrefix("HTTP/1.1 503") && text.lowercased().contains("retry-after"))
                #expect(text.contains("Too much is being handed in at once"))
                // A small one needs no place.
                let small = LineAnswer.ask(
                    port, "POST", "/seizures/import",
                    [
                        "cookie": carl.cookie, "origin": TestServer.origin,
                        "content-type": "multipart/form-data; boundary=b7",
                    ], Array("--b7--\r\n".utf8))
                guard case .answered(let reply) = small else {
                    Issue.record("no answer to a small body")
                    return
                }
                #expect(reply.status == 403, "its form is not ours: it was read")
                // The first never sends its body: the deadline gives the place back.
                #expect(first.rest(milliseconds: 6_000) != nil)
                let freed = ContinuousClock.now
                while server.node.uploads.free == 0, ContinuousClock.now - freed < .seconds(5) {
                    #expect(self.isAnswered(port))
                }
                #expect(server.node.uploads.free == RouteLimit.uploadBytes)
            }
        }
    }
}
