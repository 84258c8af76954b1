import Crypto
import HTTPTypes
import Identity
import NeedToKnow

/// Answers a request that names itself with an idempotency key once, however often it is sent.
enum APIRepeat {
    private static let key = HTTPField.Name("Idempotency-Key")

    /// - Parameter isRepeatable: whether the operation changes something.
    /// - Throws: what the work or the store throws.
    static func answer<Store>(
        _ exchange: Exchange<Store>, isRepeatable: Bool, _ work: () throws -> Reply
    ) throws -> Reply {
        guard isRepeatable, let name = key, let key = exchange.header(name),
            let person = exchange.bearer?.person.id
        else { return try work() }
        let store = exchange.node.store
        let digest = SHA256.hash(
            data: Array(
                "\(exchange.head.method.rawValue) \(exchange.path)?\(exchange.query.encoded)\n"
                    .utf8) + exchange.body)
        switch try store.begin(
            request: key, digest: Array(digest), of: person, at: exchange.now)
        {
        case .answered(let status, let body):
            let type = status < 400 ? "application/json" : "application/problem+json"
            return Reply(HTTPResponse.Status(code: status), type: type, body)
        case .underWay:
            return Problem(
                status: .conflict, kind: "under-way", title: "This request is under way",
                detail: "Wait for its answer, or send it again in a moment."
            ).reply
        case .differs:
            return Problem(
                status: .unprocessableContent, kind: "key-used",
                title: "The idempotency key was used for another request",
                detail: "Give each request a key of its own."
            ).reply
        case .begun:
            let reply: Reply
            do {
                reply = try work()
            } catch {
                // Uncertain: the next try must find out, not be told that it is under way.
                try? store.forget(request: key, of: person)
                throw error
            }
            try store.keepAnswer(
                reply.body, status: reply.status.code, to: key, of: person, at: exchange.now)
            return reply
        }
    }
}
