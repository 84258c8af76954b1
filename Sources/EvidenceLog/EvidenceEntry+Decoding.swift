extension EvidenceEntry {
    /// Reads the canonical encoding and nothing else.
    ///
    /// - Throws: ``EntryDefect``; bytes that `body` of no entry returns are refused.
    package init(decoding bytes: [UInt8]) throws(EntryDefect) {
        guard bytes.count <= Limit.bodyBytes else {
            throw .tooLong(member: "the entry", bytes: bytes.count, limit: Limit.bodyBytes)
        }
        var reader = CanonicalReader(bytes: bytes)
        try reader.expect("{\"act\":\"")
        let actPlace = reader.place
        guard let act = EvidenceAct(rawValue: try reader.text()) else {
            throw .malformed(at: actPlace)
        }
        try reader.expect(",\"at\":")
        let at = try reader.number()
        let basis = try reader.member(",\"basis\":\"")
        let clause = try reader.member(",\"clause\":\"")
        let objects = try reader.objects()
        let organisation = try reader.member(",\"organisation\":\"")
        let person = try reader.member(",\"person\":\"")
        let purpose = try reader.member(",\"purpose\":\"")
        let result = try reader.member(",\"result\":\"")
        let role = try reader.member(",\"role\":\"")
        let subject = try reader.member(",\"subject\":\"")
        let within = reader.takes(",\"within\":") ? try reader.number() : nil
        try reader.expect("}")
        guard reader.isAtEnd else { throw .malformed(at: reader.place) }
        try self.init(
            act: act, at: at, person: person, organisation: organisation, role: role,
            purpose: purpose, basis: basis, clause: clause, subject: subject, result: result,
            within: within, objects: objects)
        // The last gate: whatever the reader lets pass, only one text of an entry is accepted.
        guard body == bytes else { throw .notCanonical }
    }
}

/// Walks through canonical JSON; every step either moves forward or throws.
private struct CanonicalReader {
    let bytes: [UInt8]
    private(set) var place = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { place == bytes.count }

    /// Steps over the literal when it comes next.
    mutating func takes(_ literal: StaticString) -> Bool {
        let count = literal.utf8CodeUnitCount
        guard bytes.count - place >= count else { return false }
        for offset in 0..<count where bytes[place + offset] != literal.utf8Start[offset] {
            return false
        }
        place += count
        return true
    }

    mutating func expect(_ literal: StaticString) throws(EntryDefect) {
        guard takes(literal) else { throw .malformed(at: place) }
    }

    mutating func number() throws(EntryDefect) -> Int64 {
        let digits = bytes[place...].prefix(while: DecimalText.isDigit)
        guard let value = DecimalText.parse(digits) else { throw .malformed(at: place) }
        place += digits.count
        return Int64(value)
    }

    mutating func member(_ key: StaticString) throws(EntryDefect) -> String {
        takes(key) ? try text() : ""
    }

    /// The text up to the closing quote, which is stepped over.
    mutating func text() throws(EntryDefect) -> String {
        let start = place
        var content: [UInt8] = []
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw .malformed(at: start)
                }
                return text
            case UInt8(ascii: "\\"): content.append(try escape())
            case 0..<0x20: throw .malformed(at: place - 1)
            default: content.append(byte)
            }
        }
        throw .malformed(at: place)
    }

    /// The byte that an escape stands for; only the escapes that the encoder writes.
    private mutating func escape() throws(EntryDefect) -> UInt8 {
        guard place < bytes.count else { throw .malformed(at: place) }
        place += 1
        switch bytes[place - 1] {
        case UInt8(ascii: "\""): return UInt8(ascii: "\"")
        case UInt8(ascii: "\\"): return UInt8(ascii: "\\")
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "n"): return 0x0a
        case UInt8(ascii: "f"): return 0x0c
        case UInt8(ascii: "r"): return 0x0d
        case UInt8(ascii: "u"):
            try expect("00")
            let value = try hexByte()
            guard value < 0x20 else { throw .malformed(at: place - 1) }
            return value
        default: throw .malformed(at: place - 1)
        }
    }

    private mutating func hexByte() throws(EntryDefect) -> UInt8 {
        let high = try hexDigit()
        return high << 4 | (try hexDigit())
    }

    private mutating func hexDigit() throws(EntryDefect) -> UInt8 {
        guard place < bytes.count else { throw .malformed(at: place) }
        place += 1
        switch bytes[place - 1] {
        case let digit where DecimalText.isDigit(digit):
            return digit - UInt8(ascii: "0")
        case let digit where (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(digit):
            return digit - UInt8(ascii: "a") + 10
        default: throw .malformed(at: place - 1)
        }
    }

    mutating func objects() throws(EntryDefect) -> [EvidenceObject] {
        guard takes(",\"objects\":[") else { return [] }
        var objects: [EvidenceObject] = []
        repeat {
            guard objects.count < EvidenceEntry.Limit.objects else {
                throw .tooManyObjects(objects.count + 1)
            }
            objects.append(try object())
        } while takes(",")
        try expect("]")
        return objects
    }

    private mutating func object() throws(EntryDefect) -> EvidenceObject {
        var digest: [UInt8]?
        if takes("{\"digest\":\"") {
            var found: [UInt8] = []
            while !takes("\"") {
                guard found.count < EvidenceObject.Limit.digestBytes.upperBound else {
                    throw .digest(bytes: found.count + 1)
                }
                found.append(try hexByte())
            }
            digest = found
            try expect(",\"name\":\"")
        } else {
            try expect("{\"name\":\"")
        }
        let name = try text()
        try expect("}")
        return try EvidenceObject(name: name, digest: digest)
    }
}
