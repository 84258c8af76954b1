import Crypto
import HTTPTypes
import Hummingbird
import Identity
import Logging
import NIOCore
import NIOPosix
import NeedToKnow

/// Takes each request through the same gates, and answers: address, size, who asks, whether the
/// form is ours, whether a task is stated. Then the route's handler runs, on a thread of its own.
struct Frame<Store: NodeStore>: HTTPResponder {
    typealias Context = FrameContext

    let node: WebNode<Store>
    let matcher: RouteMatcher<Store>
    let pool: NIOThreadPool
    let logger: Logger

    func respond(to request: Request, context: FrameContext) async throws -> Response {
        let began = ContinuousClock.now
        guard node.metrics.begin(limit: node.settings.requestLimit) else {
            return response(Problem.busy.reply, request.head)
        }
        let (reply, pattern) = await answer(request, context)
        let time = ContinuousClock.now - began
        node.metrics.end(
            pattern: pattern, method: request.method.rawValue, status: reply.status.code,
            seconds: Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18)
        return response(reply, request.head)
    }

    private func response(_ reply: Reply, _ head: HTTPRequest) -> Response {
        var headers = reply.headers
        SecurityHeaders.apply(to: &headers, isSecure: node.settings.isSecure)
        headers[.contentLength] = String(reply.body.count)
        let body = head.method == .head ? [] : reply.body
        return Response(
            status: reply.status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }

    /// The answer and the pattern of its route, for the metrics.
    private func answer(_ request: Request, _ context: FrameContext) async -> (Reply, String) {
        let address = request.head.path ?? "/"
        guard address.utf8.count <= RouteLimit.addressBytes else {
            return (Problem.malformed("the address is too long", mend: "shorten it").reply, "-")
        }
        let parts = address.split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = String(parts[0])
        let query = parts.count > 1 ? String(parts[1]) : ""
        let match = matcher.match(request.method, path: path)
        let pattern: String
        let limit: Int
        if case .found(let route, _) = match {
            (pattern, limit) = (route.path, route.bodyLimit)
        } else {
            (pattern, limit) = ("-", RouteLimit.formBytes)
        }
        let head = request.head
        let asked = Asked(
            head: head, path: path, query: query, match: match,
            remote: context.remoteAddress?.ipAddress ?? "")
        do {
            if limit > RouteLimit.formBytes,
                let refused = try await pool.runIfActive({ refused(asked) })
            {
                // What a stranger sends is not read into memory. The answer is that of an
                // unknown address, to the last header field.
                return (refused, pattern)
            }
            guard let size = Self.size(of: head, limit: limit) else {
                return (Self.tooLarge, pattern)
            }
            guard size > RouteLimit.formBytes else {
                return (try await read(request, asked, limit), pattern)
            }
            let held = try await node.uploads.hold(size) { try await read(request, asked, limit) }
            guard let held else { return (shown(.busy, asked), pattern) }
            return (held, pattern)
        } catch is NIOTooManyBytesError {
            return (Self.tooLarge, pattern)
        } catch {
            // The other end went away, or the node stops.
            return (Problem.busy.reply, pattern)
        }
    }

    /// Reads the body, and answers on threads of the pool.
    private func read(_ request: Request, _ asked: Asked, _ limit: Int) async throws -> Reply {
        let body = try await request.body.collect(upTo: limit)
        let bytes = Array(body.readableBytesView)
        switch try await pool.runIfActive({ work(asked, bytes) }) {
        case .answered(let reply): return reply
        case .asking(var exchange, let route, let question):
            exchange.answer = await question(exchange)
            let answered = exchange
            return try await pool.runIfActive { handle(answered, route) }
        }
    }

    /// The most bytes that a request's body can have; nil for more than the limit.
    private static func size(of head: HTTPRequest, limit: Int) -> Int? {
        // The reader of requests holds the sender to this length.
        if let length = head.headerFields[.contentLength] {
            guard let size = Int(length), size <= limit else { return nil }
            return size
        }
        return head.headerFields[.transferEncoding] == nil ? 0 : limit
    }

    private static var tooLarge: Reply {
        var reply = Problem.tooLarge.reply
        reply.headers[.connection] = "close"
        return reply
    }

    /// A request without its body.
    private struct Asked: Sendable {
        let head: HTTPRequest
        let path: String
        let query: String
        let match: RouteMatcher<Store>.Match
        let remote: String

        var isForProgram: Bool { path.hasPrefix("/api/") }
    }

    /// What a handler's thread leaves to be done.
    private enum Work: Sendable {
        case answered(Reply)
        /// Another machine is to be asked before the handler runs.
        case asking(
            Exchange<Store>, Route<Store>, @Sendable (Exchange<Store>) async -> ProviderAnswer)
    }

    private func exchange(_ asked: Asked, _ body: [UInt8]) throws -> Exchange<Store> {
        var parameters: [String: String] = [:]
        if case .found(_, let found) = asked.match { parameters = found }
        return try Gate.exchange(
            node, asked.head, path: asked.path, query: asked.query, body,
            parameters: parameters, remote: asked.remote)
    }

    /// The answer to who may not use a route, before the body is read; nil for who may.
    private func refused(_ asked: Asked) -> Reply? {
        guard case .found(let route, _) = asked.match else { return nil }
        var made: Exchange<Store>?
        do {
            let exchange = try exchange(asked, [])
            made = exchange
            return try Gate.access(exchange, route)
        } catch let stop as ExchangeStop {
            return Gate.stopped(stop, made, isForProgram: asked.isForProgram)
        } catch {
            return failed(error, made, asked)
        }
    }

    /// On a thread of the pool: everything that may wait for the database.
    private func work(_ asked: Asked, _ body: [UInt8]) -> Work {
        var made: Exchange<Store>?
        do {
            let exchange = try exchange(asked, body)
            made = exchange
            switch asked.match {
            case .none: return .answered(try Gate.absent(exchange))
            case .otherMethods(let allowed):
                guard asked.isForProgram else { return .answered(try Gate.absent(exchange)) }
                var reply = Problem(
                    status: .methodNotAllowed, kind: "method", title: "No such method here",
                    detail: "The description names the methods."
                ).reply
                reply.headers[.allow] = allowed.map(\.rawValue).sorted().joined(separator: ", ")
                return .answered(reply)
            case .found(let route, _):
                if let stopped = try Gate.check(exchange, route) { return .answered(stopped) }
                if let question = route.question { return .asking(exchange, route, question) }
                return .answered(handle(exchange, route))
            }
        } catch let stop as ExchangeStop {
            return .answered(Gate.stopped(stop, made, isForProgram: asked.isForProgram))
        } catch {
            return .answered(failed(error, made, asked))
        }
    }

    private func handle(_ exchange: Exchange<Store>, _ route: Route<Store>) -> Reply {
        do {
            return try route.handler(exchange)
        } catch let stop as ExchangeStop {
            return Gate.stopped(stop, exchange, isForProgram: exchange.isForProgram)
        } catch {
            return failed(error, exchange)
        }
    }

    private func failed(
        _ error: any Error, _ exchange: Exchange<Store>?, _ asked: Asked? = nil
    ) -> Reply {
        let problem: Problem =
            switch (error as? any StoreFault)?.condition {
            // A handler that changes something may have stored a part before: that nothing was
            // changed is promised only where none began, or none could.
            case .away where exchange == nil || exchange?.head.method == .get: .unavailable
            case .away: .uncertain
            case .uncertain: .uncertain
            case .conflict, .other, nil: .internalFault
            }
        // The kind of error only: its words may hold what a person wrote.
        logger.error("a request failed", metadata: ["kind": "\(type(of: error))"])
        guard let exchange else { return asked.map { shown(problem, $0) } ?? problem.reply }
        return shown(problem, exchange)
    }

    /// A problem before it is known who asks: a person sees the page that a stranger would.
    private func shown(_ problem: Problem, _ asked: Asked) -> Reply {
        shown(
            problem, Gate.stranger(node, asked.head, path: asked.path, remote: asked.remote))
    }

    /// A problem as a page for people, and as a document for programs.
    private func shown(_ problem: Problem, _ exchange: Exchange<Store>) -> Reply {
        guard !exchange.isForProgram,
            var page = try? Reply.page(
                exchange, "failure", title: "frame.failure.title",
                ["message": exchange.text("frame.failure.\(problem.kind)")],
                status: problem.status)
        else { return problem.reply }
        if problem.status == .serviceUnavailable { page.headers[.retryAfter] = "5" }
        return page
    }
}
