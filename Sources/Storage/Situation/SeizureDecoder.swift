import GRDB
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
        cash_form, container, vessel, persons, cash_declared, \
        traffic_light, handling
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
    private let trafficLights = Self.table(TrafficLight.self)
    private let handlings = Self.table(HandlingCode.self)
    private let bases = Self.table(FactorBasis.self)

    mutating func fact(_ row: Row) -> SeizureFact {
        var fact = SeizureFact(
            serial: row[0], state: states[row[1]] ?? .held, mayRepeat: (row[2] as Int) != 0,
            firstDay: Int32(truncatingIfNeeded: row[3] as Int),
            lastDay: Int32(truncatingIfNeeded: row[4] as Int), reporter: reporter(row[5]),
            asked: AskedFields(rawValue: row[6]))
        fact.country = country(row[7])
        fact.place = place(row[8])
        fact.stage = stages[row[9]] ?? .unknown
        fact.setting = settings[row[10]] ?? .unknown
        fact.transport = transports[row[11]] ?? .unknown
        fact.concealment = concealments[row[12]] ?? .unknown
        fact.substance = substances[row[13]] ?? .unknown
        fact.unit = (row[14] as String?).flatMap { units[$0] }
        fact.kilograms = row[15]
        fact.factorBasis = (row[16] as String?).flatMap { bases[$0] }
        fact.producing = country(row[17])
        fact.departure = RoutePoint(country: country(row[18]), place: place(row[19]))
        fact.destination = RoutePoint(country: country(row[21]), place: place(row[22]))
        fact.intended = RoutePoint(country: country(row[23]), place: place(row[24]))
        if let transit: String = row[20] {
            fact.transit = transit.split(separator: "|").map { point(String($0)) }
        }
        readRare(row, into: &fact)
        return fact
    }

    private mutating func readRare(_ row: Row, into fact: inout SeizureFact) {
        if let methods: String = row[25] {
            fact.methods = methods.split(separator: ";").compactMap {
                ModusOperandi(rawValue: String($0))
            }
        }
        if let companies: String = row[26] {
            fact.companies = companies.split(separator: ";").compactMap { part in
                let pieces = part.split(separator: ":").map(String.init)
                guard pieces.count == 2, let role = CompanyRole(rawValue: pieces[0]),
                    let involvement = Involvement(rawValue: pieces[1])
                else { return nil }
                return CompanyInvolvement(role: role, involvement: involvement)
            }
        }
        if let code: String = row[27], let currency = try? Currency(parsing: code) {
            let hundredths: Int64 = row[28] ?? 0
            fact.cash = try? Cash(
                amount: Double(hundredths) / 100, currency: currency,
                form: CashForm(rawValue: row[29] ?? "") ?? .unknown,
                declared: Self.declared(row[33]))
        }
        fact.hasContainer = (row[30] as String?) != nil
        fact.hasVessel = (row[31] as Int?) != nil
        fact.persons = row[32]
        // A mark that cannot be read stays the strictest one.
        fact.trafficLight = trafficLights[row[34]] ?? fact.trafficLight
        fact.handling = handlings[row[35]] ?? fact.handling
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
