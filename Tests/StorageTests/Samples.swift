import Foundation
import PortVocabulary
import SituationAnalysis
import TestSupport

extension Seeded {
    mutating func chance() -> Bool { number(0...1) == 1 }
    mutating func amount() -> Double { Double(number(0...9_999_999)) / 1_000 }
    mutating func optional<Value>(_ value: Value) -> Value? { chance() ? value : nil }

    /// Texts that quoting, encoding or parting could damage.
    mutating func text() -> String {
        let texts = [
            "", "Antwerp", "Göteborg «K2»", "a;b|c:d,e", "say \"when\" \\ now",
            "'; DROP TABLE seizure; --",
            "line\nbreak\tand\u{1}control", "Ελλάδα 港 👩‍👩‍👧", "0", "NULL", " outer blanks ",
        ]
        return pick(texts)
    }
}

/// Values from a few countries and ports, so that random selections meet them.
enum Sample {
    static let batch = BatchID(trusted: "batch-1")
    static let today = CalendarDate(dayNumber: 20_000)
    static let countries = ["NL", "BE", "ES", "EC"].map { Country.sample($0) }
    static let places = ["NLRTM", "NLVLI", "BEANR", "ESALG", "ECGYE"].map { PlaceCode.sample($0) }
    static let containers = ["CSQU305438", "MSKU123456", "TGHU765432"].map(container)

    static let header = BatchHeader(
        id: batch, file: "file.csv", layout: "layout", headers: ["a", "b", "c"],
        startedOn: today)

    /// Seizure number `index`: every closed set passes through all of its cases as it grows.
    static func event(_ index: Int, _ random: inout Seeded) -> SeizureEvent {
        var event = SeizureEvent(
            when: span(&random), reporter: random.pick(["NL", "a;b", "Ελ"]))
        event.asked = AskedFields(rawValue: random.number(0...(1 << 18) - 1))
        event.country = random.optional(random.pick(countries))
        event.place = random.optional(random.pick(places))
        event.placeText = random.text()
        event.placeMatch = term(index)
        event.stage = term(index)
        event.setting = term(index)
        event.transport = term(index)
        event.concealment = term(index)
        event.substance = term(index)
        if random.chance() {
            event.quantity = try? Quantity(
                amount: random.amount(), unit: term(index), basis: term(index / 2),
                certainty: term(index / 3))
            event.mass = random.optional(
                ConvertedMass(
                    kilograms: random.amount(), factor: random.amount(), basis: term(index),
                    source: random.text()))
        }
        event.producing = random.optional(random.pick(countries))
        event.departure = point(&random)
        event.transit = (0..<random.number(0...3)).map { _ in point(&random) }
            .filter { !$0.isEmpty }
        event.destination = point(&random)
        event.intended = point(&random)
        event.methods = ModusOperandi.allCases.filter { _ in random.number(0...9) == 0 }
        event.companies = (0..<random.number(0...2)).map {
            CompanyInvolvement(role: term(index + $0), involvement: term(index + $0))
        }
        event.cash = cash(index, &random)
        event.container = random.optional(random.pick(containers))
        event.vessel = random.optional(vessel(random.number(100_000...999_999)))
        if event.asked.contains(.persons) {
            event.persons = random.chance() ? .known(random.number(0...40)) : .unknown
        }
        event.evaluation = random.optional(
            Evaluation(source: term(index), information: term(index / 4)))
        return event
    }

    /// Published figure number `index`.
    static func figure(_ index: Int, _ random: inout Seeded) -> AggregateFigure {
        var figure = AggregateFigure(
            period: span(&random), body: random.text(), scope: term(index),
            placeName: random.text())
        figure.place = random.optional(random.pick(places))
        figure.country = random.optional(random.pick(countries))
        figure.substance = term(index)
        figure.kilograms = random.optional(random.amount())
        figure.precision = term(index)
        figure.seizures = random.optional(random.number(0...5_000))
        figure.countBasis = term(index)
        figure.largestKilograms = random.optional(random.amount())
        figure.status = term(index)
        figure.isContested = random.chance()
        figure.definition = random.text()
        figure.address = "https://example.org/?a=1&b=\(index)"
        return figure
    }

