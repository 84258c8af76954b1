import TestSupport
import Testing

@testable import PortVocabulary

@Suite struct OrderTests {
    /// Exactly one of before, same and after holds, and the texts stand in the same order.
    func textOrderHolds<Value: Comparable & CustomStringConvertible>(_ values: [Value]) {
        for left in values {
            for right in values {
                let texts = (left.description, right.description)
                #expect((left < right) == (texts.0 < texts.1), "\(left) \(right)")
                #expect((left == right) == (texts.0 == texts.1), "\(left) \(right)")
                #expect((left > right) == (texts.0 > texts.1), "\(left) \(right)")
            }
        }
        let sorted = values.sorted().map(\.description)
        #expect(sorted == values.map(\.description).sorted())
    }

    @Test func codesStandInTheOrderOfTheirText() throws {
        var random = Seeded(41)
        textOrderHolds(
            try (0..<80).map { _ in
                try PlaceCode(
                    parsing: random.text(of: "ABZ", length: 2)
                        + random.text(of: "A29Z", length: 3))
            })
        textOrderHolds(
            try (0..<80).map { _ in try Country(parsing: random.text(of: "ABYZ", length: 2)) })
        textOrderHolds(
            try (0..<80).map { _ in try Currency(parsing: random.text(of: "ABZ", length: 3)) })
        textOrderHolds(
            try (0..<80).map { _ in
                try RecordID(
                    parsing: random.text(of: "aA0-_.", length: random.number(1...3)))
            })
        textOrderHolds(
            (0..<80).map { _ in
                CalendarDate(dayNumber: Int32(random.number(-62_091...84_000)))
            })
    }

    @Test func dateSpansAreTotallyOrderedByStartThenEnd() throws {
        var random = Seeded(42)
        var spans = try ["2024", "2024-Q1", "2024-01", "2024-01-01", "2024-01-01/2024-02-03"]
            .map { try DateSpan(parsing: $0) }
        for _ in 0..<40 {
            let first = CalendarDate(dayNumber: Int32(random.number(19_723...19_730)))
            spans.append(
                try DateSpan(
                    from: first, through: first.advanced(byDays: random.number(0...4))))
        }
        for left in spans {
            for right in spans {
                let holding = [left < right, left == right, left > right].filter { $0 }
                #expect(holding.count == 1, "\(left) \(right)")
                for third in spans where left < right && right < third {
                    #expect(left < third)
                }
            }
        }
        #expect(
            spans.prefix(5).sorted().map(\.description)
                == ["2024-01-01", "2024-01", "2024-01-01/2024-02-03", "2024-Q1", "2024"])
    }

    @Test func trafficLightsGoFromWidestToNarrowest() {
        let order: [TrafficLight] = [.clear, .green, .amber, .amberStrict, .red]
        #expect(order.count == TrafficLight.allCases.count)
        for (left, one) in order.enumerated() {
            for (right, other) in order.enumerated() {
                #expect((one < other) == (left < right))
            }
        }
        #expect(TrafficLight.allCases.max() == .red && TrafficLight.allCases.min() == .clear)
    }
}
