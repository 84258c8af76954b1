import TestSupport
import Testing

@testable import PortVocabulary

@Suite struct ValueTests {
    static let refusedAmounts: [Double] = [
        -1, -0.001, -.leastNonzeroMagnitude, .nan, .signalingNaN, .infinity, -.infinity,
        -.greatestFiniteMagnitude,
    ]

    @Test(arguments: refusedAmounts)
    func negativeAndNonFiniteAmountsAreRefused(amount: Double) throws {
        let quantity = refusal { () throws(WordDefect) in
            try Quantity(amount: amount, unit: .kilogram)
        }
        #expect(quantity?.kind == "noSuchValue")
        let euro = try Currency(parsing: "EUR")
        let cash = refusal { () throws(WordDefect) in try Cash(amount: amount, currency: euro) }
        #expect(cash?.kind == "noSuchValue")
    }

    @Test func amountsKeepWhatWasGivenAndSayWhatWasNotAsked() throws {
        for amount in [0, 0.001, 12.5, 1e9, .greatestFiniteMagnitude] {
            let quantity = try Quantity(amount: amount, unit: .tablet)
            #expect(quantity.amount == amount && quantity.unit == .tablet)
            #expect(quantity.basis == .notAsked && quantity.certainty == .notAsked)
        }
        let cash = try Cash(amount: 0, currency: Currency(parsing: "eur"))
        #expect(cash.hundredths == 0 && cash.currency.code == "EUR")
        #expect(cash.form == .notAsked && cash.declared == .notAsked)
    }

    @Test func cashIsCountedInWholeHundredths() throws {
        let euro = try Currency(parsing: "EUR")
        for (amount, hundredths) in [
            (0.01, 1), (0.29, 29), (19.99, 1_999), (1_234_567.89, 123_456_789),
            (0.004, 0), (0.006, 1), (9_999_999_999_999, 999_999_999_999_900),
        ] {
            #expect(try Cash(amount: amount, currency: euro).hundredths == Int64(hundredths))
        }
        for amount in [1e13, 1e19, .greatestFiniteMagnitude] {
            #expect(
                refusal { () throws(WordDefect) in try Cash(amount: amount, currency: euro) }
                    != nil)
        }
    }

    @Test func everyWholeHundredthSurvivesTheDecimalForm() throws {
        var random = Seeded(51)
        let euro = try Currency(parsing: "EUR")
        for _ in 0..<5_000 {
            let hundredths = Int64(random.number(0...99_999_999_999_999))
            let cash = try Cash(amount: Double(hundredths) / 100, currency: euro)
            #expect(cash.hundredths == hundredths)
        }
    }

    @Test func markRefusesH3WithoutWords() throws {
        for words in [nil, "", " ", "\n\t ", "\u{A0}\u{2003}"] {
            let defect = refusal { () throws(WordDefect) in
                try Mark(trafficLight: .red, handling: .h3, handlingText: words)
            }
            #expect(defect?.kind == "noSuchValue")
        }
        let mark = try Mark(trafficLight: .red, handling: .h3, handlingText: "only for Kali")
        #expect(mark.handlingText == "only for Kali")
        for handling in HandlingCode.allCases where handling != .h3 {
            #expect(try Mark(trafficLight: .green, handling: handling).handlingText == nil)
        }
    }

    @Test func importWithoutAMarkGetsTheStrictestLabel() {
        #expect(Mark.strictest.trafficLight == TrafficLight.allCases.max())
        #expect(Mark.strictest.handling == .h2)
        #expect(Mark.published.trafficLight == .clear && Mark.published.handling == .h0)
    }

    @Test func mapChangesAKnownValueAndNothingElse() {
        #expect(Stated.known(21).map { $0 * 2 } == .known(42))
        #expect(Stated.known(0).map { "\($0)" } == .known("0"))
        var calls = 0
        for answer in [Stated<Int>.unknown, .notAsked] {
            let mapped = answer.map { value -> Int in
                calls += 1
                return value
            }
            #expect(mapped == answer && mapped.value == nil)
        }
        #expect(calls == 0)
        let answers: [Stated<Int>] = [.known(0), .unknown, .notAsked]
        #expect(Set(answers).count == 3, "unknown, not asked and zero are three answers")
        #expect(answers.map { $0.map { $0 }.value } == [0, nil, nil])
    }

    @Test func coordinatesOffTheGlobeAreRefused() {
        #expect(Coordinates(latitude: 90, longitude: -180) != nil)
        #expect(Coordinates(latitude: -90, longitude: 180) != nil)
        let bad: [(Double, Double)] = [
            (90.001, 0), (-91, 0), (0, 180.5), (0, -181), (.nan, 0), (0, .nan), (.infinity, 0),
        ]
        for (latitude, longitude) in bad {
            #expect(Coordinates(latitude: latitude, longitude: longitude) == nil)
        }
    }
}
