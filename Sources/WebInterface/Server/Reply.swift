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
