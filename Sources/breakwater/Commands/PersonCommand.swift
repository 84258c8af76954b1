import ArgumentParser
import Identity
import NeedToKnow
import PortVocabulary
import Storage

/// `breakwater person …`
struct PersonCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person",
        abstract: "Add people, change their roles, let them enrol, appoint deputies.",
        subcommands: [
            PersonAdd.self, PersonList.self, PersonChange.self, PersonLeave.self,
            PersonEnrol.self, PersonLink.self, PersonDeputy.self, PersonEndDeputy.self,
        ])
}

extension PeopleOutcome {
    /// - Throws: ``CommandFailure`` where nothing was changed.
    func done() throws {
        guard case .defect(let defect) = self else { return }
        throw CommandFailure(cause: defect.cause, mend: defect.mend)
    }
}

/// Reads the words of accounts from the command line.
enum PersonWords {
    static func roles(_ text: String) throws -> Set<Role> {
        Set(
            try text.split(separator: ",").map { word in
                try term(word, "--roles") { text throws(WordDefect) in try Role(parsing: text) }
            })
    }

    static func language(_ text: String) throws -> Language {
        try term(text[...], "--language") { text throws(WordDefect) in
            try Language(parsing: text)
        }
    }

    static func day(_ text: String, _ option: String) throws -> CalendarDate {
        try term(text[...], option) { text throws(WordDefect) in try CalendarDate(iso: text) }
    }

    static func term<Value>(
        _ text: Substring, _ option: String, _ parse: (Substring) throws(WordDefect) -> Value
    ) throws -> Value {
        do throws(WordDefect) {
            return try parse(text)
        } catch {
            throw CommandFailure(
                cause: "\(option) “\(text.prefix(40))” \(error.cause)", mend: error.mend)
        }
    }
}

extension NodeDatabase {
    /// The account with this name.
    fileprivate func known(_ text: String) throws -> Person {
        guard let person = try person(PersonArgument.parse(text)) else {
            throw CommandFailure(
                cause: "there is no account \(text)", mend: "breakwater person list names all")
        }
        return person
    }

    fileprivate func mayManage(_ asker: RequesterOptions) throws -> NodePermit {
        try leave(asker.requester([.administrator], of: organisation), .managePeople)
    }
}

/// `breakwater person add ID`
struct PersonAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add an account.",
        discussion: """
            The person signs in once they have enrolled: breakwater person enrol prints a code for \
            that. Roles: analyst, contributor, reviewer, signatory, custodian, auditor, \
            administrator. None includes another.
            """)

    @Argument(help: "The account's short name, for example j.ruiz.")
    var id: String

    @Option(help: "The person's name.")
    var name: String

    @Option(help: "The roles, parted by commas.")
    var roles: String

    @Option(help: "Language of the pages: en, nl, fr, de, es, it, sv.")
    var language = "en"

    @Option(help: "The organisation that the person works for. Default: this node's.")
    var organisation: String?

    @Option(help: "The last day of the account, as 2026-12-31. Default: none.")
    var lastDay: String?

    @Flag(help: "A system: it holds tokens and never signs in.")
    var system = false

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let id = try PersonArgument.parse(id)
        try node.withNode { database in
            let person = Person(
                id: id, name: name,
                organisation: try organisation.map {
                    try OrganisationArgument.registered($0, database)
                } ?? database.organisation,
                roles: try PersonWords.roles(roles),
                language: try PersonWords.language(language), isSystem: system,
                lastDay: try lastDay.map { try PersonWords.day($0, "--last-day") })
            try PeopleSteps(store: database).add(
                person, by: database.mayManage(asker), at: Clock.now()
            ).done()
        }
        Terminal.print(
            system
                ? "\(id) is added; breakwater token make --owner \(id) makes its token"
                : "\(id) is added; breakwater person enrol \(id) prints the code to enrol with")
    }
}

