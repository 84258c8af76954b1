import Crypto

/// The algorithms of signatures on notes that this node makes and verifies (C2SP signed-note).
package enum NoteAlgorithm: UInt8, CaseIterable, Hashable, Sendable {
    /// Ed25519 over the note's text.
    case ed25519 = 1
    /// Ed25519 over a moment and a checkpoint: what a witness signs (C2SP tlog-cosignature).
    case cosignature = 4
}

/// A public key with its name: who is trusted to sign.
package struct NoteVerifierKey: Hashable, Sendable {
    package let name: String
    package let algorithm: NoteAlgorithm
    /// The 32 bytes of an Ed25519 public key (RFC 8032).
    package let publicKey: [UInt8]
    /// The first four bytes of SHA-256 over name, newline, algorithm and key.
    package let id: UInt32

    /// - Throws: ``KeyDefect``.
    package init(
        name: String, algorithm: NoteAlgorithm, publicKey: [UInt8]
    ) throws(KeyDefect) {
        guard NoteName.isValid(name.utf8) else { throw .name }
        guard publicKey.count == 32 else { throw .length(publicKey.count) }
        self.name = name
        self.algorithm = algorithm
        self.publicKey = publicKey
        let named = Array(name.utf8) + [0x0a, algorithm.rawValue] + publicKey
        let hash = named.withUnsafeBytes { TreeHash.sha256($0) }
        id = hash.bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The key as others are told it: name, id in eight hexadecimal digits, Base64 of algorithm
    /// and key, with pluses between.
    package var text: String {
        "\(name)+\(NoteName.hex(id))+\(Base64.encode([algorithm.rawValue] + publicKey))"
    }

    /// Reads what `text` writes.
    ///
    /// - Throws: ``KeyDefect``.
    package init(parsing text: String) throws(KeyDefect) {
        let parts = try KeyParts(text.utf8[...])
        try self.init(
            name: parts.name, algorithm: parts.algorithm, publicKey: parts.key)
        guard parts.id == Array(NoteName.hex(id).utf8) else { throw .id }
    }

    /// Whether a signature claims to be of this key, by its name and id.
    func isClaimed(by signature: NoteSignature) -> Bool {
        // Byte for byte: the comparison of texts would take different writings as one name.
        id == signature.keyID && name.utf8.elementsEqual(signature.name.utf8)
    }

    /// Whether the bytes are a signature of this key over the message.
    func isValid(_ signature: some Collection<UInt8>, over message: [UInt8]) -> Bool {
        guard signature.count == 64,
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey)
        else { return false }
        return key.isValidSignature(Array(signature), for: message)
    }
}

/// The parts of a key's text: name, id, and the Base64 of algorithm and key.
struct KeyParts {
    let name: String
    let id: [UInt8]
    let algorithm: NoteAlgorithm
    let key: [UInt8]

    init(_ text: Substring.UTF8View) throws(KeyDefect) {
        // The Base64 may hold pluses itself.
        let parts = text.split(
            separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let name = String(validating: parts[0], as: UTF8.self) else {
            throw .structure
        }
        guard NoteName.isValid(parts[0]) else { throw .name }
        guard let bytes = Base64.decode(parts[2]), let first = bytes.first else {
            throw .structure
        }
        guard let algorithm = NoteAlgorithm(rawValue: first) else {
            throw .algorithm(expected: NoteAlgorithm.ed25519.rawValue)
        }
        self.name = name
        self.id = Array(parts[1])
        self.algorithm = algorithm
        self.key = Array(bytes.dropFirst())
    }
}

/// The rules of names of keys.
enum NoteName {
    /// Whether the name is UTF-8, neither empty nor too long, without spaces, pluses, controls.
    static func isValid(_ name: some Collection<UInt8>) -> Bool {
        guard (1...NoteLimit.nameBytes).contains(name.count),
            let text = String(validating: name, as: UTF8.self)
        else { return false }
        return !text.unicodeScalars.contains {
            $0.properties.isWhitespace || $0 == "+" || $0.value < 0x20
        }
    }

    /// Eight hexadecimal digits, lower case.
    static func hex(_ id: UInt32) -> String {
        let digits = String(id, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
