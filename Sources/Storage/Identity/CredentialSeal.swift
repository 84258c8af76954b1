import Crypto
import Foundation
import Identity
import PortVocabulary

/// The sealing of what a credential holds (AES-256-GCM) with a key derived from the node's. The
/// row's other columns are bound to it, so that a credential cannot be handed to another person,
/// and whoever can only write to the database cannot make one.
struct CredentialSeal {
    private let key: SymmetricKey

    init(_ keys: NodeKeys) { key = keys.derivedKey(for: "credential") }

    /// The row of a credential.
    func row(_ credential: Credential) throws -> [SQLValue] {
        let content = Self.bytes(credential.content)
        let handle = credential.content.handle
        let context = Self.context(
            credential.id.text, credential.person.text, credential.content.kind, handle)
        return [
            .text(credential.id.text), .text(credential.person.text),
            .text(credential.content.kind.rawValue), .text(credential.label),
            SQLValue(handle), .blob(try RecordSeal.seal(content, key, context)),
            .integer(Int(credential.created.seconds)),
        ]
    }

    /// Nil for a row that cannot be read or does not open: nobody signs in with it.
    func credential(_ row: any SQLRow) throws -> Credential? {
        guard let id = try? CredentialID(parsing: try row.text(0)),
            let person = try? PersonID(parsing: try row.text(1)),
            let kind = CredentialKind(rawValue: try row.text(2)),
            let opened = try? RecordSeal.open(
                try row.blob(5), key,
                Self.context(id.text, person.text, kind, row.optionalBlob(4))),
            let content = Self.content(kind, opened), content.handle == row.optionalBlob(4)
        else { return nil }
        return Credential(
            id: id, person: person, label: try row.text(3), content: content,
            created: Moment(seconds: Int64(try row.int(6))))
    }

    private static func context(
        _ id: String, _ person: String, _ kind: CredentialKind, _ handle: [UInt8]?
    ) -> [UInt8] {
        let parts = [id, person, kind.rawValue, handle?.hexadecimal ?? ""]
        return Array(("breakwater-credential-v1\n" + parts.joined(separator: "\n")).utf8)
    }

    private static func bytes(_ content: CredentialContent) -> [UInt8] {
        switch content {
        case .password(let hash): Array(hash.text.utf8)
        case .oneTimeCode(let code): code.secret
        case .passkey(let id, let key): key.coordinates + id
        case .provider(let subject): Array("\(subject.issuer)\n\(subject.subject)".utf8)
        case .enrolment(let hash, let until): hash + Array(String(until.seconds).utf8)
        }
    }

    private static func content(_ kind: CredentialKind, _ bytes: [UInt8]) -> CredentialContent? {
        switch kind {
        case .password:
            return String(validating: bytes, as: UTF8.self).flatMap(PasswordHash.init(stored:))
                .map { .password($0) }
        case .oneTimeCode:
            return OneTimeCode(secret: bytes).map { .oneTimeCode($0) }
        case .passkey:
            return PasskeyPublicKey(coordinates: Array(bytes.prefix(64))).map {
                .passkey(id: Array(bytes.dropFirst(64)), $0)
            }
        case .provider:
            let parts = String(decoding: bytes, as: UTF8.self).split(
                separator: "\n", omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            return ProviderSubject(issuer: String(parts[0]), subject: String(parts[1])).map {
                .provider($0)
            }
        case .enrolment:
            guard let seconds = Int64(String(decoding: bytes.dropFirst(32), as: UTF8.self)) else {
                return nil
            }
            return .enrolment(
                codeHash: Array(bytes.prefix(32)), until: Moment(seconds: seconds))
        }
    }
}
