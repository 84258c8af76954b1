import Foundation
import Testing

@testable import WebInterface

struct PortMapTests {
    typealias Port = PortMap.Port

    private func drawn(_ ports: [Port], region: MapRegion = .europe) throws -> DrawnChart {
        var map = ChartExamples.map
        map.ports = ports
        map.region = region
        return try DrawnChart(map.svg())
    }

    @Test func areaIsInProportionToValue() throws {
        let drawn = try drawn([
            Port(name: "a", longitude: 0, latitude: 50, value: 100),
            Port(name: "b", longitude: 9, latitude: 40, value: 25),
        ])
        let radii = try drawn.elements(meaning: "port").map { try $0.number("r") }
        #expect(radii.count == 2)
        #expect(abs(radii[0] - 2 * radii[1]) <= 0.1)
    }

    @Test func inlandPortIsASquareOfTheSameArea() throws {
        let drawn = try drawn([
            Port(name: "a", longitude: 0, latitude: 50, value: 9),
            Port(name: "b", longitude: 9, latitude: 40, value: 9, isInland: true),
        ])
        let marks = drawn.elements(meaning: "port")
        #expect(marks.map(\.name) == ["circle", "rect"])
        let radius = try marks[0].number("r")
        let side = try marks[1].number("width")
        #expect(abs(side * side / (.pi * radius * radius) - 1) < 0.02)
    }

    @Test func unknownIsARingAndZeroIsACross() throws {
        let drawn = try DrawnChart(ChartExamples.map.svg())
        let ring = try #require(drawn.elements(meaning: "no-figure").first)
        #expect(ring.attributes["fill"] == "none")
        #expect(drawn.elements(meaning: "no-figure").count == 1)
        #expect(drawn.elements(meaning: "zero").count == 4)  // Two strokes each; one in the key.
        #expect(drawn.texts.contains("no figure known"))
    }

    @Test func portsOutsideTheMapAreNamed() throws {
        let drawn = try DrawnChart(ChartExamples.map.svg())
        #expect(drawn.texts.contains("Outside this map: Santos (27)."))
    }

    @Test func labelsDoNotOverlap() throws {
        var ports: [Port] = []
        for index in 0..<40 {
            let (row, column) = (index / 8, index % 8)
            ports.append(
                Port(
                    name: "Port \(index)", longitude: Double(column) * 1.5,
                    latitude: Double(45 + row), value: Double(100 - index)))
        }
        var map = ChartExamples.map
        map.ports = ports
        map.labelCount = 40
        let labels = try DrawnChart(map.svg()).elements(meaning: "label")
            .filter { $0.text.hasPrefix("Port") }
        let boxes = try labels.map { label in
            let width = ChartText.width(label.text, size: 12)
            let shift =
                switch label.attributes["text-anchor"] {
                case "end": width
                case "middle": width / 2
                default: 0.0
                }
            return ChartBox(
                x: try label.number("x") - shift, y: try label.number("y") - 9, width: width,
                height: 11)
        }
        #expect(boxes.count > 3)
        for (index, box) in boxes.enumerated() {
            #expect(!boxes[..<index].contains { $0.meets(box) })
        }
    }

    @Test func orderOfPortsChangesNothing() {
        var map = ChartExamples.map
        let forwards = map.svg()
        map.ports.reverse()
        #expect(map.svg() == forwards)
    }

    @Test func landIsCutAtTheEdgeOfTheMap() {
        let box = ChartBox(x: 0, y: 0, width: 10, height: 10)
        let ring = [ChartPoint(x: -5, y: 5), ChartPoint(x: 5, y: 15), ChartPoint(x: 5, y: -5)]
        let cut = RingClipper(box: box).clipped(ring)
        #expect(cut.count >= 4)
        #expect(cut.allSatisfy { box.holds($0) })
        let away = ring.map { ChartPoint(x: $0.x + 50, y: $0.y) }
        #expect(RingClipper(box: box).clipped(away).isEmpty)
    }

    @Test(arguments: [0.0, 20, 50, 60, 80, 90])
    func cosineAgreesWithTheMathematicsLibrary(degrees: Double) {
        #expect(abs(MapProjection.cosine(degrees: degrees) - cos(degrees * .pi / 180)) < 1e-9)
    }

    @Test func distancesAreTrueAtTheNamedLatitude() {
        let projection = MapProjection(.europe, width: 640, top: 0)
        let origin = projection.place(longitude: 0, latitude: 50)
        let east = projection.place(longitude: 1, latitude: 50)
        let north = projection.place(longitude: 0, latitude: 51)
        let ratio = (east.x - origin.x) / (origin.y - north.y)
        #expect(abs(ratio - 0.642788) < 1e-5)  // cos 50°
    }

    @Test(
        arguments: [
            (120.0, [100.0, 20, 5]), (1, [1, 0.2, 0.05]), (3, [2, 0.5, 0.1]), (0, []),
            (47, [20, 10, 2]),
        ] as [(Double, [Double])])
    func sampleSizesAreRound(largest: Double, samples: [Double]) {
        let found = AreaScale(largest: largest, radius: 20).samples
        #expect(found.count == samples.count)
        for (one, other) in zip(found, samples) { #expect(abs(one - other) < 1e-9) }
    }
}
