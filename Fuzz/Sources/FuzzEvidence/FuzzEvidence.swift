import EvidenceLog

/// What an input is read as; its first byte chooses.
private enum Form: UInt8, CaseIterable {
    case entry, note, checkpoint, proof, request, verifierKey, path, bundle, tree
}

private let logKey: NoteVerifierKey = {
    do throws(KeyDefect) {
        return try NoteVerifierKey(
            parsing: "port.example/evidence+adbdcee5+AVI0sk9p8KJjMos/JuMtiqcXNuMgBy/FFxJjkEsK4Gbf")
    } catch { preconditionFailure("\(error)") }
}()

/// Input: one byte for the form, then the bytes that are read.
///
/// Fails on a crash, on a defect without cause and mend, and on anything that was read but is
/// not written back with the same bytes: then a signed or hashed file would have two readings.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzEvidence(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    guard let first = input.first,
        let form = Form(rawValue: first % UInt8(Form.allCases.count))
    else { return 0 }
    let content = Array(input.dropFirst())
    switch form {
    case .entry: readEntry(content)
    case .note: readNote(content)
    case .checkpoint: readCheckpoint(content)
    case .proof: readProof(content)
    case .request: readRequest(content)
    case .verifierKey, .path: readText(content, as: form)
    case .bundle:
        guard let number = content.first else { break }
        let data = Array(content.dropFirst())
        if let bundle = try? EntryBundle(decoding: data, count: Int(number) + 1) {
            precondition(bundle.bytes == data)
        }
    case .tree:
        if let tree = CompactTree(bytes: content) { precondition(tree.bytes == content) }
    }
    return 0
}

private func readEntry(_ content: [UInt8]) {
    do throws(EntryDefect) {
        let entry = try EvidenceEntry(decoding: content)
        precondition(entry.body == content)
    } catch { precondition(!error.cause.isEmpty && !error.mend.isEmpty) }
}

private func readNote(_ content: [UInt8]) {
    do throws(NoteDefect) {
        let note = try SignedNote(parsing: content)
        precondition(note.bytes == content)
        if case .refused(let refusal) = note.verified(by: [logKey]) {
            precondition(!refusal.cause.isEmpty)
        }
    } catch { precondition(!error.cause.isEmpty && !error.mend.isEmpty) }
}

private func readCheckpoint(_ content: [UInt8]) {
    do throws(CheckpointDefect) {
        let checkpoint = try Checkpoint(parsing: content)
        precondition(checkpoint.text == content)
    } catch { precondition(!error.cause.isEmpty && !error.mend.isEmpty) }
    do throws(CheckpointDefect) {
        let signed = try SignedCheckpoint(parsing: content)
        precondition(signed.bytes == content && signed.unverified.text == signed.note.text)
    } catch { precondition(!error.cause.isEmpty && !error.mend.isEmpty) }
}

private func readProof(_ content: [UInt8]) {
    do throws(EvidenceProofDefect) {
        let proof = try EvidenceProof(parsing: content)
        precondition(proof.bytes == content)
        if case .refused(let refusal) = proof.verify(logKey: logKey) {
            precondition(!refusal.cause.isEmpty)
        }
    } catch { precondition(!error.cause.isEmpty && !error.mend.isEmpty) }
}

private func readRequest(_ content: [UInt8]) {
    do throws(WitnessRequestDefect) {
        let request = try WitnessRequest(parsing: content)
        precondition(request.bytes == content)
        let proof = ConsistencyProof(
            old: request.oldSize, new: request.checkpoint.unverified.size, hashes: request.proof)
        _ = proof.verify(oldRoot: .emptyRoot, newRoot: request.checkpoint.unverified.root)
    } catch { precondition(!error.cause.isEmpty && !error.mend.isEmpty) }
}

private func readText(_ content: [UInt8], as form: Form) {
    guard let text = String(validating: content, as: UTF8.self) else { return }
    if form == .path {
        guard let path = TilePath(parsing: text) else { return }
        precondition(Array(path.text.utf8) == content)
        return
    }
    do throws(KeyDefect) {
        let key = try NoteVerifierKey(parsing: text)
        precondition(Array(key.text.utf8) == content)
    } catch { precondition(!error.cause.isEmpty && !error.mend.isEmpty) }
    do throws(KeyDefect) {
        let signer = try NoteSigner(parsing: text)
        precondition(Array(signer.secretText.utf8) == content)
    } catch { precondition(!error.cause.isEmpty && !error.mend.isEmpty) }
}
