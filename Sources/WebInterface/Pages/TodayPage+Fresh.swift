import NeedToKnow
import PortVocabulary
import SituationAnalysis

/// `/today/new`: exactly the records that a line of Today counts.
extension TodayPage {
    /// Records of one page of the list.
    private static var pageLength: Int { 50 }

    /// Where the records of a line are listed.
    static func address(_ line: FreshLine, since: Moment, from first: Int = 0) -> String {
        var fields = [
            (name: "since", value: "\(since.seconds)"),
            (name: "originator", value: line.originator.text),
        ]
        if let place = line.place { fields.append((name: "port", value: place.code)) }
        if first > 0 { fields.append((name: "from", value: "\(first)")) }
        return "/today/new?\(FormFields(fields).encoded)"
    }

    static func listFresh<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        let query = exchange.query
        guard let seconds = query["since"].flatMap(Int64.init), seconds >= 0,
            let originator = try? OrganisationID(parsing: query["originator"] ?? ""),
            let first = Int(query["from"] ?? "0"), first >= 0
        else { throw lost }
        var place: PlaceCode?
        if let text = query["port"] {
            guard let code = try? PlaceCode(parsing: text) else { throw lost }
            place = code
        }
        let since = Moment(seconds: seconds)
        let line = FreshLine(originator: originator, place: place, new: 0, changed: 0)
        let page = try ListFresh(store: exchange.node.store).run(
            try exchange.requester(), of: originator, at: place, since: since, from: first,
            limit: pageLength, now: exchange.now
        ).view
        let text = RecordText(exchange)
        let next = first + pageLength
        return try .page(
            exchange, "today-new", title: "today.fresh",
            [
                "originator": originator.text, "since": exchange.written(since),
                "place": text.place(place, nil) ?? exchange.text("today.noPlace"),
                "rows": rows(page, text), "isEmpty": page.table.facts.isEmpty,
                "total": AmountText.grouped(page.total),
                "shown": AmountText.grouped(page.table.facts.count), "isCut": page.isCut,
                "first": first == 0
                    ? false : ["address": address(line, since: since)] as Any,
                "next": next < page.total
                    ? ["address": address(line, since: since, from: next)] as Any : false,
            ],
            mark: RecordText<Store>.strictest(
                page.table.facts.map { ($0.trafficLight, $0.handling) }))
    }

    private static var lost: ExchangeStop {
        .malformed(
            cause: "the address names no line of Today",
            mend: "go back to Today, and open the line there")
    }

    private static func rows<Store>(
        _ page: FreshPage, _ text: RecordText<Store>
    ) -> [[String: Any]] {
        page.table.facts.map { fact in
            [
                "address": page.identifiers[fact.serial].map { "/seizures/\($0.text)" } ?? "",
                "day": text.day(fact) ?? text.exchange.text("seizures.noDay"),
                "place": text.place(fact.place, fact.country) ?? RecordText<Store>.nothing,
                "substance": text.word(fact.substance),
                "amount": text.amount(fact) ?? RecordText<Store>.nothing,
                "isChanged": page.changed.contains(fact.serial),
                "state": text.state(fact.state),
                "badge": text.badge(fact.trafficLight, fact.handling),
            ]
        }
    }
}
