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
    func known(_ text: String) throws -> Person {
        guard let person = try person(PersonArgument.parse(text)) else {
            throw CommandFailure(
                cause: "there is no account \(text)", mend: "breakwater person list names all")
        }
        return person
    }

    func mayManage(_ asker: RequesterOptions) throws -> NodePermit {
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
        let document: JSONValue = ["person": .text(id.text), "isSystem": .bool(system)]
        Answer.give("person-add", document) {
            system
                ? "\(id) is added; breakwater token make --owner \(id) makes its token"
                : "\(id) is added; breakwater person enrol \(id) prints the code to enrol with"
        }
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
            let accounts = try database.people().map { person in
                Account(
                    person: person, ways: try database.credentials(of: person.id).ways,
                    isActive: person.isActive(on: today))
            }
            let deputies = try database.deputyships(on: today)
            let document: JSONValue = [
                "people": JSONValue(accounts) { $0.document },
                "deputies": JSONValue(deputies) { held in
                    [
                        "person": .text(held.person.text), "deputy": .text(held.deputy.text),
                        "roles": JSONValue(texts: held.roles.map(\.rawValue).sorted()),
                        "first": JSONValue(held.span.first), "last": JSONValue(held.span.last),
                    ]
                },
            ]
            Answer.give("person-list", document) {
                let count = "\(accounts.count) \(accounts.count == 1 ? "account" : "accounts")"
                return (accounts.map(\.line) + deputies.map(Self.line) + [count])
                    .joined(separator: "\n")
            }
        }
    }

    private static func line(_ held: Deputyship) -> String {
        let roles = held.roles.map(\.rawValue).sorted().joined(separator: ",")
        return "\(held.deputy) stands in for \(held.person)  \(roles)  "
            + "\(held.span.first) to \(held.span.last)"
    }

    /// An account as the list shows it.
    private struct Account {
        let person: Person
        let ways: Set<SignInMethod>
        let isActive: Bool

        private var roles: [String] { person.roles.map(\.rawValue).sorted() }

        var document: JSONValue {
            [
                "person": .text(person.id.text), "name": .text(person.name),
                "organisation": .text(person.organisation.text),
                "roles": JSONValue(texts: roles), "language": .text(person.language.rawValue),
                "isSystem": .bool(person.isSystem), "isActive": .bool(isActive),
                "lastDay": JSONValue(person.lastDay),
                "waysToSignIn": JSONValue(texts: ways.map(\.rawValue).sorted()),
            ]
        }

        var line: String {
            let methods = ways.map(\.rawValue).sorted()
            var words = [
                person.id.text, person.name, person.organisation.text,
                roles.isEmpty ? "–" : roles.joined(separator: ","),
                person.isSystem
                    ? "system"
                    : methods.isEmpty ? "not enrolled" : methods.joined(separator: ","),
            ]
            if let last = person.lastDay {
                words.append(isActive ? "until \(last)" : "left on \(last)")
            }
            return words.joined(separator: "  ")
        }
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
            Answer.give("person-change", ["person": .text(person.id.text)]) {
                "\(person.id) is changed"
            }
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
            let document: JSONValue = [
                "person": .text(person.id.text), "lastDay": JSONValue(last),
            ]
            Answer.give("person-leave", document) {
                lastDay == nil
                    ? "\(person.id) has left" : "\(person.id) leaves; the last day is \(last)"
            }
        }
    }
}
