import ArgumentParser
import Identity
import NeedToKnow
import PortVocabulary
import Storage

/// `breakwater person enrol ID`
struct PersonEnrol: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enrol",
        abstract: "Print a code with which a person sets up how to sign in.",
        discussion: """
            For the first time, and after a lost phone or key. What the person signed in with \
            before ends when the code is used, not earlier. Hand the code over in person or by \
            telephone, to somebody you know.
            """)

    @Argument(help: "The account's short name.")
    var id: String

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        try node.withNode { database in
            let permit = try database.mayManage(asker)
            let person = try database.known(id)
            var random = SystemRandomNumberGenerator()
            // The site is the server's; a code is good at any address of the node.
            let steps = SignInSteps(
                store: database, site: PasskeySite(relyingPartyID: "", origins: []),
                gate: PasswordGate())
            let made = try steps.makeEnrolmentCode(
                for: person.id, by: permit, at: Clock.now(), using: &random)
            guard let code = made else {
                throw CommandFailure(
                    cause: "\(person.id) does not sign in: it is a system, or has left",
                    mend: "breakwater person list shows which")
            }
            let document: JSONValue = [
                "person": .text(person.id.text), "code": .text(code.text),
                "until": JSONValue(code.until),
            ]
            Answer.give("person-enrol", document) {
                "\(code.text)\nfor \(person.id), once, until \(code.until)"
            }
        }
    }
}

/// `breakwater person link ID`
struct PersonLink: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link",
        abstract: "Link an account at the agency's identity provider to a person.",
        discussion: """
            Whoever controls that account signs in as the person. Take issuer and subject from the \
            provider's own administration, not from a message.
            """)

    @Argument(help: "The account's short name.")
    var id: String

    @Option(help: "The provider's issuer, for example https://id.agency.example.")
    var issuer: String

    @Option(help: "The person's subject at the provider.")
    var subject: String

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        guard let named = ProviderSubject(issuer: issuer, subject: subject) else {
            throw CommandFailure(
                cause: "issuer or subject does not have 1 to 255 characters of ASCII",
                mend: "copy both from the provider's administration")
        }
        try node.withNode { database in
            let permit = try database.mayManage(asker)
            let person = try database.known(id)
            var random = SystemRandomNumberGenerator()
            let steps = SignInSteps(
                store: database, site: PasskeySite(relyingPartyID: "", origins: []),
                gate: PasswordGate())
            let outcome = try steps.link(
                named, to: person.id, by: permit, at: Clock.now(), using: &random)
            switch outcome {
            case .linked:
                Answer.give("person-link", ["person": .text(person.id.text)]) {
                    "\(person.id) is linked"
                }
            case .taken:
                throw CommandFailure(
                    cause: "it is linked to another person", mend: "compare the subject")
            case .absent:
                throw CommandFailure(
                    cause: "\(person.id) does not sign in: it is a system, or has left",
                    mend: "breakwater person list shows which")
            }
        }
    }
}

/// `breakwater person deputy ID`
struct PersonDeputy: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deputy",
        abstract: "Let a colleague stand in for a person, with some of their roles, for a time.")

    @Argument(help: "The person who is away.")
    var id: String

    @Option(help: "Who stands in.")
    var deputy: String

    @Option(help: "The roles that are lent, parted by commas.")
    var roles: String

    @Option(help: "The days, for example 2026-12-21/2027-01-04.")
    var days: String

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let deputyship = Deputyship(
            person: try PersonArgument.parse(id), deputy: try PersonArgument.parse(deputy),
            roles: try PersonWords.roles(roles),
            span: try PersonWords.term(days[...], "--days") { text throws(WordDefect) in
                try DateSpan(parsing: text)
            })
        try node.withNode { database in
            let permit = try database.mayManage(asker)
            try PeopleSteps(store: database).appoint(
                deputyship, by: permit.requester, at: Clock.now()
            ).done()
        }
        let span = deputyship.span
        let document: JSONValue = [
            "person": .text(deputyship.person.text), "deputy": .text(deputyship.deputy.text),
            "first": JSONValue(span.first), "last": JSONValue(span.last),
        ]
        Answer.give("person-deputy", document) {
            "\(deputyship.deputy) stands in for \(deputyship.person) from \(span.first) to "
                + "\(span.last)"
        }
    }
}

/// `breakwater person end-deputy ID`
struct PersonEndDeputy: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "end-deputy", abstract: "End a deputy's time at once.")

    @Argument(help: "The person who was away.")
    var id: String

    @Option(help: "Who stood in.")
    var deputy: String

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let person = try PersonArgument.parse(id)
        let deputy = try PersonArgument.parse(deputy)
        try node.withNode { database in
            let permit = try database.mayManage(asker)
            try PeopleSteps(store: database).dismiss(
                deputy, of: person, by: permit.requester, at: Clock.now()
            ).done()
        }
        let document: JSONValue = ["person": .text(person.text), "deputy": .text(deputy.text)]
        Answer.give("person-end-deputy", document) {
            "\(deputy) no longer stands in for \(person)"
        }
    }
}
