/// A signature line of a note: who claims to have signed, and the bytes.
package struct NoteSignature: Hashable, Sendable {
    package let name: String
    package let keyID: UInt32
    /// The signature without the key's id.
    package let bytes: [UInt8]

    init(name: String, keyID: UInt32, bytes: [UInt8]) {
        self.name = name
        self.keyID = keyID
        self.bytes = bytes
    }

    /// The line of a signature that a key made over a note's text.
    package init(of key: NoteVerifierKey, bytes: [UInt8]) {
        self.init(name: key.name, keyID: key.id, bytes: bytes)
    }

    /// The em dash, U+2014, and the space after it.
    private static let dash = Array("— ".utf8)

    /// The line with its newline, as a witness answers it.
    package var line: [UInt8] {
        let id = withUnsafeBytes(of: keyID.bigEndian) { Array($0) }
        return Self.dash + Array(name.utf8) + [UInt8(ascii: " ")]
            + Base64.encodedBytes(id + bytes) + [0x0a]
    }

    /// Reads a line without its newline; nil unless it is the one way to write a signature.
    package init?(line: some Collection<UInt8>) {
        guard line.starts(with: Self.dash) else { return nil }
        let parts = line.dropFirst(Self.dash.count).split(
            separator: UInt8(ascii: " "), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, NoteName.isValid(parts[0]),
            let name = String(validating: parts[0], as: UTF8.self),
            parts[1].count <= NoteLimit.signatureBytes * 4 / 3 + 4,
            let bytes = Base64.decode(parts[1]),
            (5...NoteLimit.signatureBytes).contains(bytes.count)
        else { return nil }
        self.name = name
        keyID = bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
        self.bytes = Array(bytes.dropFirst(4))
    }

    /// What a witness signs for a note's text (C2SP tlog-cosignature, Ed25519).
    static func cosigned(_ text: [UInt8], at time: UInt64) -> [UInt8] {
        Array("cosignature/v1\ntime \(time)\n".utf8) + text
    }
}

/// A note as it was read: text and signatures that nobody has verified (C2SP signed-note).
///
/// Its text means nothing until ``verified(by:)`` has made a ``VerifiedNote`` of it.
package struct SignedNote: Hashable, Sendable {
    /// What is signed, in UTF-8; it ends in a newline.
    package let text: [UInt8]
    /// At least one; those of unknown keys too.
    package let signatures: [NoteSignature]

    /// - Throws: ``NoteDefect`` unless text and signatures make up a note that can be read back.
    package init(text: [UInt8], signatures: [NoteSignature]) throws(NoteDefect) {
        guard text.last == 0x0a, !signatures.isEmpty else { throw .structure }
        guard signatures.count <= NoteLimit.signatures else { throw .tooManySignatures }
        self.text = text
        self.signatures = signatures
        try Self.check(bytes)
    }

    /// The note with one more signature at its end.
    ///
    /// - Throws: ``NoteDefect`` when the note would be too long.
    package func adding(_ signature: NoteSignature) throws(NoteDefect) -> SignedNote {
        guard !signatures.contains(signature) else { return self }
        return try SignedNote(text: text, signatures: signatures + [signature])
    }

    /// The note byte for byte as it is kept and sent.
    package var bytes: [UInt8] {
        signatures.reduce(into: text + [0x0a]) { $0 += $1.line }
    }

    /// Reads a note, byte for byte.
    ///
    /// - Throws: ``NoteDefect``.
    package init(parsing bytes: [UInt8]) throws(NoteDefect) {
        try Self.check(bytes)
        guard bytes.last == 0x0a, let end = Self.lastBlankLine(bytes) else { throw .structure }
        let lines = bytes[(end + 1)...].dropLast().split(
            separator: 0x0a, omittingEmptySubsequences: false)
        guard lines.count <= NoteLimit.signatures else { throw .tooManySignatures }
        var signatures: [NoteSignature] = []
        for (index, line) in lines.enumerated() {
            guard let signature = NoteSignature(line: line) else {
                throw .signatureLine(index + 1)
            }
            signatures.append(signature)
        }
        text = Array(bytes[..<end])
        self.signatures = signatures
    }

    private static func check(_ bytes: [UInt8]) throws(NoteDefect) {
        guard bytes.count <= NoteLimit.noteBytes else { throw .tooLong(bytes: bytes.count) }
        guard !bytes.contains(where: { $0 < 0x20 && $0 != 0x0a }),
            String(validating: bytes, as: UTF8.self) != nil
        else { throw .characters }
    }

    /// The index of the last newline that makes a line empty; text lies before it.
    private static func lastBlankLine(_ bytes: [UInt8]) -> Int? {
        guard bytes.count > 2 else { return nil }
        return (1..<bytes.count - 1).last { bytes[$0] == 0x0a && bytes[$0 - 1] == 0x0a }
    }
}
