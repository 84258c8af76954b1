import ArgumentParser
import Foundation
import NeedToKnow
import PortVocabulary
import Storage

/// Who asks, and what for. It stands in the evidence of everything the command does.
struct RequesterOptions: ParsableArguments {
    @Option(
        name: .customLong("as"),
        help: "Who acts. Default: BREAKWATER_PERSON, else the user of this machine.")
    var person: String?

    @Option(
        help: "What for. Default: BREAKWATER_PURPOSE, else strategic-analysis.",
        completion: Candidates.purposes)
    var purpose: String?

    @Option(help: "The legal basis in words.")
    var basis: String?

    @Option(help: "The second person who agreed, where an agreement asks for four eyes.")
    var approvedBy: String?

    /// The requester of the node's own organisation, or of the one that an edition is made for.
    ///
    /// - Parameter own: the node's organisation, where the edition is another's: the evidence
    ///   then names the person as hers.
    func requester(
        _ roles: Set<Role>, of organisation: OrganisationID, by own: OrganisationID? = nil
    ) throws -> Requester {
        let environment = ProcessInfo.processInfo.environment
        let name = person ?? environment["BREAKWATER_PERSON"] ?? NSUserName()
        guard approvedBy != name else {
            throw CommandFailure(
                cause: "the person who asks cannot be the second pair of eyes",
                mend: "let a colleague approve")
        }
        let words = purpose ?? environment["BREAKWATER_PURPOSE"]
        do throws(WordDefect) {
            return try Requester(
                person: try PersonID(parsing: own.map { "\(name).of.\($0)" } ?? name),
                organisation: organisation, roles: roles,
                purpose: try words.map { text throws(WordDefect) in try Purpose(parsing: text) }
                    ?? .strategicAnalysis,
                basis: basis ?? "",
                approvedBy: try approvedBy.map { text throws(WordDefect) in
                    try PersonID(parsing: text)
                })
        } catch {
            throw CommandFailure(cause: "who asks: \(error.cause)", mend: error.mend)
        }
    }
}

/// For whom a view is made.
struct EditionOptions: ParsableArguments {
    @OptionGroup var asker: RequesterOptions

    @Option(
        name: .customLong("for"),
        help: "Make the edition of this organisation: what its rights allow, and no more.",
        completion: Candidates.organisations)
    var organisation: String?

    func requester(_ database: NodeDatabase) throws -> Requester {
        let own = database.organisation
        guard let organisation else { return try asker.requester([.analyst], of: own) }
        return try asker.requester(
            [.analyst], of: try OrganisationArgument.registered(organisation, database), by: own)
    }
}

/// Reads a person's identifier from the command line.
enum PersonArgument {
    static func parse(_ text: String) throws -> PersonID {
        do throws(WordDefect) {
            return try PersonID(parsing: text)
        } catch {
            throw CommandFailure(
                cause: "the person \(error.cause)",
                mend: "write a short name, for example j.ruiz")
        }
    }
}

/// Reads an organisation's identifier from the command line.
enum OrganisationArgument {
    /// An organisation that this node knows: a slip of the pen must not look like an empty answer.
    static func registered(_ text: String, _ database: NodeDatabase) throws -> OrganisationID {
        let id = try parse(text)
        guard try database.organisations().contains(where: { $0.id == id }) else {
            throw CommandFailure(
                cause: "\(id) is not registered", mend: "breakwater organisation list names all")
        }
        return id
    }

    static func parse(_ text: String) throws -> OrganisationID {
        do throws(WordDefect) {
            return try OrganisationID(parsing: text)
        } catch {
            throw CommandFailure(
                cause: "the organisation \(error.cause)",
                mend: "write its short name, for example nl-customs")
        }
    }
}
