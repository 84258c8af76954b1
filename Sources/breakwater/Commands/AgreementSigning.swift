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
        let standing = try node.withNode { database in
            let requester = try asker.requester([.signatory], of: database.organisation)
            let permit = try database.leave(requester, .signAgreement)
            let signature = try SigningDefect.told("not signed") { () throws(SigningDefect) in
                try AgreementSignature(
                    signing: agreement, as: database.organisation, with: node.organisationKey())
            }
            // Made before anything is stored: what cannot be sent is not signed.
            let note = try node.note(agreement.canonicalText, signedBy: database.organisation)
            try AgreementArgument.add(agreement, by: permit, database)
            _ = try database.add(
                signature, to: agreement.id, version: agreement.version, by: permit,
                at: Clock.now())
            try OutputFile.write(note, to: path)
            return try AgreementArgument.standing(agreement, database)
        }
        let document: JSONValue = [
            "agreement": .text(agreement.id.text), "version": .whole(agreement.version),
            "standing": .text(standing), "signature": .text(path),
        ]
        Answer.give("agreement-sign", document) {
            "\(agreement.id) version \(agreement.version) is signed: \(standing)\n"
                + "signature: \(path)"
        }
    }
}

extension SigningDefect {
    /// Says a defect of signing as a failure of the command.
    static func told<Value>(
        _ what: String, _ body: () throws(SigningDefect) -> Value
    ) throws -> Value {
        do throws(SigningDefect) {
            return try body()
        } catch {
            throw CommandFailure(cause: "\(what): \(error.cause)", mend: error.mend)
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
            let lines = try note.signatures.filter { signers.contains($0.name) }.map { signature in
                let party = try OrganisationArgument.parse(signature.name)
                return try take(text, party: party, signature.bytes, by: permit, database)
            }
            let document: JSONValue = ["file": .text(file), "taken": JSONValue(texts: lines)]
            Answer.give("agreement-accept", document) { lines.joined(separator: "\n") }
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
            try AgreementArgument.add(agreement, by: permit, database)
            _ = try database.add(
                AgreementSignature(organisation: party, signature: signature),
                to: agreement.id, version: agreement.version, by: permit, at: Clock.now())
            return "\(agreement.id) version \(agreement.version): signature of \(party) taken; "
                + (try AgreementArgument.standing(agreement, database))
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

    @Argument(
        help: "The agreement: ID for its highest version, or ID/VERSION.",
        completion: Candidates.agreements)
    var agreement: String

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
        let (revoked, path) = try node.withNode { database in
            let requester = try asker.requester([.signatory], of: database.organisation)
            let permit = try database.leave(requester, .revokeAgreement)
            let stored = try AgreementArgument.stored(agreement, database)
            let revocation = try SigningDefect.told("not revoked") { () throws(SigningDefect) in
                try Revocation(
                    revoking: stored.agreement, as: database.organisation, from: day,
                    with: node.organisationKey())
            }
            let note = try node.note(revocation.statement, signedBy: database.organisation)
            let outcome = try database.add(revocation, by: permit, at: Clock.now())
            guard outcome != .differs else {
                throw CommandFailure(
                    cause: "it was revoked already, from another day", mend: "see agreement list")
            }
            let path = output ?? "\(stored.agreement.id).revoked"
            try OutputFile.write(note, to: path)
            return ("\(stored.agreement.id) version \(stored.agreement.version)", path)
        }
        let document: JSONValue = [
            "revoked": .text(revoked), "from": JSONValue(day), "revocation": .text(path),
        ]
        Answer.give("agreement-revoke", document) {
            "\(revoked) is revoked from \(day)\nrevocation: \(path)"
        }
    }
}

extension NodeOptions {
    /// The key with which this node's organisation signs.
    func organisationKey() throws(SigningDefect) -> Curve25519.Signing.PrivateKey {
        guard let secret = try? keyFolder().read().organisation,
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: Data(secret))
        else { throw .failed }
        return key
    }

    /// A text with the organisation's signature (C2SP signed-note).
    func note(_ text: String, signedBy organisation: OrganisationID) throws -> [UInt8] {
        let signer = try NoteSigner(
            name: organisation.text, privateKey: try keyFolder().read().organisation)
        let signed = try signer.sign(Array(text.utf8)).bytes
        guard signed.count <= NoteLimit.noteBytes else {
            throw CommandFailure(
                cause: "not signed: the file for the other parties would have "
                    + "\(signed.count) bytes, \(NoteLimit.noteBytes) at most",
                mend: "divide the agreement into several")
        }
        return signed
    }
}
