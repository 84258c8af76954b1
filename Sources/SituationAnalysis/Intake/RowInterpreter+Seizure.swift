import PortVocabulary

extension RowInterpreter {
    /// The seizure that a row tells of; nil when a remark rejects the row.
    mutating func seizure(_ row: inout RowReading) -> SeizureEvent? {
        guard let when = date(&row) else { return nil }
        if when.first > today {
            row.add(
                dateHeader, "\(when) lies in the future", "mend the date, or decide that it holds",
                .hold)
        }
        var event = SeizureEvent(when: when, reporter: reporter(row))
        event.asked = askedFields
        event.country = country(.country, &row)
        event.stage = term(.stage, &row, unknown: .unknown, notAsked: .notAsked)
        event.setting = term(.setting, &row, unknown: .unknown, notAsked: .notAsked)
        event.transport = term(.transport, &row, unknown: .unknown, notAsked: .notAsked)
        event.concealment = term(.concealment, &row, unknown: .unknown, notAsked: .notAsked)
        readPlace(&event, &row)
        event.substance = substance(&row)
        readAmount(&event, &row)
        readRoute(&event, &row)
        readMethods(&event, &row)
        readCompanies(&event, &row)
        readCash(&event, &row)
        readObjects(&event, &row)
        event.evaluation = evaluation(&row)
        if event.substance == .unknown, text(.substance, row) == nil {
            if event.cash != nil {
                event.substance = .cash
            } else {
                row.add(substanceHeader, "no substance is given", "name it, or write unknown")
            }
        }
        return event
    }

    func reporter(_ row: RowReading) -> String {
        text(.reporter, row)?.text ?? "not stated"
    }

    var dateHeader: String? {
        (bound.sources(of: .date) + bound.sources(of: .year)).first?.header
    }

    private var substanceHeader: String? { bound.sources(of: .substance).first?.header }

    // MARK: Place

    mutating func readPlace(_ event: inout SeizureEvent, _ row: inout RowReading) {
        let code = text(.placeCode, row)
        if let code {
            let resolution = reference.ports.resolve(code.text, in: nil)
            if let found = resolution.code {
                (event.place, event.placeMatch) = (found, .code)
            } else if let form = try? PlaceCode(parsing: code.text) {
                (event.place, event.placeMatch) = (form, .code)
                row.add(
                    code.source?.header, "\(form) is not in the port list",
                    "check the code; breakwater port import takes the official list")
            } else {
                row.add(
                    code.source?.header, "“\(code.text.prefix(20))” is no UN/LOCODE", "check it")
            }
        }
        if let found = text(.place, row) {
            event.placeText = found.text
            if event.place == nil { resolvePlace(found, &event, &row) }
        }
        if let place = event.place {
            if let country = event.country, country != place.country {
                row.add(
                    code?.source?.header,
                    "\(place) lies in \(place.country), the row says \(country)",
                    "check place and country")
            }
            event.country = event.country ?? place.country
        }
    }

    private mutating func resolvePlace(
        _ found: (text: String, source: BoundLayout.Source?), _ event: inout SeizureEvent,
        _ row: inout RowReading
    ) {
        let name = mapped(found)
        let resolution = resolve(name, in: event.country)
        // Towns away from the water need no port code, and a town whose name is close to a
        // port's is not that port: only a find of the maritime picture is matched by likeness.
        if resolution.match == .similar, !event.isMaritime { return }
        (event.place, event.placeMatch) = (resolution.code, resolution.match)
        let isRival = resolution.match == .none && resolution.reason.hasSuffix("cannot tell which")
        if resolution.match == .similar || isRival || resolution.code == nil && event.isMaritime {
            row.add(
                found.source?.header, "“\(name.prefix(60))” \(resolution.reason)",
                resolution.match == .similar
                    ? "confirm by writing the UN/LOCODE" : "write the UN/LOCODE")
        }
    }

    // MARK: Route

    private mutating func readRoute(_ event: inout SeizureEvent, _ row: inout RowReading) {
        event.producing = country(.producingCountry, &row)
        event.departure = point(.departure, .departureCountry, .departurePlace, &row)
        event.destination = point(.destination, .destinationCountry, .destinationPlace, &row)
        event.intended = point(.intended, .intendedCountry, .intendedPlace, &row)
        for source in bound.sources(of: .transit) + bound.sources(of: .transitCountry) {
            for part in row.cells[source.column].split(separator: source.mapping.separator) {
                let text = String(part.drop { $0 == " " })
                if isUnknown(text) { continue }
                if let point = anyPoint(text, source.header, &row) { event.transit.append(point) }
            }
        }
        for source in bound.sources(of: .transitPlace) {
            let resolution = resolve(row.cells[source.column], in: nil)
            if let code = resolution.code { event.transit.append(RoutePoint(place: code)) }
        }
    }

    private mutating func point(
        _ any: IntakeField, _ countryField: IntakeField, _ placeField: IntakeField,
        _ row: inout RowReading
    ) -> RoutePoint {
        if let found = text(any, row) {
            return anyPoint(mapped(found), found.source?.header, &row) ?? RoutePoint()
        }
        var point = RoutePoint(country: country(countryField, &row))
        if let found = text(placeField, row) {
            let resolution = resolve(mapped(found), in: point.country)
            if let code = resolution.code {
                point = RoutePoint(country: point.country, place: code)
            }
            if resolution.match == .similar {
                row.add(
                    found.source?.header, "“\(found.text.prefix(60))” \(resolution.reason)",
                    "confirm by writing the UN/LOCODE")
            }
        }
        return point
    }

