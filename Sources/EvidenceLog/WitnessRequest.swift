/// What a log sends to a witness: "from the size that you know, my log has grown to this".
///
/// Source: C2SP tlog-witness, the body of `add-checkpoint`.
package struct WitnessRequest: Hashable, Sendable {
    /// The size of the checkpoint that the witness cosigned last; 0 for none.
    package let oldSize: UInt64
    /// The proof that the old tree is the beginning of the new one.
    package let proof: [TreeHash]
    package let checkpoint: SignedCheckpoint

    /// The longest request, in bytes.
    package static let maximumBytes = NoteLimit.noteBytes + 64 * 45 + 32

    /// - Throws: ``WitnessRequestDefect/tooManyHashes``.
    package init(
        oldSize: UInt64, proof: [TreeHash], checkpoint: SignedCheckpoint
    ) throws(WitnessRequestDefect) {
        guard proof.count <= ConsistencyProof.maximumHashes else { throw .tooManyHashes }
        self.oldSize = oldSize
        self.proof = proof
        self.checkpoint = checkpoint
    }

    /// The body of the request: `old` and the size, the proof's hashes, a blank line, the note.
    package var bytes: [UInt8] {
        var bytes = Array("old \(oldSize)\n".utf8)
        for hash in proof { bytes += Array(hash.base64.utf8) + [0x0a] }
        return bytes + [0x0a] + checkpoint.bytes
    }

    /// Reads the body of a request.
    ///
    /// - Throws: ``WitnessRequestDefect``.
    package init(parsing bytes: [UInt8]) throws(WitnessRequestDefect) {
        guard bytes.count <= Self.maximumBytes else { throw .tooLong(bytes: bytes.count) }
        var lines = LineReader(bytes[...])
        guard let first = lines.next(), first.starts(with: "old ".utf8),
            let oldSize = DecimalText.parse(first.dropFirst(4))
        else { throw .oldSize }
        switch lines.hashes(atMost: ConsistencyProof.maximumHashes) {
        case .read(let hashes): proof = hashes
        case .tooMany: throw .tooManyHashes
        case .malformed(let number): throw .hashLine(number)
        }
        do throws(CheckpointDefect) {
            checkpoint = try SignedCheckpoint(parsing: Array(lines.rest))
        } catch { throw .checkpoint(error) }
        self.oldSize = oldSize
    }
}

/// Why bytes are no request to a witness: a closed set.
package enum WitnessRequestDefect: Error, Hashable, Sendable {
    case tooLong(bytes: Int)
    /// The first line is not `old` and a plain number.
    case oldSize
    case tooManyHashes
    /// A line of the proof, counted from 1, is not the canonical Base64 of a hash.
    case hashLine(Int)
    case checkpoint(CheckpointDefect)

    package var cause: String {
        switch self {
        case .tooLong(let bytes):
            "the request has \(bytes) bytes, \(WitnessRequest.maximumBytes) at most"
        case .oldSize: "the first line is not “old” and a plain number"
        case .tooManyHashes:
            "the proof has more than \(ConsistencyProof.maximumHashes) hashes"
        case .hashLine(let number): "line \(number) of the proof is not the Base64 of a hash"
        case .checkpoint(let defect): defect.cause
        }
    }

    package var mend: String {
        switch self {
        case .checkpoint(let defect): defect.mend
        case .tooLong, .oldSize, .tooManyHashes, .hashLine:
            "write the body of add-checkpoint as C2SP tlog-witness says"
        }
    }
}

/// Walks through bytes line by line.
struct LineReader {
    /// What has not been read yet.
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The next line without its newline; nil when no newline is left.
    mutating func next() -> ArraySlice<UInt8>? {
        guard let end = rest.firstIndex(of: 0x0a) else { return nil }
        defer { rest = rest[(end + 1)...] }
        return rest[..<end]
    }

    enum Hashes {
        case read([TreeHash])
        case tooMany
        /// The line, counted from 1.
        case malformed(Int)
    }

    /// The hashes up to a blank line, which is stepped over.
    mutating func hashes(atMost limit: Int) -> Hashes {
        var hashes: [TreeHash] = []
        while let line = next() {
            if line.isEmpty { return .read(hashes) }
            guard hashes.count < limit else { return .tooMany }
            guard let hash = TreeHash(base64: line) else { return .malformed(hashes.count + 1) }
            hashes.append(hash)
        }
        return .malformed(hashes.count + 1)
    }
}