/// `breakwater person list`
struct PersonList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the accounts, with roles, ways to sign in and deputies.")

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        try node.withNode { database in
            let requester = try asker.requester([.administrator], of: database.organisation)
            _ = try database.leave(requester, .readPeople)
            let today = Clock.today()
            let people = try database.people()
            for person in people {
                Terminal.print(try line(person, database, today))
            }
            for held in try database.deputyships(on: today) {
                let roles = held.roles.map(\.rawValue).sorted().joined(separator: ",")
                Terminal.print(
                    "\(held.deputy) stands in for \(held.person)  \(roles)  "
                        + "\(held.span.first) to \(held.span.last)")
            }
            Terminal.print("\(people.count) \(people.count == 1 ? "account" : "accounts")")
        }
    }

    private func line(
        _ person: Person, _ database: NodeDatabase, _ today: CalendarDate
    ) throws -> String {
        let roles = person.roles.map(\.rawValue).sorted().joined(separator: ",")
        let ways = try database.credentials(of: person.id).ways.map(\.rawValue).sorted()
        var words = [
            person.id.text, person.name, person.organisation.text, roles.isEmpty ? "–" : roles,
            person.isSystem
                ? "system" : ways.isEmpty ? "not enrolled" : ways.joined(separator: ","),
        ]
        if let last = person.lastDay {
            words.append(person.isActive(on: today) ? "until \(last)" : "left on \(last)")
        }
        return words.joined(separator: "  ")
    }
}

/// `breakwater person change ID`
struct PersonChange: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "change",
        abstract: "Change an account's name, roles, language or last day.",
        discussion: "A person whose rights shrink is signed out everywhere.")

    @Argument(help: "The account's short name.")
    var id: String

    @Option(help: "The person's name.")
    var name: String?

    @Option(help: "The roles, parted by commas, in the place of those of today.")
    var roles: String?

    @Option(help: "Language of the pages: en, nl, fr, de, es, it, sv.")
    var language: String?

    @Option(help: "The last day of the account, or none.")
    var lastDay: String?

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func validate() throws {
        guard name != nil || roles != nil || language != nil || lastDay != nil else {
            throw ValidationError("Say what changes: --name, --roles, --language or --last-day.")
        }
    }

    func run() throws {
        try node.withNode { database in
            let permit = try database.mayManage(asker)
            var person = try database.known(id)
            if let name { person.name = name }
            if let roles { person.roles = try PersonWords.roles(roles) }
            if let language { person.language = try PersonWords.language(language) }
            if let lastDay {
                person.lastDay =
                    lastDay == "none" ? nil : try PersonWords.day(lastDay, "--last-day")
            }
            try PeopleSteps(store: database).change(person, by: permit, at: Clock.now()).done()
            Terminal.print("\(person.id) is changed")
        }
    }
}

/// `breakwater person leave ID`
struct PersonLeave: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "leave",
        abstract: "End an account.",
        discussion: """
            Signed in or not, the person is out: sessions, tokens and what deputies were lent end \
            with the account. Its history stays, so the name is never given to somebody else.
            """)

    @Argument(help: "The account's short name.")
    var id: String

    @Option(help: "The last day on which it works. Default: it ends at once.")
    var lastDay: String?

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        try node.withNode { database in
            let permit = try database.mayManage(asker)
            var person = try database.known(id)
            let last =
                try lastDay.map { try PersonWords.day($0, "--last-day") }
                ?? Clock.today().advanced(byDays: -1)
            person.lastDay = last
            try PeopleSteps(store: database).change(person, by: permit, at: Clock.now()).done()
            Terminal.print(
                lastDay == nil
                    ? "\(person.id) has left" : "\(person.id) leaves; the last day is \(last)")
        }
    }
}

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
            Terminal.print(
                """
                \(code.text)
                for \(person.id), once, until \(code.until)
                """)
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
            case .linked: Terminal.print("\(person.id) is linked")
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
        Terminal.print(
            "\(deputyship.deputy) stands in for \(deputyship.person) from \(span.first) to "
                + "\(span.last)")
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
        Terminal.print("\(deputy) no longer stands in for \(person)")
    }
}
