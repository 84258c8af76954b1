import HTTPTypes
import NeedToKnow
import PortVocabulary
import Storage
import Testing

@testable import WebInterface

/// Calls operations by their names and compares each answer with the operation's own schema.
///
/// An operation that changes something is sent twice under one idempotency key, and once more
/// with another content. One that names something is first asked by who may not, for what is
/// there and for what is not.
final class APICaller {
    static let routes = RouteTable.routes(NodeDatabase.self).filter { $0.operation != nil }

    private let browser: TestBrowser
    private let token: String
    /// Tokens of people who may not reach what the token's owner reaches.
    private let strangers: [String]
    private(set) var called: Set<String> = []
    private var keys = 0

    init(_ browser: TestBrowser, token: String, strangers: [String] = []) {
        (self.browser, self.token, self.strangers) = (browser, token, strangers)
    }

    static func route(_ id: String) throws -> Route<NodeDatabase> {
        try #require(routes.first { $0.operation?.id == id }, "no operation \(id)")
    }

    /// The address of a route; what is no part of the path goes into the query.
    static func address(_ route: Route<NodeDatabase>, _ values: [String: String]) -> String {
        var rest = values
        let segments = route.path.split(separator: "/").map { segment -> String in
            guard segment.hasPrefix("{") else { return String(segment) }
            return FormFields.encoded(
                rest.removeValue(forKey: String(segment.dropFirst().dropLast())) ?? "none")
        }
        let query = FormFields(rest.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }).encoded
        return "/" + segments.joined(separator: "/") + (query.isEmpty ? "" : "?\(query)")
    }

    func send(
        _ route: Route<NodeDatabase>, _ address: String, _ body: [UInt8]?, key: String? = nil,
        token: String? = nil
    ) async throws -> Served {
        var headers: HTTPFields = [.authorization: "Bearer \(token ?? self.token)"]
        if body != nil { headers[.contentType] = "application/json" }
        if let key { headers[try #require(HTTPField.Name("Idempotency-Key"))] = key }
        return try await browser.send(route.method, address, as: nil, headers, body ?? [])
    }

    /// - Returns: the answer, which is what the description says.
    @discardableResult
    func call(
        _ id: String, _ values: [String: String] = [:], _ body: JSONValue? = nil
    ) async throws -> JSONValue {
        let route = try Self.route(id)
        let operation = try #require(route.operation)
        let address = Self.address(route, values)
        try await refuse(route, values, body)
        keys += 1
        let key = route.method == .get ? nil : "request-\(keys)"
        let served = try await send(route, address, body?.bytes, key: key)
        #expect(served.status == operation.status, "\(id): \(served.text)")
        #expect(served.headers[.contentType] == "application/json", "\(id)")
        let answer = try #require(JSONValue(parsing: served.bytes), "\(id)")
        #expect(operation.answer.defects(of: answer).isEmpty, "\(id): \(served.text)")
        if let key { try await repeatCall(route, address, body, key, served) }
        called.insert(id)
        return answer
    }

    /// Sent again the request is answered, and with another content it is refused.
    private func repeatCall(
        _ route: Route<NodeDatabase>, _ address: String, _ body: JSONValue?, _ key: String,
        _ first: Served
    ) async throws {
        let id = route.operation?.id ?? ""
        #expect(
            route.operation?.parameters.contains { $0.name == "Idempotency-Key" } == true,
            "\(id) does not describe its idempotency key")
        let again = try await send(route, address, body?.bytes, key: key)
        #expect(again.status == first.status && again.bytes == first.bytes, "\(id)")
        let other = try await send(route, address, (body?.bytes ?? []) + [0x20], key: key)
        #expect(other.status == .unprocessableContent, "\(id): \(other.text)")
        #expect(other.text.contains("urn:breakwater:problem:key-used"), "\(id)")
    }

    /// Parameters whose values find what only some may reach. A port is in a public register.
    private static let guarded: Set<String> = [
        "record", "draft", "staged", "batch", "id", "person", "deputy", "token", "entry",
    ]

    /// Who may not reach something cannot tell it from what is not there.
    private func refuse(
        _ route: Route<NodeDatabase>, _ values: [String: String], _ body: JSONValue?
    ) async throws {
        let guarded = Self.guarded.filter { route.path.contains("{\($0)}") }
        guard !guarded.isEmpty else { return }
        var absent = values
        for name in guarded { absent[name] = name == "entry" ? "999999" : "no-such-thing" }
        for stranger in strangers {
            let refused = try await send(
                route, Self.address(route, values), body?.bytes, token: stranger)
            let missing = try await send(
                route, Self.address(route, absent), body?.bytes, token: stranger)
            let id = route.operation?.id ?? ""
            #expect(refused.status == .notFound, "\(id): \(refused.text)")
            #expect(
                RouteAccessTests.told(refused, "") == RouteAccessTests.told(missing, ""),
                "\(id): refused and absent differ")
        }
    }
}

extension JSONValue {
    /// The text of a member that must be there.
    func text(_ name: String) throws -> String { try #require(self[name]?.string, "\(name)") }

    /// The elements of a member that must be there.
    func list(_ name: String) throws -> [JSONValue] { try #require(self[name]?.array, "\(name)") }
}
