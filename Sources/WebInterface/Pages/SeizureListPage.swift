import Foundation
import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary
import SituationAnalysis

/// `/seizures`: the list with its filters, a page at a time, and the same as a file.
enum SeizureListPage {
    /// Records of one page of the list.
    private static let pageLength = 50

    static func list<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        let (query, defects) = SelectionQuery.read(exchange.query, exchange.node.reference)
        var context: [String: Any] = [
            "filter": SeizureFilter(query: query).context(exchange),
            "mayEnter": exchange.signedIn?.roles.contains(.contributor) ?? false,
            "mayReview": exchange.signedIn?.roles.contains(.reviewer) ?? false,
            "list": false, "figures": false,
        ]
        let requester = try exchange.requester()
        guard defects.isEmpty else {
            return try .defects(
                exchange, "seizures", title: "seizures.title", context,
                defects.map { SeizureFilter.defect($0, exchange) })
        }
        // Contributors and reviewers come here for their work; the list is the analysts'.
        guard exchange.signedIn?.roles.contains(.analyst) ?? true else {
            return try .page(exchange, "seizures", title: "seizures.title", context)
        }
        do {
            let mark =
                query.listsFigures
                ? try addFigures(&context, requester, query, exchange)
                : try addSeizures(&context, requester, query, exchange)
            return try .page(
                exchange, "seizures", title: "seizures.title", context, mark: mark)
        } catch is CursorDefect {
            return try .defects(
                exchange, "seizures", title: "seizures.title", context,
                [
                    FormDefect(
                        field: "", cause: exchange.text("seizures.cursorCause"),
                        mend: exchange.text("seizures.cursorMend"))
                ])
        }
    }

    /// - Throws: ``CursorDefect``, or what the store throws.
    private static func addSeizures<Store>(
        _ context: inout [String: Any], _ requester: Requester, _ query: SelectionQuery,
        _ exchange: Exchange<Store>
    ) throws -> String? {
        let step = ListRecords(store: exchange.node.store, reference: exchange.node.reference)
        let cursor = exchange.query["after"].flatMap { $0.isEmpty ? nil : $0 }
        let released = try step.seizures(
            requester, query.selection, limit: pageLength, after: cursor, now: exchange.now)
        let page = released.view
        context["list"] = [
            "rows": rows(page, exchange), "isEmpty": page.table.facts.isEmpty,
            "total": AmountText.grouped(page.total),
            "shown": AmountText.grouped(page.table.facts.count),
            "first": cursor == nil ? false : ["address": query.address("/seizures")] as Any,
            "next": page.next.map { ["address": address(query, after: $0)] as Any } ?? false,
            "csv": address(query, "/seizures/export", [("format", "csv")]),
            "json": address(query, "/seizures/export", [("format", "json")]),
        ]
        return RecordText<Store>.strictest(
            page.table.facts.map { ($0.trafficLight, $0.handling) })
    }

    private static func rows<Store>(
        _ page: SeizurePage, _ exchange: Exchange<Store>
    ) -> [[String: Any]] {
        let text = RecordText(exchange)
        return page.table.facts.map { fact in
            [
                "address": page.identifiers[fact.serial].map { "/seizures/\($0.text)" } ?? "",
                "day": text.day(fact) ?? exchange.text("seizures.noDay"),
                "place": text.place(fact.place, fact.country) ?? RecordText<Store>.nothing,
                "substance": text.word(fact.substance),
                "amount": text.amount(fact) ?? RecordText<Store>.nothing,
                "state": text.state(fact.state),
                "badge": text.badge(fact.trafficLight, fact.handling),
            ]
        }
    }

    private static func addFigures<Store>(
        _ context: inout [String: Any], _ requester: Requester, _ query: SelectionQuery,
        _ exchange: Exchange<Store>
    ) throws -> String? {
        let step = ListRecords(store: exchange.node.store, reference: exchange.node.reference)
        let released = try step.figures(
            requester, query.selection, limit: pageLength, now: exchange.now)
        let page = released.view
        let text = RecordText(exchange)
        context["figures"] = [
            "rows": page.facts.map { fact -> [String: Any] in
                [
                    "address": "/seizures/\(fact.record.text)",
                    "day": text.value(.date, fact.figure) ?? RecordText<Store>.nothing,
                    "place": fact.figure.placeName, "body": fact.figure.body,
                    "substance": text.word(fact.figure.substance),
                    "amount": text.value(.amount, fact.figure) ?? RecordText<Store>.nothing,
                    "count": text.value(.count, fact.figure) ?? RecordText<Store>.nothing,
                    "badge": text.badge(fact.trafficLight, fact.handling),
                ]
            }, "isEmpty": page.facts.isEmpty, "total": AmountText.grouped(page.total),
            "shown": AmountText.grouped(page.facts.count),
        ]
        return RecordText<Store>.strictest(page.facts.map { ($0.trafficLight, $0.handling) })
    }

    private static func address(_ query: SelectionQuery, after cursor: String) -> String {
        address(query, "/seizures", [("after", cursor)])
    }

    private static func address(
        _ query: SelectionQuery, _ path: String, _ more: [(name: String, value: String)]
    ) -> String {
        "\(path)?\(FormFields(query.fields + more).encoded)"
    }

    // MARK: - As a file

    /// `/seizures/export`: an act of its own, which the evidence keeps as one.
    static func export<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        let (query, defects) = SelectionQuery.read(exchange.query, exchange.node.reference)
        let format = exchange.query["format"] ?? "csv"
        guard defects.isEmpty, ["csv", "json"].contains(format) else {
            throw ExchangeStop.malformed(
                cause: "the file's selection or format cannot be read",
                mend: "go back to the list, and choose the file there")
        }
        let step = ExportRecords(store: exchange.node.store, reference: exchange.node.reference)
        let export = try step.seizures(
            try exchange.requester(), query.selection, now: exchange.now)
        guard !export.view.isTooLong else {
            return try .page(
                exchange, "failure", title: "frame.failure.title",
                [
                    "message": exchange.text(
                        "seizures.exportTooLong",
                        [
                            "total": AmountText.grouped(export.view.total),
                            "limit": AmountText.grouped(ExportRecords<Store>.maximumRecords),
                        ])
                ], status: .unprocessableContent)
        }
        let name = "seizures-\(exchange.now.day)"
        return format == "csv"
            ? .file(
                Array(SeizureFile.csv(export).utf8), type: "text/csv; charset=utf-8",
                name: name + ".csv")
            : .file(
                try SeizureFile.json(export), type: "application/json", name: name + ".json")
    }
}

