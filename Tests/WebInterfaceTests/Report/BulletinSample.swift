import Foundation
import PortVocabulary

@testable import SituationAnalysis

/// A small invented world of two years, the same each time, and bulletins drawn from it.
enum BulletinSample {
    private static let data = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("data")

    static func reference() throws -> ReferenceData {
        func text(_ path: String) throws -> String {
            try String(contentsOf: data.appendingPathComponent(path), encoding: .utf8)
        }
        return ReferenceData(
            countries: try CountryRegister(parsing: text("countries/countries.csv")),
            ports: try PortRegister(parsing: text("ports/ports.csv")),
            substances: try SubstanceRegister(parsing: text("substances/synonyms.csv")),
            units: try UnitRegister(parsing: text("units/units.csv")),
            conversions: try ConversionTable(parsing: text("units/conversion-factors.csv")))
    }

    /// Five finds a month at Rotterdam, three at Antwerp, of the 24 months to 2026-05.
    private static func facts() throws -> [SeizureFact] {
        var facts: [SeizureFact] = []
        for month in 0..<24 {
            for find in 0..<8 {
                let day = try CalendarDate(
                    year: 2024 + (month + 5) / 12, month: (month + 5) % 12 + 1, day: 3 + find * 3)
                var fact = SeizureFact(
                    serial: facts.count + 1, state: find == 7 && month == 23 ? .held : .counted,
                    mayRepeat: false, firstDay: day.dayNumber, lastDay: day.dayNumber,
                    reporter: find % 2, asked: [.place, .amount, .stage, .methods, .companies])
                fact.place = try PlaceCode(parsing: find < 5 ? "NLRTM" : "BEANR")
                fact.country = fact.place?.country
                (fact.stage, fact.setting, fact.transport) = (.atPort, .seaport, .notAsked)
                fact.substance = .cocaineUnspecified
                fact.kilograms = find == 3 ? nil : Double(20 + (find * 37 + month * 11) % 90)
                fact.methods = find % 3 == 0 ? [.ripOff] : find % 3 == 1 ? [.load] : []
                fact.departure = RoutePoint(country: try Country(parsing: "EC"))
                fact.destination = RoutePoint(country: try Country(parsing: "DE"))
                fact.companies =
                    find == 1 ? [CompanyInvolvement(role: .haulier, involvement: .misused)] : []
                (fact.trafficLight, fact.handling) = (find == 0 ? .amber : .green, .h1)
                facts.append(fact)
            }
        }
        return facts
    }

    private static func figures() throws -> [FigureFact] {
        try [(2024, 44_000.0), (2025, 31_000.0)].map { year, kilograms in
            var figure = AggregateFigure(
                period: try DateSpan(year: year), body: "Invented body", scope: .port,
                placeName: "Rotterdam")
            figure.place = try PlaceCode(parsing: "NLRTM")
            figure.country = figure.place?.country
            figure.substance = .cocaineUnspecified
            (figure.kilograms, figure.precision, figure.status) = (kilograms, .exact, .official)
            figure.address = "https://body.example/\(year)"
            var fact = FigureFact(record: RecordID(trusted: "f\(year)"), figure: figure)
            fact.trafficLight = .clear
            fact.handling = .h0
            return fact
        }
    }

    static func bulletin(isEmpty: Bool = false) throws -> Bulletin {
        let reference = try reference()
        let request = try BulletinRequest(
            .basin(.northSea), period: DateSpan(year: 2026, month: 5))
        let today = try CalendarDate(year: 2026, month: 6, day: 5)
        let all = isEmpty ? [] : try facts()
        func table(_ span: DateSpan) -> SeizureTable {
            SeizureTable(
                reporters: ["Invented Customs", "Invented Police"],
                facts: all.filter { span.contains($0) })
        }
        func assess(
            _ span: DateSpan, _ compare: DateSpan?, _ published: [FigureFact]
        ) -> Assessment {
            SituationAssessor(
                facts: table(span), published: published, reference: reference,
                selection: request.selection(span, isWithin: compare != nil),
                compared: compare.map { ($0, table($0)) }, granularity: .month, today: today
            ).assess()
        }
        return BulletinWriter(
            request,
            BulletinParts(
                current: assess(request.period, request.before, []),
                yearly: assess(request.period, request.yearBefore, []),
                course: assess(request.course, nil, isEmpty ? [] : try figures())),
            reference: reference
        ).write(edition: OrganisationID(trusted: "invented-customs"))
    }
}
