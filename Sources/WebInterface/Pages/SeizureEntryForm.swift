import PortVocabulary
import SituationAnalysis

/// One form in the browser: its cells, and what it belongs to.
struct SeizureEntryForm {
    var form: EntryForm
    /// The record that it changes; nil for a new one.
    var opened: OpenedVersion?
    /// The draft that it continues.
    var draft: DraftID?
    /// Whether the person read the remarks and stores it as it is.
    var isAccepted = false

    /// Further columns, folded, in groups that belong together.
    private static let folded: [(name: String, columns: [String])] = [
        (
            "where",
            ["country", "place_code", "facility", "setting", "date_end", "reference", "reporter"]
        ),
        (
            "how",
            [
                "container", "seal_declared", "seal_found", "vessel_imo", "voyage", "cover_load",
                "hs_code", "packages", "purity_percent", "mass_basis", "certainty", "detection",
            ]
        ),
        (
            "route",
            [
                "producing_country", "departure_country", "departure_place", "transit",
                "destination_country", "destination_place", "intended_country",
                "intended_place",
            ]
        ),
        (
            "more",
            [
                "companies", "cash_amount", "cash_currency", "cash_form", "cash_declared",
                "persons", "violence", "firearms", "evaluation", "linked_events", "source_link",
                "note",
            ]
        ),
    ]

    func context<Store>(_ exchange: Exchange<Store>) -> [String: Any] {
        let text = RecordText(exchange)
        let cells = form.cells
        func choice<Word: Term>(_ column: String, _ words: some Sequence<Word>) -> [[String: Any]] {
            choices(cells[column] ?? "", words, text)
        }
        let methods = Set(
            (cells["methods"] ?? "").split { ";, ".contains($0) }.map(String.init))
        return [
            "token": form.token.text,
            "isChange": opened != nil,
            "opened": opened.map {
                ["record": $0.record.text, "version": $0.version] as Any
            } ?? false,
            "draft": draft.map { ["id": $0.text] as Any } ?? false,
            "isAccepted": isAccepted, "mayAccept": false, "isClean": false, "hasRepeats": false,
            "repeats": [[String: Any]](),
            "date": cells["date"] ?? "", "place": cells["place"] ?? "",
            "amount": cells["amount"] ?? "", "handling_text": cells["handling_text"] ?? "",
            "substances": choice("substance", Substance.allCases),
            "units": choice("unit", QuantityUnit.allCases.filter { $0 != .notStated }),
            "stages": choice("stage", Stage.allCases.filter { $0 != .notAsked }),
            "concealments": choice("concealment", Concealment.allCases.filter { $0 != .notAsked }),
            "transports": choice("transport", TransportMode.allCases.filter { $0 != .notAsked }),
            "lights": choice("tlp", TrafficLight.allCases),
            "handlings": choice("handling", HandlingCode.allCases),
            "methods": text.options(ModusOperandi.allCases, chosen: methods),
            "hasMethods": !methods.isEmpty,
            "script": exchange.node.files.address("entry.js"),
            "groups": Self.folded.map { group -> [String: Any] in
                [
                    "name": exchange.text("entry.group.\(group.name)"),
                    "isOpen": group.columns.contains { cells[$0] != nil },
                    "fields": group.columns.map { column in
                        [
                            "column": column, "value": cells[column] ?? "",
                            "label": exchange.text("entry.column.\(column)"),
                        ]
                    },
                ]
            },
        ]
    }

    /// Options of a field of choice; a cell that names none of them, as a file may, stays one.
    private func choices<Word: Term, Store>(
        _ cell: String, _ words: some Sequence<Word>, _ text: RecordText<Store>
    ) -> [[String: Any]] {
        var options = text.options(words, chosen: [cell])
        if !cell.isEmpty, !options.contains(where: { $0["code"] as? String == cell }) {
            options.append(["code": cell, "name": cell, "isChosen": true])
        }
        return options
    }
}
