import Foundation
import Testing

@testable import WebInterface

struct CoastlineTests {
    private let head = "ring,kind,points\n"

    private func defect(_ text: String) -> Coastline.Defect? {
        do throws(Coastline.Defect) {
            _ = try Coastline(parsing: text)
            return nil
        } catch { return error }
    }

    @Test func ringsAreRead() throws {
        let coast = try Coastline(
            parsing: head + "1,land,0 0 100 0 100 -250\r\n2,water,1 1 2 2 3 1\n")
        #expect(coast.rings.map(\.isWater) == [false, true])
        #expect(
            coast.rings[0].points.last
                == .init(longitudeHundredths: 100, latitudeHundredths: -250))
    }

    @Test func everyFaultIsNamedWithItsLine() {
        let cases: [(String, Coastline.Defect)] = [
            ("", .header), ("rings\n", .header), (head, .empty),
            (head + "1,land\n", .columns(line: 2, found: 2)),
            (head + "2,land,0 0 1 1 2 0\n", .ringNumber(line: 2, expected: 1)),
            (head + "1,lake,0 0 1 1 2 0\n", .kind(line: 2)),
            (head + "1,land,0 0 1 x 2 0\n", .number(line: 2, position: 4)),
            (head + "1,land,0 0  1 1 2 0\n", .number(line: 2, position: 3)),
            (head + "1,land,0 0 1 1.5 2 0\n", .number(line: 2, position: 4)),
            (head + "1,land,0 0 18001 1 2 0\n", .range(line: 2, position: 3)),
            (head + "1,land,0 0 1 9001 2 0\n", .range(line: 2, position: 4)),
            (head + "1,land,0 0 1 1 2\n", .unpaired(line: 2)),
            (head + "1,land,0 0 1 1\n", .tooFewPoints(line: 2, found: 2)),
            (head + "1,land,\n", .number(line: 2, position: 1)),
            (
                head + "1,land," + Array(repeating: "1 1", count: 20_001).joined(separator: " "),
                .tooManyPoints(line: 2)
            ),
            (
                head + (1...5_001).map { "\($0),land,0 0 1 1 2 0\n" }.joined(),
                .tooManyRings
            ),
        ]
        for (text, expected) in cases {
            #expect(defect(text) == expected)
            #expect(!expected.explanation.isEmpty)
        }
    }

    /// The file that the product ships, beside `Sources`.
    private var shippedFile: URL {
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { folder.deleteLastPathComponent() }
        return folder.appendingPathComponent("data/map/coastline.csv")
    }

    @Test func shippedFileDrawsEurope() throws {
        let text = try String(contentsOf: shippedFile, encoding: .utf8)
        #expect(text.utf8.count < 250_000)
        let coast = try Coastline(parsing: text)
        #expect(coast.rings.count > 500)
        #expect(coast.rings.contains { $0.isWater })
        var map = ChartExamples.map
        map.coastline = coast
        for region in [MapRegion.europe, .world] {
            map.region = region
            let drawn = try DrawnChart(map.svg())
            let land = try #require(drawn.elements(meaning: "land").first?.attributes["d"])
            #expect(land.utf8.count > 10_000)
            #expect(map.svg().utf8.count < 80_000)
        }
    }

    /// Points a good way from any coast, by even-odd crossing of the shipped rings.
    @Test(arguments: [
        (10.0, 50.0, true), (-4, 40, true), (25, 62, true), (-20, 45, false), (5, 40, false),
        (19, 57, false), (51, 42, false), (-60, -10, true), (134, -25, true),
    ])
    func landIsWhereItShouldBe(longitude: Double, latitude: Double, isLand: Bool) throws {
        let coast = try Coastline(parsing: String(contentsOf: shippedFile, encoding: .utf8))
        var crossings = 0
        for ring in coast.rings {
            for (index, here) in ring.points.enumerated() {
                let next = ring.points[(index + 1) % ring.points.count]
                let (x1, y1) = (
                    Double(here.longitudeHundredths) / 100, Double(here.latitudeHundredths) / 100
                )
                let (x2, y2) = (
                    Double(next.longitudeHundredths) / 100, Double(next.latitudeHundredths) / 100
                )
                guard (y1 > latitude) != (y2 > latitude) else { continue }
                if x1 + (latitude - y1) / (y2 - y1) * (x2 - x1) > longitude { crossings += 1 }
            }
        }
        #expect(crossings.isMultiple(of: 2) == !isLand)
    }
}
