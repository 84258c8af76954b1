package import HTTPTypes

/// What a handler answers.
package struct Reply: Sendable {
    package var status: HTTPResponse.Status
    package var headers: HTTPFields
    package var body: [UInt8]

    /// An answer of any kind; an empty type leaves the field out.
    package init(
        _ status: HTTPResponse.Status, type: String, _ body: [UInt8], headers: HTTPFields = [:]
    ) {
        (self.status, self.headers, self.body) = (status, headers, body)
        if !type.isEmpty { self.headers[.contentType] = type }
    }

    /// After a form: see the result under its own address. `path` is one of ours.
    package static func redirect(_ path: String) -> Reply {
        precondition(path.hasPrefix("/") && !path.hasPrefix("//"), "a path of this node")
        return Reply(.seeOther, type: "", [], headers: [.location: path])
    }

    /// A file to keep.
    ///
    /// - Parameter name: of letters, digits, `-`, `_` and `.`; others become `-`.
    package static func file(_ bytes: [UInt8], type: String, name: String) -> Reply {
        let safe = String(
            name.map { character in
                let isSafe =
                    character.isASCII
                    && (character.isLetter || character.isNumber || "-_.".contains(character))
                return isSafe ? character : "-"
            })
        var reply = Reply(.ok, type: type, bytes)
        reply.headers[.contentDisposition] = "attachment; filename=\"\(safe)\""
        return reply
    }

    /// A JSON document that is ready.
    package static func json(
        _ bytes: [UInt8], status: HTTPResponse.Status = .ok
    ) -> Reply {
        Reply(status, type: "application/json", bytes)
    }
}

/// A cookie that the node sets.
struct Cookie {
    /// Without the prefix `__Host-`.
    let name: String
    let value: String
    /// How long the browser keeps it; nil until it is closed, 0 to forget it now.
    let seconds: Int64?

    static let session = "__Host-session"
    static let device = "__Host-device"
    static let language = "__Host-language"

    /// The field's text: for this host alone, over TLS or the own machine alone, out of reach of
    /// scripts, and sent by our own pages alone.
    var field: String {
        var text = "\(name)=\(value); Path=/; Secure; HttpOnly; SameSite=Strict"
        if let seconds { text += "; Max-Age=\(seconds)" }
        return text
    }

    /// The value of a cookie of a request; nil where there is none.
    static func value(_ name: String, in fields: [String]) -> String? {
        for field in fields {
            for part in field.split(separator: ";") {
                var rest = part
                while rest.first == " " { rest.removeFirst() }
                if rest.hasPrefix("\(name)=") { return String(rest.dropFirst(name.count + 1)) }
            }
        }
        return nil
    }
}

extension Reply {
    /// The reply with a cookie beside those that it sets already.
    func setting(_ cookie: Cookie) -> Reply {
        var reply = self
        reply.headers.append(HTTPField(name: .setCookie, value: cookie.field))
        return reply
    }
}

extension Reply {
    static func plain(_ text: String, _ status: HTTPResponse.Status = .ok) -> Reply {
        Reply(status, type: "text/plain; charset=utf-8", Array(text.utf8))
    }
}
