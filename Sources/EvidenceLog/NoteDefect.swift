/// The bounds of what comes from outside as a note or a file around one.
package enum NoteLimit {
    /// The longest note, in bytes.
    package static let noteBytes = 65_536
    /// The most signatures; the format asks readers to accept at least 16.
    package static let signatures = 64
    /// The longest name of a key, in bytes of UTF-8.
    package static let nameBytes = 255
    /// The longest signature with its key's id, in bytes: room for those of coming algorithms.
    package static let signatureBytes = 8_192
}

/// Why bytes are no signed note: a closed set; the offending text is not repeated.
package enum NoteDefect: Error, Hashable, Sendable {
    case tooLong(bytes: Int)
    /// Not UTF-8, or a control character other than the newline.
    case characters
    /// No blank line between text and signatures, or no newline at an end.
    case structure
    case tooManySignatures
    /// A signature line is not an em dash, a name and the Base64 of id and signature.
    case signatureLine(Int)

    package var cause: String {
        switch self {
        case .tooLong(let bytes): "the note has \(bytes) bytes, \(NoteLimit.noteBytes) at most"
        case .characters: "the note is not UTF-8 without control characters"
        case .structure: "the note has no text, blank line and signatures that end in a newline"
        case .tooManySignatures: "the note has more than \(NoteLimit.signatures) signatures"
        case .signatureLine(let number): "signature line \(number) of the note is malformed"
        }
    }

    package var mend: String {
        switch self {
        case .tooLong: "check that the file is a note"
        case .tooManySignatures: "leave out signatures that nobody needs"
        case .characters, .structure, .signatureLine:
            "fetch the note again, byte for byte; editors and mail change it"
        }
    }
}

/// Why a text or bytes are no key of notes; a private key is never repeated.
package enum KeyDefect: Error, Hashable, Sendable {
    /// The name is empty or too long, or has a space, a plus or a control character.
    case name
    /// The text has not the parts of a key.
    case structure
    /// The key's algorithm is not the one that is needed here.
    case algorithm(expected: UInt8)
    /// The key is not 32 bytes.
    case length(Int)
    /// The id does not follow from name, algorithm and key.
    case id

    package var cause: String {
        switch self {
        case .name: "the key's name is empty, too long, or has a space, plus or control character"
        case .structure: "the text has not the parts of a key"
        case .algorithm(let expected): "the key is not of algorithm \(expected)"
        case .length(let bytes): "the key has \(bytes) bytes where 32 are needed"
        case .id: "the key's id does not follow from its name and bytes"
        }
    }

    package var mend: String {
        switch self {
        case .name: "use a name such as port.example/evidence"
        case .structure: "copy the whole key: name+id+key, or PRIVATE+KEY+name+id+key"
        case .algorithm(let expected):
            expected == NoteAlgorithm.cosignature.rawValue
                ? "give a witness's key" : "give a log's key, not a witness's"
        case .length: "give the 32 bytes of an Ed25519 key"
        case .id: "copy the key again: a part of it was changed"
        }
    }
}
