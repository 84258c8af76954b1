// Canonical JSON: sorted keys, no white space, the escapes of RFC 8785, empty members left out.
// Written by hand: it runs once for every imported record.

extension EvidenceEntry {
    /// The canonical encoding: one line of JSON without a newline.
    package var body: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(320 + 160 * objects.count)
        append(to: &bytes)
        return bytes
    }

    /// Appends the canonical encoding, so that one buffer can serve many entries.
    package func append(to bytes: inout [UInt8]) {
        bytes.append(literal: "{\"act\":\"")
        bytes.append(utf8: act.rawValue)
        bytes.append(literal: "\",\"at\":")
        DecimalText.append(at, to: &bytes)
        bytes.append(member: ",\"basis\":\"", basis)
        bytes.append(member: ",\"clause\":\"", clause)
        appendObjects(to: &bytes)
        bytes.append(member: ",\"organisation\":\"", organisation)
        bytes.append(member: ",\"person\":\"", person)
        bytes.append(member: ",\"purpose\":\"", purpose)
        bytes.append(member: ",\"result\":\"", result)
        bytes.append(member: ",\"role\":\"", role)
        bytes.append(member: ",\"subject\":\"", subject)
        if let within {
            bytes.append(literal: ",\"within\":")
            DecimalText.append(within, to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private func appendObjects(to bytes: inout [UInt8]) {
        guard !objects.isEmpty else { return }
        bytes.append(literal: ",\"objects\":[")
        var isFirst = true
        for object in objects {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            if let digest = object.digest {
                bytes.append(literal: "{\"digest\":\"")
                bytes.append(hex: digest)
                bytes.append(literal: "\",\"name\":\"")
            } else {
                bytes.append(literal: "{\"name\":\"")
            }
            bytes.append(escaped: object.name)
            bytes.append(literal: "\"}")
        }
        bytes.append(UInt8(ascii: "]"))
    }
}

private let hexDigits = Array("0123456789abcdef".utf8)

extension [UInt8] {
    fileprivate mutating func append(literal: StaticString) {
        append(
            contentsOf: UnsafeBufferPointer(
                start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    fileprivate mutating func append(utf8 text: String) {
        var text = text
        text.withUTF8 { append(contentsOf: $0) }
    }

    /// Appends a key and its text, or nothing where the text is empty.
    fileprivate mutating func append(member key: StaticString, _ text: String) {
        guard !text.isEmpty else { return }
        append(literal: key)
        append(escaped: text)
        append(UInt8(ascii: "\""))
    }

    fileprivate mutating func append(hex digest: [UInt8]) {
        for byte in digest {
            append(hexDigits[Int(byte >> 4)])
            append(hexDigits[Int(byte & 15)])
        }
    }

    fileprivate mutating func append(escaped text: String) {
        var text = text
        text.withUTF8 { bytes in
            // Most texts need no escape: they are copied as one piece.
            if bytes.contains(where: Self.needsEscape) {
                for byte in bytes { append(escaping: byte) }
            } else {
                append(contentsOf: bytes)
            }
        }
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func append(escaping byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append(literal: "\\\"")
        case UInt8(ascii: "\\"): append(literal: "\\\\")
        case 0x08: append(literal: "\\b")
        case 0x09: append(literal: "\\t")
        case 0x0a: append(literal: "\\n")
        case 0x0c: append(literal: "\\f")
        case 0x0d: append(literal: "\\r")
        case 0..<0x20:
            append(literal: "\\u00")
            append(hex: [byte])
        default: append(byte)
        }
    }
}
