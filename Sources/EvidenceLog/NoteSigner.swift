import Crypto

/// A log's private key with its name.
///
/// The key appears in no description; ``secretText`` alone gives it out.
package struct NoteSigner: Sendable {
    private let key: SigningKey

    /// The key that others verify with.
    package var verifierKey: NoteVerifierKey { key.verifierKey }

    /// A signer from the 32 bytes of an Ed25519 private key (RFC 8032).
    ///
    /// - Throws: ``KeyDefect``.
    package init(name: String, privateKey: [UInt8]) throws(KeyDefect) {
        key = try SigningKey(name: name, algorithm: .ed25519, privateKey: privateKey)
    }

    /// Reads the text that ``secretText`` and Go's `note.GenerateKey` write.
    ///
    /// - Throws: ``KeyDefect``.
    package init(parsing secretText: String) throws(KeyDefect) {
        key = try SigningKey(parsing: secretText, algorithm: .ed25519)
    }

    /// The private key: `PRIVATE+KEY+`, name, id, Base64 of algorithm and key. A secret.
    package var secretText: String { key.secretText }

    /// A note of this text with this key's signature.
    ///
    /// - Throws: ``NoteDefect`` when the text is none of a note.
    package func sign(_ text: [UInt8]) throws(NoteDefect) -> SignedNote {
        try SignedNote(text: text, signatures: [key.signature(over: text, before: [])])
    }

    /// A checkpoint with this key's signature.
    ///
    /// - Throws: ``CheckpointDefect`` when the checkpoint's origin is not this key's name.
    package func sign(_ checkpoint: Checkpoint) throws(CheckpointDefect) -> SignedCheckpoint {
        guard checkpoint.origin.utf8.elementsEqual(verifierKey.name.utf8) else {
            throw .originIsNotSigner
        }
        do throws(NoteDefect) {
            return SignedCheckpoint(checkpoint, note: try sign(checkpoint.text))
        } catch { throw .note(error) }
    }
}

/// A witness's private key with its name (C2SP tlog-cosignature).
///
/// A witness keeps this key for cosignatures alone: what it signs does not name it.
package struct Cosigner: Sendable {
    private let key: SigningKey

    /// The key that others verify with.
    package var verifierKey: NoteVerifierKey { key.verifierKey }

    /// A cosigner from the 32 bytes of an Ed25519 private key (RFC 8032).
    ///
    /// - Throws: ``KeyDefect``.
    package init(name: String, privateKey: [UInt8]) throws(KeyDefect) {
        key = try SigningKey(name: name, algorithm: .cosignature, privateKey: privateKey)
    }

    /// Reads the text that ``secretText`` writes.
    ///
    /// - Throws: ``KeyDefect``.
    package init(parsing secretText: String) throws(KeyDefect) {
        key = try SigningKey(parsing: secretText, algorithm: .cosignature)
    }

    /// The private key: `PRIVATE+KEY+`, name, id, Base64 of algorithm and key. A secret.
    package var secretText: String { key.secretText }

    /// The signature line of this witness for a checkpoint that it found consistent.
    ///
    /// It checks nothing: the rule is ``Witness/consider(_:known:now:)``.
    /// Units: `now` in seconds since 1970-01-01 UTC, not negative.
    func cosign(_ checkpoint: Checkpoint, now: Int64) -> NoteSignature {
        let time = UInt64(now)
        let message = NoteSignature.cosigned(checkpoint.text, at: time)
        return key.signature(
            over: message, before: withUnsafeBytes(of: time.bigEndian) { Array($0) })
    }
}

/// An Ed25519 key of a name, for one algorithm.
private struct SigningKey: Sendable, CustomStringConvertible, CustomReflectable {
    private let key: Curve25519.Signing.PrivateKey
    let verifierKey: NoteVerifierKey

    init(name: String, algorithm: NoteAlgorithm, privateKey: [UInt8]) throws(KeyDefect) {
        guard privateKey.count == 32,
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: privateKey)
        else { throw .length(privateKey.count) }
        self.key = key
        verifierKey = try NoteVerifierKey(
            name: name, algorithm: algorithm, publicKey: Array(key.publicKey.rawRepresentation))
    }

    private static let prefix = "PRIVATE+KEY+"

    init(parsing text: String, algorithm: NoteAlgorithm) throws(KeyDefect) {
        guard text.utf8.starts(with: Self.prefix.utf8) else { throw .structure }
        let parts = try KeyParts(text.utf8.dropFirst(Self.prefix.utf8.count))
        guard parts.algorithm == algorithm else { throw .algorithm(expected: algorithm.rawValue) }
        try self.init(name: parts.name, algorithm: algorithm, privateKey: parts.key)
        guard parts.id == Array(NoteName.hex(verifierKey.id).utf8) else { throw .id }
    }

    var secretText: String {
        let secret = [verifierKey.algorithm.rawValue] + Array(key.rawRepresentation)
        return Self.prefix
            + "\(verifierKey.name)+\(NoteName.hex(verifierKey.id))+\(Base64.encode(secret))"
    }

    /// The signature over a message, with the bytes that the algorithm puts before it.
    func signature(over message: [UInt8], before prefix: [UInt8]) -> NoteSignature {
        guard let signature = try? key.signature(for: message) else {
            preconditionFailure("Ed25519 signs every message")
        }
        return NoteSignature(
            name: verifierKey.name, keyID: verifierKey.id, bytes: prefix + Array(signature))
    }

    var description: String { "private key of \(verifierKey.name)" }

    var customMirror: Mirror { Mirror(self, children: ["name": verifierKey.name]) }
}
