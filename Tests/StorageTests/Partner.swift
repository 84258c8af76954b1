import Crypto
import EvidenceLog
import NeedToKnow
import PortVocabulary
import SituationAnalysis

@testable import Storage

/// Another member of the alliance, with the keys it signs agreements and its log with.
struct Partner {
    static let id = OrganisationID(trusted: "be-police")
    static let logName = "be-police.example/log"
    static let key = try! Curve25519.Signing.PrivateKey(
        rawRepresentation: Array(repeating: 5, count: 32))

    static func member() throws -> Organisation {
        Organisation(
            id: id, name: "Police «Schelde»", kind: .authority, country: .sample("BE"),
            thirdCountryRole: nil, key: Array(key.publicKey.rawRepresentation))
    }

    static func requester(
        purpose: Purpose = .strategicAnalysis, approvedBy: PersonID? = nil
    ) throws -> Requester {
        try Requester(
            person: PersonID(trusted: "bert"), organisation: id, roles: [.analyst],
            purpose: purpose, basis: "Police Act", approvedBy: approvedBy)
    }

    static func clause(
        _ form: ReleaseForm = .full, _ change: (inout Clause) -> Void = { _ in }
    ) -> Clause {
        var clause = Clause(
            id: ClauseID(trusted: "one"), from: [TestNode.organisation], to: [id],
            kinds: Set(RecordKind.allCases), purposes: .all, form: form,
            fields: form == .full
                ? RecordKind.seizure.fields.union(RecordKind.figure.fields)
                : form == .fields ? [.date, .place] : [])
        clause.upTo = .red
        clause.handling = Set(HandlingCode.allCases)
        change(&clause)
        return clause
    }

    static func agreement(
        _ name: String = "nl-be-pact", version: Int = 1, _ clauses: [Clause] = [clause()]
    ) throws -> Agreement {
        Agreement(
            id: AgreementID(trusted: name), version: version, title: "Pact «K2»",
            parties: [try TestNode.member(), try member()],
            valid: try DateSpan(
                from: Sample.today.advanced(byDays: -30),
                through: Sample.today.advanced(byDays: 300)),
            basis: "Treaty of the quay", preamble: ["We share."], clauses: clauses)
    }

    static func signatures(_ agreement: Agreement) throws -> [AgreementSignature] {
        let own = try Curve25519.Signing.PrivateKey(
            rawRepresentation: TestNode.keys.organisation)
        return [
            try AgreementSignature(signing: agreement, as: TestNode.organisation, with: own),
            try AgreementSignature(signing: agreement, as: id, with: key),
        ]
    }

    static func revocation(_ agreement: Agreement) throws -> Revocation {
        try Revocation(revoking: agreement, as: id, from: Sample.today, with: key)
    }

    /// A request to cosign the partner's log of so many entries, from the size known before.
    static func request(size: Int, from known: Int = 0, name: String = logName) throws
        -> WitnessRequest
    {
        let signer = try NoteSigner(name: name, privateKey: Array(repeating: 6, count: 32))
        var tree = CompactTree()
        for index in 0..<size { tree.append(.leaf([UInt8(index)])) }
        let checkpoint = try signer.sign(
            try Checkpoint(origin: name, size: tree.size, root: tree.root))
        return try WitnessRequest(
            oldSize: UInt64(known), proof: known == 0 || known == size ? [] : [.leaf([1])],
            checkpoint: checkpoint)
    }

    static func logKey(name: String = logName) throws -> NoteVerifierKey {
        try NoteSigner(name: name, privateKey: Array(repeating: 6, count: 32)).verifierKey
    }

    /// The partner's signature as a witness of our log.
    static func cosignature(_ checkpoint: SignedCheckpoint, _ store: NodeDatabase) throws
        -> NoteSignature
    {
        let witness = Witness(
            cosigner: try Cosigner(
                name: "be-police.example/witness", privateKey: Array(repeating: 7, count: 32)),
            logs: [try NoteVerifierKey(parsing: store.logVerifierKey)])
        let request = try WitnessRequest(oldSize: 0, proof: [], checkpoint: checkpoint)
        guard case .cosign(let signature, _) = witness.consider(request, known: nil, now: 1_000)
        else { throw NoPermit() }
        return signature
    }
}

extension TestNode {
    /// Registers the partner and brings an agreement into force.
    func agree(_ agreement: Agreement) throws {
        let moment = Self.moment
        _ = try store.register(
            Partner.member(), by: Self.leave(.registerOrganisation), at: moment)
        let leave = try Self.leave(.signAgreement)
        _ = try store.add(agreement, by: leave, at: moment)
        for signature in try Partner.signatures(agreement) {
            _ = try store.add(
                signature, to: agreement.id, version: agreement.version, by: leave, at: moment)
        }
    }

    /// Notes that these stored versions were listed for the partner.
    func release(_ serials: [Int], _ subject: String = "a list") throws {
        try store.note(
            ReleaseNote(
                requester: try Partner.requester(), action: .list, subject: subject,
                kind: .seizure,
                parts: [
                    ReleaseNote.Part(
                        form: .full,
                        grounds: [
                            .clause(
                                AgreementID(trusted: "nl-be-pact"), version: 1,
                                ClauseID(trusted: "one"))
                        ], fields: [.date, .place], serials: SerialSet(serials))
                ]), at: Self.moment)
    }

    /// So many entries of the log, in one transaction.
    func refuse(times count: Int) throws {
        let requester = try Partner.requester()
        try store.writing("note refusals", at: Self.moment) { transaction in
            for index in 0..<count {
                try transaction.append(
                    .refuse, by: requester, subject: "record \(index)", result: "read: no-role")
            }
        }
    }

    func refuse(_ subject: String) throws {
        try store.note(
            RefusalNote(
                requester: try Partner.requester(), action: "read", subject: subject,
                reason: .noAgreement), at: Self.moment)
    }
}
