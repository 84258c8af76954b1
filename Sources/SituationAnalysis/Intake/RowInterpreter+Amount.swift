import PortVocabulary

extension RowInterpreter {
    // MARK: When

    /// The date or period of a row; nil when a remark rejects the row.
    mutating func date(_ row: inout RowReading) -> DateSpan? {
        do throws(WordDefect) {
            if let found = text(.date, row) {
                let start = try DateText.parse(mapped(found), forms: bound.layout.dateForms)
                guard let end = text(.dateEnd, row) else { return start }
                let last = try DateText.parse(mapped(end), forms: bound.layout.dateForms)
                return try DateSpan(from: start.first, through: last.last)
            }
            if let span = try dateInParts(row) { return span }
            row.add(dateHeader, "no date is given", "add the date, if only the year", .reject)
        } catch {
            row.note(dateHeader, text(.date, row)?.text ?? "", error, .reject)
        }
        return nil
    }

    private mutating func dateInParts(_ row: RowReading) throws(WordDefect) -> DateSpan? {
        let fiscal = text(.fiscalYear, row)
        guard let yearText = fiscal ?? text(.year, row) else { return nil }
        var year = try whole(mapped(yearText), 1800...2200)
        let start = fiscal == nil ? 1 : bound.layout.fiscalYearStart
        guard let monthText = text(.month, row) else {
            guard let quarter = text(.quarter, row) else {
                return try Self.months(from: start, count: 12, ofYear: year, starting: start)
            }
            let number = try whole(mapped(quarter).filter(\.isNumber), 1...4)
            return try Self.months(
                from: start + number * 3 - 3, count: 3, ofYear: year, starting: start)
        }
        let name = mapped(monthText)
        let month: Int
        if let named = DateText.month(named: name) {
            month = named
        } else {
            month = try whole(name, 1...12)
        }
        // A fiscal year is named after the calendar year in which it ends.
        if start > 1, month >= start { year -= 1 }
        guard let day = text(.day, row) else { return try DateSpan(year: year, month: month) }
        return DateSpan(
            day: try CalendarDate(year: year, month: month, day: try whole(mapped(day), 1...31)))
    }

    /// So many months from one counted on from the January of the year in which the named year
    /// starts: the calendar year itself, or the year before when it starts later.
    private static func months(
        from month: Int, count: Int, ofYear year: Int, starting start: Int
    ) throws(WordDefect) -> DateSpan {
        let first = (start > 1 ? year - 1 : year) * 12 + month - 1
        let last = first + count - 1
        return try DateSpan(
            from: DateSpan(year: first / 12, month: first % 12 + 1).first,
            through: DateSpan(year: last / 12, month: last % 12 + 1).last)
    }

    private func whole(_ text: String, _ range: ClosedRange<Int>) throws(WordDefect) -> Int {
        guard let value = Int(text), range.contains(value) else {
            throw .noSuchValue(
                "is not a number \(range.lowerBound) to \(range.upperBound)",
                mend: "write digits")
        }
        return value
    }

    // MARK: How much

    /// The number of a cell; nil with a remark that rejects the row when it is none.
    mutating func number(
        _ found: (text: String, source: BoundLayout.Source?), _ row: inout RowReading
    ) -> Double? {
        let text = mapped(found)
        do throws(NumberDefect) {
            return try NumberText.parse(text, decimal: bound.layout.decimal)
        } catch {
            row.add(
                found.source?.header, "“\(text.prefix(40))” \(error.cause)", error.mend, .reject)
            return nil
        }
    }

    mutating func readAmount(_ event: inout SeizureEvent, _ row: inout RowReading) {
        let basis = term(.massBasis, &row, unknown: MassBasis.unknown, notAsked: .notAsked)
        let certainty = term(
            .certainty, &row, unknown: AmountCertainty.unknown, notAsked: .notAsked)
        let stated = text(.kilograms, row).flatMap { number($0, &row) }
        if let found = text(.amount, row), let amount = number(found, &row) {
            event.quantity = quantity(
                amount, header: found.source?.header, basis: basis, certainty: certainty, &row)
            if let quantity = event.quantity {
                event.mass = reference.conversions.kilograms(
                    of: quantity, substance: event.substance)
                noteConversion(event, &row)
            }
        }
        if let stated {
            compare(stated, with: event, &row)
            if event.mass == nil {
                let given = try? Quantity(
                    amount: stated, unit: .kilogram, basis: basis, certainty: certainty)
                if event.quantity == nil { event.quantity = given }
                event.mass = given.flatMap {
                    reference.conversions.kilograms(of: $0, substance: event.substance)
                }
            }
        }
        if let kilograms = event.mass?.kilograms, kilograms > Self.heldKilograms {
            row.add(
                bound.sources(of: .amount).first?.header,
                "\(Self.shown(kilograms)) kg is more than any single find on record",
                "check the unit, or decide that it holds", .hold)
        }
    }

    /// Whole kilograms; far beyond any real weight, the number as it is.
    private static func shown(_ kilograms: Double) -> String {
        kilograms < 1e15 ? "\(Int(kilograms))" : "\(kilograms)"
    }

    private mutating func quantity(
        _ amount: Double, header: String?, basis: MassBasis, certainty: AmountCertainty,
        _ row: inout RowReading
    ) -> Quantity? {
        var unit = UnitRegister.Entry(unit: .notStated, multiplier: 1)
        if let found = text(.unit, row) {
            if let known = self.unit(mapped(found)) {
                unit = known
            } else {
                unit = UnitRegister.Entry(unit: .other, multiplier: 1)
                row.add(
                    found.source?.header,
                    "“\(found.text.prefix(40))” is no known unit; kept as given",
                    "add the unit to the layout's terms")
            }
        } else {
            row.add(
                bound.sources(of: .unit).first?.header ?? header,
                "the amount has no unit; kept as given", "add the unit")
        }
        do throws(WordDefect) {
            return try Quantity(
                amount: amount * unit.multiplier, unit: unit.unit, basis: basis,
                certainty: certainty)
        } catch {
            row.note(header, "\(amount)", error, .reject)
            return nil
        }
    }

    private func noteConversion(_ event: SeizureEvent, _ row: inout RowReading) {
        guard let quantity = event.quantity else { return }
        switch quantity.unit {
        case .notStated, .other, .kilogram: return
        default: break
        }
        let header = bound.sources(of: .unit).first?.header
        guard let mass = event.mass else {
            row.add(
                header,
                "no factor turns a \(quantity.unit.title) of \(event.substance.title) "
                    + "into kilograms; kept as given",
                "give the weight where it is known")
            return
        }
        guard mass.basis != .definition else { return }
        row.add(
            header,
            "converted with \(mass.factor) kg per \(quantity.unit.title) (\(mass.basis.title): "
                + "\(mass.source))", "give the weight where it is known")
    }

    private func compare(_ stated: Double, with event: SeizureEvent, _ row: inout RowReading) {
        guard let mass = event.mass, mass.kilograms > 0 else { return }
        let ratio = stated / mass.kilograms
        guard ratio < 0.99 || ratio > 1.01 else { return }
        row.add(
            bound.sources(of: .kilograms).first?.header,
            "says \(stated) kg, the amount and unit give \(mass.kilograms) kg; the latter counts",
            "check amount, unit and kilograms")
    }
}
