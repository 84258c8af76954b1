import Identity
import NeedToKnow
import PortVocabulary
import Storage

/// How the invented people sign in: one password that everyone may read, and an app each.
enum DemoCredentials {
    /// For the demonstration alone; real nodes let nobody choose for others.
    static let password = "lantern quay compass tide"

    /// Lets every account enrol as a person would: with a code of the administrator's.
    ///
    /// - Returns: one line an account with the secret of its app.
    /// - Throws: what storage throws.
    static func make(_ database: NodeDatabase, now: Moment) throws -> String {
        // A code works once: the first one that a person tries must not be the one used here.
        let now = Moment(seconds: now.seconds - 4 * OneTimeCode.stepSeconds)
        var random = SystemRandomNumberGenerator()
        let steps = SignInSteps(
            store: database,
            site: PasskeySite(relyingPartyID: "localhost", origins: []), gate: PasswordGate())
        let administrator = try Requester(
            person: PersonID(trusted: "ada"), organisation: database.organisation,
            roles: [.administrator], purpose: .oversight, basis: "demonstration")
        guard
            case .permit(let permit) = NodeRules.decide(
                administrator, .managePeople, node: database.organisation)
        else { throw refused("ada") }
        var lines = ""
        for account in DemoPeople.all {
            let person = account.person
            guard
                let code = try steps.makeEnrolmentCode(
                    for: person.id, by: permit, at: now, using: &random),
                let offer = try steps.openEnrolment(code: code.text, at: now, using: &random)
            else { throw refused(account.id) }
            let outcome = try steps.enrolPassword(
                code: code.text, challenge: offer.challenge.bytes, password: password,
                appCode: offer.app.code(step: now.seconds / OneTimeCode.stepSeconds),
                from: SignInPlace(address: "127.0.0.1", deviceToken: nil), at: now,
                using: &random)
            guard case .signedIn(let grant) = outcome else { throw refused(account.id) }
            try database.end(grant.session, at: now)
            try database.distrustDevices(of: person.id)
            lines += "\(account.id),\(Base32.encode(offer.app.secret))\n"
        }
        return lines
    }

    private static func refused(_ account: String) -> CommandFailure {
        CommandFailure(
            cause: "the account \(account) of the demonstration cannot be set up",
            mend: "make it anew with --fresh")
    }
}
