/// A file that proves, without network, that an entry stands in a log (C2SP tlog-proof).
///
/// It holds the entry and its salt in the clear: it is handed to those who may see the entry.
package struct EvidenceProof: Hashable, Sendable {
    package let salt: EvidenceSalt
    /// The entry's canonical encoding.
    package let body: [UInt8]
    package let index: UInt64
    /// The hashes of the inclusion proof, from the leaf's sibling up.
    package let hashes: [TreeHash]
    package let checkpoint: SignedCheckpoint

    /// The bounds of a proof file.
    package enum Limit {
        /// The longest file, in bytes: the longest entry in Base64, the proof and a note.
        package static let bytes =
            (EvidenceEntry.Limit.bodyBytes + EvidenceSalt.byteCount) / 3 * 4 + 131_072
    }

    /// - Throws: ``EvidenceProofDefect/tooManyHashes`` beyond the height of the largest tree.
    package init(
        salt: EvidenceSalt, body: [UInt8], inclusion: InclusionProof, checkpoint: SignedCheckpoint
    ) throws(EvidenceProofDefect) {
        guard inclusion.hashes.count <= InclusionProof.maximumHashes else { throw .tooManyHashes }
        self.salt = salt
        self.body = body
        index = inclusion.index
        hashes = inclusion.hashes
        self.checkpoint = checkpoint
    }

    private static let header = Array("c2sp.org/tlog-proof@v1".utf8)

    /// The file, usually named with `.tlog-proof` at its end.
    ///
    /// Shape: header, `extra` with salt and body, `index`, hashes, a blank line, the checkpoint.
    package var bytes: [UInt8] {
        var bytes = Self.header + [0x0a]
        bytes += Array("extra ".utf8) + Base64.encodedBytes(salt.bytes + body) + [0x0a]
        bytes += Array("index \(index)\n".utf8)
        for hash in hashes { bytes += Array(hash.base64.utf8) + [0x0a] }
        return bytes + [0x0a] + checkpoint.bytes
    }

    /// Reads a proof file; nothing of it is verified.
    ///
    /// - Throws: ``EvidenceProofDefect``.
    package init(parsing bytes: [UInt8]) throws(EvidenceProofDefect) {
        guard bytes.count <= Limit.bytes else { throw .tooLong(bytes: bytes.count) }
        var lines = LineReader(bytes[...])
        guard let header = lines.next(), header.elementsEqual(Self.header) else { throw .header }
        guard let extra = lines.next(), extra.starts(with: "extra ".utf8),
            let data = Base64.decode(extra.dropFirst(6)), data.count > EvidenceSalt.byteCount,
            let salt = EvidenceSalt(bytes: data.prefix(EvidenceSalt.byteCount))
        else { throw .extra }
        guard let line = lines.next(), line.starts(with: "index ".utf8),
            let index = DecimalText.parse(line.dropFirst(6))
        else { throw .index }
        switch lines.hashes(atMost: InclusionProof.maximumHashes) {
        case .read(let found): hashes = found
        case .tooMany: throw .tooManyHashes
        case .malformed(let number): throw .hashLine(number)
        }
        do throws(CheckpointDefect) {
            checkpoint = try SignedCheckpoint(parsing: Array(lines.rest))
        } catch { throw .checkpoint(error) }
        self.salt = salt
        self.index = index
        body = Array(data.dropFirst(EvidenceSalt.byteCount))
    }

    /// Verifies everything: signatures, witnesses, the place in the tree and the entry's form.
    ///
    /// `quorum` is how many different witnesses must have signed.
    package func verify(
        logKey: NoteVerifierKey, witnessKeys: [NoteVerifierKey] = [], quorum: Int = 0
    ) -> EvidenceProofVerdict {
        let verified: VerifiedCheckpoint
        switch checkpoint.verify(logKey: logKey, witnessKeys: witnessKeys, quorum: quorum) {
        case .verified(let found): verified = found
        case .refused(let refusal): return .refused(.checkpoint(refusal))
        }
        let inclusion = InclusionProof(
            index: index, size: verified.checkpoint.size, hashes: hashes)
        let commitment = EvidenceCommitment(body: body, salt: salt)
        switch inclusion.verify(leafHash: commitment.leafHash, root: verified.checkpoint.root) {
        case .holds: break
        case .fails(let refusal): return .refused(.inclusion(refusal))
        }
        do throws(EntryDefect) {
            let entry = try EvidenceEntry(decoding: body)
            return .proven(ProvenEntry(entry: entry, index: index, checkpoint: verified))
        } catch { return .refused(.entry(error)) }
    }
}

/// An entry that was proven to stand in the log of a verified checkpoint.
package struct ProvenEntry: Hashable, Sendable {
    package let entry: EvidenceEntry
    package let index: UInt64
    package let checkpoint: VerifiedCheckpoint

    fileprivate init(entry: EvidenceEntry, index: UInt64, checkpoint: VerifiedCheckpoint) {
        self.entry = entry
        self.index = index
        self.checkpoint = checkpoint
    }
}

/// What the check of a proof file says.
package enum EvidenceProofVerdict: Hashable, Sendable {
    case proven(ProvenEntry)
    case refused(EvidenceProofRefusal)
}

/// Why a proof file proves nothing.
package enum EvidenceProofRefusal: Hashable, Sendable {
    case checkpoint(CheckpointRefusal)
    case inclusion(ProofRefusal)
    /// The leaf stands in the log, but this is no entry that this version can read.
    case entry(EntryDefect)

    /// What is wrong, in one sentence.
    package var cause: String {
        switch self {
        case .checkpoint(let refusal): refusal.cause
        case .inclusion(let refusal): refusal.cause
        case .entry(let defect): defect.cause
        }
    }
}

/// Why bytes are no proof file: a closed set; the offending text is not repeated.
package enum EvidenceProofDefect: Error, Hashable, Sendable {
    case tooLong(bytes: Int)
    case header
    /// The line `extra` is missing, or holds no salt and entry in canonical Base64.
    case extra
    /// The line `index` is missing, or holds no plain number.
    case index
    case tooManyHashes
    /// A line of the proof, counted from 1, is not the canonical Base64 of a hash.
    case hashLine(Int)
    case checkpoint(CheckpointDefect)

    package var cause: String {
        switch self {
        case .tooLong(let bytes):
            "the file has \(bytes) bytes, \(EvidenceProof.Limit.bytes) at most"
        case .header: "the first line is not “c2sp.org/tlog-proof@v1”"
        case .extra: "the second line is not “extra” with the Base64 of salt and entry"
        case .index: "the third line is not “index” and a plain number"
        case .tooManyHashes: "the proof has more than \(InclusionProof.maximumHashes) hashes"
        case .hashLine(let number): "line \(number) of the proof is not the Base64 of a hash"
        case .checkpoint(let defect): defect.cause
        }
    }

    package var mend: String {
        switch self {
        case .checkpoint(let defect): defect.mend
        case .tooLong, .header: "give a file that “evidence prove” wrote"
        case .extra, .index, .tooManyHashes, .hashLine:
            "get the file again, byte for byte; editors and mail change it"
        }
    }
}
