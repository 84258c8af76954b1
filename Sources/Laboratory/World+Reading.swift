extension World {
    /// Most ports of a world that is read.
    package static let mostPorts = 2_000
    /// Most weeks between the first and the last event or inspection.
    package static let mostWeeks = 2_080
    /// Most measures of a world that is read.
    package static let mostMeasures = 2_000

    /// Reads the four texts of a world.
    ///
    /// Weeks begin on the weekday of the inspections' weeks, on Mondays where there are none.
    /// A port-week without a row, or with an empty number, reports no inspections.
    /// *Throws*: the first defect, with file, line, cause and mend.
    package init(named name: String, files: WorldFiles) throws(WorldDefect) {
        let (ports, numbers) = try Self.readPorts(files.ports)
        var reader = SeizureReader(ports: numbers)
        try reader.read(files.seizures)
        let checks = try Self.readInspections(files.inspections, ports: numbers)
        let span = try Self.span(seizures: reader.drafts, inspections: checks)
        self.name = name
        self.ports = ports
        firstDay = span.first
        weekCount = span.weeks
        names = reader.names
        seizures = reader.drafts.map { draft in
            var seizure = draft
            seizure.eventDay -= span.first.number
            seizure.reportDay -= span.first.number
            return seizure
        }
        inspections = Array(
            repeating: Array(repeating: nil, count: span.weeks), count: ports.count)
        for check in checks {
            let week = (check.week - span.first) / 7
            guard inspections[check.port][week] == nil else {
                throw WorldDefect(
                    file: WorldFiles.File.inspections.rawValue, line: check.line,
                    cause: "\(ports[check.port].id) has this week twice",
                    mend: "keep one row for each port and week")
            }
            inspections[check.port][week] = check.inspected
        }
        measures = try Self.readMeasures(files.measures, ports: numbers, span: span)
    }

    private struct Check {
        let line: Int
        let week: WorldDay
        let port: Int
        let inspected: Int?
    }

    private typealias Span = (first: WorldDay, weeks: Int)

    private static func table(_ file: WorldFiles.File) -> CommaTable {
        CommaTable(file: file.rawValue, wanted: file.columns)
    }

    private static func readPorts(
        _ text: String
    ) throws(WorldDefect) -> ([Port], [String: Int]) {
        var ports: [Port] = []
        var numbers: [String: Int] = [:]
        try table(.ports).read(text) { row throws(WorldDefect) in
            let id = try row.name(0)
            guard numbers.updateValue(ports.count, forKey: id) == nil else {
                throw row.defect("\(id) stands twice", "list each port once")
            }
            let port = Port(
                id: id, latitude: try row.number(1), longitude: try row.number(2))
            guard port.latitude.magnitude <= 90, port.longitude.magnitude <= 180 else {
                throw row.defect(
                    "the place is not on the globe", "give lat -90 to 90 and lon -180 to 180")
            }
            ports.append(port)
            guard ports.count <= mostPorts else {
                throw row.defect("there are more than \(mostPorts) ports", "split the world")
            }
        }
        return (ports, numbers)
    }

    private static func readInspections(
        _ text: String, ports: [String: Int]
    ) throws(WorldDefect) -> [Check] {
        var checks: [Check] = []
        var first: WorldDay?
        try table(.inspections).read(text) { row throws(WorldDefect) in
            let week = try row.day(0)
            if let first, (week - first) % 7 != 0 {
                throw row.defect(
                    "the week begins on another weekday than \(first)",
                    "let all weeks begin on the same weekday")
            }
            first = first ?? week
            var inspected: Int?
            if !row[2].isEmpty {
                guard let number = Int(row.text(2)), number >= 0 else {
                    throw row.defect(
                        "inspected is no count", "write a whole number, or nothing if unknown")
                }
                inspected = number
            }
            checks.append(
                Check(
                    line: row.line, week: week, port: try portNumber(row, 1, ports),
                    inspected: inspected))
        }
        return checks
    }

    private static func readMeasures(
        _ text: String, ports: [String: Int], span: Span
    ) throws(WorldDefect) -> [Measure] {
        var measures: [Measure] = []
        var seen: Set<String> = []
        try table(.measures).read(text) { row throws(WorldDefect) in
            let id = try row.name(0)
            guard seen.insert(id).inserted else {
                throw row.defect("\(id) stands twice", "give each measure its own name")
            }
            let start = try row.day(2) - span.first
            guard start >= 0, start < 7 * span.weeks else {
                throw row.defect(
                    "the measure starts outside the \(span.weeks) weeks of the world",
                    "start it between the first and the last week")
            }
            measures.append(
                Measure(
                    id: id, port: try portNumber(row, 1, ports), startDay: start,
                    type: row.text(3)))
            guard measures.count <= mostMeasures else {
                throw row.defect(
                    "there are more than \(mostMeasures) measures", "split the world")
            }
        }
        return measures
    }

    fileprivate static func portNumber(
        _ row: CommaTable.Row, _ column: Int, _ ports: [String: Int]
    ) throws(WorldDefect) -> Int {
        let id = try row.name(column)
        guard let number = ports[id] else {
            throw row.defect("ports.csv has no port \(id)", "add the port or mend its name")
        }
        return number
    }

    private static func span(
        seizures: [Seizure], inspections: [Check]
    ) throws(WorldDefect) -> Span {
        let events = seizures.lazy.map(\.eventDay)
        let weeks = inspections.lazy.map(\.week)
        guard let earliest = [events.min(), weeks.min()?.number].compactMap({ $0 }).min(),
            let latest = [events.max(), weeks.max()?.number].compactMap({ $0 }).max()
        else {
            throw WorldDefect(
                file: WorldFiles.File.seizures.rawValue, line: 0,
                cause: "the world has neither seizures nor inspections",
                mend: "give at least one row")
        }
        let anchor = weeks.min() ?? WorldDay(number: earliest).monday
        let before = max(0, (anchor.number - earliest + 6) / 7)
        let first = anchor + -7 * before
        let count = (latest - first.number) / 7 + 1
        guard count <= mostWeeks else {
            throw WorldDefect(
                file: WorldFiles.File.seizures.rawValue, line: 0,
                cause: "the world spans \(count) weeks, more than \(mostWeeks)",
                mend: "correct the dates, or cut the history")
        }
        return (first, count)
    }
}

