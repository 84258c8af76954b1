import PortVocabulary
import SituationAnalysis

/// Draws what the invented customs of the north inspected, week by week, as a file of the layout
/// `denominators`, and two invented measures: one that began, and one that is planned.
struct DemoDenominators {
    static let layout = "denominators"
    /// Whole weeks up to the day.
    static let weeks = 150
    /// Months with a sample drawn by lot.
    static let samples = 6

    private static let columns = [
        "reference", "reporter", "period_start", "period_end", "port", "port_code", "kind",
        "count", "unit", "random_sample", "finds", "reported", "tlp", "handling", "handling_text",
        "note",
    ]
    /// Ports with the inspections of a usual week.
    private static let ports = [("NLRTM", 130.0), ("NLVLI", 34.0), ("NLAMS", 22.0)]

    /// Rows of the file without its header.
    static var rowCount: Int { ports.count * weeks + samples }

    private let today: CalendarDate
    private var random: DemoRandom

    /// - Parameter now: the weeks end before this day.
    init(now: Moment, seed: UInt64) {
        today = now.day
        random = DemoRandom(seed: seed, stream: 101)
    }

    /// The file, header first. The same for the same seed and day.
    mutating func file() -> String {
        var lines = [Self.columns.joined(separator: ",")]
        // The last Monday on or before the day; day 0 was a Thursday.
        let weekday = (Int(today.dayNumber) % 7 + 10) % 7
        let monday = today.advanced(byDays: -weekday)
        for week in (1...Self.weeks).reversed() {
            let first = monday.advanced(byDays: -7 * week)
            for (port, usual) in Self.ports {
                let month = Double(DemoWorld.months) - Double(week) * 7 / 30.4
                let isAfter = port == "NLRTM" && month >= DemoWorld.measureMonth
                let count = max(0, usual * (isAfter ? 1.3 : 1) * (1 + 0.12 * random.normal()))
                lines.append(
                    line(port, first, 7, Int(count), "W\(first)", isSample: false, finds: nil))
            }
        }
        for month in (1...Self.samples).reversed() {
            let first = monday.advanced(byDays: -28 * month)
            lines.append(
                line(
                    "NLRTM", first, 28, 60, "S\(first)", isSample: true,
                    finds: random.number(below: 3)))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func line(
        _ port: String, _ first: CalendarDate, _ days: Int, _ count: Int, _ name: String,
        isSample: Bool, finds: Int?
    ) -> String {
        let last = first.advanced(byDays: days - 1)
        let row = [
            "reference": "SYN-\(port)-\(name)", "reporter": DemoOrganisation.own.name,
            "period_start": first.description, "period_end": last.description, "port": port,
            "port_code": port, "kind": EffortKind.inspections.rawValue, "count": "\(count)",
            "unit": EffortUnit.containers.rawValue, "random_sample": isSample ? "yes" : "no",
            "finds": finds.map(String.init) ?? "",
            "reported": last.advanced(byDays: 2).description, "tlp": "AMBER", "handling": "H1",
            "handling_text": DemoSeizures.words, "note": DemoSeizures.words,
        ]
        return Self.columns.map { CSVText.cell(row[$0] ?? "") }.joined(separator: ",")
    }

    /// The measures with the plan of the one that lies ahead.
    ///
    /// - Throws: ``WordDefect`` where an invented word does not fit: our own bug.
    static func measures(
        now: Moment
    ) throws(WordDefect) -> [(measure: Measure, plan: ((CalendarDate) -> Preregistration)?)] {
        let months = Double(DemoWorld.months) - DemoWorld.measureMonth
        let began = try Measure(
            id: MeasureID(trusted: "SYN-scanner-north"), port: PlaceCode(parsing: "NLRTM"),
            type: .scanner, starts: now.day.advanced(byDays: -Int(months * 30.4)),
            description: "\(DemoSeizures.words): a second scanner", owner: DemoOrganisation.own.id,
            source: DemoSeizures.words)
        let ahead = try Measure(
            id: MeasureID(trusted: "SYN-team-west"), port: PlaceCode(parsing: "NLVLI"),
            type: .jointTeam, starts: now.day.advanced(byDays: 60),
            description: "\(DemoSeizures.words): a joint team", owner: DemoOrganisation.own.id,
            source: DemoSeizures.words)
        let comparison = try ["NLAMS", "BEANR"].map { text throws(WordDefect) in
            try PlaceCode(parsing: text)
        }
        return [
            (began, nil),
            (
                ahead,
                { day in
                    Preregistration(
                        measure: ahead.id, outcome: .seizuresPerInspection, weeksBefore: 104,
                        weeksAfter: 52, comparison: comparison, registered: day)
                }
            ),
        ]
    }
}
