package import Foundation
package import NeedToKnow
package import PortVocabulary
package import Storage

/// A node that a benchmark sets up, and the requesters that act on it.
package enum BenchmarkNode {
    /// Whose node it is.
    package static let organisation = OrganisationID(trusted: "nl-customs")
    package static let day = CalendarDate(dayNumber: 20_781)
    package static let now = Moment(seconds: 20_781 * 86_400 + 30_600)

    /// Sets up a node in an empty database.
    ///
    /// - Throws: ``StorageFault`` when the database cannot be opened or holds a node.
    package static func create(
        _ address: DatabaseAddress, keys: NodeKeys
    ) throws -> NodeDatabase {
        try NodeDatabase.create(
            address,
            organisation: Organisation(
                id: organisation, name: "Customs", kind: .authority,
                country: try Country(parsing: "NL"), thirdCountryRole: nil,
                key: try keys.organisationPublicKey()),
            origin: "bench.example/node", keys: keys, person: PersonID(trusted: "bench"), at: now)
    }

    /// Someone of an organisation who does strategic analysis.
    package static func requester(
        _ roles: Set<Role>, of organisation: OrganisationID = organisation
    ) throws -> Requester {
        try Requester(
            person: PersonID(trusted: "bench"), organisation: organisation, roles: roles,
            purpose: .strategicAnalysis, basis: "benchmark")
    }

    /// Leave for an act on the node by someone who has the role.
    package static func leave(_ act: NodeAct) throws -> NodePermit {
        let requester = try requester(act.roles)
        switch NodeRules.decide(requester, act, node: organisation) {
        case .permit(let permit): return permit
        case .refuse(let reason): throw BenchmarkFailure(cause: "\(act): \(reason.title)")
        }
    }

    /// A folder for one run, removed by its maker.
    package static func temporaryFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "breakwater-bench-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }
}

/// A benchmark cannot go on.
package struct BenchmarkFailure: Error, CustomStringConvertible {
    package let cause: String

    package init(cause: String) { self.cause = cause }

    package var description: String { cause }
}
