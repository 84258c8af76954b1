import Foundation
import Mustache
package import SituationAnalysis

/// A displacement board as one self-contained HTML page: for each alert one page for a chief of
/// police, with the map and arrows only where the test allows one.
package struct DisplacementPage {
    /// Where a port lies, in degrees.
    package struct Spot: Sendable {
        package let code: String
        package let latitude: Double
        package let longitude: Double

        /// A port's place in degrees.
        package init(code: String, latitude: Double, longitude: Double) {
            (self.code, self.latitude, self.longitude) = (code, latitude, longitude)
        }
    }

    /// *Bounds: further entries stand in the JSON file, and the page says so.*
    static let maximumEntries = 60

    private let board: DisplacementBoard
    private let coastline: Coastline
    private let places: [Spot]
    private let templates: MustacheLibrary

    /// - Throws: When the page's templates cannot be read.
    package init(board: DisplacementBoard, coastline: Coastline, places: [Spot]) throws {
        (self.board, self.coastline, self.places) = (board, coastline, places)
        templates = try SituationPage.readTemplates()
    }

    /// The page's HTML. The same board gives the same bytes.
    package func html() throws -> String {
        guard let page = templates.render(context(), withTemplate: "displacement") else {
            throw CocoaError(.fileReadNoSuchFile)
        }
        return page
    }

    func context() -> [String: Any] {
        let shown = board.entries.prefix(Self.maximumEntries)
        let rest = board.entries.count - shown.count
        return [
            "style": Markup.style, "asOf": board.asOf,
            "summary": board.summary.map { ["text": $0] },
            "entries": shown.enumerated().map { entry($0.offset, $0.element) },
            "more": rest > 0
                ? ["text": "\(rest) more entries stand in the JSON file."] as Any : false,
            "measures": measureTable.markup,
        ]
    }

    private func entry(_ index: Int, _ entry: DisplacementBoard.Entry) -> [String: Any] {
        let drawing = map(index, entry)
        return [
            "verdict": entry.verdict, "from": entry.from.name, "to": entry.to.name,
            "measure": entry.measure,
            "sentences": entry.sentences.map { ["text": $0] },
            "doubts": entry.doubts.map { ["text": $0] },
            "table": sides(entry).markup,
            "least": entry.leastDetectable.map { least in
                [
                    "half": AmountText.grouped(Int(least.halfOfCases.rounded())),
                    "most": AmountText.grouped(Int(least.fourFifths.rounded())),
                ] as Any
            } ?? false,
            "map": drawing.map { ["drawing": $0] as Any } ?? false,
        ]
    }

    private func sides(_ entry: DisplacementBoard.Entry) -> PageTable {
        var table = PageTable(
            "Finds and inspections a year",
            [
                .text("Port"), .number("Finds before"), .number("Finds after"),
                .number("Inspections before"), .number("Inspections after"),
                .text("Denominator"),
            ])
        for (place, side) in [(entry.from, entry.source), (entry.to, entry.receiver)] {
            table.rows.append([
                .text(place.name), Self.number(side.findsBefore), Self.number(side.findsAfter),
                Self.number(side.inspectionsBefore), Self.number(side.inspectionsAfter),
                .text(place.denominator),
            ])
        }
        return table
    }

    private var measureTable: PageTable {
        var table = PageTable(
            "Measures and the verdicts on all other ports",
            [
                .text("Measure"), .text("Port"), .text("From"), .text("The port itself"),
                .number("Shown"), .number("Likely"), .number("Cannot tell"), .number("Unlikely"),
                .text("Seen in half of cases, extra finds a year"), .text("Why not more"),
            ])
        for measure in board.measures {
            let counts = DisplacementVerdict.allCases.map {
                Markup.text("\(measure.verdicts[$0.rawValue] ?? 0)")
            }
            let least = measure.leastDetectable.map {
                "\(Int($0.low.rounded())) to \(Int($0.high.rounded())), "
                    + "middle \(Int($0.best.rounded()))"
            }
            table.rows.append(
                [
                    .text("\(measure.id), \(measure.type)"), .text(measure.place.name),
                    .text(measure.starts), .text(measure.fall),
                ] + counts + [
                    .text(least ?? "no test"),
                    .text(measure.obstacles.joined(separator: " ")),
                ])
        }
        return table
    }

    /// The two ports with an arrow; nil where one has no place.
    private func map(_ index: Int, _ entry: DisplacementBoard.Entry) -> Markup? {
        let from = places.first { $0.code == entry.from.code }
        let to = places.first { $0.code == entry.to.code }
        guard let from, let to else { return nil }
        let words = "\(entry.from.name) to \(entry.to.name): \(entry.verdict)"
        var map = PortMap(
            frame: ChartFrame(
                id: "flow-\(index)", title: words,
                description: "A map with an arrow between two ports.", width: 640),
            coastline: coastline,
            region: [from, to].allSatisfy {
                MapRegion.europe.holds(longitude: $0.longitude, latitude: $0.latitude)
            } ? .europe : .world,
            ports: [(entry.from, from), (entry.to, to)].map { place, spot in
                PortMap.Port(
                    name: place.name, longitude: spot.longitude, latitude: spot.latitude,
                    value: nil)
            },
            unit: "ports of this entry")
        map.arrows = [
            PortMap.Arrow(
                from: (from.longitude, from.latitude), to: (to.longitude, to.latitude),
                isDashed: entry.verdict != DisplacementVerdict.shown.rawValue)
        ]
        return .chart(map)
    }

    static func number(_ value: Double?) -> Markup {
        value.map { .text(AmountText.grouped(Int($0.rounded()))) } ?? .text("no denominator")
    }
}

/// An effect board as one self-contained HTML page.
package struct EffectPage {
    private let board: EffectBoard
    private let templates: MustacheLibrary

    /// - Throws: When the page's templates cannot be read.
    package init(board: EffectBoard) throws {
        self.board = board
        templates = try SituationPage.readTemplates()
    }

    /// The page's HTML. The same board gives the same bytes.
    package func html() throws -> String {
        guard let page = templates.render(context(), withTemplate: "effects") else {
            throw CocoaError(.fileReadNoSuchFile)
        }
        return page
    }

    func context() -> [String: Any] {
        [
            "style": Markup.style, "asOf": board.asOf,
            "summary": board.summary.map { ["text": $0] },
            "pools": board.pools.map { ["text": $0.sentence] },
            "comparisons": board.comparisons.map { comparison in
                [
                    "better": comparison.better, "worse": comparison.worse,
                    "probability": Self.percent(comparison.probability),
                ]
            },
            "lines": lines.markup,
        ]
    }

    private var lines: PageTable {
        var table = PageTable(
            "Measures in the order of their start",
            [
                .text("Measure"), .text("Port"), .text("From"), .text("What is said"),
                .number("Finds"), .number("Expected"), .number("Inspections a week before"),
                .number("after"), .number("Controls"), .text("Registered before"),
            ])
        for line in board.lines {
            table.rows.append([
                .text("\(line.id), \(line.type)"), .text(line.port), .text(line.starts),
                .text(line.sentence), .text("\(line.found)"),
                line.expected.map { .text("\(Int($0.rounded()))") } ?? .absent,
                DisplacementPage.number(line.inspectionsBefore),
                DisplacementPage.number(line.inspectionsAfter), .text("\(line.controls)"),
                .text(line.isPreregistered ? "yes" : "no"),
            ])
        }
        return table
    }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
