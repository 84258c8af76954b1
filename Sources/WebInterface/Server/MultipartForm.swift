/// A file that came with a form.
package struct UploadedFile: Sendable {
    /// The form's name for it.
    package let field: String
    /// The name without its folder, as the sender says; not to be trusted. Bounds: 200 bytes.
    package let name: String
    package let contentType: String
    package let bytes: [UInt8]
}

/// Reads `multipart/form-data` (RFC 7578) that is whole in memory.
struct MultipartForm {
    private(set) var fields: [(name: String, value: String)] = []
    private(set) var files: [UploadedFile] = []

    private static let lineEnd = Array("\r\n".utf8)
    private static let headEnd = Array("\r\n\r\n".utf8)
    private static let headLimit = 4_096

    /// The boundary that a content type names; nil where it is no form with parts.
    static func boundary(_ contentType: String) -> String? {
        let parts = contentType.split(separator: ";").map { $0.trimmed }
        guard parts.first?.lowercased() == "multipart/form-data" else { return nil }
        for part in parts.dropFirst() where part.lowercased().hasPrefix("boundary=") {
            let text = part.dropFirst(9).unquoted
            // RFC 2046, section 5.1.1: 1 to 70 characters.
            return (1...70).contains(text.utf8.count) ? text : nil
        }
        return nil
    }

    /// - Returns: nil when it is malformed or exceeds a limit.
    init?(_ body: [UInt8], boundary: String) {
        let marker = Array("--\(boundary)".utf8)
        guard body.starts(with: marker) else { return nil }
        var position = marker.count
        while true {
            let rest = body[position...]
            if rest.starts(with: Array("--".utf8)) { return }
            guard rest.starts(with: Self.lineEnd) else { return nil }
            position += 2
            guard
                let headEnd = Self.find(
                    Self.headEnd, in: body, from: position,
                    to: min(body.count, position + Self.headLimit)),
                let head = String(validating: body[position..<headEnd], as: UTF8.self),
                let end = Self.find(
                    Self.lineEnd + marker, in: body, from: headEnd + 4, to: body.count)
            else { return nil }
            guard add(head, Array(body[(headEnd + 4)..<end])) else { return nil }
            position = end + 2 + marker.count
        }
    }

    private mutating func add(_ head: String, _ content: [UInt8]) -> Bool {
        var name: String?
        var file: String?
        var type = "application/octet-stream"
        for line in head.split(separator: "\r\n", omittingEmptySubsequences: true) {
            guard let colon = line.firstIndex(of: ":") else { return false }
            let value = line[line.index(after: colon)...]
            switch line[..<colon].lowercased() {
            case "content-disposition":
                let words = Self.parameters(value)
                guard words.first?.value == "form-data" else { return false }
                name = words.first { $0.name == "name" }?.value
                file = words.first { $0.name == "filename" }?.value
            case "content-type": type = value.trimmed.lowercased()
            default: break
            }
        }
        guard let name, name.utf8.count <= 100 else { return false }
        if let file {
            // An empty field for a file is sent as a nameless empty one.
            if file.isEmpty, content.isEmpty { return true }
            guard files.count < RouteLimit.files else { return false }
            let base = file.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? "file"
            files.append(
                UploadedFile(
                    field: name, name: String(base.suffix(100)), contentType: type,
                    bytes: content))
            return true
        }
        guard fields.count < RouteLimit.fields, !content.contains(0),
            let text = String(validating: content, as: UTF8.self)
        else { return false }
        fields.append((name, text))
        return true
    }

    /// `form-data; name="a"; filename="b"`: the first word stands without a name.
    private static func parameters(_ text: Substring) -> [(name: String, value: String)] {
        var words: [String] = []
        var word = ""
        var isQuoted = false
        var isEscaped = false
        for character in text {
            if isEscaped {
                word.append(character)
                isEscaped = false
            } else if isQuoted, character == "\\" {
                word.append(character)
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
                word.append(character)
            } else if character == ";", !isQuoted {
                words.append(word)
                word = ""
            } else {
                word.append(character)
            }
        }
        words.append(word)
        return words.map { word in
            let trimmed = word[...].trimmed
            guard let equals = trimmed.firstIndex(of: "=") else { return ("", trimmed) }
            let value = trimmed[trimmed.index(after: equals)...].unquoted
            return (trimmed[..<equals].lowercased(), value)
        }
    }

    private static func find(
        _ needle: [UInt8], in body: [UInt8], from start: Int, to end: Int
    ) -> Int? {
        guard start <= end - needle.count else { return nil }
        return body.withUnsafeBufferPointer { bytes in
            var position = start
            let last = end - needle.count
            while position <= last {
                if bytes[position] == needle[0],
                    needle.indices.allSatisfy({ bytes[position + $0] == needle[$0] })
                {
                    return position
                }
                position += 1
            }
            return nil
        }
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var rest = self
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }

    /// The text without its quotation marks and escapes (RFC 7578 and browsers: `\"`, `%22`).
    fileprivate var unquoted: String {
        guard count >= 2, first == "\"", last == "\"" else { return String(self) }
        return String(dropFirst().dropLast()).replacing("\\\"", with: "\"")
            .replacing("%22", with: "\"")
    }
}
