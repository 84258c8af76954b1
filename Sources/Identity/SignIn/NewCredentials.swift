import PortVocabulary

/// Credentials that were proved to work and are not stored yet.
struct NewCredentials {
    let credentials: [Credential]
    /// How far the passkey or the app has counted.
    let count: Int64

    /// The credential that counts.
    var counted: CredentialID? { credentials.first { $0.content.kind != .password }?.id }
}

/// New credentials, or why there are none.
enum Made<Failure> {
    case new(NewCredentials)
    case failed(Failure)
}

/// Why a password with its app is not taken.
enum NewPasswordFailure {
    /// The page was open for too long, or belongs to somebody else.
    case stale
    case defect(PasswordDefect)
    case wrongAppCode
    case busy

    var outcome: EnrolmentOutcome {
        switch self {
        case .stale: .refused
        case .defect(let defect): .passwordDefect(defect)
        case .wrongAppCode: .wrongAppCode
        case .busy: .busy
        }
    }
}

extension SignInSteps {
    /// - Parameter bearer: the session or the code that the challenge was made for.
    func newPasskey(
        _ answer: PasskeyRegistration, for bearer: [UInt8], _ person: Person, _ label: String,
        at now: Moment, using random: inout some RandomNumberGenerator
    ) throws -> Made<PasskeyRefusal> {
        let returned = ClientData.challenge(answer.clientDataJSON).flatMap {
            challenge(returned: $0, .enrol, for: bearer, at: now)
        }
        guard let challenge = returned else { return .failed(.challenge) }
        switch PasskeyRegistration.verify(answer, challenge: challenge.bytes, site: site) {
        case .refused(let refusal): return .failed(refusal)
        case .accepted(let passkey):
            guard try store.spend(challenge, at: now) else { return .failed(.challenge) }
            let credential = Credential(
                id: .drawn(using: &random), person: person.id,
                label: String(label.prefix(Credential.labelLength)),
                content: .passkey(id: passkey.credentialID, passkey.key), created: now)
            return .new(
                NewCredentials(credentials: [credential], count: Int64(passkey.signCount)))
        }
    }

    /// - Parameter bearer: the session or the code that the challenge was made for.
    func newPassword(
        _ person: Person, challenge bytes: [UInt8], for bearer: [UInt8], password: String,
        appCode: String, at now: Moment, using random: inout some RandomNumberGenerator
    ) throws -> Made<NewPasswordFailure> {
        guard let challenge = challenge(returned: bytes, .enrol, for: bearer, at: now),
            let app = app(for: challenge)
        else { return .failed(.stale) }
        let chosen: Password
        do throws(PasswordDefect) {
            let known = [
                person.id.text, person.name, person.organisation.text, site.relyingPartyID,
            ]
            chosen = try Password(chosen: password, apartFrom: known)
        } catch {
            return .failed(.defect(error))
        }
        guard let step = app.step(of: appCode, at: now, after: nil) else {
            return .failed(.wrongAppCode)
        }
        let salt = random.bytes(PasswordHash.saltByteCount)
        let hashed = gate.run(isKnownDevice: true) {
            PasswordHash(of: chosen, salt: salt, cost: cost)
        }
        guard let hash = hashed ?? nil else { return .failed(.busy) }
        guard try store.spend(challenge, at: now) else { return .failed(.stale) }
        func credential(_ content: CredentialContent) -> Credential {
            Credential(
                id: .drawn(using: &random), person: person.id, label: "", content: content,
                created: now)
        }
        let credentials = [credential(.password(hash)), credential(.oneTimeCode(app))]
        return .new(NewCredentials(credentials: credentials, count: step))
    }

    func recordFirstUse(_ new: NewCredentials, at now: Moment) throws {
        guard let id = new.counted else { return }
        _ = try store.record(CredentialUse(lastUsed: now, counter: new.count), of: id)
    }
}
