import ArgumentParser
import Crypto
import EvidenceLog
import Foundation
import NeedToKnow
import PortVocabulary
import Storage

/// `breakwater agreement sign FILE`
struct AgreementSign: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Store a version and sign it for this node's organisation.",
        discussion: """
            Writes the signature as a signed note (C2SP) over the canonical form; send the file \
            to the other parties, who take it with breakwater agreement accept.
            """)

    @Argument(help: "The document.")
    var file: String

    @Option(help: "The file for the signature. Default: beside the document, with .signed.")
    var output: String?

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let agreement = try AgreementArgument.document(file, forSigning: true)
        let path = output ?? file + ".signed"
        try node.withNode { database in
            let requester = try asker.requester([.signatory], of: database.organisation)
            let permit = try database.leave(requester, .signAgreement)
            let key = try node.organisationKey()
            do throws(SigningDefect) {
                let signature = try AgreementSignature(
                    signing: agreement, as: database.organisation, with: key)
                try store(agreement, signature, permit, database)
            } catch {
                throw CommandFailure(cause: "not signed: \(error.cause)", mend: error.mend)
            }
            try node.writeNote(
                agreement.canonicalText, signedBy: database.organisation, to: path)
        }
        Terminal.print(
            "\(agreement.id) version \(agreement.version) is signed\nsignature: \(path)")
    }

    private func store(
        _ agreement: Agreement, _ signature: AgreementSignature, _ permit: NodePermit,
        _ database: NodeDatabase
    ) throws(SigningDefect) {
        do {
            try database.admit(agreement, by: permit)
            _ = try database.add(
                signature, to: agreement.id, version: agreement.version, by: permit,
                at: Clock.now())
        } catch {
            Terminal.error("\(error)")
            throw .failed
        }
    }
}

/// `breakwater agreement accept FILE`
struct AgreementAccept: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Take a partner's signature or revocation from its file.",
        discussion: "The signature is checked against the partner's registered key.")

    @Argument(help: "The file that the partner's node wrote.")
    var file: String

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let note: SignedNote
        do {
            note = try SignedNote(
                parsing: try InputFile.bytes(file, limit: NoteLimit.noteBytes * 32))
        } catch let defect as NoteDefect {
            throw CommandFailure(cause: "\(file): \(defect.cause)", mend: defect.mend)
        }
        try node.withNode { database in
            let requester = try asker.requester([.signatory], of: database.organisation)
            let permit = try database.leave(requester, .signAgreement)
            var keys: [OrganisationID: NoteVerifierKey] = [:]
            for organisation in try database.organisations() {
                keys[organisation.id] = try NoteVerifierKey(
                    name: organisation.id.text, algorithm: .ed25519, publicKey: organisation.key)
            }
            guard case .verified(let verified) = note.verified(by: Array(keys.values)) else {
                throw CommandFailure(
                    cause: "no registered organisation has signed \(file), or a signature is wrong",
                    mend: "register the partner with its key, and get the file again")
            }
            let signers = Set(verified.signatures.map(\.key.name))
            let text = String(decoding: note.text, as: UTF8.self)
            for signature in note.signatures where signers.contains(signature.name) {
                let party = try OrganisationArgument.parse(signature.name)
                Terminal.print(
                    try take(text, party: party, signature.bytes, by: permit, database))
            }
        }
    }

    private func take(
        _ text: String, party: OrganisationID, _ signature: [UInt8], by permit: NodePermit,
        _ database: NodeDatabase
    ) throws -> String {
        if let agreement = try? Agreement(canonicalText: text) {
            guard agreement.parties.contains(where: { $0.id == party }) else {
                throw CommandFailure(
                    cause: "\(party) is no party of \(agreement.id)", mend: "ask who signed it")
            }
            try database.admit(agreement, by: permit)
            _ = try database.add(
                AgreementSignature(organisation: party, signature: signature),
                to: agreement.id, version: agreement.version, by: permit, at: Clock.now())
            return "\(agreement.id) version \(agreement.version): signature of \(party) taken"
        }
        guard let revocation = Revocation(statement: text, signature: signature),
            revocation.organisation == party
        else {
            throw CommandFailure(
                cause: "the signed text is no agreement and no revocation of \(party)",
                mend: "get the file again, byte for byte")
        }
        guard try database.add(revocation, by: permit, at: Clock.now()) != .absent else {
            throw CommandFailure(
                cause: "\(revocation.agreement) version \(revocation.version) is not stored here",
                mend: "take the agreement first")
        }
        return "\(revocation.agreement) version \(revocation.version): revoked by \(party) "
            + "from \(revocation.day)"
    }
}

