import NeedToKnow
import PortVocabulary
import SituationAnalysis

/// How pages write what a record says, in the language of the page. It takes what a step has
/// already cut; a field that was cut reads as absent.
struct RecordText<Store: NodeStore> {
    let exchange: Exchange<Store>

    init(_ exchange: Exchange<Store>) { self.exchange = exchange }

    private var reference: ReferenceData { exchange.node.reference }

    /// What stands where nothing is known.
    static var nothing: String { "–" }

    /// A word of a vocabulary.
    func word<Word: Term>(_ word: Word) -> String {
        let key = "term.\(TermGroup.name(Word.self)).\(word.rawValue)"
        return exchange.node.templates.messages[exchange.language]?[key] ?? word.title
    }

    /// Options of a field of choice.
    func options<Word: Term>(
        _ words: some Sequence<Word>, chosen: Set<String>
    ) -> [[String: Any]] {
        words.map { word in
            [
                "code": word.rawValue, "name": self.word(word),
                "isChosen": chosen.contains(word.rawValue),
            ]
        }
    }

    func day(_ fact: SeizureFact) -> String? {
        fact.isDated ? fact.when?.description : nil
    }

    func place(_ code: PlaceCode?, _ country: Country?) -> String? {
        if let code {
            let name = reference.ports.name(of: code)
            return name == code.code ? code.code : "\(name) (\(code.code))"
        }
        return country.map(reference.countries.name)
    }

    func route(_ point: RoutePoint) -> String? { place(point.place, point.country) }

    func amount(_ fact: SeizureFact) -> String? {
        if let kilograms = fact.kilograms { return AmountText.mass(kilograms) }
        return fact.unit.map { exchange.text("seizures.amountIn", ["unit": word($0)]) }
    }

    /// What a seizure says in one field; nil for nothing.
    func value(_ field: RecordField, _ fact: SeizureFact, reporter: String) -> String? {
        switch field {
        case .date: day(fact)
        case .reporter: reporter
        case .place: place(fact.place, fact.country)
        case .stage: stated(fact.stage, not: .notAsked)
        case .setting: stated(fact.setting, not: .notAsked)
        case .transport: stated(fact.transport, not: .notAsked)
        case .substance: word(fact.substance)
        case .amount: amount(fact)
        case .producing: fact.producing.map(reference.countries.name)
        case .departure: route(fact.departure)
        case .transit: joined(fact.transit.compactMap(route))
        case .destination: route(fact.destination)
        case .intended: route(fact.intended)
        case .concealment: stated(fact.concealment, not: .notAsked)
        case .methods: joined(fact.methods.map { "\($0.rawValue): \(word($0))" })
        case .companies:
            joined(fact.companies.map { "\(word($0.role)): \(word($0.involvement))" })
        case .cash: fact.cash.map { "\(Double($0.hundredths) / 100) \($0.currency.code)" }
        case .container: fact.hasContainer ? exchange.text("seizures.stated") : nil
        case .vessel: fact.hasVessel ? exchange.text("seizures.stated") : nil
        case .persons: fact.persons.map(String.init)
        case .evaluation, .count, .largest, .definition, .given: nil
        }
    }

    /// What a published figure says in one field; nil for nothing.
    func value(_ field: RecordField, _ figure: AggregateFigure) -> String? {
        switch field {
        case .date: figure.period.description
        case .reporter: figure.body
        case .place: figure.placeName
        case .substance: word(figure.substance)
        case .amount: figure.kilograms.map { AmountText.mass($0) }
        case .count: figure.seizures.map(String.init)
        case .largest: figure.largestKilograms.map { AmountText.mass($0) }
        case .definition: joined([figure.definition, figure.address].filter { !$0.isEmpty })
        default: nil
        }
    }

    /// What a denominator says in one field; nil for nothing.
    func value(_ field: RecordField, _ fact: DenominatorFact) -> String? {
        let denominator = fact.denominator
        return switch field {
        case .date: fact.isDated ? denominator.period.description : nil
        case .reporter: denominator.body
        case .place:
            [denominator.placeName, denominator.facility].filter { !$0.isEmpty }
                .joined(separator: ", ")
        case .count:
            fact.isCounted ? "\(denominator.amountText) \(denominator.unit.title)" : nil
        case .definition: fact.isCounted ? denominator.definitionText : nil
        default: nil
        }
    }

    private func stated<Word: Term>(_ term: Word, not absent: Word) -> String? {
        term == absent ? nil : word(term)
    }

    private func joined(_ texts: [String]) -> String? {
        texts.isEmpty ? nil : texts.joined(separator: "; ")
    }

    // MARK: - Marks and states

    static func label(_ light: TrafficLight, _ codes: some Sequence<HandlingCode>) -> String {
        ([light.title] + Set(codes).filter { $0 != .h0 }.map(\.rawValue).sorted())
            .joined(separator: ", ")
    }

    /// The strictest label of what a page shows; nil for an empty page.
    static func strictest(
        _ marks: some Collection<(light: TrafficLight, handling: HandlingCode)>
    ) -> String? {
        marks.map(\.light).max().map { label($0, marks.map(\.handling)) }
    }

    func badge(_ light: TrafficLight, _ handling: HandlingCode) -> [String: Any] {
        MarkBadge(Self.label(light, [handling])).context
    }

    /// A state of review as a badge.
    func state(_ state: ReviewState) -> [String: Any] {
        let kind =
            switch state {
            case .counted: "good"
            case .held: "warn"
            default: ""
            }
        return ["name": word(state), "kind": kind]
    }
}

/// Where the catalogues keep the words of a vocabulary: `term.GROUP.CODE`.
enum TermGroup {
    private static let names = [
        SubstanceGroup.vocabulary: "substance-group", Substance.vocabulary: "substance",
        ModusOperandi.vocabulary: "method", Concealment.vocabulary: "concealment",
        Stage.vocabulary: "stage", Setting.vocabulary: "setting",
        TransportMode.vocabulary: "transport", CompanyRole.vocabulary: "company-role",
        Involvement.vocabulary: "involvement", TrafficLight.vocabulary: "tlp",
        HandlingCode.vocabulary: "handling", RetentionEnd.vocabulary: "retention-end",
        SourceEvaluation.vocabulary: "source", InformationEvaluation.vocabulary: "information",
        ReviewState.vocabulary: "state", Role.vocabulary: "role",
        AccessAction.vocabulary: "action", NodeAct.vocabulary: "act",
        RecordField.vocabulary: "field", RecordKind.vocabulary: "record-kind",
        RepeatKind.vocabulary: "repeat", RowOutcome.vocabulary: "row-outcome",
        AppendOutcome.vocabulary: "written", Refusal.vocabulary: "refusal",
        QuantityUnit.vocabulary: "unit", Basin.vocabulary: "basin",
        OrganisationKind.vocabulary: "organisation-kind", ReleaseForm.vocabulary: "form",
        Purpose.vocabulary: "purpose",
    ]

    /// The group of a vocabulary's messages; the vocabulary itself for one that has none.
    static func name<Word: Term>(_ words: Word.Type) -> String {
        names[Word.vocabulary] ?? Word.vocabulary
    }
}
