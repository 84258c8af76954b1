package import NeedToKnow
package import PortVocabulary

/// What an enrolment page needs.
package struct EnrolmentOffer: Hashable, Sendable {
    package let person: Person
    /// For the browser that makes a passkey, and to come back with the form.
    package let challenge: Challenge
    /// What the authenticator keeps as the account's name. Shape: 32 bytes.
    package let userHandle: [UInt8]
    /// What the authenticator app is given. It follows from the challenge, and is stored when its
    /// first code was typed.
    package let app: OneTimeCode
    /// Passkeys that the person has already, so that no device makes a second one.
    package let knownPasskeys: [[UInt8]]
}

/// The answer to an enrolment with a code.
package enum EnrolmentOutcome: Hashable, Sendable {
    case signedIn(SessionGrant)
    /// The code is unknown, used, or too old, or the page was open for too long.
    case refused
    case passwordDefect(PasswordDefect)
    /// The app's first code is wrong: it has another secret, or the device's clock is off.
    case wrongAppCode
    case passkeyRefused(PasskeyRefusal)
    case busy
}

/// The code of an administrator's that lets a person enrol.
package struct EnrolmentCode: Hashable, Sendable {
    /// In groups of four, to be handed over by another way than mail.
    package let text: String
    package let until: Moment

    /// How long a code works.
    package static let lifeSeconds: Int64 = 7 * 86_400
    static let byteCount = 16
}

extension SignInSteps {
    // MARK: The code

    /// Makes a code for a person, in the place of an earlier one. Their credentials work until it
    /// is used.
    ///
    /// - Returns: nil where there is no such person who may sign in.
    /// - Throws: what the store throws.
    package func makeEnrolmentCode(
        for id: PersonID, by permit: NodePermit, at now: Moment,
        using random: inout some RandomNumberGenerator
    ) throws -> EnrolmentCode? {
        guard let person = try store.person(id), person.maySignIn(on: now.day) else { return nil }
        let code = random.bytes(EnrolmentCode.byteCount)
        let until = Moment(seconds: now.seconds + EnrolmentCode.lifeSeconds)
        let earlier = try store.credentials(of: id).filter { $0.content.kind == .enrolment }
        let credential = Credential(
            id: .drawn(using: &random), person: id, label: "",
            content: .enrolment(codeHash: SecretHash.of(code), until: until), created: now)
        let isMade = try store.change(
            CredentialChange(
                person: id, added: [credential], removed: earlier.map(\.id),
                endsSessions: false), by: .administrator(permit), at: now)
        return isMade ? EnrolmentCode(text: Base32.grouped(code), until: until) : nil
    }

    /// What the page shows to someone with a code; nil for a code that does not work.
    ///
    /// - Throws: what the store throws.
    package func openEnrolment(
        code: String, at now: Moment, using random: inout some RandomNumberGenerator
    ) throws -> EnrolmentOffer? {
        guard let opened = try open(code, at: now) else { return nil }
        return try offer(
            opened.person, challenge(.enrol, for: opened.hash, at: now, using: &random))
    }

    private func open(_ code: String, at now: Moment) throws -> (person: Person, hash: [UInt8])? {
        guard let bytes = Base32.decode(typed: code, count: EnrolmentCode.byteCount) else {
            return nil
        }
        let hash = SecretHash.of(bytes)
        let handle = CredentialHandle.enrolment(codeHash: hash)
        guard let credential = try store.credential(handle: handle),
            case .enrolment(_, let until) = credential.content, now <= until,
            let person = try store.person(credential.person), person.maySignIn(on: now.day)
        else { return nil }
        return (person, hash)
    }

    func offer(_ person: Person, _ challenge: Challenge) throws -> EnrolmentOffer? {
        guard let app = app(for: challenge) else { return nil }
        let passkeys = try store.credentials(of: person.id).compactMap { credential in
            if case .passkey(let id, _) = credential.content { id } else { nil }
        }
        return EnrolmentOffer(
            person: person, challenge: challenge, userHandle: userHandle(of: person.id),
            app: app, knownPasskeys: passkeys)
    }

    func app(for challenge: Challenge) -> OneTimeCode? {
        let secret = store.keyedHash(challenge.bytes, for: "one-time-code")
        return OneTimeCode(secret: Array(secret.prefix(OneTimeCode.secretByteCount)))
    }

    // MARK: With a code

    /// Sets a passkey with a code: every earlier credential and session of the person ends.
    ///
    /// - Throws: what the store throws.
    package func enrolPasskey(
        code: String, _ answer: PasskeyRegistration, label: String, from place: SignInPlace,
        at now: Moment, using random: inout some RandomNumberGenerator
    ) throws -> EnrolmentOutcome {
        guard let (person, hash) = try open(code, at: now) else { return .refused }
        switch try newPasskey(answer, for: hash, person, label, at: now, using: &random) {
        case .failed(let refusal): return .passkeyRefused(refusal)
        case .new(let new):
            return try replaceAll(
                person, with: new, .passkey, from: place, at: now, using: &random)
        }
    }

    /// Sets a password and an authenticator app with a code: every earlier credential and session
    /// of the person ends.
    ///
    /// - Parameters:
    ///   - challenge: the bytes of the offer's challenge, as the form brings them back.
    ///   - appCode: the first code of the app.
    /// - Throws: what the store throws.
    package func enrolPassword(
        code: String, challenge: [UInt8], password: String, appCode: String,
        from place: SignInPlace, at now: Moment, using random: inout some RandomNumberGenerator
    ) throws -> EnrolmentOutcome {
        guard let (person, hash) = try open(code, at: now) else { return .refused }
        let made = try newPassword(
            person, challenge: challenge, for: hash, password: password, appCode: appCode,
            at: now, using: &random)
        switch made {
        case .failed(let failure): return failure.outcome
        case .new(let new):
            return try replaceAll(
                person, with: new, .password, from: place, at: now, using: &random)
        }
    }

    private func replaceAll(
        _ person: Person, with new: NewCredentials, _ method: SignInMethod,
        from place: SignInPlace, at now: Moment, using random: inout some RandomNumberGenerator
    ) throws -> EnrolmentOutcome {
        let earlier = try store.credentials(of: person.id)
        // The agency's account stays: it is the administrator who links it.
        let ending = earlier.filter { $0.content.kind != .provider }
        let change = CredentialChange(
            person: person.id, added: new.credentials, removed: ending.map(\.id),
            endsSessions: true)
        guard try store.change(change, by: .person, at: now) else { return .refused }
        try recordFirstUse(new, at: now)
        return .signedIn(try begin(person, method, from: place, at: now, using: &random))
    }
}
