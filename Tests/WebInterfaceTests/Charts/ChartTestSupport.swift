import Foundation
import Testing

@testable import WebInterface

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// An element of a parsed drawing.
struct DrawnElement {
    var name: String
    var attributes: [String: String]
    var text = ""

    var classes: [Substring] { (attributes["class"] ?? "").split(separator: " ") }

    func number(_ attribute: String) throws -> Double {
        let text = try #require(attributes[attribute])
        return try #require(Double(text))
    }

    /// The corners of a polyline or polygon.
    var corners: [ChartPoint] {
        (attributes["points"] ?? "").split(separator: " ").compactMap { pair in
            let parts = pair.split(separator: ",").compactMap { Double($0) }
            return parts.count == 2 ? ChartPoint(x: parts[0], y: parts[1]) : nil
        }
    }
}

/// A drawing read back by an XML parser that we did not write.
final class DrawnChart: NSObject, XMLParserDelegate {
    private(set) var elements: [DrawnElement] = []
    private var open: [Int] = []

    /// Fails where the text is not well-formed XML.
    init(_ svg: String) throws {
        super.init()
        let parser = XMLParser(data: Data(svg.utf8))
        parser.delegate = self
        let isWellFormed = parser.parse()
        try #require(isWellFormed, "line \(parser.lineNumber): \(svg.prefix(200))")
    }

    func elements(meaning: String) -> [DrawnElement] {
        elements.filter { $0.classes.contains("chart-\(meaning)") }
    }

    var texts: [String] { elements.filter { $0.name == "text" }.map(\.text) }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String]
    ) {
        open.append(elements.count)
        elements.append(DrawnElement(name: name, attributes: attributes))
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        if let last = open.last { elements[last].text += string }
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
        qualifiedName: String?
    ) {
        open.removeLast()
    }
}

/// Compares with a file under `Golden/`; `UPDATE_GOLDEN=1` writes the file instead.
func expectGolden(_ text: String, _ name: String, file: String = #filePath) throws {
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Golden")
    let golden = folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data((text + "\n").utf8).write(to: golden)
        return
    }
    let expected = try String(contentsOf: golden, encoding: .utf8)
    #expect(text + "\n" == expected, "\(name) differs; UPDATE_GOLDEN=1 rewrites it")
}

func frame(_ id: String = "chart", width: Double = ChartFrame.wideWidth) -> ChartFrame {
    ChartFrame(id: id, title: "A title", description: "A description.", width: width)
}

/// Small examples, one of each kind, shared by the tests that hold for every chart.
enum ChartExamples {
    static let series = SeriesChart(
        frame: frame("series"), periods: ["2020", "2021", "2022", "2023", "2024"],
        series: [
            .init(
                name: "Antwerp",
                points: [
                    .init(3, low: 1, high: 6), .init(4, low: 2, high: 7), .init(nil),
                    .init(0, low: 0, high: 3), .init(5, isPartial: true, expectsLateReports: true),
                ]),
            .init(name: "Vigo", points: [.init(1), .init(2), .init(2), .init(1), .init(3)]),
        ], unit: "seizures per year", intervalName: "95 % interval")

    static let published = PublishedFiguresChart(
        frame: frame("published"),
        figures: [
            .init(body: "Customs", start: 2022, end: 2023, value: 110),
            .init(body: "Agency", start: 2022, end: 2023, value: 111),
            .init(body: "Customs", start: 2023, end: 2024, value: 116),
            .init(body: "Police", start: 2023, end: 2024, value: 120, isLowerBound: true),
            .init(body: "Customs", start: 2024, end: 2024.5, value: 22),
        ], unit: "tonnes")

    static let bars = BarChart(
        frame: frame("bars"),
        rows: [
            .init(label: "Ecuador", value: 57, low: 50, high: 64, comparison: 41),
            .init(label: "Brazil", value: 12_500, valueText: "12,500 kg"),
            .init(label: "Peru", value: nil),
        ], unit: "seizures")

    static let shares = StackedShareChart(
        frame: frame("shares"), categories: ["in cargo", "rip-on"],
        columns: [
            .init(period: "2022", amounts: [3, 1], unknown: 4, note: "n = 8"),
            .init(period: "2023", amounts: [0, 0]),
            .init(period: "2024", amounts: [1, 3]),
        ], unit: "share of seizures")

    static let map = PortMap(
        frame: frame("map"),
        coastline: Coastline(rings: [
            .init(
                isWater: false,
                points: [
                    .init(longitudeHundredths: -4000, latitudeHundredths: 4000),
                    .init(longitudeHundredths: 1000, latitudeHundredths: 5500),
                    .init(longitudeHundredths: 1000, latitudeHundredths: 4000),
                ])
        ]),
        ports: [
            .init(name: "Antwerp", longitude: 4.4, latitude: 51.2, value: 100),
            .init(name: "Vigo", longitude: -8.7, latitude: 42.2, value: 25),
            .init(name: "Duisburg", longitude: 6.7, latitude: 51.4, value: 4, isInland: true),
            .init(name: "Riga", longitude: 24.1, latitude: 57, value: nil),
            .init(name: "Cork", longitude: -8.3, latitude: 51.8, value: 0),
            .init(name: "Santos", longitude: -46.3, latitude: -24, value: 27),
        ], unit: "tonnes")

    static let sparkline = Sparkline(frame: frame("sparkline"), values: [1, 2, nil, 4, 0, 3])

    static let all: [any Chart] = [series, published, bars, shares, map, sparkline]

    static let empty: [any Chart] = [
        SeriesChart(
            frame: frame(), periods: ["2024"], series: [.init(name: "a", points: [.init(nil)])],
            unit: "u"),
        PublishedFiguresChart(frame: frame(), figures: [], unit: "u"),
        BarChart(frame: frame(), rows: [.init(label: "a", value: nil)], unit: "u"),
        StackedShareChart(
            frame: frame(), categories: ["a"], columns: [.init(period: "2024", amounts: [0])],
            unit: "u"),
        PortMap(frame: frame(), coastline: Coastline(rings: []), ports: [], unit: "u"),
        Sparkline(frame: frame(), values: [nil, .nan]),
    ]
}
