import HTTPTypes
import HummingbirdTesting
import NIOCore

@testable import WebInterface

/// What a server answered.
struct Served: Sendable {
    let status: HTTPResponse.Status
    let headers: HTTPFields
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }
    /// Where a redirect leads; nil for none.
    var location: String? { headers[.location] }
}

/// Sends requests to a served node as a browser or a program would.
struct TestBrowser {
    let client: any TestClientProtocol

    func get(_ path: String, as visitor: Visitor? = nil) async throws -> Served {
        try await send(.get, path, as: visitor)
    }

    /// A form as the node's own page would send it.
    func post(
        _ path: String, _ fields: [(String, String)] = [], as visitor: Visitor? = nil
    ) async throws -> Served {
        var all = fields.map { (name: $0.0, value: $0.1) }
        if let visitor { all.append(("csrf", visitor.csrf)) }
        return try await send(
            .post, path, as: visitor,
            [
                .contentType: "application/x-www-form-urlencoded",
                .origin: TestServer.origin,
            ], Array(FormFields(all).encoded.utf8))
    }

    /// A form with one file.
    func upload(
        _ path: String, _ fields: [(String, String)] = [], field: String, file: String,
        _ content: [UInt8], as visitor: Visitor
    ) async throws -> Served {
        let boundary = "test-boundary-7f3a"
        var body: [UInt8] = []
        for (name, value) in fields + [("csrf", visitor.csrf)] {
            body += Array(
                "--\(boundary)\r\ncontent-disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
                    .utf8)
        }
        let head =
            "--\(boundary)\r\ncontent-disposition: form-data; name=\"\(field)\"; "
            + "filename=\"\(file)\"\r\ncontent-type: application/octet-stream\r\n\r\n"
        body += Array(head.utf8) + content + Array("\r\n--\(boundary)--\r\n".utf8)
        return try await send(
            .post, path, as: visitor,
            [
                .contentType: "multipart/form-data; boundary=\(boundary)",
                .origin: TestServer.origin,
            ], body)
    }

    /// A program's request.
    func call(
        _ method: HTTPRequest.Method, _ path: String, token: String?, json: String? = nil
    ) async throws -> Served {
        var headers: HTTPFields = [:]
        if let token { headers[.authorization] = "Bearer \(token)" }
        if json != nil { headers[.contentType] = "application/json" }
        return try await send(method, path, as: nil, headers, json.map { Array($0.utf8) } ?? [])
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, as visitor: Visitor?,
        _ headers: HTTPFields = [:], _ body: [UInt8] = []
    ) async throws -> Served {
        var headers = headers
        if let visitor, headers[.cookie] == nil { headers[.cookie] = visitor.cookie }
        return try await client.execute(
            uri: path, method: method, headers: headers,
            body: body.isEmpty ? nil : ByteBuffer(bytes: body)
        ) { response in
            Served(
                status: response.status, headers: response.headers,
                bytes: Array(response.body.readableBytesView))
        }
    }
}
