package import NeedToKnow
package import PortVocabulary

/// What a new token is to be.
package struct TokenRequest: Hashable, Sendable {
    package let owner: PersonID
    package let label: String
    package let scopes: Set<TokenScope>
    package let purpose: Purpose
    package let basis: String
    /// How long it works, today included. Bounds: 1 to 366.
    package let days: Int

    package init(
        owner: PersonID, label: String, scopes: Set<TokenScope>, purpose: Purpose, basis: String,
        days: Int
    ) {
        (self.owner, self.label, self.scopes) = (owner, label, scopes)
        (self.purpose, self.basis, self.days) = (purpose, basis, days)
    }
}

/// Why there is no token.
package enum TokenDefect: Hashable, Sendable {
    case absent
    case label
    case scopes
    case days
    case basis
    /// Only the owner, or an administrator for a system, may do this.
    case notAllowed
    /// The owner has as many as one may have.
    case tooMany

    package var cause: String {
        switch self {
        case .absent: "there is no such account or token"
        case .label: "the label does not have 1 to 200 characters"
        case .scopes: "there is no scope"
        case .days: "a token works for 1 to 366 days"
        case .basis: "the legal basis has more than 500 bytes"
        case .notAllowed: "the token would be another person's"
        case .tooMany: "the owner has \(TokenLimit.perOwner) tokens in force"
        }
    }

    package var mend: String {
        switch self {
        case .absent: "look at the list of people and of tokens"
        case .label: "say in a few words what it is for"
        case .scopes:
            "name one or more of \(TokenScope.allCases.map(\.rawValue).joined(separator: ", "))"
        case .days: "give 1 to 366 days"
        case .basis: "shorten it"
        case .notAllowed: "let the owner make it, or make one for a system's account"
        case .tooMany: "revoke one that is no longer used"
        }
    }
}

/// The bounds of tokens.
package enum TokenLimit {
    /// Tokens in force of one owner.
    package static let perOwner = 50
    package static let days = 1...366
    package static let labelLength = 1...200
    static let secretByteCount = 20
}

/// The answer to a request for a token.
package enum TokenOutcome: Hashable, Sendable {
    /// With the secret, which is shown once and never again.
    case made(AccessToken, secret: String)
    case revoked(AccessToken)
    case defect(TokenDefect)
}

/// The making and revoking of tokens.
package struct TokenSteps<Store: IdentityStore>: Sendable {
    private let store: Store

    package init(store: Store) { self.store = store }

    /// Makes a token: a person for themselves, an administrator for a system.
    ///
    /// - Throws: what the store throws.
    package func make(
        _ request: TokenRequest, by requester: Requester, at now: Moment,
        using random: inout some RandomNumberGenerator
    ) throws -> TokenOutcome {
        guard TokenLimit.labelLength.contains(request.label.count) else {
            return .defect(.label)
        }
        guard !request.scopes.isEmpty else { return .defect(.scopes) }
        guard TokenLimit.days.contains(request.days) else { return .defect(.days) }
        guard request.basis.utf8.count <= 500 else { return .defect(.basis) }
        guard let owner = try store.person(request.owner), owner.isActive(on: now.day) else {
            return .defect(.absent)
        }
        guard mayMake(for: owner, requester) else { return .defect(.notAllowed) }
        let inForce = try store.tokens(of: owner.id).count {
            $0.revoked == nil && now.day <= $0.lastDay
        }
        guard inForce < TokenLimit.perOwner else { return .defect(.tooMany) }
        let secret = random.bytes(TokenLimit.secretByteCount)
        let text = TokenSecret.text(of: secret)
        let token = AccessToken(
            id: .drawn(using: &random), secretHash: SecretHash.of(secret), owner: owner.id,
            label: request.label, scopes: request.scopes, purpose: request.purpose,
            basis: request.basis, created: now,
            lastDay: now.day.advanced(byDays: request.days - 1))
        try store.save(token, by: requester, at: now)
        return .made(token, secret: text)
    }

    /// Revokes a token at once: its owner, or an administrator.
    ///
    /// - Throws: what the store throws.
    package func revoke(
        _ id: TokenID, by requester: Requester, at now: Moment
    ) throws -> TokenOutcome {
        guard var token = try store.tokens(of: nil).first(where: { $0.id == id }),
            token.owner == requester.person || isAdministrator(requester)
        else { return .defect(.absent) }
        guard token.revoked == nil else { return .revoked(token) }
        token.revoked = now
        try store.save(token, by: requester, at: now)
        return .revoked(token)
    }

    /// In another person's name nobody makes one: it would act as they do.
    private func mayMake(for owner: Person, _ requester: Requester) -> Bool {
        guard requester.organisation == store.organisation else { return false }
        return owner.id == requester.person || (owner.isSystem && isAdministrator(requester))
    }

    private func isAdministrator(_ requester: Requester) -> Bool {
        requester.organisation == store.organisation
            && !NodeAct.managePeople.roles.isDisjoint(with: requester.roles)
    }
}

/// The text of a token: `bwt_` and the secret in small letters of Base32, so that scanners for
/// lost secrets can find it.
package enum TokenSecret {
    private static let prefix = "bwt_"

    static func text(of secret: [UInt8]) -> String {
        prefix + Base32.encode(secret).lowercased()
    }

    /// The hash by which the token is found; nil for a text that is no token.
    package static func hash(of text: String) -> [UInt8]? {
        guard text.hasPrefix(prefix),
            let secret = Base32.decode(
                typed: String(text.dropFirst(prefix.count)), count: TokenLimit.secretByteCount),
            self.text(of: secret) == text
        else { return nil }
        return SecretHash.of(secret)
    }
}
