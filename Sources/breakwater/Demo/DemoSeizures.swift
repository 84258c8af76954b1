import Foundation
import PortVocabulary
import SituationAnalysis

/// Draws the finds of one organisation as a file of the layout `breakwater-template`: they come
/// in the way that a member's own finds come in.
struct DemoSeizures {
    static let layout = "breakwater-template"
    /// Words of the mark and of the remark of every find.
    static let words = "\(DemoOrganisation.label): invented for the demonstration"

    static let columns = [
        "reference", "reporter", "date", "country", "place", "place_code", "substance", "amount",
        "unit", "stage", "setting", "transport", "methods", "concealment", "container",
        "vessel_imo", "producing_country", "departure_place", "transit", "destination_country",
        "intended_place", "companies", "cash_amount", "cash_currency", "cash_form", "persons",
        "evaluation", "tlp", "handling", "handling_text", "note",
    ]

    private let organisation: DemoOrganisation
    private let ports: PortRegister
    private let first: CalendarDate
    private var random: DemoRandom

    /// - Parameter now: the finds lie in the three years up to this day.
    init(_ organisation: DemoOrganisation, ports: PortRegister, now: Moment, seed: UInt64) {
        (self.organisation, self.ports) = (organisation, ports)
        first = now.day.advanced(byDays: -Self.days)
        let stream = DemoOrganisation.allCases.firstIndex(of: organisation) ?? 0
        random = DemoRandom(seed: seed, stream: UInt64(stream + 1))
    }

    private static let days = 1_095

    /// The file, header first. The same for the same seed and day.
    mutating func file() -> String {
        var lines = [Self.columns.joined(separator: ",")]
        var rows = (0..<organisation.finds).map { _ in find() }
        rows.sort { ($0["date"] ?? "") < ($1["date"] ?? "") }
        for index in rows.indices {
            rows[index]["reference"] = "SYN-\(organisation.rawValue)-\(index + 1)"
            lines.append(Self.line(rows[index]))
        }
        if organisation == .own { lines += repeats(rows) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func line(_ row: [String: String]) -> String {
        columns.map { CSVText.cell(row[$0] ?? "") }.joined(separator: ",")
    }

    /// A few of the newest finds told a second time, so that something waits for a reviewer.
    private func repeats(_ rows: [[String: String]]) -> [String] {
        rows.filter { $0["substance"] == DemoSubstance.cocaine.rawValue && $0["place_code"] != "" }
            .suffix(4).enumerated().map { index, row in
                var copy = row
                copy["reference"] = "SYN-\(organisation.rawValue)-again-\(index + 1)"
                copy["note"] = Self.words + "; told a second time by the night shift"
                return Self.line(copy)
            }
    }

    // MARK: One find

    private mutating func find() -> [String: String] {
        let day = random.number(below: Self.days)
        let month = Double(day) * Double(DemoWorld.months) / Double(Self.days)
        let substance = random.choice(DemoWorld.substances) ?? .cocaine
        let mark = random.choice(DemoWorld.marks) ?? ("AMBER", "H1")
        var row = [
            "reporter": organisation.name, "date": first.advanced(byDays: day).description,
            "country": organisation.countryCode ?? "", "substance": substance.rawValue,
            "tlp": mark.0, "handling": mark.1, "handling_text": Self.words, "note": Self.words,
            "evaluation": random.choice([("A1", 5), ("A2", 3), ("B2", 3), ("B3", 2), ("X4", 1)])
                ?? "X4",
        ]
        place(&row, month: month, substance)
        amount(&row, substance)
        route(&row, substance)
        circumstances(&row)
        return row
    }

    private mutating func place(
        _ row: inout [String: String], month: Double, _ substance: DemoSubstance
    ) {
        if organisation == .policeNorth, random.isTrue(percent: 40) {
            row["stage"] = "hinterland"
            row["setting"] = random.choice([("premises", 3), ("road", 2)])
            row["transport"] = row["setting"] == "road" ? "road" : "none"
            return
        }
        let isUpstream =
            organisation == .customsSouth && substance == .cocaine && random.isTrue(percent: 7)
        let port = random.choice(organisation.ports(month: month)) ?? ""
        if isUpstream {
            let abroad = random.choice(substance.departures.filter { !$0.0.isEmpty }) ?? "ECGYE"
            row["place_code"] = abroad
            row["country"] = String(abroad.prefix(2))
            (row["stage"], row["intended_place"]) = ("upstream-abroad", port)
        } else {
            row["place_code"] = port
            row["stage"] = "at-port"
        }
        row["setting"] = "seaport"
        let code = try? PlaceCode(parsing: row["place_code"] ?? "")
        row["place"] = code.map { ports.name(of: $0) } ?? ""
    }

    private mutating func amount(_ row: inout [String: String], _ substance: DemoSubstance) {
        if substance == .cash {
            row["cash_amount"] = "\((1 + random.number(below: 180)) * 2_500)"
            (row["cash_currency"], row["cash_form"]) = ("EUR", "banknotes")
            return
        }
        // Some finds are reported before they are weighed.
        guard !random.isTrue(percent: 4) else { return }
        let scale = substance == .cocaine ? 1.5 : 1.1
        // Euler's number to the power of a normal draw: most finds are small, a few are large.
        let kilograms = min(12_000, substance.medianKilograms * exp(scale * random.normal()))
        row["amount"] = "\((kilograms * 10).rounded() / 10)"
        row["unit"] = "kg"
    }

    private mutating func route(_ row: inout [String: String], _ substance: DemoSubstance) {
        row["producing_country"] = random.choice(substance.producing) ?? ""
        let departure = random.choice(substance.departures) ?? ""
        row["departure_place"] = row["stage"] == "upstream-abroad" ? "" : departure
        let transit = random.choice(substance.transits) ?? ""
        row["transit"] = transit == departure ? "" : transit
        row["destination_country"] =
            random.choice([("NL", 5), ("BE", 3), ("DE", 4), ("FR", 2), ("", 5)]) ?? ""
    }

    private mutating func circumstances(_ row: inout [String: String]) {
        row["companies"] = random.choice(DemoWorld.companies) ?? ""
        if random.isTrue(percent: 35) { row["persons"] = "\(random.number(below: 5))" }
        guard row["setting"] == "seaport" else { return }
        let isOnQuay = [.portNorth, .portSouth, .terminalCompany].contains(organisation)
        let method =
            random.choice(isOnQuay ? DemoWorld.quayMethods : DemoWorld.methods)
            ?? DemoMethod("", "unknown", "container")
        row["methods"] = method.codes
        row["concealment"] = method.concealment
        row["transport"] = method.transport
        if method.transport == "container", random.isTrue(percent: 45) {
            row["container"] = container()
        } else if method.transport == "vessel" {
            row["vessel_imo"] = vessel()
        }
    }

    /// A number of the right form under an owner's prefix made of Z, with its check digit.
    private mutating func container() -> String {
        let serial = String(100_000 + random.number(below: 900_000))
        return completed("ZZZU" + serial) { (try? ContainerCode(parsing: $0)) != nil }
    }

    /// A number of the right form, below those that ships have, with its check digit.
    private mutating func vessel() -> String {
        completed(String(200_000 + random.number(below: 100_000))) {
            (try? VesselNumber(parsing: $0)) != nil
        }
    }

    private func completed(_ start: String, _ isValid: (String) -> Bool) -> String {
        (0...9).lazy.map { start + String($0) }.first(where: isValid) ?? ""
    }
}
