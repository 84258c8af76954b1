package import PortVocabulary

/// What a port did or let through in a period: what finds are divided by. It is counted as it was
/// reported and never estimated here; a period without one has no denominator.
package struct Denominator: Hashable, Sendable {
    /// Largest count of one record.
    package static let amountLimit = 1e10

    package var period: DateSpan
    /// Who counted.
    package var body: String
    /// The place's name as given.
    package var placeName: String
    package var place: PlaceCode?
    package var country: Country?
    /// The terminal or other part of the port; empty for the whole port.
    package var facility = ""
    package var effort: EffortKind
    package var unit: EffortUnit
    /// In the unit. Bounds: 0 to ``amountLimit``.
    package var amount: Double
    /// What was inspected was drawn by lot, without intelligence: only such a sample shows how
    /// much passes.
    package var isRandomSample = false
    /// Inspections of the sample that found something; nil where nobody says.
    package var finds: Int?
    /// When it was reported; nil where the source does not say.
    package var reported: CalendarDate?

    package init(
        period: DateSpan, body: String, placeName: String, effort: EffortKind, unit: EffortUnit,
        amount: Double
    ) {
        (self.period, self.body, self.placeName) = (period, body, placeName)
        (self.effort, self.unit, self.amount) = (effort, unit, amount)
    }
}

/// A denominator with its record.
package struct DenominatorFact: Sendable {
    package var record: RecordID
    package var denominator: Denominator
    /// Order of arrival.
    package var serial = 0
    /// When this node recorded it first.
    package var recorded: CalendarDate?
    package var accessClass = 0
    package var trafficLight = Mark.strictest.trafficLight
    package var handling = Mark.strictest.handling

    package init(record: RecordID, denominator: Denominator) {
        (self.record, self.denominator) = (record, denominator)
    }

    /// The day from which it was known: when it was reported, or else recorded here.
    package var known: CalendarDate? { denominator.reported ?? recorded }

    /// Whether the number itself is released; without it the record only says that there is one.
    package var isCounted: Bool { denominator.amount >= 0 }

    /// Whether the period is released.
    package var isDated: Bool { denominator.period.first.dayNumber != SeizureFact.anyDay.first }

    /// Stands for a count that is not released.
    static let withheldAmount = -1.0

    /// The denominator without what is not released.
    mutating func cut(to fields: FieldSet) {
        if !fields.contains(.date) {
            let any = SeizureFact.anyDay
            if let span = try? DateSpan(
                from: CalendarDate(dayNumber: any.first),
                through: CalendarDate(dayNumber: any.last))
            {
                denominator.period = span
            }
            (denominator.reported, recorded) = (nil, nil)
        }
        if !fields.contains(.reporter) { denominator.body = FigureFact.withheldName }
        if !fields.contains(.place) {
            (denominator.place, denominator.country) = (nil, nil)
            (denominator.placeName, denominator.facility) = (FigureFact.withheldName, "")
        }
        if !fields.contains(.count) {
            (denominator.amount, denominator.finds) = (Self.withheldAmount, nil)
        }
        // Without its kind a number would be divided into anything.
        if !fields.contains(.definition) {
            (denominator.effort, denominator.unit) = (.throughput, .tonnes)
            (denominator.amount, denominator.finds) = (Self.withheldAmount, nil)
            denominator.isRandomSample = false
        }
    }

    /// What the denominator says, field by field.
    var lines: [(field: RecordField, text: String)] {
        let place = [denominator.placeName, denominator.facility].filter { !$0.isEmpty }
        var lines: [(field: RecordField, text: String)] = []
        if isDated { lines.append((.date, denominator.period.description)) }
        if denominator.body != FigureFact.withheldName {
            lines.append((.reporter, denominator.body))
        }
        if denominator.placeName != FigureFact.withheldName {
            lines.append((.place, place.joined(separator: ", ")))
        }
        guard isCounted else { return lines }
        lines.append((.count, "\(denominator.amountText) \(denominator.unit.title)"))
        lines.append((.definition, denominator.definitionText))
        return lines
    }
}

extension Denominator {
    /// The count in digits.
    package var amountText: String {
        amount == amount.rounded() && amount < 1e15 ? "\(Int(amount))" : "\(amount)"
    }

    /// What was counted, in words.
    package var definitionText: String {
        guard isRandomSample else { return effort.title }
        let found = finds.map { ", \($0) with a find" } ?? ""
        return "\(effort.title), random sample\(found)"
    }
}
