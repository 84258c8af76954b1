import PortVocabulary

@testable import NeedToKnow
@testable import SituationAnalysis

/// A node with invented seizures, and an agreement with a partner.
struct Partnership {
    let intake: Intake
    var store: MemoryStore { intake.store }
    var now: Moment { intake.now }

    /// - Parameter rows: rows of the template; see ``Template``.
    init(_ rows: [[String: String]]) throws {
        intake = try Intake("breakwater-template")
        try intake.run(Template.file(rows))
    }

    /// Ten finds of two ports, with something in every field that an agreement may keep back.
    static let rows: [[String: String]] = (0..<10).map { number in
        [
            "reference": "R\(number)", "date": "2024-0\(number % 9 + 1)-1\(number)",
            "place": number % 2 == 0 ? "Rotterdam" : "Antwerpen", "amount": "\(100 + number * 7)",
            "setting": "seaport", "transport": "vessel-container", "concealment": "in-the-load",
            "methods": "RIP;PIN", "departure_country": "EC", "transit": "PA",
            "destination_country": "DE", "producing_country": "CO", "persons": "3",
            "companies": "haulier:misused", "cash_amount": "1000", "cash_currency": "EUR",
            "container": "CSQU3054383",
        ]
    }

    func agree(
        _ form: ReleaseForm, _ fields: FieldSet = [], _ change: (inout Clause) -> Void = { _ in }
    )
        throws
    {
        var clause = Clause(
            id: ClauseID(trusted: "one"), from: [Person.own], to: [Person.partner],
            kinds: [.seizure, .figure], purposes: PurposeSet([.strategicAnalysis]), form: form,
            fields: fields)
        change(&clause)
        let parties = [Person.own, Person.partner].map {
            Organisation(
                id: $0, name: $0.text, kind: .authority, country: nil, thirdCountryRole: nil,
                key: [])
        }
        store.access.agree(
            Agreement(
                id: AgreementID(trusted: "pact"), version: 1, title: "Pact", parties: parties,
                valid: try DateSpan(parsing: "2026"), basis: "an invented act", preamble: [],
                clauses: [clause]))
    }

    func list(
        _ selection: Selection = Selection(), limit: Int = 100, by requester: Requester
    ) throws -> Released<SeizurePage> {
        try ListRecords(store: store, reference: ProductData.reference)
            .seizures(requester, selection, limit: limit, now: now)
    }

    func assess(
        _ selection: Selection = Selection(), compare: DateSpan? = nil, by requester: Requester
    ) throws -> Assessment {
        try AssessSituation(store: store, reference: ProductData.reference).run(
            requester, .list, selection, compare: compare, granularity: nil, now: now
        ).view
    }

    func show(_ record: RecordID, by requester: Requester) throws -> StepAnswer<ShownRecord> {
        try ListRecords(store: store, reference: ProductData.reference)
            .record(requester, record, now: now)
    }

    func decide(
        _ record: RecordID, by requester: Requester, revision: Int? = nil
    ) throws -> UpdateOutcome {
        try ReviewRecords(store: store).decide(
            requester,
            ReviewDecision(
                record: record, state: .repeated, reason: "looked", revision: revision), now: now)
    }

    /// Identifiers in the order of arrival.
    var records: [RecordID] { store.current.map(\.record.id) }
}

extension StepAnswer {
    var isNotAvailable: Bool { if case .notAvailable = self { true } else { false } }

    var view: View? { if case .released(let released) = self { released.view } else { nil } }
}
