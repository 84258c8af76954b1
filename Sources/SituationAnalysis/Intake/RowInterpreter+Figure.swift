import PortVocabulary

extension RowInterpreter {
    /// The published figure that a row states; nil when a remark rejects the row.
    mutating func figure(_ row: inout RowReading) -> AggregateFigure? {
        guard let period = date(&row) else { return nil }
        guard let place = text(.place, row) else {
            row.add(
                bound.sources(of: .place).first?.header, "no place is named", "name it", .reject)
            return nil
        }
        let scope = term(.scope, &row, unknown: FigureScope.region, notAsked: .area)
        var figure = AggregateFigure(
            period: period, body: reporter(row), scope: scope, placeName: mapped(place))
        figure.country = country(.country, &row)
        figure.substance = substance(&row)
        readFigurePlace(&figure, &row)
        readFigureAmounts(&figure, &row)
        figure.precision = term(.precision, &row, unknown: .unknown, notAsked: .unknown)
        figure.status = term(.status, &row, unknown: .unknown, notAsked: .unknown)
        figure.countBasis = term(
            .countBasis, &row, unknown: .unknown, notAsked: CountBasis.unknown)
        figure.isContested =
            text(.contested, row).map { FoldedText.fold($0.text) == "yes" } ?? false
        figure.definition = text(.definition, row)?.text ?? ""
        figure.address = text(.address, row)?.text ?? ""
        if figure.kilograms == nil, figure.seizures == nil {
            row.add(nil, "states neither kilograms nor seizures", "give at least one", .reject)
            return nil
        }
        return figure
    }

    private mutating func readFigurePlace(_ figure: inout AggregateFigure, _ row: inout RowReading)
    {
        guard figure.scope == .port else { return }
        if let found = text(.placeCode, row) {
            do throws(WordDefect) {
                figure.place = try PlaceCode(parsing: found.text)
            } catch {
                row.note(found.source?.header, found.text, error)
            }
            return
        }
        let resolution = resolve(figure.placeName, in: figure.country)
        figure.place = resolution.code
        if resolution.match == .similar || resolution.code == nil {
            row.add(
                bound.sources(of: .place).first?.header,
                "“\(figure.placeName.prefix(60))” \(resolution.reason)", "write the UN/LOCODE")
        }
    }

    private mutating func readFigureAmounts(
        _ figure: inout AggregateFigure, _ row: inout RowReading
    ) {
        if let found = text(.kilograms, row) {
            figure.kilograms = amount(found, &row)
        } else if let found = text(.amount, row), let amount = amount(found, &row) {
            let unit = text(.unit, row).flatMap { self.unit(mapped($0)) }
            if let unit, unit.unit == .kilogram {
                figure.kilograms = amount * unit.multiplier
            } else {
                row.add(
                    found.source?.header, "the amount's unit is no weight; kept as given",
                    "state the unit in the layout")
            }
        }
        if let found = text(.largestKilograms, row) {
            figure.largestKilograms = amount(found, &row)
        }
        if let found = text(.seizures, row) {
            let text = mapped(found)
            if let count = Int(text), count >= 0 {
                figure.seizures = count
            } else {
                row.add(
                    found.source?.header, "“\(text.prefix(20))” is no count", "write digits",
                    .reject)
            }
        }
    }

    private mutating func amount(
        _ found: (text: String, source: BoundLayout.Source?), _ row: inout RowReading
    ) -> Double? {
        guard let value = number(found, &row) else { return nil }
        guard value >= 0 else {
            row.add(found.source?.header, "amount is negative", "write 0 or more", .reject)
            return nil
        }
        return value
    }

    /// The row's mark: its own columns where they say one, else the layout's.
    mutating func readMark(_ row: inout RowReading) -> Mark {
        let label = text(.tlp, row)
        let handling = text(.handling, row)
        guard label != nil || handling != nil else { return bound.layout.mark }
        do throws(WordDefect) {
            let trafficLight =
                try label.map { found throws(WordDefect) in try TrafficLight(label: found.text) }
                ?? bound.layout.mark.trafficLight
            let code =
                try handling.map { found throws(WordDefect) in
                    try HandlingCode(parsing: found.text)
                } ?? bound.layout.mark.handling
            let usual = bound.layout.mark
            return try Mark(
                trafficLight: trafficLight, handling: code,
                handlingText: text(.handlingText, row)?.text, purposes: usual.purposes,
                releasableTo: usual.releasableTo, retention: usual.retention)
        } catch {
            // A mark that cannot be read is the strictest one, and a person looks.
            row.note(
                (label ?? handling)?.source?.header, (label ?? handling)?.text ?? "", error, .hold)
            let usual = bound.layout.mark
            let strict = try? Mark(
                trafficLight: .red, handling: .h2, purposes: usual.purposes,
                releasableTo: usual.releasableTo, retention: usual.retention)
            return strict ?? .strictest
        }
    }
}
