package import NeedToKnow
package import PortVocabulary

/// The answer to a change of one's own credentials.
package enum CredentialOutcome: Hashable, Sendable {
    case changed
    /// The person has to prove again who they are.
    case staleProof
    /// The page was open for too long, or the credential is not the person's.
    case refused
    /// Nothing would be left to sign in with.
    case lastWay
    /// The person has as many as one may have.
    case tooMany
    case passwordDefect(PasswordDefect)
    case wrongAppCode
    case passkeyRefused(PasskeyRefusal)
    case busy
}

/// The answer to the linking of an agency's account.
package enum LinkOutcome: Hashable, Sendable {
    case linked
    /// It is linked to somebody already.
    case taken
    /// There is no such person who may sign in.
    case absent
}

extension SignInSteps {
    /// How many credentials one may have.
    package static var credentialLimit: Int { 20 }

    /// What the page for another credential needs.
    ///
    /// - Throws: what the store throws.
    package func offer(
        to signedIn: SignedIn, at now: Moment, using random: inout some RandomNumberGenerator
    ) throws -> EnrolmentOffer? {
        try offer(
            signedIn.person,
            challenge(.enrol, for: signedIn.session.tokenHash, at: now, using: &random))
    }

    /// Adds a passkey. The person has to have proved a moment ago who they are.
    ///
    /// - Throws: what the store throws.
    package func addPasskey(
        _ signedIn: SignedIn, _ answer: PasskeyRegistration, label: String, at now: Moment,
        using random: inout some RandomNumberGenerator
    ) throws -> CredentialOutcome {
        guard signedIn.session.isFresh(at: now) else { return .staleProof }
        guard try store.credentials(of: signedIn.person.id).count < Self.credentialLimit else {
            return .tooMany
        }
        let made = try newPasskey(
            answer, for: signedIn.session.tokenHash, signedIn.person, label, at: now,
            using: &random)
        switch made {
        case .failed(let refusal): return .passkeyRefused(refusal)
        case .new(let new):
            return try store(new, removing: [], signedIn, at: now) ? .changed : .refused
        }
    }

    /// Sets a password and an app in the place of earlier ones. The person has to have proved a
    /// moment ago who they are.
    ///
    /// - Parameters:
    ///   - challenge: the bytes of the offer's challenge, as the form brings them back.
    ///   - appCode: the first code of the app.
    /// - Throws: what the store throws.
    package func setPassword(
        _ signedIn: SignedIn, challenge: [UInt8], password: String, appCode: String,
        at now: Moment, using random: inout some RandomNumberGenerator
    ) throws -> CredentialOutcome {
        guard signedIn.session.isFresh(at: now) else { return .staleProof }
        let earlier = try store.credentials(of: signedIn.person.id).filter { $0.isOfPassword }
        let made = try newPassword(
            signedIn.person, challenge: challenge, for: signedIn.session.tokenHash,
            password: password, appCode: appCode, at: now, using: &random)
        switch made {
        case .failed(.stale): return .refused
        case .failed(.defect(let defect)): return .passwordDefect(defect)
        case .failed(.wrongAppCode): return .wrongAppCode
        case .failed(.busy): return .busy
        case .new(let new):
            let isStored = try store(new, removing: earlier.map(\.id), signedIn, at: now)
            return isStored ? .changed : .refused
        }
    }

    private func store(
        _ new: NewCredentials, removing earlier: [CredentialID], _ signedIn: SignedIn,
        at now: Moment
    ) throws -> Bool {
        let change = CredentialChange(
            person: signedIn.person.id, added: new.credentials, removed: earlier,
            endsSessions: false)
        guard try store.change(change, by: .person, at: now) else { return false }
        try recordFirstUse(new, at: now)
        return true
    }

    /// Removes one of the person's credentials; a password goes together with its app.
    ///
    /// - Throws: what the store throws.
    package func remove(
        _ id: CredentialID, _ signedIn: SignedIn, at now: Moment
    ) throws -> CredentialOutcome {
        guard signedIn.session.isFresh(at: now) else { return .staleProof }
        let all = try store.credentials(of: signedIn.person.id)
        guard let chosen = all.first(where: { $0.id == id }), chosen.content.kind != .enrolment
        else { return .refused }
        let going = all.filter { $0.id == id || (chosen.isOfPassword && $0.isOfPassword) }
        let left = all.filter { credential in !going.contains { $0.id == credential.id } }
        guard !left.ways.isEmpty else { return .lastWay }
        let change = CredentialChange(
            person: signedIn.person.id, added: [], removed: going.map(\.id), endsSessions: false)
        return try store.change(change, by: .person, at: now) ? .changed : .refused
    }

    /// Links an account at an identity provider to a person: an administrator's act alone, for
    /// whoever controls the link can sign in as the person.
    ///
    /// - Throws: what the store throws.
    package func link(
        _ subject: ProviderSubject, to id: PersonID, by permit: NodePermit, at now: Moment,
        using random: inout some RandomNumberGenerator
    ) throws -> LinkOutcome {
        guard let person = try store.person(id), person.maySignIn(on: now.day) else {
            return .absent
        }
        if let known = try store.credential(handle: subject.handle) {
            return known.person == id ? .linked : .taken
        }
        let credential = Credential(
            id: .drawn(using: &random), person: id, label: "", content: .provider(subject),
            created: now)
        let change = CredentialChange(
            person: id, added: [credential], removed: [], endsSessions: false)
        return try store.change(change, by: .administrator(permit), at: now) ? .linked : .taken
    }
}

extension Credential {
    fileprivate var isOfPassword: Bool {
        content.kind == .password || content.kind == .oneTimeCode
    }
}
