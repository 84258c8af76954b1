import Laboratory
import Testing

@Suite struct WorldDayTests {
    @Test(arguments: [
        ("1970-01-01", 0), ("2000-02-29", 11_016), ("2020-01-06", 18_267), ("1969-12-31", -1),
        ("2024-12-29", 20_086),
    ])
    func datesHaveTheirNumber(text: String, number: Int) {
        #expect(WorldDay(text)?.number == number)
        #expect(WorldDay(number: number).description == text)
    }

    @Test(arguments: [
        "2023-02-29", "2024-13-01", "2024-00-10", "2024-1-1", "2024/01/01", "", "0999-01-01",
        "2024-01-01T",
    ])
    func whatIsNoDayIsRefused(text: String) { #expect(WorldDay(text) == nil) }

    @Test func everyDayOfFourCenturiesGoesThereAndBack() {
        for number in stride(from: -150_000, through: 150_000, by: 37) {
            let day = WorldDay(number: number)
            #expect(WorldDay(day.description) == day)
        }
    }

    @Test func mondayIsTheFirstDayOfTheWeek() {
        for offset in 0..<7 {
            #expect((WorldDay(number: 18_267) + offset).monday == WorldDay(number: 18_267))
        }
        #expect(WorldDay(number: -1).monday == WorldDay(number: -3))
    }
}