    /// A country, or a place of any country.
    private mutating func anyPoint(
        _ text: String, _ header: String?, _ row: inout RowReading
    ) -> RoutePoint? {
        guard !text.isEmpty else { return nil }
        // `Paramaribo (SRPBM)` names its own code.
        if let open = text.lastIndex(of: "("), text.hasSuffix(")"),
            let code = try? PlaceCode(parsing: text[text.index(after: open)...].dropLast())
        {
            return RoutePoint(place: code)
        }
        if let country = reference.countries.country(named: text) {
            return RoutePoint(country: country)
        }
        let resolution = resolve(text, in: nil)
        if let code = resolution.code { return RoutePoint(place: code) }
        row.add(
            header, "“\(text.prefix(60))” is neither a country nor a port; kept as given",
            "write the ISO code or the UN/LOCODE")
        return nil
    }

    // MARK: Methods, companies, things

    private mutating func readMethods(_ event: inout SeizureEvent, _ row: inout RowReading) {
        var methods: Set<ModusOperandi> = []
        for source in bound.sources(of: .methods) {
            let cell = row.cells[source.column]
            if isUnknown(cell) { continue }
            let whole = mapped((cell, source))
            for part in whole.split(separator: source.mapping.separator) {
                let text = part.filter { $0 != " " }
                if text.isEmpty { continue }
                if let method = ModusOperandi(alias: text) ?? (try? ModusOperandi(parsing: text)) {
                    methods.insert(method)
                } else {
                    row.note(
                        source.header, String(part),
                        .unknownTerm(
                            vocabulary: ModusOperandi.vocabulary, examples: "LOAD, RIP, SWITCH"))
                }
            }
        }
        event.methods = ModusOperandi.allCases.filter(methods.contains)
    }

    private mutating func readCompanies(_ event: inout SeizureEvent, _ row: inout RowReading) {
        let involvement = term(
            .companyInvolvement, &row, unknown: Involvement.unknown, notAsked: .unknown)
        for source in bound.sources(of: .company) where !row.cells[source.column].isEmpty {
            guard let role = source.mapping.role, !isUnknown(row.cells[source.column]) else {
                continue
            }
            event.companies.append(CompanyInvolvement(role: role, involvement: involvement))
        }
        guard let found = text(.companyRole, row) else { return }
        for part in found.text.split(separator: found.source?.mapping.separator ?? ";") {
            let pieces = part.split(separator: ":").map { $0.filter { $0 != " " } }
            guard let first = pieces.first else { continue }
            do throws(WordDefect) {
                let own = pieces.count > 1 ? try Involvement(parsing: pieces[1]) : involvement
                event.companies.append(
                    CompanyInvolvement(role: try CompanyRole(parsing: first), involvement: own))
            } catch {
                row.note(found.source?.header, String(part), error)
            }
        }
    }

    private mutating func readCash(_ event: inout SeizureEvent, _ row: inout RowReading) {
        guard let found = text(.cashAmount, row), let amount = number(found, &row) else { return }
        guard let currencyText = text(.cashCurrency, row) else {
            row.add(
                found.source?.header, "cash has no currency; kept as given", "add the currency")
            return
        }
        let declared = text(.cashDeclared, row).map { found -> Stated<Bool> in
            switch FoldedText.fold(found.text) {
            case "yes", "true", "1": .known(true)
            case "no", "false", "0": .known(false)
            default: .unknown
            }
        }
        let form = term(.cashForm, &row, unknown: CashForm.unknown, notAsked: .notAsked)
        do throws(WordDefect) {
            event.cash = try Cash(
                amount: amount, currency: Currency(parsing: currencyText.text), form: form,
                declared: declared ?? (bound.asks(.cashDeclared) ? .unknown : .notAsked))
        } catch {
            row.note(currencyText.source?.header, currencyText.text, error)
        }
    }

    private mutating func readObjects(_ event: inout SeizureEvent, _ row: inout RowReading) {
        if let found = text(.container, row) {
            do throws(WordDefect) {
                event.container = try ContainerCode(parsing: found.text)
            } catch {
                row.note(found.source?.header, found.text, error)
            }
        }
        if let found = text(.vessel, row) {
            do throws(WordDefect) {
                event.vessel = try VesselNumber(parsing: found.text)
            } catch {
                row.note(found.source?.header, found.text, error)
            }
        }
        if let found = text(.persons, row) {
            if let count = Int(found.text), count >= 0 {
                event.persons = .known(count)
            } else {
                row.add(
                    found.source?.header, "persons is not a count; kept as given", "write 0 or more"
                )
                event.persons = .unknown
            }
        } else if bound.asks(.persons) {
            event.persons = .unknown
        }
    }

    private mutating func evaluation(_ row: inout RowReading) -> Evaluation? {
        if let found = text(.evaluation, row) {
            do throws(WordDefect) {
                return try Evaluation(parsing: mapped(found))
            } catch {
                row.note(found.source?.header, found.text, error)
                return nil
            }
        }
        guard let source = text(.sourceEvaluation, row),
            let information = text(.informationEvaluation, row)
        else { return nil }
        do throws(WordDefect) {
            return Evaluation(
                source: try SourceEvaluation(parsing: mapped(source)),
                information: try InformationEvaluation(parsing: mapped(information)))
        } catch {
            row.note(source.source?.header, source.text + information.text, error)
            return nil
        }
    }
}
