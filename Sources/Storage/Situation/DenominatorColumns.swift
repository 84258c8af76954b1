import PortVocabulary
import SituationAnalysis

/// The columns of `denominator` in the order in which they are written and digested.
enum DenominatorColumns {
    static let names = [
        "serial", "record", "is_current", "first_day", "last_day", "body", "place_name", "place",
        "country", "facility", "effort", "unit", "amount", "is_random_sample", "finds",
        "reported_day", "substance_group", "class", "keep_until", "revision",
    ]

    static let insert =
        "INSERT INTO denominator (\(names.joined(separator: ", "))) VALUES "
        + "(\(names.map { _ in "?" }.joined(separator: ", ")))"

    static func values(
        _ denominator: Denominator, of record: IntakeRecord, serial: Int, accessClass: Int,
        keepUntil: CalendarDate?
    ) -> [SQLValue] {
        [
            .integer(serial), .text(record.id.text), 1,
            .integer(Int(denominator.period.first.dayNumber)),
            .integer(Int(denominator.period.last.dayNumber)), .text(denominator.body),
            .text(denominator.placeName), SQLValue(denominator.place?.code),
            SQLValue(denominator.country?.code), .text(denominator.facility),
            .text(denominator.effort.rawValue), .text(denominator.unit.rawValue),
            .real(denominator.amount), .integer(denominator.isRandomSample ? 1 : 0),
            SQLValue(denominator.finds), SQLValue(denominator.reported.map { Int($0.dayNumber) }),
            .text(SubstanceGroup.unknown.rawValue), .integer(accessClass),
            SQLValue(keepUntil.map { Int($0.dayNumber) }), 1,
        ]
    }

    /// A row of ``names``; nil where it cannot be read, which the check of the evidence names.
    static func fact(_ row: any SQLRow) throws -> DenominatorFact? {
        guard
            let period = try? DateSpan(
                from: CalendarDate(dayNumber: Int32(clamping: try row.int(3))),
                through: CalendarDate(dayNumber: Int32(clamping: try row.int(4)))),
            let effort = EffortKind(rawValue: try row.text(10)),
            let unit = EffortUnit(rawValue: try row.text(11)),
            let amount = row.optionalReal(12)
        else { return nil }
        var denominator = Denominator(
            period: period, body: try row.text(5), placeName: try row.text(6), effort: effort,
            unit: unit, amount: amount)
        denominator.place = row.optionalText(7).flatMap { try? PlaceCode(parsing: $0) }
        denominator.country = row.optionalText(8).flatMap { try? Country(parsing: $0) }
        denominator.facility = try row.text(9)
        denominator.isRandomSample = try row.int(13) == 1
        denominator.finds = row.optionalInt(14)
        denominator.reported = row.optionalInt(15).map {
            CalendarDate(dayNumber: Int32(clamping: $0))
        }
        var fact = DenominatorFact(
            record: RecordID(trusted: try row.text(1)), denominator: denominator)
        fact.serial = try row.int(0)
        fact.accessClass = try row.int(17)
        return fact
    }
}