/// Reads seizures and numbers their words in the order of their first appearance.
private struct SeizureReader {
    let ports: [String: Int]
    var names = World.Names()
    /// Days are counted from 1970 until the world's first day is known.
    var drafts: [World.Seizure] = []

    private var substances = WordNumbers()
    private var methods = WordNumbers()
    private var routes = WordNumbers()
    private var companies = WordNumbers()

    init(ports: [String: Int]) { self.ports = ports }

    mutating func read(_ text: String) throws(WorldDefect) {
        let file = WorldFiles.File.seizures
        var rows: [World.Seizure] = []
        var seen: Set<String> = []
        var words = (substances, methods, routes, companies)
        let ports = ports
        try CommaTable(file: file.rawValue, wanted: file.columns)
            .read(text) { row throws(WorldDefect) in
                let id = try row.name(0)
                guard seen.insert(id).inserted else {
                    throw row.defect("\(id) stands twice", "keep one row for each seizure")
                }
                let event = try row.day(1)
                let report = try row.day(2)
                guard report >= event else {
                    throw row.defect(
                        "it was reported before it happened", "mend the two dates")
                }
                var kilograms: Double?
                if !row[5].isEmpty {
                    let value = try row.number(5)
                    guard value >= 0 else {
                        throw row.defect("kg is negative", "give zero or more, or nothing")
                    }
                    kilograms = value
                }
                rows.append(
                    World.Seizure(
                        id: id, eventDay: event.number, reportDay: report.number,
                        port: try World.portNumber(row, 3, ports),
                        substance: words.0.number(try row.name(4)), kilograms: kilograms,
                        method: row[6].isEmpty ? nil : words.1.number(row.text(6)),
                        route: row[7].isEmpty ? nil : words.2.number(row.text(7)),
                        company: row[8].isEmpty ? nil : words.3.number(row.text(8))))
            }
        drafts = rows
        (substances, methods, routes, companies) = words
        names = World.Names(
            substances: substances.words, methods: methods.words, routes: routes.words,
            companies: companies.words)
    }
}

/// Words and their numbers.
private struct WordNumbers {
    private(set) var words: [String] = []
    private var numbers: [String: Int] = [:]

    mutating func number(_ word: String) -> Int {
        if let known = numbers[word] { return known }
        numbers[word] = words.count
        words.append(word)
        return words.count - 1
    }
}
