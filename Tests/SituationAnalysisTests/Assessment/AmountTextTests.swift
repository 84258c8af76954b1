import Testing

@testable import SituationAnalysis

struct AmountTextTests {
    @Test(arguments: [
        (867.0, "867 kg"), (4_700, "4.7 t"), (44_000, "44 t"), (1_826_000, "1,826 t"),
        (999.6, "1 t"), (0, "0 kg"), (0.0123, "0.0123 kg"), (12.4, "12 kg"), (203.66, "204 kg"),
        (99_960, "100 t"),
    ])
    func massesReadAsPeopleWriteThem(kilograms: Double, text: String) {
        #expect(AmountText.mass(kilograms) == text)
    }

    @Test(arguments: [
        (0.756, "76 %"), (0.004, "0.4 %"), (1, "100 %"), (0.0, "0 %"), (-0.62, "−62 %"),
    ])
    func sharesReadAsPercent(share: Double, text: String) {
        #expect(AmountText.percent(share) == text)
    }

    @Test func hugeAndBrokenNumbersDoNotTrap() {
        for value in [Double.nan, .infinity, -.infinity, 1e300] {
            #expect(AmountText.grouped(value) == "?")
            _ = AmountText.oneDecimal(value)
            _ = AmountText.significant(value)
            _ = AmountText.mass(value)
        }
    }
}
