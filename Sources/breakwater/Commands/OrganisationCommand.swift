import ArgumentParser
import Foundation
import NeedToKnow
import PortVocabulary
import Storage

/// `breakwater organisation …`
struct OrganisationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "organisation",
        abstract: "Register members and partners with their public keys.",
        subcommands: [OrganisationRegister.self, OrganisationList.self])
}

/// `breakwater organisation register ID`
struct OrganisationRegister: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register",
        abstract: "Register an organisation, or give it a new name or key.",
        discussion: """
            Get the key from the organisation itself, over a second channel: whoever holds it can \
            sign agreements in its name. An agreement made with an earlier key grants nothing \
            once the key has changed.
            """)

    @Argument(help: "The organisation's short name.")
    var organisation: String

    @Option(help: "Its name.")
    var name: String

    @Option(help: "authority, company, eu-body or third-country-authority.")
    var kind = "authority"

    @Option(help: "Its country by ISO code.")
    var country: String?

    @Option(help: "For an authority of a third country: origin, transit or destination.")
    var thirdCountryRole: String?

    @Option(help: "Its Ed25519 public key in Base64.")
    var key: String

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        guard let key = Data(base64Encoded: self.key), key.count == 32 else {
            throw CommandFailure(
                cause: "--key is not the Base64 of 32 bytes",
                mend: "give the public key that the organisation's node prints")
        }
        let details = OrganisationDetails(
            id: try OrganisationArgument.parse(organisation), name: name, kind: kind,
            country: country, thirdCountryRole: thirdCountryRole)
        let organisation = try details.organisation(key: Array(key))
        let outcome = try node.withNode { database in
            let requester = try asker.requester([.administrator], of: database.organisation)
            let permit = try database.leave(requester, .registerOrganisation)
            guard organisation.id != database.organisation else {
                throw CommandFailure(
                    cause: "\(organisation.id) is this node's own organisation",
                    mend: "its key lies in the folder of keys")
            }
            return try database.register(organisation, by: permit, at: Clock.now())
        }
        let document: JSONValue = [
            "organisation": .text(organisation.id.text), "isNew": .bool(outcome != .unchanged),
        ]
        Answer.give("organisation-register", document) {
            outcome == .unchanged
                ? "\(organisation.id) is registered already"
                : "\(organisation.id) is registered"
        }
    }
}

/// `breakwater organisation list`
struct OrganisationList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List who is registered, with public keys.")

    @OptionGroup var node: NodeOptions

    func run() throws {
        try node.withNode { database in
            let organisations = try database.organisations()
            let document: JSONValue = [
                "organisations": JSONValue(organisations) { organisation in
                    [
                        "organisation": .text(organisation.id.text),
                        "name": .text(organisation.name),
                        "kind": .text(organisation.kind.rawValue),
                        "country": JSONValue(organisation.country?.code),
                        "key": .text(Data(organisation.key).base64EncodedString()),
                        "isThisNode": .bool(organisation.id == database.organisation),
                    ]
                }
            ]
            Answer.give("organisation-list", document) {
                organisations.map { organisation in
                    let isOwn = organisation.id == database.organisation ? "  this node" : ""
                    return "\(organisation.id)  \(organisation.name)  "
                        + "\(organisation.kind.title)  \(organisation.country?.code ?? "–")  "
                        + Data(organisation.key).base64EncodedString() + isOwn
                }.joined(separator: "\n")
            }
        }
    }
}
