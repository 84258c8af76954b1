/// A checkpoint as it was read: nobody has verified its signatures.
package struct SignedCheckpoint: Hashable, Sendable {
    /// What the note claims.
    package let unverified: Checkpoint
    package let note: SignedNote

    /// INVARIANT: the note's text is the checkpoint's.
    init(_ checkpoint: Checkpoint, note: SignedNote) {
        unverified = checkpoint
        self.note = note
    }

    /// Reads a note whose text is a checkpoint.
    ///
    /// - Throws: ``CheckpointDefect``.
    package init(parsing bytes: [UInt8]) throws(CheckpointDefect) {
        do throws(NoteDefect) {
            note = try SignedNote(parsing: bytes)
        } catch { throw .note(error) }
        unverified = try Checkpoint(parsing: note.text)
    }

    /// The checkpoint byte for byte as it is kept and sent.
    package var bytes: [UInt8] { note.bytes }

    /// The checkpoint with a witness's signature at its end.
    ///
    /// - Throws: ``NoteDefect`` when the note would be too long.
    package func adding(_ cosignature: NoteSignature) throws(NoteDefect) -> SignedCheckpoint {
        SignedCheckpoint(unverified, note: try note.adding(cosignature))
    }

    /// Verifies the log's signature and those of the known witnesses.
    ///
    /// Different witnesses are told apart by their public keys, so that one key under two names
    /// counts once, and the log's own key does not count.
    package func verify(
        logKey: NoteVerifierKey, witnessKeys: [NoteVerifierKey] = [], quorum: Int = 0
    ) -> CheckpointVerdict {
        guard logKey.algorithm == .ed25519 else { return .refused(.keyOfOtherKind(logKey.name)) }
        for key in witnessKeys where key.algorithm != .cosignature {
            return .refused(.keyOfOtherKind(key.name))
        }
        guard unverified.origin.utf8.elementsEqual(logKey.name.utf8) else {
            return .refused(.origin)
        }
        let verified: VerifiedNote
        switch note.verified(by: [logKey] + witnessKeys) {
        case .verified(let note): verified = note
        case .refused(let refusal): return .refused(.note(refusal))
        }
        guard verified.signatures.contains(where: { $0.key == logKey }) else {
            return .refused(.note(.noKnownSignature))
        }
        let cosignatures = verified.signatures.filter { $0.key.algorithm == .cosignature }
        let witnesses = Set(cosignatures.map(\.key.publicKey)).subtracting([logKey.publicKey])
        guard witnesses.count >= quorum else {
            return .refused(.quorum(needed: quorum, found: witnesses.count))
        }
        return .verified(VerifiedCheckpoint(self, cosignatures: cosignatures))
    }
}

/// A checkpoint that its log has signed, and as many witnesses as were asked for.
package struct VerifiedCheckpoint: Hashable, Sendable {
    package let checkpoint: Checkpoint
    /// The checkpoint with all its signatures, to be kept.
    package let signed: SignedCheckpoint
    /// The verified signatures of witnesses, each with its time.
    package let cosignatures: [VerifiedSignature]

    fileprivate init(_ signed: SignedCheckpoint, cosignatures: [VerifiedSignature]) {
        checkpoint = signed.unverified
        self.signed = signed
        self.cosignatures = cosignatures
    }
}

/// What the check of a checkpoint says.
package enum CheckpointVerdict: Hashable, Sendable {
    case verified(VerifiedCheckpoint)
    case refused(CheckpointRefusal)
}

/// Why a checkpoint is not to be believed.
package enum CheckpointRefusal: Hashable, Sendable {
    case note(NoteRefusal)
    /// The checkpoint is of another log than the key.
    case origin
    /// A witness's key was given for a log's, or the reverse.
    case keyOfOtherKind(String)
    /// Too few different witnesses have signed.
    case quorum(needed: Int, found: Int)

    /// What is wrong, in one sentence.
    package var cause: String {
        switch self {
        case .note(let refusal): refusal.cause
        case .origin: "the checkpoint is of another log than the key"
        case .keyOfOtherKind(let name): "the key \(name) is of another kind than needed here"
        case .quorum(let needed, let found):
            "\(found) different witnesses have signed where \(needed) are needed"
        }
    }
}
