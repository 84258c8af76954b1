import Crypto
import Foundation
import Identity
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage

/// Fills a new node with the published figures that ship and an invented alliance: everything
/// goes the way that a member's own data goes. The same seed and day give the same records.
struct DemoNode {
    /// The seed of the demonstration that everybody sees.
    static let usualSeed: UInt64 = 20_261_124

    /// What was filled in.
    struct Summary: Equatable {
        var organisations = 0
        var agreements = 0
        var records: [String: Int] = [:]
        var consents = 0

        var recordCount: Int { records.values.reduce(0, +) }
    }

    let database: NodeDatabase
    let keys: NodeKeys
    let reference: ReferenceData
    let folder: DataFolder
    let now: Moment
    let seed: UInt64

    /// Fills a node that was just set up for ``DemoOrganisation/own``.
    ///
    /// - Parameter say: told what is being done, and how far.
    /// - Throws: ``CommandFailure`` where the reference data does not fit, or what storage throws.
    static func fill(
        _ database: NodeDatabase, keys: NodeKeys, reference: ReferenceData, folder: DataFolder,
        now: Moment, seed: UInt64 = usualSeed,
        say: (_ what: String, _ done: Int, _ total: Int) -> Void = { _, _, _ in }
    ) throws -> Summary {
        let node = DemoNode(
            database: database, keys: keys, reference: reference, folder: folder, now: now,
            seed: seed)
        var summary = Summary()
        say("organisations and agreements", 0, 1)
        let organisations = try node.register()
        summary.organisations = organisations.count
        try node.employ()
        summary.agreements = try node.agree(organisations)
        say("organisations and agreements", 1, 1)
        let owners = DemoOrganisation.allCases.filter { $0.finds > 0 }
        let total = owners.count + 2
        say("records", 0, total)
        summary.records["published figures"] = try node.importFigures().count
        say("records", 1, total)
        for (index, owner) in owners.enumerated() {
            let records = try node.importFinds(of: owner)
            summary.records[owner.rawValue] = records.count
            if owner == .own { summary.consents = try node.consent(to: records) }
            say("records", index + 2, total)
        }
        summary.records["denominators"] = try node.importDenominators().count
        try node.keepMeasures()
        say("records", total, total)
        say("what partners read", 0, 1)
        try node.read()
        say("what partners read", 1, 1)
        return summary
    }

    // MARK: Who takes part

    private func requester(
        _ person: String, _ organisation: DemoOrganisation = .own, _ roles: Set<Role>,
        _ purpose: Purpose = .strategicAnalysis
    ) throws -> Requester {
        try Requester(
            person: PersonID(trusted: person), organisation: organisation.id, roles: roles,
            purpose: purpose, basis: "\(DemoOrganisation.label): demonstration")
    }

    private func register() throws -> [OrganisationID: Organisation] {
        let permit = try database.leave(
            try requester("ada", .own, [.administrator]), .registerOrganisation)
        var organisations: [OrganisationID: Organisation] = [:]
        let ownKey = try keys.organisationPublicKey()
        for member in DemoOrganisation.allCases {
            let organisation = try member.organisation(seed: seed, ownKey: ownKey)
            organisations[member.id] = organisation
            if member != .own { _ = try database.register(organisation, by: permit, at: now) }
        }
        return organisations
    }

    /// Makes the accounts. How people sign in is their own affair: see breakwater person enrol.
    private func employ() throws {
        let permit = try database.leave(
            try requester("ada", .own, [.administrator]), .managePeople)
        for account in DemoPeople.all { try database.save(account.person, by: permit, at: now) }
    }

    private func agree(_ organisations: [OrganisationID: Organisation]) throws -> Int {
        let permit = try database.leave(
            try requester("simon", .own, [.signatory]), .signAgreement)
        let maker = DemoAgreements(organisations: organisations, today: now.day)
        for filling in DemoAgreements.all {
            let agreement = try maker.agreement(
                filling, template: try folder.text("agreements/\(filling.template).yaml"))
            try AgreementArgument.add(agreement, by: permit, database)
            let parties = filling.isSigned ? agreement.parties[...] : agreement.parties.prefix(1)
            for party in parties {
                let signature = try SigningDefect.told("the demonstration's agreement") {
                    () throws(SigningDefect) in
                    try AgreementSignature(
                        signing: agreement, as: party.id, with: try signingKey(party.id))
                }
                _ = try database.add(
                    signature, to: agreement.id, version: agreement.version, by: permit, at: now)
            }
        }
        return DemoAgreements.all.count
    }

