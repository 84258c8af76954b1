/// What an authenticator writes, in the part of CBOR (RFC 8949) that WebAuthn uses: definite
/// lengths, whole numbers, bytes, texts, lists, maps and simple values.
indirect enum CBORValue: Hashable {
    case integer(Int64)
    case bytes([UInt8])
    case text(String)
    case list([CBORValue])
    case map([CBORValue: CBORValue])
    case boolean(Bool)
    case null

    /// The bounds of what is read.
    enum Limit {
        /// Units: bytes.
        static let content = 16_384
        static let depth = 6
        /// Members of a list or a map.
        static let members = 64
    }

    /// The first value of the bytes and what follows it; nil for anything that is out of bounds,
    /// cut off, or another part of CBOR.
    static func read(_ bytes: ArraySlice<UInt8>) -> (value: CBORValue, rest: ArraySlice<UInt8>)? {
        guard bytes.count <= Limit.content else { return nil }
        var reader = Reader(rest: bytes)
        guard let value = reader.value(depth: 0) else { return nil }
        return (value, reader.rest)
    }

    subscript(_ name: String) -> CBORValue? { self[.text(name)] }
    subscript(_ number: Int64) -> CBORValue? { self[.integer(number)] }

    private subscript(_ key: CBORValue) -> CBORValue? {
        guard case .map(let members) = self else { return nil }
        return members[key]
    }

    var asBytes: [UInt8]? {
        guard case .bytes(let bytes) = self else { return nil }
        return bytes
    }

    private struct Reader {
        var rest: ArraySlice<UInt8>

        mutating func value(depth: Int) -> CBORValue? {
            guard depth <= Limit.depth, let first = rest.popFirst() else { return nil }
            let major = first >> 5
            if major == 7 { return simple(first & 31) }
            guard let number = argument(first & 31) else { return nil }
            switch major {
            case 0: return Int64(exactly: number).map { .integer($0) }
            case 1: return Int64(exactly: number).map { .integer(-1 - $0) }
            case 2: return content(number).map { .bytes($0) }
            case 3:
                return content(number).flatMap { String(validating: $0, as: UTF8.self) }
                    .map { .text($0) }
            case 4: return list(number, depth: depth)
            case 5: return map(number, depth: depth)
            // Tags do not occur in what we read.
            default: return nil
            }
        }

        private func simple(_ number: UInt8) -> CBORValue? {
            switch number {
            case 20: .boolean(false)
            case 21: .boolean(true)
            case 22: .null
            default: nil
            }
        }

        private mutating func argument(_ short: UInt8) -> UInt64? {
            guard short >= 24 else { return UInt64(short) }
            // 31 begins what has no stated length: WebAuthn does not use it.
            guard short <= 27 else { return nil }
            let count = 1 << Int(short - 24)
            guard rest.count >= count else { return nil }
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count).reduce(0) { $0 << 8 | UInt64($1) }
        }

        private mutating func content(_ count: UInt64) -> [UInt8]? {
            guard count <= UInt64(rest.count) else { return nil }
            defer { rest = rest.dropFirst(Int(count)) }
            return Array(rest.prefix(Int(count)))
        }

        private mutating func list(_ count: UInt64, depth: Int) -> CBORValue? {
            guard count <= UInt64(Limit.members) else { return nil }
            var members: [CBORValue] = []
            for _ in 0..<count {
                guard let member = value(depth: depth + 1) else { return nil }
                members.append(member)
            }
            return .list(members)
        }

        private mutating func map(_ count: UInt64, depth: Int) -> CBORValue? {
            guard count <= UInt64(Limit.members) else { return nil }
            var members: [CBORValue: CBORValue] = [:]
            for _ in 0..<count {
                guard let key = value(depth: depth + 1), let member = value(depth: depth + 1),
                    members.updateValue(member, forKey: key) == nil
                else { return nil }
            }
            return .map(members)
        }
    }
}