/// Seizures as files for other programs: the codes of the vocabularies, not their words.
enum SeizureFile {
    private static let header = [
        "record", "date", "reporter", "country", "place", "stage", "setting", "transport",
        "substance", "kilograms", "producing", "departure", "transit", "destination",
        "intended", "concealment", "methods", "companies", "cash_amount", "cash_currency",
        "persons", "state", "tlp", "handling",
    ]

    /// What each column says; nil for nothing, or for what is not released.
    private static func cells(
        _ fact: SeizureFact, _ id: RecordID?, reporter: String
    ) -> [String?] {
        [
            id?.text, fact.isDated ? fact.when?.description : nil, reporter, fact.country?.code,
            fact.place?.code, stated(fact.stage, not: .notAsked),
            stated(fact.setting, not: .notAsked), stated(fact.transport, not: .notAsked),
            fact.substance.rawValue, fact.kilograms.map { String($0) }, fact.producing?.code,
            text(fact.departure), list(fact.transit.compactMap(text)), text(fact.destination),
            text(fact.intended), stated(fact.concealment, not: .notAsked),
            list(fact.methods.map(\.rawValue)),
            list(fact.companies.map { "\($0.role.rawValue):\($0.involvement.rawValue)" }),
            fact.cash.map { String(Double($0.hundredths) / 100) }, fact.cash?.currency.code,
            fact.persons.map(String.init), fact.state.rawValue, fact.trafficLight.rawValue,
            fact.handling.rawValue,
        ]
    }

    private static func stated<Word: Term>(_ word: Word, not absent: Word) -> String? {
        word == absent ? nil : word.rawValue
    }

    private static func text(_ point: RoutePoint) -> String? {
        point.place?.code ?? point.country?.code
    }

    private static func list(_ texts: [String]) -> String? {
        texts.isEmpty ? nil : texts.joined(separator: ";")
    }

    static func csv(_ export: Released<SeizureExport>) -> String {
        let view = export.view
        var lines = [CSVText.row(header)]
        for fact in view.table.facts {
            let cells = cells(
                fact, view.identifiers[fact.serial],
                reporter: view.table.reporters[fact.reporter])
            lines.append(CSVText.row(cells.map { $0 ?? "" }))
        }
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    static func json(_ export: Released<SeizureExport>) throws -> [UInt8] {
        let view = export.view
        let rows = view.table.facts.map { fact -> [String: Any] in
            let cells = cells(
                fact, view.identifiers[fact.serial],
                reporter: view.table.reporters[fact.reporter])
            var row: [String: Any] = [:]
            for (name, cell) in zip(header, cells) { row[name] = cell }
            if let kilograms = fact.kilograms { row["kilograms"] = kilograms }
            if let persons = fact.persons { row["persons"] = persons }
            return row
        }
        return Array(
            try JSONSerialization.data(
                withJSONObject: ["total": view.total, "seizures": rows],
                options: [.sortedKeys, .withoutEscapingSlashes]))
    }
}
