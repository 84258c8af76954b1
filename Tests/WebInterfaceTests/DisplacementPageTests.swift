import PortVocabulary
import Testing

@testable import SituationAnalysis
@testable import WebInterface

@Suite struct DisplacementPageTests {
    private typealias Board = DisplacementBoard

    private static func board(_ verdict: DisplacementVerdict) -> Board {
        func place(_ code: String, _ name: String) -> Board.Place {
            Board.Place(code: code, name: name, denominator: "no denominator")
        }
        let side = Board.Side(
            findsBefore: 40, findsAfter: 12, inspectionsBefore: nil, inspectionsAfter: 5200)
        let entry = Board.Entry(
            measure: "scanner-1", from: place("NLRTM", "Rotter<dam"), to: place("BEANR", "Antwerp"),
            verdict: verdict.rawValue, alertWeeks: 26, score: 6.5, source: side, receiver: side,
            displaced: FlowRange(low: 10, best: 22, high: 40),
            leastDetectable: LeastDetectable(halfOfCases: 18, fourFifths: 25),
            sentences: ["One sentence."], doubts: ["One doubt."], alternatives: [])
        let line = Board.MeasureLine(
            id: "scanner-1", type: "scanner", place: place("NLRTM", "Rotter<dam"),
            starts: "2025-01-06", fall: "It fell.", verdicts: ["shown": 1], obstacles: ["None."],
            leastDetectable: FlowRange(low: 1, best: 2, high: 3))
        return Board(
            asOf: "2026-11-24", weeks: 200, finds: 900, ports: 12, looks: [13, 26, 39, 52],
            expectedFalseAlerts: 0.1, measures: [line], entries: [entry], summary: ["Summed up."])
    }

    private static func html(_ board: Board) throws -> String {
        try DisplacementPage(
            board: board, coastline: Coastline(rings: []),
            places: [
                DisplacementPage.Spot(code: "NLRTM", latitude: 51.9, longitude: 4.1),
                DisplacementPage.Spot(code: "BEANR", latitude: 51.3, longitude: 4.3),
            ]
        ).html()
    }

    @Test func everythingOfAnEntryIsOnThePage() throws {
        let html = try Self.html(Self.board(.shown))
        for text in [
            "shown: from Rotter&lt;dam to Antwerp after scanner-1", "One sentence.", "One doubt.",
            "From 18 extra finds a year", "from 25 in four of five", "Summed up.", "2026-11-24",
            "no denominator", "5,200", "It fell.", "1 to 3, middle 2", "None.",
        ] {
            #expect(html.contains(text), "\(text)")
        }
        #expect(!html.contains("{{") && !html.contains("Rotter<dam"))
    }

    @Test func arrowsStandOnlyWhereTheTestAllowsOne() throws {
        #expect(try Self.html(Self.board(.shown)).contains("flow"))
        var none = Self.board(.shown)
        none = DisplacementBoard(
            asOf: none.asOf, weeks: 0, finds: 0, ports: 0, looks: none.looks,
            expectedFalseAlerts: 0, measures: [], entries: [], summary: [])
        let html = try Self.html(none)
        #expect(!html.contains("<svg") && html.contains("No displacement is shown or likely"))
    }

    @Test func withoutRecordsThePageSaysWhatIsNeeded() throws {
        let day = try CalendarDate(iso: "2026-11-24")
        let panel = PanelMaker(asOf: day).panel(seizures: [], denominators: [])
        let board = DisplacementBoard(panel, measures: []) { $0.code }
        #expect(try Self.html(board).contains("Yearly totals cannot carry a verdict"))
        let effects = try EffectPage(board: EffectBoard(panel, measures: []) { $0.code }).html()
        #expect(effects.contains("No type is pooled.") && !effects.contains("{{"))
    }
}
