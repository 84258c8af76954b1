/// What the check of a witness's answer says.
package enum CosignedVerdict: Hashable, Sendable {
    /// The checkpoint with the signatures that were verified.
    case cosigned(SignedCheckpoint)
    case refused(NoteRefusal)
}

extension SignedCheckpoint {
    /// Takes the signatures of known witnesses from an answer to `add-checkpoint`.
    ///
    /// Those of unknown keys are left out; a bad one of a known key refuses the whole answer.
    ///
    /// - Throws: ``NoteDefect`` when the answer is not a list of signature lines, or when the
    ///   checkpoint would have too many signatures.
    package func cosigned(
        answer: [UInt8], witnessKeys: [NoteVerifierKey]
    ) throws(NoteDefect) -> CosignedVerdict {
        // A note of the same text and the answer's lines alone, read as strictly as any other.
        let answered = try SignedNote(parsing: note.text + [0x0a] + answer)
        guard answered.text == note.text else { throw .structure }
        switch answered.verified(by: witnessKeys) {
        case .refused(let refusal): return .refused(refusal)
        case .verified: break
        }
        var checkpoint = self
        for signature in answered.signatures
        where witnessKeys.contains(where: { $0.isClaimed(by: signature) }) {
            checkpoint = try checkpoint.adding(signature)
        }
        return .cosigned(checkpoint)
    }
}
