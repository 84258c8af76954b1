import PortVocabulary
import SituationAnalysis

/// The table `search_text`: for each current version the words by which it is found. Each word
/// begins with the letter of the field that says it, so that a search reaches no field that the
/// requester may not see. It follows from the readings: nothing in it is new, a restore makes it
/// anew, and the check of the evidence derives it.
enum SearchIndex {
    /// The letter of each field that is searched; they are stored, and never change.
    static let letters: [(field: RecordField, letter: String)] = [
        (.place, "p"), (.reporter, "r"), (.substance, "s"), (.stage, "g"), (.setting, "e"),
        (.transport, "t"), (.producing, "o"), (.departure, "d"), (.transit, "v"),
        (.destination, "n"), (.intended, "i"), (.concealment, "c"), (.methods, "m"),
        (.companies, "y"), (.cash, "k"), (.container, "b"), (.vessel, "l"), (.definition, "f"),
    ]

    static let insert = "INSERT INTO search_text (serial, words) VALUES (?, ?)"
    static let remove = "DELETE FROM search_text WHERE serial = ?"

    static func row(serial: Int, _ content: RecordContent) -> [SQLValue] {
        [.integer(serial), .text(words(content))]
    }

    /// All words of a record, in a fixed order.
    static func words(_ content: RecordContent) -> String {
        let found = SearchableText.words(of: content)
        return letters.flatMap { field, letter in
            (found[field] ?? []).sorted().map { letter + $0 }
        }.joined(separator: " ")
    }

    /// Rows that are indexed in one piece.
    private static let pieceRows = 1_000

    /// The kinds of record that there were before there was a search: when that step of the
    /// schema runs, the tables of later kinds are not there yet.
    static let earliestKinds: [RecordKind] = [.seizure, .figure]

    /// Indexes every current record of these kinds in a database that has none in its index.
    static func build(
        _ connection: any SQLConnection, kinds: [RecordKind] = RecordKind.allCases
    ) throws {
        var rows: [[SQLValue]] = []
        for kind in kinds {
            // The readings are read whole before anything is written: one connection cannot do
            // both at once on PostgreSQL.
            try connection.forEach(
                """
                SELECT \(KindTable.columns(kind).joined(separator: ", "))
                FROM \(KindTable.name(kind)) WHERE is_current = 1 ORDER BY serial
                """, []
            ) { row in
                guard let serial = row.optionalInt(0) else { return }
                rows.append(Self.row(serial: serial, content(kind, row.values)))
            }
        }
        var rest = rows[...]
        while !rest.isEmpty {
            try connection.executeEach(insert, Array(rest.prefix(pieceRows)))
            rest = rest.dropFirst(pieceRows)
        }
    }

    /// As much of a record as is searched, from its row; a damaged value is left out.
    static func content(_ kind: RecordKind, _ values: [SQLValue]) -> RecordContent {
        let row = ReadingRow(columns: KindTable.columns(kind), values: values)
        let any = DateSpan(day: CalendarDate(dayNumber: 0))
        switch kind {
        case .figure:
            var figure = AggregateFigure(
                period: any, body: row.text("body"), scope: .region,
                placeName: row.text("place_name"))
            (figure.place, figure.country) = (row.place("place"), row.country("country"))
            figure.substance = Substance(rawValue: row.text("substance")) ?? .unknown
            figure.definition = row.text("definition")
            return .figure(figure)
        case .denominator:
            var denominator = Denominator(
                period: any, body: row.text("body"), placeName: row.text("place_name"),
                effort: row.term("effort") ?? .throughput, unit: row.term("unit") ?? .tonnes,
                amount: 0)
            (denominator.place, denominator.country) = (row.place("place"), row.country("country"))
            denominator.facility = row.text("facility")
            return .denominator(denominator)
        case .seizure:
            var event = SeizureEvent(when: any, reporter: row.text("reporter"))
            event.placeText = row.text("place_text")
            (event.place, event.country) = (row.place("place"), row.country("country"))
            event.stage = row.term("stage") ?? .unknown
            event.setting = row.term("setting") ?? .unknown
            event.transport = row.term("transport") ?? .unknown
            event.concealment = row.term("concealment") ?? .unknown
            event.substance = row.term("substance") ?? .unknown
            event.producing = row.country("producing")
            event.departure = row.point("departure")
            event.destination = row.point("destination")
            event.intended = row.point("intended")
            event.transit = row.text("transit").split(separator: "|").map { text in
                RoutePoint(
                    country: try? Country(parsing: text), place: try? PlaceCode(parsing: text))
            }
            event.methods = row.list("methods").compactMap(ModusOperandi.init(rawValue:))
            event.companies = row.list("companies").compactMap { text in
                let parts = text.split(separator: ":").map(String.init)
                guard parts.count == 2, let role = CompanyRole(rawValue: parts[0]),
                    let involvement = Involvement(rawValue: parts[1])
                else { return nil }
                return CompanyInvolvement(role: role, involvement: involvement)
            }
            event.cash = (try? Currency(parsing: row.text("cash_currency"))).flatMap {
                try? Cash(amount: 0, currency: $0, form: .unknown, declared: .unknown)
            }
            event.container = try? ContainerCode(parsing: row.text("container"))
            event.vessel = try? VesselNumber(parsing: row.text("vessel"))
            return .seizure(event)
        }
    }
}

/// A row of a kind's table by the names of its columns.
private struct ReadingRow {
    let columns: [String]
    let values: [SQLValue]

    func text(_ name: String) -> String {
        columns.firstIndex(of: name).map { values[$0].plainText } ?? ""
    }

    func place(_ name: String) -> PlaceCode? { try? PlaceCode(parsing: text(name)) }
    func country(_ name: String) -> Country? { try? Country(parsing: text(name)) }
    func term<T: Term>(_ name: String) -> T? { T(rawValue: text(name)) }
    func list(_ name: String) -> [String] { text(name).split(separator: ";").map(String.init) }

    func point(_ name: String) -> RoutePoint {
        RoutePoint(country: country("\(name)_country"), place: place("\(name)_place"))
    }
}