    private func signingKey(
        _ id: OrganisationID
    ) throws(SigningDefect) -> Curve25519.Signing.PrivateKey {
        let member = DemoOrganisation(rawValue: id.text)
        let key =
            member == .own
            ? try? Curve25519.Signing.PrivateKey(rawRepresentation: Data(keys.organisation))
            : try? member?.signingKey(seed: seed)
        guard let key else { throw .failed }
        return key
    }

    // MARK: Records

    private func importFigures() throws -> [RecordID] {
        try [
            ("published-port-figures.csv", "published-figures"),
            ("reported-port-events.csv", "reported-events"),
        ].flatMap { file, layout in
            try load(
                try folder.text("figures/\(file)"), layout: layout, file: file, of: .own,
                allowsRejected: true)
        }
    }

    private func importFinds(of owner: DemoOrganisation) throws -> [RecordID] {
        var finds = DemoSeizures(owner, ports: reference.ports, now: now, seed: seed)
        return try load(
            finds.file(), layout: DemoSeizures.layout, file: "\(owner.rawValue)-synthetic.csv",
            of: owner, allowsRejected: false)
    }

    private func importDenominators() throws -> [RecordID] {
        var counts = DemoDenominators(now: now, seed: seed)
        return try load(
            counts.file(), layout: DemoDenominators.layout, file: "denominators-synthetic.csv",
            of: .own, allowsRejected: false)
    }

    private func keepMeasures() throws {
        let permit = try database.leave(
            try requester("anna", .own, [.analyst]), .keepMeasures)
        for (measure, plan) in try DemoDenominators.measures(now: now) {
            _ = try database.keep(measure, by: permit, at: now)
            if let plan {
                _ = try database.keep(measure: measure.id, plan: plan, by: permit, at: now)
            }
        }
    }

    /// Imports a text as a file of the layout; answers the records in its order.
    private func load(
        _ text: String, layout name: String, file: String, of owner: DemoOrganisation,
        allowsRejected: Bool
    ) throws -> [RecordID] {
        let layout = try folder.layout(name)
        let importer = SeizureImport(
            layout: layout, encoding: nil, reference: reference, store: database,
            requester: try requester("anna", .own, [.contributor]), now: now,
            originator: owner.id)
        let bytes = Array(text.utf8)
        let checked = try importer.check(Self.source(bytes))
        var records: [RecordID] = []
        let batch = BatchID(
            trusted: Fingerprint.of([file, layout.name, owner.rawValue] + checked.header))
        let summary = try importer.run(
            Self.source(bytes), header: checked.header, batch: batch, file: file,
            report: { line in if let record = line.record { records.append(record) } },
            progress: { _ in })
        guard allowsRejected || summary.outcomes[.rejected, default: 0] == 0 else {
            throw CommandFailure(
                cause: "rows of the demonstration do not fit the layout \(name)",
                mend: "restore the folder of reference data")
        }
        return records
    }

    /// Hands the bytes out once.
    private static func source(_ bytes: [UInt8]) -> ByteSource {
        var rest: [UInt8]? = bytes
        return {
            defer { rest = nil }
            return rest
        }
    }

    // MARK: What happened since

    /// How many finds the company may see, record by record.
    private static let consentLimit = 20

    private func consent(to records: [RecordID]) throws -> Int {
        let asker = try requester("simon", .own, [.signatory])
        let policy = try database.policy(on: now.day)
        var count = 0
        for record in records.reversed() where count < Self.consentLimit {
            guard let resource = try database.resource(record),
                resource.access.mark.trafficLight == .green,
                case .permit(let permit) = policy.decide(asker, .consent, resource, on: now.day)
            else { continue }
            _ = try database.consent(
                record, to: DemoOrganisation.terminalCompany.id, for: .portSecurity,
                until: now.day.advanced(byDays: 180), by: permit, at: now)
            count += 1
        }
        return count
    }

    /// Lets the partners' analysts look once, so that the evidence has something to tell.
    private func read() throws {
        let step = ListRecords(store: database, reference: reference)
        for account in DemoPeople.all where account.organisation != .own {
            let purpose: Purpose =
                [.terminalCompany, .portNorth, .portSouth].contains(account.organisation)
                ? .portSecurity : .strategicAnalysis
            let asker = try requester(account.id, account.organisation, [.analyst], purpose)
            _ = try step.seizures(asker, Selection(), limit: 25, now: now)
        }
    }
}
