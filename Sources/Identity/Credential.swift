import Crypto
package import PortVocabulary

/// Marks ``ID`` as that of a credential.
package enum CredentialCase {}
/// Names a credential; it is no secret.
package typealias CredentialID = ID<CredentialCase>

/// The kinds of what people prove themselves with.
package enum CredentialKind: String, Term {
    case password
    /// The secret of an authenticator app: the second factor of a password.
    case oneTimeCode = "one-time-code"
    case passkey
    /// The person's name at the identity provider of their agency.
    case provider
    /// A code of the administrator's, good for one enrolment.
    case enrolment

    package static let vocabulary = "kinds of credentials"
    package var title: String {
        switch self {
        case .password: "password"
        case .oneTimeCode: "authenticator app"
        case .passkey: "passkey"
        case .provider: "agency account"
        case .enrolment: "enrolment code"
        }
    }
}

/// What a credential holds.
package enum CredentialContent: Hashable, Sendable {
    case password(PasswordHash)
    case oneTimeCode(OneTimeCode)
    case passkey(id: [UInt8], PasskeyPublicKey)
    case provider(ProviderSubject)
    /// With the last moment at which the code works.
    case enrolment(codeHash: [UInt8], until: Moment)

    /// The kind that it is of.
    package var kind: CredentialKind {
        switch self {
        case .password: .password
        case .oneTimeCode: .oneTimeCode
        case .passkey: .passkey
        case .provider: .provider
        case .enrolment: .enrolment
        }
    }

    /// By what it is found without knowing whose it is; nil where it is not.
    package var handle: [UInt8]? {
        switch self {
        case .password, .oneTimeCode: nil
        case .passkey(let id, _): CredentialHandle.passkey(id)
        case .provider(let subject): subject.handle
        case .enrolment(let hash, _): CredentialHandle.enrolment(codeHash: hash)
        }
    }
}

/// By what credentials are found. Each is a hash over kind and content, so that none can pass for
/// one of another kind. Shape: 32 bytes.
package enum CredentialHandle {
    /// Of a passkey with this identifier.
    package static func passkey(_ id: [UInt8]) -> [UInt8] { hash("passkey", id) }
    /// Of an enrolment code with this hash.
    package static func enrolment(codeHash: [UInt8]) -> [UInt8] { hash("enrolment", codeHash) }

    static func hash(_ kind: String, _ content: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: Array("breakwater-credential \(kind)\n".utf8) + content))
    }
}

/// A person at an identity provider, as OpenID Connect names them: issuer and subject together.
package struct ProviderSubject: Hashable, Sendable {
    package let issuer: String
    package let subject: String

    /// Nil unless both have 1 to 255 characters of ASCII without control characters. Source:
    /// OpenID Connect 1.0, section 2.
    package init?(issuer: String, subject: String) {
        for text in [issuer, subject] {
            guard (1...255).contains(text.utf8.count),
                text.utf8.allSatisfy({ (0x20...0x7e).contains($0) })
            else { return nil }
        }
        (self.issuer, self.subject) = (issuer, subject)
    }

    /// By what it is found.
    package var handle: [UInt8] {
        CredentialHandle.hash("provider", Array("\(issuer)\n\(subject)".utf8))
    }
}

/// What someone proves with who they are.
package struct Credential: Hashable, Sendable {
    package let id: CredentialID
    package let person: PersonID
    /// How the person tells it from others, for example “phone”. Bounds: 0 to 100 characters.
    package let label: String
    package let content: CredentialContent
    package let created: Moment

    package init(
        id: CredentialID, person: PersonID, label: String, content: CredentialContent,
        created: Moment
    ) {
        (self.id, self.person, self.label) = (id, person, label)
        (self.content, self.created) = (content, created)
    }

    /// The longest label. Units: characters.
    package static let labelLength = 100
}

/// When a credential was last used, and how far its count is: an authenticator's signatures, or
/// the step of a code.
package struct CredentialUse: Hashable, Sendable {
    package let lastUsed: Moment
    package let counter: Int64

    package init(lastUsed: Moment, counter: Int64) {
        (self.lastUsed, self.counter) = (lastUsed, counter)
    }
}

extension Collection<Credential> {
    /// The ways to sign in that these are. A password without an app is none, and neither is an
    /// app alone.
    package var ways: Set<SignInMethod> {
        let kinds = Set(map(\.content.kind))
        var ways: Set<SignInMethod> = []
        if kinds.contains(.passkey) { ways.insert(.passkey) }
        if kinds.isSuperset(of: [.password, .oneTimeCode]) { ways.insert(.password) }
        if kinds.contains(.provider) { ways.insert(.provider) }
        return ways
    }
}
