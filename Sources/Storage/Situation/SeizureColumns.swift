import PortVocabulary
import SituationAnalysis

/// The columns of `seizure` in the order in which they are written and digested.
enum SeizureColumns {
    static let names = [
        "serial", "record", "is_current", "state", "hold_reason", "occurrence", "may_repeat",
        "first_day", "last_day", "reporter", "asked", "country", "place", "place_match",
        "place_text", "stage", "setting", "transport", "concealment", "substance",
        "substance_group", "amount", "unit", "mass_basis", "certainty", "kilograms", "factor",
        "factor_basis", "factor_source", "producing", "departure_country", "departure_place",
        "transit", "destination_country", "destination_place", "intended_country",
        "intended_place", "methods", "companies", "cash_currency", "cash_hundredths", "cash_form",
        "cash_declared", "container", "vessel", "persons", "evaluation", "class", "keep_until",
        "revision",
    ]

    static let insert =
        "INSERT INTO seizure (\(names.joined(separator: ", "))) VALUES "
        + "(\(names.map { _ in "?" }.joined(separator: ", ")))"

    static func values(
        _ event: SeizureEvent, of record: IntakeRecord, serial: Int, state: ReviewState,
        accessClass: Int, keepUntil: CalendarDate?
    ) -> [SQLValue] {
        let transit = event.transit.map { $0.place?.code ?? $0.country?.code ?? "" }
        let companies = event.companies.map { "\($0.role.rawValue):\($0.involvement.rawValue)" }
        return [
            .integer(serial), .text(record.id.text), 1, .text(state.rawValue),
            SQLValue(record.holdReason), .integer(record.occurrence), 0,
            .integer(Int(event.when.first.dayNumber)), .integer(Int(event.when.last.dayNumber)),
            .text(event.reporter), .integer(event.asked.rawValue), SQLValue(event.country?.code),
            SQLValue(event.place?.code), .text(event.placeMatch.rawValue),
            .text(event.placeText), .text(event.stage.rawValue), .text(event.setting.rawValue),
            .text(event.transport.rawValue), .text(event.concealment.rawValue),
            .text(event.substance.rawValue), .text(event.substance.group.rawValue),
            SQLValue(event.quantity?.amount), SQLValue(event.quantity?.unit.rawValue),
            SQLValue(event.quantity?.basis.rawValue), SQLValue(event.quantity?.certainty.rawValue),
            SQLValue(event.mass?.kilograms), SQLValue(event.mass?.factor),
            SQLValue(event.mass?.basis.rawValue), SQLValue(event.mass?.source),
            SQLValue(event.producing?.code), SQLValue(event.departure.country?.code),
            SQLValue(event.departure.place?.code), SQLValue(joined(transit, "|")),
            SQLValue(event.destination.country?.code), SQLValue(event.destination.place?.code),
            SQLValue(event.intended.country?.code), SQLValue(event.intended.place?.code),
            SQLValue(joined(event.methods.map(\.rawValue), ";")),
            SQLValue(joined(companies, ";")), SQLValue(event.cash?.currency.code),
            SQLValue(event.cash.map { Int($0.hundredths) }), SQLValue(event.cash?.form.rawValue),
            SQLValue(declared(event.cash)), SQLValue(event.container?.code),
            SQLValue(event.vessel.map { Int($0.number) }), SQLValue(event.persons.value),
            SQLValue(event.evaluation?.description), .integer(accessClass),
            SQLValue(keepUntil.map { Int($0.dayNumber) }), 1,
        ]
    }

    private static func joined(_ parts: [String], _ separator: String) -> String? {
        parts.isEmpty ? nil : parts.joined(separator: separator)
    }

    private static func declared(_ cash: Cash?) -> String? {
        switch cash?.declared {
        case .known(let value): value ? "yes" : "no"
        case .unknown: "unknown"
        case .notAsked, nil: nil
        }
    }
}

/// The columns of `figure` in the order in which they are written and digested.
enum FigureColumns {
    static let names = [
        "serial", "record", "is_current", "first_day", "last_day", "body", "scope", "place_name",
        "place", "country", "substance", "substance_group", "kilograms", "figure_precision",
        "seizures", "count_basis", "largest_kilograms", "status", "is_contested", "definition",
        "address", "class", "keep_until", "revision",
    ]

    static let insert =
        "INSERT INTO figure (\(names.joined(separator: ", "))) VALUES "
        + "(\(names.map { _ in "?" }.joined(separator: ", ")))"

    static func values(
        _ figure: AggregateFigure, of record: IntakeRecord, serial: Int, accessClass: Int,
        keepUntil: CalendarDate?
    ) -> [SQLValue] {
        [
            .integer(serial), .text(record.id.text), 1,
            .integer(Int(figure.period.first.dayNumber)),
            .integer(Int(figure.period.last.dayNumber)), .text(figure.body),
            .text(figure.scope.rawValue), .text(figure.placeName), SQLValue(figure.place?.code),
            SQLValue(figure.country?.code), .text(figure.substance.rawValue),
            .text(figure.substance.group.rawValue), SQLValue(figure.kilograms),
            .text(figure.precision.rawValue), SQLValue(figure.seizures),
            .text(figure.countBasis.rawValue), SQLValue(figure.largestKilograms),
            .text(figure.status.rawValue), .integer(figure.isContested ? 1 : 0),
            .text(figure.definition), .text(figure.address), .integer(accessClass),
            SQLValue(keepUntil.map { Int($0.dayNumber) }), 1,
        ]
    }
}
