import Crypto
import Foundation
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage

@testable import WebInterface

extension TestServer {
    /// The product's own layout with the short form's columns.
    static func template() throws -> Layout {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
            .appendingPathComponent("data/layouts/breakwater-template.yaml")
        return try Layout(parsing: try String(contentsOf: file, encoding: .utf8))
    }

    static let templateHeader =
        "reference,reporter,date,place,substance,amount,unit,stage,methods,tlp,handling\n"

    /// Imports rows of the template's columns as the command line would, and answers the records
    /// in the order of the rows.
    @discardableResult
    func importRows(_ rows: [String], file: String = "finds.csv") throws -> [RecordID] {
        let bytes = Array((Self.templateHeader + rows.joined(separator: "\n") + "\n").utf8)
        let requester = try Requester(
            person: PersonID(trusted: "founder"), organisation: Self.organisation,
            roles: Set(Role.allCases), purpose: .strategicAnalysis)
        let importer = SeizureImport(
            layout: try Self.template(), encoding: nil, reference: node.reference,
            store: database, requester: requester, now: now)
        func source() -> ByteSource {
            var rest: [UInt8]? = bytes
            return {
                defer { rest = nil }
                return rest
            }
        }
        let checked = try importer.check(source())
        var records: [RecordID] = []
        _ = try importer.run(
            source(), header: checked.header, batch: BatchID(trusted: file), file: file,
            report: { line in
                guard let record = line.record else {
                    throw TestFault(what: "row \(line.row) is refused: \(line.notes)")
                }
                records.append(record)
            }, progress: { _ in })
        return records
    }

    static let partner = OrganisationID(trusted: "be-police")

    /// Registers the partner, which has no agreement.
    func registerPartner() throws {
        let key = try Curve25519.Signing.PrivateKey(
            rawRepresentation: Array(repeating: 5, count: 32))
        _ = try database.register(
            Organisation(
                id: Self.partner, name: "Police", kind: .authority,
                country: try Country(parsing: "BE"), thirdCountryRole: nil,
                key: Array(key.publicKey.rawRepresentation)),
            by: try leave(.registerOrganisation), at: now)
    }

    /// Signs a person of the partner in.
    func signInPartner(_ id: String = "bert", _ roles: Set<Role> = [.analyst]) throws -> Visitor {
        try registerPartner()
        return try signIn(id, roles, task: .strategicAnalysis, organisation: Self.partner)
    }
}
