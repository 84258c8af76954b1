import Crypto
package import PortVocabulary

/// Where a sign-in comes from.
package struct SignInPlace: Hashable, Sendable {
    /// The client's address, as the server sees it.
    package let address: String
    /// The token of the device cookie; nil for none.
    package let deviceToken: [UInt8]?

    package init(address: String, deviceToken: [UInt8]?) {
        (self.address, self.deviceToken) = (address, deviceToken)
    }
}

/// A session that began, with the secrets that only the device keeps.
package struct SessionGrant: Hashable, Sendable {
    package let session: Session
    /// For the session cookie. Shape: 32 bytes.
    package let sessionToken: [UInt8]
    /// For the device cookie. Shape: 32 bytes.
    package let deviceToken: [UInt8]
}

/// The answer to a sign-in. Wrong name, wrong password, wrong code and an account that has ended
/// look the same.
package enum SignInOutcome: Hashable, Sendable {
    case signedIn(SessionGrant)
    case refused
    case wait(seconds: Int64)
}

/// The ways to sign in. Nothing here reads a clock or draws by chance: both come as arguments.
/// Passwords take a tenth of a second: call them from a thread that may wait.
package struct SignInSteps<Store: CredentialStore>: Sendable {
    let store: Store
    let site: PasskeySite
    let gate: PasswordGate
    let cost: PasswordCost

    /// - Parameter gate: the one gate of the process.
    package init(
        store: Store, site: PasskeySite, gate: PasswordGate, cost: PasswordCost = .recommended
    ) {
        (self.store, self.site, self.gate, self.cost) = (store, site, gate, cost)
    }

    // MARK: Password and code

    /// Signs in with an account's name, its password and the code of its app.
    ///
    /// - Throws: what the store throws.
    package func withPassword(
        name: String, password: String, code: String, from place: SignInPlace, at now: Moment,
        using random: inout some RandomNumberGenerator
    ) throws -> SignInOutcome {
        let person = try (try? PersonID(parsing: name)).flatMap { try store.person($0) }
        let proof = try prove(
            name: name, person: person, password: password, code: code, from: place, at: now,
            using: &random)
        switch proof {
        case .given(let person):
            return .signedIn(
                try begin(person, .password, from: place, at: now, using: &random))
        case .refused: return .refused
        case .wait(let seconds): return .wait(seconds: seconds)
        }
    }

    enum PasswordProof {
        case given(Person)
        case refused
        case wait(Int64)
    }

    /// How long someone waits where too many passwords are hashed at once.
    private static var busySeconds: Int64 { 3 }
    /// How much of a name is counted by. Units: characters; no account has a longer one.
    private static var nameLength: Int { 64 }

    func prove(
        name: String, person: Person?, password: String, code: String, from place: SignInPlace,
        at now: Moment, using random: inout some RandomNumberGenerator
    ) throws -> PasswordProof {
        let device = try knownDevice(place, of: person?.id, at: now)
        let buckets = SignInThrottle.buckets(
            name: String(name.prefix(Self.nameLength)).lowercased(),
            from: NetworkPrefix(address: place.address), knownDevice: device)
        let counted = try store.failures(buckets, at: now).map { ($0.key, $0.value) }
        let wait = SignInThrottle.wait(counted, at: now)
        guard wait == 0 else { return .wait(wait) }
        let account = try account(of: person, at: now)
        let typed = Password(typed: password) ?? Password(unchecked: "")
        let compared = gate.run(isKnownDevice: device != nil) {
            (account?.hash ?? PasswordHash.ofNobody)?.matches(typed) ?? false
        }
        guard let isRight = compared else { return .wait(Self.busySeconds) }
        let last = try account.flatMap { try store.use(of: $0.codeID)?.counter }
        let step = account?.code.step(of: code, at: now, after: last)
        guard isRight, let account, let step,
            try store.record(
                CredentialUse(lastUsed: now, counter: step), of: account.codeID)
        else {
            try store.count(RefusedSignIn(person: person?.id, buckets: buckets), at: now)
            return .refused
        }
        // The network's count stays: whoever has one account must not clear it for others.
        try store.forget(buckets.filter { !$0.isNetwork }, at: now)
        try renew(account, typed, at: now, using: &random)
        return .given(account.person)
    }

    private struct Account {
        let person: Person
        let passwordID: CredentialID
        let hash: PasswordHash
        let codeID: CredentialID
        let code: OneTimeCode
    }

    /// Nil where nobody can sign in so.
    private func account(of person: Person?, at now: Moment) throws -> Account? {
        guard let person, person.maySignIn(on: now.day) else { return nil }
        var password: (CredentialID, PasswordHash)?
        var app: (CredentialID, OneTimeCode)?
        for credential in try store.credentials(of: person.id) {
            switch credential.content {
            case .password(let hash): password = (credential.id, hash)
            case .oneTimeCode(let code): app = (credential.id, code)
            case .passkey, .provider, .enrolment: continue
            }
        }
        guard let password, let app else { return nil }
        return Account(
            person: person, passwordID: password.0, hash: password.1, codeID: app.0,
            code: app.1)
    }

    /// Hashes a password anew where today's hashes take more work.
    private func renew(
        _ account: Account, _ password: Password, at now: Moment,
        using random: inout some RandomNumberGenerator
    ) throws {
        guard account.hash.isWeaker(than: cost) else { return }
        let salt = random.bytes(PasswordHash.saltByteCount)
        let hashed = gate.run(isKnownDevice: true) {
            PasswordHash(of: password, salt: salt, cost: cost)
        }
        // Where there is no room now, the next sign-in does it.
        guard let hash = hashed ?? nil else { return }
        let renewed = Credential(
            id: .drawn(using: &random), person: account.person.id, label: "",
            content: .password(hash), created: now)
        _ = try store.change(
            CredentialChange(
                person: account.person.id, added: [renewed], removed: [account.passwordID],
                endsSessions: false), by: .person, at: now)
    }

    // MARK: Passkey

    /// A challenge for the sign-in page.
    package func challenge(
        at now: Moment, using random: inout some RandomNumberGenerator
    ) -> Challenge {
        challenge(.signIn, for: [], at: now, using: &random)
    }

    /// Signs in with a passkey, which says itself whose it is.
    ///
    /// - Throws: what the store throws.
    package func withPasskey(
        _ answer: PasskeyAssertion, from place: SignInPlace, at now: Moment,
        using random: inout some RandomNumberGenerator
    ) throws -> SignInOutcome {
        guard let person = try provePasskey(answer, .signIn, for: [], of: nil, at: now) else {
            return .refused
        }
        return .signedIn(try begin(person, .passkey, from: place, at: now, using: &random))
    }

    /// Whose passkey it is; nil where it is refused.
    func provePasskey(
        _ answer: PasskeyAssertion, _ use: Challenge.Use, for bearer: [UInt8],
        of owner: PersonID?, at now: Moment
    ) throws -> Person? {
        let handle = CredentialHandle.passkey(answer.credentialID)
        guard let credential = try store.credential(handle: handle),
            case .passkey(_, let key) = credential.content,
            owner ?? credential.person
                == credential.person, let person = try store.person(credential.person)
        else {
            try store.count(RefusedSignIn(person: owner, buckets: []), at: now)
            return nil
        }
        let count = try store.use(of: credential.id)?.counter ?? 0
        let known = PasskeyAssertion.KnownPasskey(
            key: key, signCount: UInt32(clamping: count), userHandle: userHandle(of: person.id))
        let returned = ClientData.challenge(answer.clientDataJSON).flatMap {
            challenge(returned: $0, use, for: bearer, at: now)
        }
        guard person.maySignIn(on: now.day), let challenge = returned,
            case .accepted(let signCount) = PasskeyAssertion.verify(
                answer, challenge: challenge.bytes, site: site, known: known),
            try store.spend(challenge, at: now),
            try store.record(
                CredentialUse(lastUsed: now, counter: Int64(signCount)), of: credential.id)
        else {
            try store.count(RefusedSignIn(person: person.id, buckets: []), at: now)
            return nil
        }
        return person
    }

    /// What an authenticator keeps as the account's name: it tells nothing to who finds it.
    package func userHandle(of person: PersonID) -> [UInt8] {
        store.keyedHash(Array(person.text.utf8), for: "user-handle")
    }

    // MARK: Identity provider

    /// Signs in a person whom the provider of their agency has named. The caller has verified the
    /// provider's answer.
    ///
    /// - Throws: what the store throws.
    package func withProvider(
        _ subject: ProviderSubject, from place: SignInPlace, at now: Moment,
        using random: inout some RandomNumberGenerator
    ) throws -> SignInOutcome {
        guard let credential = try store.credential(handle: subject.handle),
            case .provider(subject) = credential.content,
            let person = try store.person(credential.person), person.maySignIn(on: now.day)
        else {
            try store.count(RefusedSignIn(person: nil, buckets: []), at: now)
            return .refused
        }
        return .signedIn(try begin(person, .provider, from: place, at: now, using: &random))
    }

    // MARK: The session

    func begin(
        _ person: Person, _ method: SignInMethod, from place: SignInPlace, at now: Moment,
        using random: inout some RandomNumberGenerator
    ) throws -> SessionGrant {
        let token = random.bytes(32)
        let session = Session(
            tokenHash: SecretHash.of(token), person: person.id, method: method, began: now,
            lastSeen: now, authenticated: now, task: nil,
            previousVisit: try store.lastVisit(of: person.id))
        var device = place.deviceToken ?? []
        if try knownDevice(place, of: person.id, at: now) == nil {
            device = random.bytes(32)
            try store.trust(deviceHash: SecretHash.of(device), of: person.id, at: now)
        }
        try store.begin(session, at: now)
        return SessionGrant(session: session, sessionToken: token, deviceToken: device)
    }

    /// The hash of the device's token where this person signed in with it before.
    private func knownDevice(
        _ place: SignInPlace, of person: PersonID?, at now: Moment
    ) throws -> [UInt8]? {
        guard let token = place.deviceToken, let person else { return nil }
        let hash = SecretHash.of(token)
        return try store.deviceOwner(tokenHash: hash, at: now) == person ? hash : nil
    }
}

extension Person {
    /// Whether somebody may sign in with this account. A system holds tokens only.
    package func maySignIn(on day: CalendarDate) -> Bool { !isSystem && isActive(on: day) }
}

extension SignInBucket {
    var isNetwork: Bool {
        switch self {
        case .network: true
        case .account, .device: false
        }
    }
}

/// What the node keeps of a random secret: its SHA-256, which is enough for secrets of 128 bits
/// and more.
package enum SecretHash {
    /// Shape: 32 bytes.
    package static func of(_ secret: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: secret)) }
}

extension RandomNumberGenerator {
    /// So many random bytes. Bounds: `count` 0 or more.
    mutating func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            withUnsafeBytes(of: next()) { bytes.append(contentsOf: $0) }
        }
        return Array(bytes.prefix(count))
    }
}

extension ID {
    /// A new identifier of 96 random bits.
    static func drawn(using random: inout some RandomNumberGenerator) -> ID {
        ID(trusted: Base32.encode(random.bytes(12)).lowercased())
    }
}
