import ArgumentParser
import Foundation
import Identity
import NeedToKnow
import PortVocabulary
import Storage

/// `breakwater init`
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Set up a node: its organisation, its keys and its evidence log.",
        discussion: """
            Creates the database and the folder of keys. Keep the folder where only the node can \
            read it, and a copy of it apart from the backups of the database: without it sealed \
            records are lost.
            """)

    @Option(help: "The organisation's short name in the alliance, for example nl-customs.")
    var organisation: String

    @Option(help: "The organisation's name.")
    var name: String

    @Option(help: "authority, company, eu-body or third-country-authority.")
    var kind = "authority"

    @Option(help: "The organisation's country by ISO code.")
    var country: String?

    @Option(help: "For an authority of a third country: origin, transit or destination.")
    var thirdCountryRole: String?

    @Option(help: "The evidence log's name. Default: breakwater/ and the organisation.")
    var origin: String?

    @Option(help: "Who gets the first account, to make the others. Default: who runs this.")
    var administrator: String?

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let id = try OrganisationArgument.parse(organisation)
        let first = try firstPerson(of: id)
        let folder = try node.keyFolder()
        let address = try node.databaseAddress()
        let requester = try asker.requester([.administrator], of: id)
        // Keys that nothing was signed with are those of a setup that was interrupted.
        let isResumed = folder.exists && !folder.isInUse
        let keys = isResumed ? try folder.read() : NodeKeys.generate()
        let own = try OrganisationDetails(
            id: id, name: name, kind: kind, country: country, thirdCountryRole: thirdCountryRole
        ).organisation(key: try keys.organisationPublicKey())
        let logKey: String
        do {
            guard !folder.isInUse, try !NodeDatabase.isSetUp(address) else {
                throw CommandFailure(
                    cause: "there is a node here already",
                    mend: "give another --database and --keys, or use the node that is there")
            }
            // Keys first: a database whose keys were lost between the two could not be opened.
            if !isResumed { try folder.create(keys) }
            let database = try NodeDatabase.create(
                address, organisation: own, origin: origin ?? "breakwater/\(id)", keys: keys,
                person: requester.person, administrator: first, at: Clock.now())
            try OpenNode(database: database, keys: folder).close()
            logKey = database.logVerifierKey
        } catch let fault as StorageFault {
            throw CommandFailure(cause: fault.description, mend: fault.mend)
        }
        let document: JSONValue = [
            "organisation": .text(own.id.text), "name": .text(own.name),
            "database": JSONValue(address), "keys": .text(folder.path),
            "publicKey": .text(Data(own.key).base64EncodedString()), "logKey": .text(logKey),
            "administrator": .text(first.id.text),
        ]
        Answer.give("init", document) {
            """
            node of \(own.name) (\(id))
              database        \(address)
              keys            \(folder.path)
              public key      \(Data(own.key).base64EncodedString())
              log key         \(logKey)
              administrator   \(first.id)
            Keep a copy of the keys apart from the database: without them sealed records are lost.
            Next: breakwater person enrol \(first.id) prints a code, with which \(first.id) sets \
            up how to sign in; breakwater person add makes further accounts.
            """
        }
    }

    /// The account that makes the others. It reads no record: that takes another role.
    private func firstPerson(of organisation: OrganisationID) throws -> Person {
        let id =
            try administrator.map { try PersonArgument.parse($0) }
            ?? asker.requester([.administrator], of: organisation).person
        return Person(
            id: id, name: id.text, organisation: organisation, roles: [.administrator])
    }
}

/// The words that describe an organisation on the command line.
struct OrganisationDetails {
    let id: OrganisationID
    let name: String
    let kind: String
    let country: String?
    let thirdCountryRole: String?

    func organisation(key: [UInt8]) throws -> Organisation {
        do throws(WordDefect) {
            let kind = try OrganisationKind(parsing: self.kind)
            let role = try thirdCountryRole.map { text throws(WordDefect) in
                try ThirdCountryRole(parsing: text)
            }
            guard (role != nil) == (kind == .thirdCountryAuthority) else {
                throw .noSuchValue(
                    "the role of a third country goes with its authorities, and only with them",
                    mend: "give --kind third-country-authority and --third-country-role together")
            }
            guard (1...200).contains(name.count) else {
                throw .length(expected: "1 to 200", found: name.count)
            }
            return Organisation(
                id: id, name: name, kind: kind,
                country: try country.map { text throws(WordDefect) in
                    try Country(parsing: text)
                }, thirdCountryRole: role, key: key)
        } catch {
            throw CommandFailure(cause: "the organisation: \(error.cause)", mend: error.mend)
        }
    }
}
