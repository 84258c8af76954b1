import EvidenceLog
import NeedToKnow
import PortVocabulary

extension AgreementPages {
    /// Signs for the node's organisation. Who does so has proved a moment ago who they are.
    static func sign<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        let permit = try exchange.leave(.signAgreement)
        let agreement = try stored(exchange).stored.agreement
        try exchange.requireFreshProof()
        // What was read is what is signed: the page names the digest of the text it showed.
        guard exchange.form["digest"] == agreement.digest else {
            return try page(
                exchange, defects: [exchange.defect("digest", "agreements.changed")])
        }
        let signature: AgreementSignature
        do throws(SigningDefect) {
            signature = try exchange.node.store.signature(under: agreement, by: permit)
        } catch {
            return try page(
                exchange,
                defects: [FormDefect(field: "sign", cause: error.cause, mend: error.mend)])
        }
        _ = try exchange.node.store.add(
            signature, to: agreement.id, version: agreement.version, by: permit,
            at: exchange.now)
        return .redirect(path(agreement) + "?done=signed")
    }

    static func revoke<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        let permit = try exchange.leave(.revokeAgreement)
        let agreement = try stored(exchange).stored.agreement
        try exchange.requireFreshProof()
        guard let day = exchange.day("from") else {
            return try page(exchange, defects: [exchange.defect("from", "agreements.day")])
        }
        let revocation: Revocation
        do throws(SigningDefect) {
            revocation = try exchange.node.store.revocation(of: agreement, from: day, by: permit)
        } catch {
            return try page(
                exchange,
                defects: [FormDefect(field: "from", cause: error.cause, mend: error.mend)])
        }
        switch try exchange.node.store.add(revocation, by: permit, at: exchange.now) {
        case .stored, .unchanged: return .redirect(path(agreement) + "?done=revoked")
        case .absent: throw ExchangeStop.notAvailable
        case .differs, .otherParties:
            return try page(
                exchange, defects: [exchange.defect("from", "agreements.revokedAlready")])
        }
    }

    // MARK: - To and from the partners

    /// Every signature under a version, as a note that the partners' nodes take.
    static func signatures<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        let permit = try exchange.leave(.readAgreements)
        let released = permit.release(try stored(exchange).stored)
        let agreement = released.view.agreement
        guard let note = try note(of: released.view) else { throw ExchangeStop.notAvailable }
        return .file(
            note.bytes, type: "application/octet-stream",
            name: "\(agreement.id)-\(agreement.version).signed")
    }

    /// Every signature under a version as a note; nil where there is none, or where the text is
    /// too long for a note: it was signed with no file for the partners.
    static func note(of stored: StoredAgreement) throws -> SignedNote? {
        let agreement = stored.agreement
        let lines = try stored.signatures.compactMap { signature -> NoteSignature? in
            guard let party = agreement.parties.first(where: { $0.id == signature.organisation }),
                !party.key.isEmpty
            else { return nil }
            let key = try NoteVerifierKey(
                name: party.id.text, algorithm: .ed25519, publicKey: party.key)
            return NoteSignature(of: key, bytes: signature.signature)
        }
        guard !lines.isEmpty else { return nil }
        return try? SignedNote(text: Array(agreement.canonicalText.utf8), signatures: lines)
    }

    static func accept<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        _ = try exchange.leave(.signAgreement)
        return try .page(exchange, "agreement-accept", title: "agreements.accept.title")
    }

    /// Takes a partner's signature or revocation from a file.
    static func takeSignature<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        let permit = try exchange.leave(.signAgreement)
        let bytes = exchange.files.first { $0.field == "file" }?.bytes ?? []
        switch try take(bytes, permit, exchange) {
        case .taken(let id, let version):
            return .redirect("/agreements/\(id)/\(version)?done=taken")
        case .refused(let key, let values):
            return try .defects(
                exchange, "agreement-accept", title: "agreements.accept.title", [:],
                [exchange.defect("file", key, values)])
        }
    }

    /// What became of a partner's note.
    enum TakenNote {
        case taken(AgreementID, version: Int)
        /// Names the message that says why not; that of the mend ends in `Mend`.
        case refused(String, [String: String] = [:])
    }

    /// Takes a partner's signature or revocation, checked against the partner's registered key.
    static func take<Store: NodeStore>(
        _ bytes: [UInt8], _ permit: NodePermit, _ exchange: Exchange<Store>
    ) throws -> TakenNote {
        guard let note = try? SignedNote(parsing: bytes) else {
            return .refused("agreements.noNote")
        }
        let keys = try exchange.node.store.organisations().map {
            try NoteVerifierKey(name: $0.id.text, algorithm: .ed25519, publicKey: $0.key)
        }
        guard case .verified(let verified) = note.verified(by: keys) else {
            return .refused("agreements.noSignature")
        }
        let signers = Set(verified.signatures.map(\.key.name))
        let text = String(decoding: note.text, as: UTF8.self)
        let given = note.signatures.filter { signers.contains($0.name) }
            .compactMap { signature -> (party: OrganisationID, bytes: [UInt8])? in
                (try? OrganisationID(parsing: signature.name)).map { ($0, signature.bytes) }
            }
        if let agreement = try? Agreement(canonicalText: text) {
            return try take(agreement, given, permit, exchange)
        }
        guard let first = given.first,
            let revocation = Revocation(statement: text, signature: first.bytes),
            revocation.organisation == first.party
        else { return .refused("agreements.noAgreement") }
        switch try exchange.node.store.add(revocation, by: permit, at: exchange.now) {
        case .absent: return .refused("agreements.unknownAgreement")
        case .differs, .otherParties: return .refused("agreements.revokedAlready")
        case .stored, .unchanged:
            return .taken(revocation.agreement, version: revocation.version)
        }
    }

    private static func take<Store: NodeStore>(
        _ agreement: Agreement, _ given: [(party: OrganisationID, bytes: [UInt8])],
        _ permit: NodePermit, _ exchange: Exchange<Store>
    ) throws -> TakenNote {
        let parties = Set(agreement.parties.map(\.id))
        if let other = given.first(where: { !parties.contains($0.party) }) {
            return .refused("agreements.noParty", ["party": other.party.text])
        }
        let store = exchange.node.store
        let names = ["id": agreement.id.text, "version": "\(agreement.version)"]
        switch try store.add(agreement, by: permit, at: exchange.now) {
        case .stored, .unchanged, .absent: break
        case .differs: return .refused("agreements.differs", names)
        case .otherParties: return .refused("agreements.otherParties", names)
        }
        for (party, bytes) in given {
            _ = try store.add(
                AgreementSignature(organisation: party, signature: bytes), to: agreement.id,
                version: agreement.version, by: permit, at: exchange.now)
        }
        return .taken(agreement.id, version: agreement.version)
    }
}
