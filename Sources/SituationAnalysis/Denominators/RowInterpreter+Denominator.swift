import PortVocabulary

extension RowInterpreter {
    /// Days of the longest period of a denominator: a longer one tells nothing of a week.
    static let denominatorDays = 366

    /// The denominator that a row states; nil when a remark rejects the row.
    mutating func denominator(_ row: inout RowReading) -> Denominator? {
        // Without both, a corrected row would be a second record and count twice.
        for field in [IntakeField.reference, .reporter] where text(field, row) == nil {
            row.add(
                bound.sources(of: field).first?.header, "no \(field.rawValue) is given",
                "write it: by it a correction is known", .reject)
        }
        guard let period = date(&row) else { return nil }
        guard let place = text(.place, row) ?? text(.placeCode, row) else {
            row.add(
                bound.sources(of: .place).first?.header, "no port is named", "name it", .reject)
            return nil
        }
        guard let effort: EffortKind = required(.effort, &row),
            let unit: EffortUnit = required(.unit, &row), let amount = counted(&row)
        else { return nil }
        guard effort.units.contains(unit) else {
            row.add(
                bound.sources(of: .unit).first?.header,
                "\(effort.title) are not counted in \(unit.title)",
                "use \(effort.units.map(\.rawValue).joined(separator: ", "))", .reject)
            return nil
        }
        if period.days > Self.denominatorDays {
            row.add(dateHeader, "the period is longer than a year", "part it", .reject)
            return nil
        }
        if period.first > today {
            row.add(dateHeader, "the period lies ahead", "report what was counted", .reject)
            return nil
        }
        var denominator = Denominator(
            period: period, body: reporter(row), placeName: mapped(place), effort: effort,
            unit: unit, amount: amount)
        denominator.country = country(.country, &row)
        denominator.facility = text(.facility, row)?.text ?? ""
        readPlace(&denominator, &row)
        readSample(&denominator, &row)
        readReported(&denominator, &row)
        return row.notes.contains { $0.weight == .reject } ? nil : denominator
    }

    /// A term without which the row says nothing.
    private mutating func required<T: Term>(_ field: IntakeField, _ row: inout RowReading) -> T? {
        let header = bound.sources(of: field).first?.header ?? field.rawValue
        guard let found = text(field, row) else {
            row.add(
                header, "no \(T.vocabulary) term is given",
                "use \(T.allCases.map(\.rawValue).joined(separator: ", "))", .reject)
            return nil
        }
        do throws(WordDefect) {
            return try T(parsing: mapped(found))
        } catch {
            row.note(header, found.text, error, .reject)
            return nil
        }
    }

    private mutating func counted(_ row: inout RowReading) -> Double? {
        let header = bound.sources(of: .amount).first?.header
        guard let found = text(.amount, row) else {
            row.add(
                header, "no count is given: missing is not zero",
                "write the number, or leave the row out", .reject)
            return nil
        }
        guard let amount = number(found, &row) else { return nil }
        guard (0...Denominator.amountLimit).contains(amount) else {
            row.add(
                header, "the count is negative or beyond \(Int(Denominator.amountLimit))",
                "write 0 or more", .reject)
            return nil
        }
        return amount
    }

    private mutating func readPlace(_ denominator: inout Denominator, _ row: inout RowReading) {
        if let code = text(.placeCode, row) {
            do throws(WordDefect) {
                denominator.place = try PlaceCode(parsing: code.text)
            } catch {
                row.note(code.source?.header, code.text, error, .reject)
                return
            }
        } else {
            let resolution = resolve(denominator.placeName, in: denominator.country)
            denominator.place = resolution.code
            if resolution.match == .similar || resolution.code == nil {
                row.add(
                    bound.sources(of: .place).first?.header,
                    "“\(denominator.placeName.prefix(60))” \(resolution.reason)",
                    "write the UN/LOCODE")
            }
        }
        guard let place = denominator.place else { return }
        if denominator.country == nil { denominator.country = place.country }
    }

    private mutating func readSample(_ denominator: inout Denominator, _ row: inout RowReading) {
        if let found = text(.randomSample, row) {
            switch FoldedText.fold(mapped(found)) {
            case "yes": denominator.isRandomSample = true
            case "no": break
            default:
                row.add(
                    found.source?.header, "“\(found.text.prefix(20))” is neither yes nor no",
                    "write yes where the inspected were drawn by lot", .reject)
                return
            }
        }
        if denominator.isRandomSample, denominator.effort != .inspections,
            denominator.effort != .scans
        {
            row.add(
                bound.sources(of: .randomSample).first?.header,
                "\(denominator.effort.title) cannot be a sample", "write no", .reject)
        }
        guard let found = text(.finds, row) else { return }
        let header = found.source?.header
        guard let finds = Int(mapped(found)), finds >= 0 else {
            row.add(
                header, "“\(found.text.prefix(20))” is no count", "write digits", .reject)
            return
        }
        guard denominator.isRandomSample else {
            row.add(
                header, "finds are stated of what is no random sample; kept as given",
                "finds are counted from the seizures")
            return
        }
        guard Double(finds) <= denominator.amount else {
            row.add(
                header, "more finds than the sample has inspections", "check both", .reject)
            return
        }
        denominator.finds = finds
    }

    private mutating func readReported(
        _ denominator: inout Denominator, _ row: inout RowReading
    ) {
        guard let found = text(.reported, row) else { return }
        do throws(WordDefect) {
            let day = try DateText.parse(mapped(found), forms: bound.layout.dateForms).last
            guard day >= denominator.period.first else {
                row.add(
                    found.source?.header, "it was reported before its period began",
                    "check both days", .reject)
                return
            }
            denominator.reported = day
        } catch {
            row.note(found.source?.header, found.text, error)
        }
    }
}