    /// Denominator number `index`.
    static func denominator(_ index: Int, _ random: inout Seeded) -> Denominator {
        let effort: EffortKind = term(index)
        var denominator = Denominator(
            period: span(&random), body: random.text(), placeName: random.text(), effort: effort,
            unit: random.pick(effort.units), amount: random.amount())
        denominator.place = random.optional(random.pick(places))
        denominator.country = random.optional(random.pick(countries))
        denominator.facility = random.text()
        denominator.isRandomSample = random.chance()
        denominator.finds = random.optional(random.number(0...40))
        denominator.reported = random.optional(
            CalendarDate(dayNumber: Int32(random.number(15_000...20_000))))
        return denominator
    }

    static func term<T: Term>(_ index: Int) -> T {
        let cases = Array(T.allCases)
        return cases[index % cases.count]
    }

    private static func span(_ random: inout Seeded) -> DateSpan {
        let first = CalendarDate(dayNumber: Int32(random.number(15_000...20_000)))
        let year = first.year
        let spans: [DateSpan?] = [
            DateSpan(day: first), try? DateSpan(year: year), try? DateSpan(year: year, month: 2),
            try? DateSpan(year: year, quarter: 3),
            try? DateSpan(from: first, through: first.advanced(byDays: random.number(1...400))),
        ]
        return random.pick(spans.compactMap(\.self))
    }

    private static func point(_ random: inout Seeded) -> RoutePoint {
        switch random.number(0...2) {
        case 0: RoutePoint()
        case 1: RoutePoint(country: random.pick(countries))
        default: RoutePoint(place: random.pick(places))
        }
    }

    private static func cash(_ index: Int, _ random: inout Seeded) -> Cash? {
        guard random.chance(), let currency = try? Currency(parsing: "EUR") else { return nil }
        let declared: [Stated<Bool>] = [.known(true), .known(false), .unknown, .notAsked]
        return try? Cash(
            amount: random.amount(), currency: currency, form: term(index),
            declared: declared[index % declared.count])
    }

    private static func container(_ stem: String) -> ContainerCode {
        let found = (0...9).lazy.compactMap { try? ContainerCode(parsing: stem + "\($0)") }.first
        return found!
    }

    private static func vessel(_ stem: Int) -> VesselNumber {
        (0...9).lazy.compactMap { try? VesselNumber(parsing: "\(stem)\($0)") }.first!
    }
}

extension Country {
    static func sample(_ code: String) -> Country { (try? Country(parsing: code))! }
}

extension PlaceCode {
    static func sample(_ code: String) -> PlaceCode { (try? PlaceCode(parsing: code))! }
}

extension IntakeRecord {
    /// A record named `name` with this content; another `given` is other content.
    init(
        _ name: String, _ content: RecordContent, given: [String] = ["1"], row: Int = 1,
        occurrence: Int = 0, mark: Mark = .published, holdReason: String? = nil
    ) {
        self.init(
            id: RecordID(trusted: name), digest: given.joined(separator: "|"), rowNumber: row,
            given: given, content: content, mark: mark, occurrence: occurrence,
            holdReason: holdReason)
    }

    /// A plain seizure of one country and substance on one day.
    static func plain(
        _ name: String, country: String = "NL", substance: Substance = .cocaineUnspecified,
        day: Int32 = 19_000, amount: Double = 1, given: [String] = ["1"], occurrence: Int = 0,
        holdReason: String? = nil
    ) -> IntakeRecord {
        var event = SeizureEvent(
            when: DateSpan(day: CalendarDate(dayNumber: day)), reporter: country)
        event.country = .sample(country)
        event.substance = substance
        event.quantity = try? Quantity(amount: amount, unit: .kilogram)
        return IntakeRecord(
            name, .seizure(event), given: given, occurrence: occurrence, holdReason: holdReason)
    }
}