/// `breakwater agreement revoke ID`
struct AgreementRevoke: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Revoke a version for this node's organisation; it then grants nothing.",
        discussion: "A revocation cannot be taken back. Send its file to the other parties.")

    @Argument(help: "Identifier of the agreement.")
    var agreement: String

    @Option(help: "The version. Default: the highest.")
    var version: Int?

    @Option(help: "The first day on which it grants nothing. Default: today.")
    var from: String?

    @Option(help: "The file for the revocation. Default: ID.revoked in this folder.")
    var output: String?

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let day =
            try from.map { try SelectionOptions.span($0, option: "--from").first }
            ?? Clock.today()
        let path = output ?? agreement + ".revoked"
        try node.withNode { database in
            let requester = try asker.requester([.signatory], of: database.organisation)
            let permit = try database.leave(requester, .revokeAgreement)
            let stored = try AgreementArgument.stored(agreement, version: version, database)
            let revocation: Revocation
            do throws(SigningDefect) {
                revocation = try Revocation(
                    revoking: stored.agreement, as: database.organisation, from: day,
                    with: try signingKey())
            } catch {
                throw CommandFailure(cause: "not revoked: \(error.cause)", mend: error.mend)
            }
            let outcome = try database.add(revocation, by: permit, at: Clock.now())
            guard outcome != .differs else {
                throw CommandFailure(
                    cause: "it was revoked already, from another day", mend: "see agreement list")
            }
            try node.writeNote(
                revocation.statement, signedBy: database.organisation, to: path)
        }
        Terminal.print("\(agreement) is revoked from \(day)\nrevocation: \(path)")
    }

    private func signingKey() throws(SigningDefect) -> Curve25519.Signing.PrivateKey {
        guard let key = try? node.organisationKey() else { throw .failed }
        return key
    }
}

extension NodeDatabase {
    /// Stores a version, or says why it cannot stand beside what is stored.
    func admit(_ agreement: Agreement, by permit: NodePermit) throws {
        let name = "\(agreement.id) version \(agreement.version)"
        switch try add(agreement, by: permit, at: Clock.now()) {
        case .stored, .unchanged, .absent: return
        case .differs:
            throw CommandFailure(
                cause: "another text is stored as \(name)",
                mend: "agree on one text, under a new version")
        case .otherParties:
            throw CommandFailure(
                cause: "\(agreement.id) is an agreement of other parties",
                mend: "give an agreement of other parties an identifier of its own")
        }
    }
}

extension NodeOptions {
    /// The key with which this node's organisation signs.
    func organisationKey() throws -> Curve25519.Signing.PrivateKey {
        try Curve25519.Signing.PrivateKey(
            rawRepresentation: Data(try keyFolder().read().organisation))
    }

    /// Writes a text with the organisation's signature (C2SP signed-note).
    func writeNote(
        _ text: String, signedBy organisation: OrganisationID, to path: String
    ) throws {
        let signer = try NoteSigner(
            name: organisation.text, privateKey: try keyFolder().read().organisation)
        do {
            try OutputFile.write(try signer.sign(Array(text.utf8)).bytes, to: path)
        } catch let defect as NoteDefect {
            throw CommandFailure(
                cause: "the signature's file cannot be written: \(defect.cause)",
                mend: "shorten the agreement")
        }
    }
}
