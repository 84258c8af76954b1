extension AgreementNode {
    /// Reads canonical JSON into nodes. Places are not kept: a canonical form is one line.
    ///
    /// What canonical JSON cannot hold is not read: white space, fractions, null. Whether the rest
    /// is spelt canonically is for the caller to check, by writing it again.
    static func parse(json: String) -> AgreementNode? {
        var text = json
        return text.withUTF8 { bytes in
            var reader = CanonicalJSONReader(bytes: bytes)
            guard let node = reader.value(path: "", depth: 0), reader.take("\n"), reader.isAtEnd
            else { return nil }
            return node
        }
    }
}

/// Reads the bytes once, from the first to the last.
private struct CanonicalJSONReader {
    let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }
    private var next: UInt8? { isAtEnd ? nil : bytes[position] }

    mutating func take(_ sign: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: sign) else { return false }
        position += 1
        return true
    }

    mutating func value(path: String, depth: Int) -> AgreementNode? {
        guard depth <= AgreementNode.depthLimit, let next else { return nil }
        let value: AgreementNode.Value?
        switch next {
        case UInt8(ascii: "{"):
            value = members(path: path, depth: depth + 1).map { .mapping($0) }
        case UInt8(ascii: "["): value = items(path: path, depth: depth + 1).map { .list($0) }
        case UInt8(ascii: "\""): value = text().map { .text($0, isPlain: false) }
        default: value = word().map { .text($0, isPlain: true) }
        }
        return value.map { AgreementNode(value: $0, place: Self.place, path: path) }
    }

    private static let place = DocumentPlace(line: 1, column: 1)

    private mutating func members(path: String, depth: Int) -> [AgreementNode.Member]? {
        guard take("{") else { return nil }
        var members: [AgreementNode.Member] = []
        if take("}") { return members }
        repeat {
            guard let key = text(), take(":"),
                let node = value(path: AgreementNode.path(path, key: key), depth: depth)
            else { return nil }
            members.append(AgreementNode.Member(key: key, keyPlace: Self.place, node: node))
        } while take(",")
        return take("}") ? members : nil
    }

    private mutating func items(path: String, depth: Int) -> [AgreementNode]? {
        guard take("[") else { return nil }
        var items: [AgreementNode] = []
        if take("]") { return items }
        repeat {
            let inner = AgreementNode.path(path, index: items.count)
            guard let node = value(path: inner, depth: depth) else { return nil }
            items.append(node)
        } while take(",")
        return take("]") ? items : nil
    }

    /// A number, `true` or `false`: what the reader of agreements takes as plain text.
    private mutating func word() -> String? {
        let start = position
        while let byte = next, (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte) {
            position += 1
        }
        return start == position
            ? nil : String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// A text. Of the escapes only those that canonical JSON has for visible texts are known; the
    /// others stand for characters that no agreement holds.
    private mutating func text() -> String? {
        guard take("\"") else { return nil }
        var result: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: result, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = next, escaped == 0x22 || escaped == 0x5c else { return nil }
                position += 1
                result.append(escaped)
            case 0..<0x20: return nil
            default: result.append(byte)
            }
        }
        return nil
    }
}
