import PortVocabulary
import SituationAnalysis

/// The filters of the list as a form whose result is an address, and as chips that take one away.
struct SeizureFilter {
    let query: SelectionQuery

    /// Criteria with a field of their own; others stay when the form is sent.
    private static let shown: Set<String> = [
        "period", "port", "country", "substance", "method", "state", "search",
    ]

    func context<Store>(_ exchange: Exchange<Store>) -> [String: Any] {
        let text = RecordText(exchange)
        let given = exchange.query
        func chosen(_ name: String) -> Set<String> { Set(given.values(name)) }
        let fields = query.fields
        return [
            "search": given["search"] ?? "", "period": given["period"] ?? "",
            "port": given.values("port").joined(separator: ", "),
            "country": given.values("country").joined(separator: ", "),
            "substances": text.options(
                SubstanceGroup.allCases, chosen: chosen("substance")),
            "methods": text.options(ModusOperandi.allCases, chosen: chosen("method")),
            "states": text.options(ReviewState.allCases, chosen: chosen("state")),
            "hasMore": !chosen("method").isEmpty || !chosen("state").isEmpty,
            "kept": fields.filter { !Self.shown.contains($0.name) }.map {
                ["name": $0.name, "value": $0.value]
            },
            "chips": fields.map { field -> [String: Any] in
                [
                    "name": field.name, "value": Self.word(field.name, field.value, text),
                    "address": Self.address(without: field, fields),
                ]
            }, "hasChips": !fields.isEmpty,
        ]
    }

    private static func address(
        without field: (name: String, value: String), _ fields: [(name: String, value: String)]
    ) -> String {
        let rest = FormFields(fields.filter { $0 != field }).encoded
        return rest.isEmpty ? "/seizures" : "/seizures?\(rest)"
    }

    private static func word<Store>(
        _ name: String, _ value: String, _ text: RecordText<Store>
    ) -> String {
        switch name {
        case "substance": SubstanceGroup(rawValue: value).map(text.word) ?? value
        case "basin": Basin(rawValue: value).map(text.word) ?? value
        case "method": ModusOperandi(rawValue: value).map(text.word) ?? value
        case "state": ReviewState(rawValue: value).map(text.word) ?? value
        case "stage": Stage(rawValue: value).map(text.word) ?? value
        case "transport": TransportMode(rawValue: value).map(text.word) ?? value
        case "concealment": Concealment(rawValue: value).map(text.word) ?? value
        case "role": CompanyRole(rawValue: value).map(text.word) ?? value
        case "port":
            (try? PlaceCode(parsing: value)).flatMap { text.place($0, nil) } ?? value
        case "country": (try? Country(parsing: value)).flatMap { text.place(nil, $0) } ?? value
        default: value
        }
    }

    static func defect<Store>(
        _ defect: SelectionQuery.Defect, _ exchange: Exchange<Store>
    ) -> FormDefect {
        FormDefect(
            field: shown.contains(defect.field) ? defect.field : "",
            cause: exchange.text(
                "seizures.filterCause", ["field": defect.field, "value": defect.value]),
            mend: exchange.text("seizures.filterMend"))
    }
}
