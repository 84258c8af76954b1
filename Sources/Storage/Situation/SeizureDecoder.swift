import PortVocabulary
import SituationAnalysis

/// Turns rows of `seizure` into facts. Terms are looked up in tables rather than parsed: this
/// runs once for every seizure of an assessment.
struct SeizureDecoder {
    static let columns = """
        serial, state, may_repeat, first_day, last_day, reporter, asked, country, place, stage, \
        setting, transport, concealment, substance, unit, kilograms, factor_basis, producing, \
        departure_country, departure_place, transit, destination_country, destination_place, \
        intended_country, intended_place, methods, companies, cash_currency, cash_hundredths, \
        cash_form, container, vessel, persons, cash_declared, class
        """

    private(set) var reporters: [String] = []
    private var reporterNumbers: [String: Int] = [:]
    private var places: [String: PlaceCode] = [:]
    private var countries: [String: Country] = [:]
    private let states = Self.table(ReviewState.self)
    private let stages = Self.table(Stage.self)
    private let settings = Self.table(Setting.self)
    private let transports = Self.table(TransportMode.self)
    private let concealments = Self.table(Concealment.self)
    private let substances = Self.table(Substance.self)
    private let units = Self.table(QuantityUnit.self)
    private let marks: [Int: Mark]
    private let bases = Self.table(FactorBasis.self)

    /// - Parameter marks: the marks of the access classes by number.
    init(marks: [Int: Mark]) { self.marks = marks }

    mutating func fact(_ row: some SQLRow) throws -> SeizureFact {
        var fact = SeizureFact(
            serial: try row.int(0), state: states[try row.text(1)] ?? .held,
            mayRepeat: try row.int(2) != 0, firstDay: Int32(clamping: try row.int(3)),
            lastDay: Int32(clamping: try row.int(4)), reporter: reporter(try row.text(5)),
            asked: AskedFields(rawValue: try row.int(6)))
        fact.country = country(row.optionalText(7))
        fact.place = place(row.optionalText(8))
        fact.stage = stages[try row.text(9)] ?? .unknown
        fact.setting = settings[try row.text(10)] ?? .unknown
        fact.transport = transports[try row.text(11)] ?? .unknown
        fact.concealment = concealments[try row.text(12)] ?? .unknown
        fact.substance = substances[try row.text(13)] ?? .unknown
        fact.unit = row.optionalText(14).flatMap { units[$0] }
        fact.kilograms = row.optionalReal(15)
        fact.factorBasis = row.optionalText(16).flatMap { bases[$0] }
        fact.producing = country(row.optionalText(17))
        fact.departure = RoutePoint(
            country: country(row.optionalText(18)), place: place(row.optionalText(19)))
        fact.destination = RoutePoint(
            country: country(row.optionalText(21)), place: place(row.optionalText(22)))
        fact.intended = RoutePoint(
            country: country(row.optionalText(23)), place: place(row.optionalText(24)))
        if let transit = row.optionalText(20) {
            fact.transit = transit.split(separator: "|").map { point(String($0)) }
        }
        readRare(row, into: &fact)
        return fact
    }

    private mutating func readRare(_ row: some SQLRow, into fact: inout SeizureFact) {
        if let methods = row.optionalText(25) {
            fact.methods = methods.split(separator: ";").compactMap {
                ModusOperandi(rawValue: String($0))
            }
        }
        if let companies = row.optionalText(26) {
            fact.companies = companies.split(separator: ";").compactMap { part in
                let pieces = part.split(separator: ":").map(String.init)
                guard pieces.count == 2, let role = CompanyRole(rawValue: pieces[0]),
                    let involvement = Involvement(rawValue: pieces[1])
                else { return nil }
                return CompanyInvolvement(role: role, involvement: involvement)
            }
        }
        if let code = row.optionalText(27), let currency = try? Currency(parsing: code) {
            let hundredths = row.optionalInt(28) ?? 0
            fact.cash = try? Cash(
                amount: Double(hundredths) / 100, currency: currency,
                form: CashForm(rawValue: row.optionalText(29) ?? "") ?? .unknown,
                declared: Self.declared(row.optionalText(33)))
        }
        fact.hasContainer = row.optionalText(30) != nil
        fact.hasVessel = row.optionalInt(31) != nil
        fact.persons = row.optionalInt(32)
        fact.accessClass = row.optionalInt(34) ?? 0
        // A mark that cannot be read stays the strictest one.
        if let mark = marks[fact.accessClass] {
            (fact.trafficLight, fact.handling) = (mark.trafficLight, mark.handling)
        }
    }

    private static func declared(_ text: String?) -> Stated<Bool> {
        switch text {
        case "yes": .known(true)
        case "no": .known(false)
        case "unknown": .unknown
        default: .notAsked
        }
    }

    private mutating func reporter(_ name: String) -> Int {
        if let number = reporterNumbers[name] { return number }
        reporterNumbers[name] = reporters.count
        reporters.append(name)
        return reporters.count - 1
    }

    private mutating func country(_ code: String?) -> Country? {
        guard let code else { return nil }
        if let country = countries[code] { return country }
        let country = try? Country(parsing: code)
        countries[code] = country
        return country
    }

    private mutating func place(_ code: String?) -> PlaceCode? {
        guard let code else { return nil }
        if let place = places[code] { return place }
        let place = try? PlaceCode(parsing: code)
        places[code] = place
        return place
    }

    private mutating func point(_ code: String) -> RoutePoint {
        code.utf8.count == 2 ? RoutePoint(country: country(code)) : RoutePoint(place: place(code))
    }

    private static func table<T: Term>(_ type: T.Type) -> [String: T] {
        Dictionary(uniqueKeysWithValues: T.allCases.map { ($0.rawValue, $0) })
    }
}
