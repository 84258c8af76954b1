/// The checkpoint that a witness cosigned last for a log.
package struct WitnessedState: Hashable, Sendable {
    package let size: UInt64
    package let root: TreeHash

    package init(size: UInt64, root: TreeHash) {
        self.size = size
        self.root = root
    }
}

/// The rule by which this node cosigns the checkpoints of other nodes (C2SP tlog-witness).
///
/// It keeps a log from showing different histories to different readers.
package struct Witness: Sendable {
    private let cosigner: Cosigner
    private let logs: [NoteVerifierKey]

    /// A witness of the logs with these keys; a log may have several keys of its name.
    package init(cosigner: Cosigner, logs: [NoteVerifierKey]) {
        self.cosigner = cosigner
        self.logs = logs
    }

    /// Decides on a request, given what the node remembers of the log.
    ///
    /// Whoever calls reads `known` and stores the new state in one transaction, and answers after
    /// it is stored; else two requests at a time could bring the witness to contradict itself.
    /// Units: `now` in seconds since 1970-01-01 UTC.
    package func consider(
        _ request: WitnessRequest, known: WitnessedState?, now: Int64
    ) -> WitnessAnswer {
        let origin = request.checkpoint.unverified.origin
        let keys = logs.filter { $0.name.utf8.elementsEqual(origin.utf8) }
        guard !keys.isEmpty else { return .refuse(.unknownLog) }
        guard case .verified = request.checkpoint.note.verified(by: keys),
            keys.allSatisfy({ $0.algorithm == .ed25519 })
        else { return .refuse(.signature) }
        let checkpoint = request.checkpoint.unverified
        guard request.oldSize <= checkpoint.size else { return .refuse(.sizesReversed) }
        let state = known ?? WitnessedState(size: 0, root: .emptyRoot)
        guard request.oldSize == state.size else { return .refuse(.otherSize(known: state.size)) }
        if checkpoint.size == state.size, checkpoint.root != state.root {
            return .refuse(.otherRoot(known: state.size))
        }
        let proof = ConsistencyProof(
            old: state.size, new: checkpoint.size, hashes: request.proof)
        switch proof.verify(oldRoot: state.root, newRoot: checkpoint.root) {
        case .holds: break
        case .fails(let refusal): return .refuse(.inconsistent(refusal))
        }
        guard now >= 0 else { return .refuse(.clock) }
        return .cosign(
            cosigner.cosign(checkpoint, now: now),
            remember: WitnessedState(size: checkpoint.size, root: checkpoint.root))
    }
}

/// What a witness answers.
package enum WitnessAnswer: Hashable, Sendable {
    /// The line to answer with, and the state to store before answering.
    case cosign(NoteSignature, remember: WitnessedState)
    case refuse(WitnessRefusal)
}

/// Why a witness does not cosign.
package enum WitnessRefusal: Hashable, Sendable {
    /// This node is no witness of the log.
    case unknownLog
    /// No key of the log has signed the checkpoint, or a signature is bad.
    case signature
    /// The old size is larger than the checkpoint.
    case sizesReversed
    /// The request starts from another size than the last one cosigned.
    case otherSize(known: UInt64)
    /// The log shows another tree of the size that was cosigned: evidence of a split view.
    case otherRoot(known: UInt64)
    /// The proof does not lead from the known tree to the new one.
    case inconsistent(ProofRefusal)
    /// The node's clock stands before 1970.
    case clock

    /// The status of the answer over HTTP, as C2SP tlog-witness sets it.
    package var httpStatus: Int {
        switch self {
        case .unknownLog: 404
        case .signature: 403
        case .sizesReversed: 400
        case .otherSize, .otherRoot: 409
        case .inconsistent: 422
        case .clock: 500
        }
    }

    /// What is wrong, in one sentence.
    package var cause: String {
        switch self {
        case .unknownLog: "this node is no witness of the log"
        case .signature: "the checkpoint is not signed by a known key of the log"
        case .sizesReversed: "the old size is larger than the checkpoint's"
        case .otherSize(let known): "the last checkpoint cosigned has \(known) leaves"
        case .otherRoot(let known): "another tree of \(known) leaves was cosigned before"
        case .inconsistent(let refusal): refusal.cause
        case .clock: "the clock of the witness stands before 1970"
        }
    }
}
