/// One act as the evidence log keeps it: who did what, why, on which basis, with which result.
///
/// Empty texts mean "not said". The entry itself never leaves the node with the log: the log
/// publishes its commitment alone.
package struct EvidenceEntry: Hashable, Sendable {
    package let act: EvidenceAct
    /// Seconds since 1970-01-01 UTC.
    package let at: Int64
    package let person: String
    package let organisation: String
    package let role: String
    package let purpose: String
    package let basis: String
    package let clause: String
    package let subject: String
    package let result: String
    /// The index of the entry that began the act of which this is a part.
    package let within: Int64?
    package let objects: [EvidenceObject]

    /// The bounds of an entry.
    package enum Limit {
        /// The longest text, in bytes of UTF-8.
        package static let textBytes = 1_000
        /// The most objects; longer lists go into several entries that name the same beginning.
        package static let objects = 4_096
        /// The latest moment: the last second of the year 9999.
        package static let at: Int64 = 253_402_300_799
        /// The largest index: JSON readers count exactly up to 2^53 − 1.
        package static let index: Int64 = 9_007_199_254_740_991
        /// The longest encoding, in bytes; no entry within the other bounds comes near it.
        package static let bodyBytes = 8_388_608
    }

    /// - Throws: ``EntryDefect`` when a value is outside ``Limit``.
    package init(
        act: EvidenceAct, at: Int64, person: String = "", organisation: String = "",
        role: String = "", purpose: String = "", basis: String = "", clause: String = "",
        subject: String = "", result: String = "", within: Int64? = nil,
        objects: [EvidenceObject] = []
    ) throws(EntryDefect) {
        guard (0...Limit.at).contains(at) else { throw .time }
        if let within, !(0...Limit.index).contains(within) { throw .index }
        guard objects.count <= Limit.objects else { throw .tooManyObjects(objects.count) }
        self.act = act
        self.at = at
        self.person = try Self.checked(person, "person")
        self.organisation = try Self.checked(organisation, "organisation")
        self.role = try Self.checked(role, "role")
        self.purpose = try Self.checked(purpose, "purpose")
        self.basis = try Self.checked(basis, "basis")
        self.clause = try Self.checked(clause, "clause")
        self.subject = try Self.checked(subject, "subject")
        self.result = try Self.checked(result, "result")
        self.within = within
        self.objects = objects
    }

    private static func checked(
        _ text: String, _ member: StaticString
    ) throws(EntryDefect) -> String {
        let count = text.utf8.count
        guard count <= Limit.textBytes else {
            throw .tooLong(member: "\(member)", bytes: count, limit: Limit.textBytes)
        }
        return text
    }
}

/// One thing that an act concerned: its name, and the digest of its content at that moment.
package struct EvidenceObject: Hashable, Sendable {
    package let name: String
    /// Nil when the content was destroyed, so that there is nothing to compare with.
    package let digest: [UInt8]?

    /// The bounds of an object.
    package enum Limit {
        /// The length of a name, in bytes of UTF-8.
        package static let nameBytes = 1...256
        /// The length of a digest, in bytes.
        package static let digestBytes = 1...64
    }

    /// - Throws: ``EntryDefect`` when a length is outside ``Limit``.
    package init(name: String, digest: [UInt8]?) throws(EntryDefect) {
        guard !name.isEmpty else { throw .emptyName }
        guard Limit.nameBytes.contains(name.utf8.count) else {
            throw .tooLong(
                member: "name", bytes: name.utf8.count, limit: Limit.nameBytes.upperBound)
        }
        if let digest, !Limit.digestBytes.contains(digest.count) {
            throw .digest(bytes: digest.count)
        }
        self.name = name
        self.digest = digest
    }
}

/// Why something is no entry of the evidence log; the offending text itself is never repeated.
package enum EntryDefect: Error, Hashable, Sendable {
    /// The time lies before 1970 or after the year 9999.
    case time
    /// The index of the beginning is negative or beyond 2^53 − 1.
    case index
    case tooManyObjects(Int)
    case tooLong(member: String, bytes: Int, limit: Int)
    case emptyName
    case digest(bytes: Int)
    /// The bytes are no entry from this place on, counted from 0.
    case malformed(at: Int)
    /// The entry can be read, but its canonical encoding is another.
    case notCanonical

    package var cause: String {
        switch self {
        case .time: "the time is outside the years 1970 to 9999"
        case .index: "the index of the beginning is outside 0 to \(EvidenceEntry.Limit.index)"
        case .tooManyObjects(let count):
            "the entry names \(count) objects, \(EvidenceEntry.Limit.objects) at most"
        case .tooLong(let member, let bytes, let limit):
            "\(member) has \(bytes) bytes, \(limit) at most"
        case .emptyName: "an object has no name"
        case .digest(let bytes):
            "a digest has \(bytes) bytes, \(EvidenceObject.Limit.digestBytes.upperBound) at most"
        case .malformed(let place): "byte \(place) does not fit the form of an entry"
        case .notCanonical: "the entry is not in its canonical form"
        }
    }

    package var mend: String {
        switch self {
        case .time: "give seconds since 1970 in UTC"
        case .index: "name an entry of the log"
        case .tooManyObjects: "part the list over several entries within the same act"
        case .tooLong: "shorten it, or name an object that holds the rest"
        case .emptyName: "name the object"
        case .digest: "give the SHA-256 of the content, or nil where it was destroyed"
        case .malformed, .notCanonical: "compare with docs/formats/evidence.md"
        }
    }
}
