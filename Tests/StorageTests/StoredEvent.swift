import PortVocabulary
import SituationAnalysis

@testable import Storage

/// Reads a whole seizure back from its row, column by column, without the product's decoder:
/// shows that the table loses nothing.
enum StoredEvent {
    static func read(_ row: NamedRow) throws -> SeizureEvent {
        var event = SeizureEvent(
            when: try DateSpan(
                from: CalendarDate(dayNumber: Int32(row["first_day"] as Int)),
                through: CalendarDate(dayNumber: Int32(row["last_day"] as Int))),
            reporter: row["reporter"])
        event.asked = AskedFields(rawValue: row["asked"])
        event.country = try country(row["country"])
        event.place = try place(row["place"])
        event.placeText = row["place_text"]
        event.placeMatch = try PlaceMatch(parsing: row["place_match"] as String)
        event.stage = try Stage(parsing: row["stage"] as String)
        event.setting = try Setting(parsing: row["setting"] as String)
        event.transport = try TransportMode(parsing: row["transport"] as String)
        event.concealment = try Concealment(parsing: row["concealment"] as String)
        event.substance = try Substance(parsing: row["substance"] as String)
        if let amount: Double = row["amount"] {
            event.quantity = try Quantity(
                amount: amount, unit: QuantityUnit(parsing: row["unit"] as String),
                basis: MassBasis(parsing: row["mass_basis"] as String),
                certainty: AmountCertainty(parsing: row["certainty"] as String))
        }
        if let kilograms: Double = row["kilograms"] {
            event.mass = ConvertedMass(
                kilograms: kilograms, factor: row["factor"],
                basis: try FactorBasis(parsing: row["factor_basis"] as String),
                source: row["factor_source"])
        }
        try readRoute(row, into: &event)
        try readRest(row, into: &event)
        return event
    }

    private static func readRoute(_ row: NamedRow, into event: inout SeizureEvent) throws {
        event.producing = try country(row["producing"])
        event.departure = RoutePoint(
            country: try country(row["departure_country"]),
            place: try place(row["departure_place"]))
        event.destination = RoutePoint(
            country: try country(row["destination_country"]),
            place: try place(row["destination_place"]))
        event.intended = RoutePoint(
            country: try country(row["intended_country"]), place: try place(row["intended_place"]))
        event.transit = try parts(row["transit"], "|").map { text in
            text.count == 2
                ? RoutePoint(country: try country(text)) : RoutePoint(place: try place(text))
        }
    }

    private static func readRest(_ row: NamedRow, into event: inout SeizureEvent) throws {
        event.methods = try parts(row["methods"], ";").map { try ModusOperandi(parsing: $0) }
        event.companies = try parts(row["companies"], ";").map { text in
            let pair = parts(text, ":")
            return CompanyInvolvement(
                role: try CompanyRole(parsing: pair[0]),
                involvement: try Involvement(parsing: pair[1]))
        }
        if let currency: String = row["cash_currency"] {
            let hundredths: Int = row["cash_hundredths"]
            event.cash = try Cash(
                amount: Double(hundredths) / 100, currency: Currency(parsing: currency),
                form: CashForm(parsing: row["cash_form"] as String),
                declared: declared(row["cash_declared"]))
        }
        event.container = try (row["container"] as String?).map {
            try ContainerCode(parsing: $0)
        }
        event.vessel = try (row["vessel"] as Int?).map { try VesselNumber(parsing: "\($0)") }
        if let persons: Int = row["persons"] {
            event.persons = .known(persons)
        } else if event.asked.contains(.persons) {
            event.persons = .unknown
        }
        event.evaluation = try (row["evaluation"] as String?).map { try Evaluation(parsing: $0) }
    }

    private static func declared(_ text: String?) -> Stated<Bool> {
        switch text {
        case "yes": .known(true)
        case "no": .known(false)
        case "unknown": .unknown
        default: .notAsked
        }
    }

    private static func country(_ code: String?) throws -> Country? {
        try code.map { try Country(parsing: $0) }
    }

    private static func place(_ code: String?) throws -> PlaceCode? {
        try code.map { try PlaceCode(parsing: $0) }
    }

    private static func parts(_ text: String?, _ separator: Character) -> [String] {
        (text ?? "").split(separator: separator).map(String.init)
    }
}
