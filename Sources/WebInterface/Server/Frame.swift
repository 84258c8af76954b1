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
        do {
            let body = try await request.body.collect(upTo: limit)
            let remote = context.remoteAddress?.ipAddress ?? ""
            let head = request.head
            let bytes = Array(body.readableBytesView)
            let done = try await pool.runIfActive {
                work(head, path: path, query: query, bytes, match, remote: remote)
            }
            switch done {
            case .answered(let reply): return (reply, pattern)
            case .remote(let exchange, let handler):
                do {
                    return (try await handler(exchange), pattern)
                } catch let stop as ExchangeStop {
                    return (Gate.stopped(stop, exchange, isForProgram: false), pattern)
                } catch {
                    return (failed(error, exchange), pattern)
                }
            }
        } catch is NIOTooManyBytesError {
            var reply = Problem.tooLarge.reply
            reply.headers[.connection] = "close"
            return (reply, pattern)
        } catch {
            // The other end went away, or the node stops.
            return (Problem.busy.reply, pattern)
        }
    }

    /// What a handler's thread leaves to be done.
    private enum Work: Sendable {
        case answered(Reply)
        case remote(Exchange<Store>, @Sendable (Exchange<Store>) async throws -> Reply)
    }

    /// On a thread of the pool: everything that may wait for the database.
    private func work(
        _ head: HTTPRequest, path: String, query: String, _ body: [UInt8],
        _ match: RouteMatcher<Store>.Match, remote: String
    ) -> Work {
        let isForProgram = path.hasPrefix("/api/")
        var exchange: Exchange<Store>?
        do {
            var parameters: [String: String] = [:]
            if case .found(_, let found) = match { parameters = found }
            let made = try Gate.exchange(
                node, head, path: path, query: query, body, parameters: parameters,
                remote: remote)
            exchange = made
            switch match {
            case .none: return .answered(try Gate.absent(made))
            case .otherMethods(let allowed):
                guard isForProgram else { return .answered(try Gate.absent(made)) }
                var reply = Problem(
                    status: .methodNotAllowed, kind: "method", title: "No such method here",
                    detail: "The description names the methods."
                ).reply
                reply.headers[.allow] = allowed.map(\.rawValue).sorted().joined(separator: ", ")
                return .answered(reply)
            case .found(let route, _):
                if let stopped = try Gate.check(made, route) { return .answered(stopped) }
                if let handler = route.remoteHandler { return .remote(made, handler) }
                return .answered(try route.handler(made))
            }
        } catch let stop as ExchangeStop {
            return .answered(Gate.stopped(stop, exchange, isForProgram: isForProgram))
        } catch {
            return .answered(failed(error, exchange))
        }
    }

    private func failed(_ error: any Error, _ exchange: Exchange<Store>?) -> Reply {
        let problem: Problem =
            switch (error as? any StoreFault)?.condition {
            case .away: .unavailable
            case .uncertain: .uncertain
            case .conflict, .other, nil: .internalFault
            }
        // The kind of error only: its words may hold what a person wrote.
        logger.error("a request failed", metadata: ["kind": "\(type(of: error))"])
        guard let exchange, !exchange.isForProgram,
            let page = try? Reply.page(
                exchange, "failure", title: "frame.failure.title",
                ["message": exchange.text("frame.failure.\(problem.kind)")],
                status: problem.status)
        else { return problem.reply }
        var reply = page
        if problem.status == .serviceUnavailable { reply.headers[.retryAfter] = "5" }
        return reply
    }
}
