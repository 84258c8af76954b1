import PortVocabulary
import SituationAnalysis

/// The filters of a page as a form whose result is an address, and as chips that take one away.
struct SelectionForm {
    /// Criteria with a field of their own; the others stay as they are when the form is sent.
    private static let shownFields: Set<String> = [
        "period", "compare", "by", "substance", "basin", "port", "country",
    ]

    let query: SelectionQuery
    let defects: [SelectionQuery.Defect]
    /// Where the form leads.
    let path: String
    /// Fields of the page that stay, such as its part.
    var kept: [(name: String, value: String)] = []
    /// Whether the page compares periods and has a step of trends.
    var hasTrends = true

    /// What `selection-form.mustache` shows.
    func context<Store>(_ exchange: Exchange<Store>) -> [String: Any] {
        let selection = query.selection
        let fields = query.fields
        return [
            "action": path,
            "kept": (kept + fields.filter { !Self.shownFields.contains($0.name) }).map {
                ["name": $0.name, "value": $0.value]
            },
            "period": exchange.query["period"] ?? "",
            "ports": typed("port", exchange.query)
                ?? selection.ports.map(\.code).sorted()
                .joined(separator: ", "),
            "countries": typed("country", exchange.query)
                ?? selection.countries.map(\.code).sorted().joined(separator: ", "),
            "trends": hasTrends
                ? [
                    "compare": exchange.query["compare"] ?? "",
                    "steps": Granularity.allCases.map { step -> [String: Any] in
                        [
                            "code": step.rawValue,
                            "name": exchange.text("filter.by.\(step.rawValue)"),
                            "isChosen": step == query.granularity,
                        ]
                    },
                ] as Any : false,
            "substances": options(
                SubstanceGroup.self, selection.groups, exchange),
            "substanceCount": count(selection.groups.count),
            "basins": options(Basin.self, selection.basins, exchange),
            "basinCount": count(selection.basins.count),
            "chips": chips(exchange),
            "hasChips": !fields.isEmpty,
            "clear": address(SelectionQuery()),
            "defects": defects.isEmpty ? false : ["list": defectLines(exchange)] as Any,
        ]
    }

    /// The page's address with another selection and the fields that stay.
    func address(_ other: SelectionQuery) -> String {
        let text = FormFields(kept + other.fields).encoded
        return text.isEmpty ? path : "\(path)?\(text)"
    }

    private func count(_ count: Int) -> Any { count == 0 ? false : ["n": count] as Any }

    /// What a person typed where it could not be read, so that it can be mended.
    private func typed(_ name: String, _ fields: FormFields) -> String? {
        defects.contains { $0.field == name }
            ? fields.values(name).joined(separator: ", ") : nil
    }

    private func options<Word: Term, Store>(
        _ words: Word.Type, _ chosen: Set<Word>, _ exchange: Exchange<Store>
    ) -> [[String: Any]] {
        words.allCases.map { word in
            [
                "code": word.rawValue, "name": exchange.title(word),
                "isChosen": chosen.contains(word),
            ]
        }
    }

    private func chips<Store>(_ exchange: Exchange<Store>) -> [[String: Any]] {
        query.fields.map { field in
            [
                "field": exchange.text("filter.name.\(field.name)"),
                "value": chipText(field.name, field.value, exchange),
                "address": address(query.without(field.name, field.value)),
            ]
        }
    }

    private func chipText<Store>(
        _ name: String, _ value: String, _ exchange: Exchange<Store>
    ) -> String {
        let reference = exchange.node.reference
        switch name {
        case "substance":
            return exchange.title(value, of: SubstanceGroup.self)
        case "basin": return exchange.title(value, of: Basin.self)
        case "port": return (try? PlaceCode(parsing: value)).map(reference.ports.name) ?? value
        case "country":
            return (try? Country(parsing: value)).map(reference.countries.name) ?? value
        case "method": return exchange.title(value, of: ModusOperandi.self)
        case "concealment": return exchange.title(value, of: Concealment.self)
        case "stage": return exchange.title(value, of: Stage.self)
        case "transport": return exchange.title(value, of: TransportMode.self)
        case "role": return exchange.title(value, of: CompanyRole.self)
        case "state": return exchange.title(value, of: ReviewState.self)
        case "by": return exchange.text("filter.by.\(value)")
        case "figures", "counted", "within", "at-port", "maritime": return ""
        default: return value
        }
    }

    private func defectLines<Store>(_ exchange: Exchange<Store>) -> [[String: Any]] {
        defects.map { defect in
            let values = [
                "value": defect.value, "limit": String(SelectionQuery.maximumValues),
            ]
            return [
                "field": defect.field, "hasField": Self.shownFields.contains(defect.field),
                "cause": exchange.text("filter.cause.\(defect.kind.rawValue)", values),
                "mend": exchange.text("filter.mend.\(defect.kind.rawValue)", values),
            ]
        }
    }
}

extension Exchange {
    /// A word of a vocabulary in the language of the page.
    func title<Word: Term>(_ word: Word) -> String { RecordText(self).word(word) }

    /// A word by its code; the code itself where there is no such word.
    func title<Word: Term>(_ code: String, of words: Word.Type) -> String {
        Word(rawValue: code).map { title($0) } ?? code
    }
}
