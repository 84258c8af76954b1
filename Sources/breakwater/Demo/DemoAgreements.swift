import NeedToKnow
import PortVocabulary

/// The agreements of the invented alliance: the templates that ship, with the invented members
/// in the place of the blanks.
struct DemoAgreements {
    /// A template and who takes which part. A part that nobody takes is left out.
    struct Filling {
        let template: String
        let id: String
        let parts: [String: DemoOrganisation]
        /// First and last day, in days from today.
        let days: (first: Int, last: Int)
        /// Whether every party has signed.
        let isSigned: Bool
    }

    static let all: [Filling] = [
        Filling(
            template: "police-customs-protocol", id: "demo-police-customs",
            parts: ["template-customs": .customsNorth, "template-police": .policeNorth],
            days: (-900, 500), isSigned: true),
        Filling(
            template: "port-steering-committee", id: "demo-port-steering",
            parts: [
                "template-port-a": .portNorth, "template-customs-a": .customsNorth,
                "template-police-a": .policeNorth, "template-port-b": .portSouth,
                "template-customs-b": .customsSouth, "template-customs-c": .euBody,
            ], days: (-700, 400), isSigned: true),
        Filling(
            template: "customs-company-memorandum", id: "demo-company-memorandum",
            parts: [
                "template-customs": .customsNorth, "template-company": .terminalCompany,
            ], days: (-400, 21), isSigned: true),
        Filling(
            template: "port-security-centre", id: "demo-port-centre",
            parts: [
                "template-customs": .customsNorth, "template-criminal-police": .policeNorth,
                "template-port": .portNorth,
            ], days: (-300, 700), isSigned: true),
        Filling(
            template: "joint-investigation-team", id: "demo-investigation-team",
            parts: [
                "template-police-a": .policeNorth, "template-police-b": .customsSouth,
                "template-eu-body": .euBody,
            ], days: (-20, 340), isSigned: false),
    ]

    private static let ports = ["XAAAA": "NLRTM", "XBBBB": "BEANR", "XCCCC": "NLVLI"]

    let organisations: [OrganisationID: Organisation]
    let today: CalendarDate

    /// The agreement that a template becomes.
    ///
    /// - Parameter text: the template as it ships.
    /// - Throws: ``CommandFailure`` where the template cannot be read.
    func agreement(_ filling: Filling, template text: String) throws -> Agreement {
        let document: AgreementDocument
        do throws(AgreementDefects) {
            document = try AgreementDocument(parsing: text)
        } catch {
            throw CommandFailure(
                cause: "the template \(filling.template) has defects",
                mend: "restore data/agreements, or name another folder with --data")
        }
        var agreement = document.agreement
        let taken = filling.parts.mapValues(\.id)
        let label = DemoOrganisation.label
        agreement.id = AgreementID(trusted: filling.id)
        agreement.title = "\(label): \(agreement.title)"
        agreement.basis = "\(label): an invented act, for the demonstration only"
        agreement.parties = agreement.parties.compactMap { party in
            taken[party.id.text].flatMap { organisations[$0] }
        }
        agreement.valid = try DateSpan(
            from: today.advanced(byDays: filling.days.first),
            through: today.advanced(byDays: filling.days.last))
        agreement.clauses = try agreement.clauses.compactMap { clause in
            try filled(clause, taken)
        }
        return agreement
    }

    /// A clause between those who take part; nil where nobody is left on a side.
    private func filled(
        _ clause: Clause, _ taken: [String: OrganisationID]
    ) throws -> Clause? {
        var clause = clause
        clause.from = Set(clause.from.compactMap { taken[$0.text] })
        clause.to = Set(clause.to.compactMap { taken[$0.text] })
        guard !clause.from.isEmpty, !clause.to.isEmpty else { return nil }
        if clause.from.count == 1, clause.from == clause.to { return nil }
        clause.ports = Set(
            try clause.ports.map { try PlaceCode(parsing: Self.ports[$0.code] ?? $0.code) })
        if !clause.basis.isEmpty { clause.basis = "\(DemoOrganisation.label): an invented rule" }
        return clause
    }
}
