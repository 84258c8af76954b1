import NeedToKnow
package import PortVocabulary

/// The answer to someone who proves again who they are.
package enum ConfirmOutcome: Hashable, Sendable {
    case confirmed(Session)
    case refused
    case wait(seconds: Int64)
}

/// The answer to a stated task.
package enum TaskOutcome: Hashable, Sendable {
    case stated(Session)
    case defect(WordDefect)
}

extension SignInSteps {
    // MARK: Challenges

    func challenge(
        _ use: Challenge.Use, for bearer: [UInt8], at now: Moment,
        using random: inout some RandomNumberGenerator
    ) -> Challenge {
        Challenge(use, for: bearer, at: now, random: random.bytes(Challenge.randomByteCount)) {
            store.keyedHash($0, for: "challenge")
        }
    }

    func challenge(
        returned bytes: [UInt8], _ use: Challenge.Use, for bearer: [UInt8], at now: Moment
    ) -> Challenge? {
        Challenge(returned: bytes, use, for: bearer, at: now) {
            store.keyedHash($0, for: "challenge")
        }
    }

    // MARK: Proving again

    /// A challenge for someone who is signed in and proves again who they are.
    package func confirmationChallenge(
        for signedIn: SignedIn, at now: Moment, using random: inout some RandomNumberGenerator
    ) -> Challenge {
        challenge(.confirm, for: signedIn.session.tokenHash, at: now, using: &random)
    }

    /// Confirms a session with password and code.
    ///
    /// - Throws: what the store throws.
    package func confirm(
        _ signedIn: SignedIn, password: String, code: String, from place: SignInPlace,
        at now: Moment, using random: inout some RandomNumberGenerator
    ) throws -> ConfirmOutcome {
        let proof = try prove(
            name: signedIn.person.id.text, person: signedIn.person, password: password,
            code: code, from: place, at: now, using: &random)
        switch proof {
        case .given: return .confirmed(try confirmed(signedIn.session, at: now))
        case .refused: return .refused
        case .wait(let seconds): return .wait(seconds: seconds)
        }
    }

    /// Confirms a session with a passkey.
    ///
    /// - Throws: what the store throws.
    package func confirm(
        _ signedIn: SignedIn, _ answer: PasskeyAssertion, at now: Moment
    ) throws -> ConfirmOutcome {
        let person = try provePasskey(
            answer, .confirm, for: signedIn.session.tokenHash, of: signedIn.person.id, at: now)
        guard person != nil else { return .refused }
        return .confirmed(try confirmed(signedIn.session, at: now))
    }

    /// Confirms a session through the provider, which has to name the same person and to have
    /// asked them anew; the caller has verified both.
    ///
    /// - Throws: what the store throws.
    package func confirm(
        _ signedIn: SignedIn, _ subject: ProviderSubject, at now: Moment
    ) throws -> ConfirmOutcome {
        guard let credential = try store.credential(handle: subject.handle),
            credential.person == signedIn.person.id, signedIn.person.maySignIn(on: now.day)
        else {
            try store.count(
                RefusedSignIn(person: signedIn.person.id, buckets: []), at: now)
            return .refused
        }
        return .confirmed(try confirmed(signedIn.session, at: now))
    }

    private func confirmed(_ session: Session, at now: Moment) throws -> Session {
        var session = session
        (session.authenticated, session.lastSeen) = (now, now)
        try store.update(session)
        return session
    }

    // MARK: Task, sign-out

    /// States what the person is at work on.
    ///
    /// - Throws: what the store throws.
    package func stateTask(
        _ signedIn: SignedIn, _ purpose: Purpose, basis: String, at now: Moment
    ) throws -> TaskOutcome {
        do throws(WordDefect) {
            _ = try Requester(
                person: signedIn.person.id, organisation: signedIn.person.organisation,
                roles: signedIn.roles, purpose: purpose, basis: basis)
        } catch {
            return .defect(error)
        }
        var session = signedIn.session
        session.task = StatedTask(purpose: purpose, basis: basis, since: now)
        session.lastSeen = now
        try store.update(session)
        return .stated(session)
    }

    /// Ends this session.
    ///
    /// - Throws: what the store throws.
    package func signOut(_ signedIn: SignedIn, at now: Moment) throws {
        try store.end(signedIn.session, at: now)
    }

    /// Ends every session of the person, and makes their devices unknown: for a device that was
    /// lost.
    ///
    /// - Throws: what the store throws.
    package func signOutEverywhere(_ signedIn: SignedIn, at now: Moment) throws {
        for session in try store.sessions(of: signedIn.person.id, at: now) {
            try store.end(session, at: now)
        }
        try store.distrustDevices(of: signedIn.person.id)
    }
}
