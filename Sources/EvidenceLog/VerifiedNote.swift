/// A note that known keys have signed: each known key that it names was checked.
package struct VerifiedNote: Hashable, Sendable {
    /// The note; signatures of unknown keys are still in it, and mean nothing.
    package let note: SignedNote
    /// Those of known keys, in the order of the note.
    package let signatures: [VerifiedSignature]

    fileprivate init(note: SignedNote, signatures: [VerifiedSignature]) {
        self.note = note
        self.signatures = signatures
    }
}

/// A signature that was verified.
package struct VerifiedSignature: Hashable, Sendable {
    package let key: NoteVerifierKey
    /// For a cosignature: when the witness signed, in seconds since 1970-01-01 UTC.
    package let time: Int64?

    fileprivate init(key: NoteVerifierKey, time: Int64?) {
        self.key = key
        self.time = time
    }
}

/// What the check of a note's signatures says.
package enum NoteVerdict: Hashable, Sendable {
    case verified(VerifiedNote)
    case refused(NoteRefusal)
}

/// Why a note is not to be believed.
package enum NoteRefusal: Hashable, Sendable {
    /// A signature names this known key and is not of it: the note was altered.
    case badSignature(key: String)
    /// No known key has signed.
    case noKnownSignature
    /// Two different keys have the same name and id, so that a signature says too little.
    case ambiguousKeys

    /// What is wrong, in one sentence.
    package var cause: String {
        switch self {
        case .badSignature(let key): "the signature that names \(key) is not of that key"
        case .noKnownSignature: "no known key has signed"
        case .ambiguousKeys: "two known keys have the same name and id"
        }
    }
}

extension SignedNote {
    /// Verifies every signature that names one of the keys, and ignores the others.
    ///
    /// One bad signature of a known key refuses the whole note.
    package func verified(by keys: [NoteVerifierKey]) -> NoteVerdict {
        var known: [NoteVerifierKey] = []
        for key in keys where !known.contains(key) {
            if known.contains(where: { $0.id == key.id && $0.name == key.name }) {
                return .refused(.ambiguousKeys)
            }
            known.append(key)
        }
        var found: [VerifiedSignature] = []
        for signature in signatures {
            guard let key = known.first(where: { $0.isClaimed(by: signature) }) else { continue }
            guard let verified = Self.verified(signature, of: key, over: text) else {
                return .refused(.badSignature(key: key.name))
            }
            found.append(verified)
        }
        guard !found.isEmpty else { return .refused(.noKnownSignature) }
        return .verified(VerifiedNote(note: self, signatures: found))
    }

    private static func verified(
        _ signature: NoteSignature, of key: NoteVerifierKey, over text: [UInt8]
    ) -> VerifiedSignature? {
        switch key.algorithm {
        case .ed25519:
            guard key.isValid(signature.bytes, over: text) else { return nil }
            return VerifiedSignature(key: key, time: nil)
        case .cosignature:
            // Eight bytes of time, then the signature.
            guard signature.bytes.count == 72 else { return nil }
            let time = signature.bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            guard let seconds = Int64(exactly: time),
                key.isValid(
                    signature.bytes.dropFirst(8), over: NoteSignature.cosigned(text, at: time))
            else { return nil }
            return VerifiedSignature(key: key, time: seconds)
        }
    }
}
