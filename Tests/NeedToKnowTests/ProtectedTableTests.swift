import PortVocabulary
import TestSupport
import Testing

@testable import NeedToKnow

typealias TestTable = ProtectedTable<Int, String>
typealias TestCell = CountCell<Int, String>

/// Everything that a reader may know: what is shown, and which cell is the complementary one.
struct Knowledge: Hashable {
    let table: TestTable
    let complementary: Set<Int>

    init(_ counts: [Int], _ shape: Shape) throws {
        table = try TestTable(shape.cells(counts), threshold: shape.threshold)
        let withheld = Set(counts.indices).subtracting(table.published.keys)
        complementary = withheld.filter { counts[$0] >= shape.threshold }
    }

    var withheld: [Int] { table.groups.flatMap(\.keys) + table.uncovered }
}

/// The lines of a small table, without its counts.
struct Shape: CustomTestStringConvertible {
    let threshold: Int
    /// For each cell its lines, narrowest first.
    let lines: [[String]]
    /// Counts 0 to this are tried.
    let most: Int

    func cells(_ counts: [Int]) -> [TestCell] {
        zip(lines, counts).enumerated().map {
            TestCell(key: $0.offset, lines: $0.element.0, count: $0.element.1)
        }
    }

    var testDescription: String { "threshold \(threshold), lines \(lines), up to \(most)" }

    /// Every table of this shape, as counts in the order of the cells.
    func tables() -> [[Int]] {
        lines.indices.reduce([[]]) { tables, _ in
            tables.flatMap { table in (0...most).map { table + [$0] } }
        }
    }
}

@Suite struct ProtectedTableTests {
    static let shapes: [Shape] = [
        Shape(threshold: 2, lines: [["a"], ["a"], ["a"], ["b"], ["b"], ["b"]], most: 4),
        Shape(threshold: 2, lines: [["a"], ["b"], ["c"], ["c"], ["c"], ["c"]], most: 4),
        Shape(
            threshold: 2,
            lines: [
                ["a1", "a"], ["a1", "a"], ["a2", "a"], ["a2", "a"], ["b1", "b"], ["b2", "b"],
            ],
            most: 4),
        Shape(threshold: 3, lines: [["a"], ["a"], ["a"], ["b"], ["b"]], most: 7),
        Shape(
            threshold: 3,
            lines: [["a1", "a"], ["a1", "a"], ["a2", "a"], ["a2", "a"], ["b", "x"]],
            most: 7),
        Shape(threshold: 3, lines: [["a"], ["b"], ["c"], ["d"], ["e"]], most: 7),
        Shape(threshold: 4, lines: [["a"], ["a"], ["b"], ["b"]], most: 10),
        Shape(threshold: 5, lines: [["a"], ["a"], ["a"], ["b"]], most: 11),
        Shape(threshold: 5, lines: [[], [], []], most: 13),
    ]

    /// The strongest reader: runs the rule over every table there is, and keeps those that end
    /// in what he sees.
    @Test(arguments: shapes)
    func readerWhoKnowsTheRuleKeepsTwoCountsForEveryWithheldCell(shape: Shape) throws {
        var classes: [Knowledge: [[Int]]] = [:]
        for counts in shape.tables() {
            classes[try Knowledge(counts, shape), default: []].append(counts)
        }
        var (shown, complementary) = (0, 0)
        for (knowledge, tables) in classes {
            shown += knowledge.table.groups.count
            complementary += knowledge.complementary.count
            for key in knowledge.withheld {
                let values = Set(tables.map { $0[key] })
                #expect(
                    values.count >= 2,
                    "cell \(key) is \(values) in \(tables.first ?? []): \(knowledge.table)")
            }
        }
        print(
            "\(shape.testDescription): \(classes.count) outcomes, "
                + "\(shown) totals, \(complementary) complementary")
        #expect(classes.count > 1_000 && shown > 50 && complementary > 50)
    }

    @Test func differencesOfAnyTwoAnswersNeverSingleOutACell() throws {
        var random = Seeded(311)
        var pairs = 0
        for _ in 0..<60 {
            let shape = Self.shape(&random, cells: 7)
            let counts = shape.lines.map { _ in random.number(0...shape.threshold * 2) }
            let knowledge = try Knowledge(counts, shape)
            let withheld = Set(knowledge.withheld)
            let sets = (0..<(1 << 7)).map { bits in Set((0..<7).filter { bits & 1 << $0 != 0 }) }
            let exact = sets.filter { !knowledge.table.sum(over: $0).isAtLeast }
            for first in exact {
                for second in exact {
                    let difference = first.symmetricDifference(second).intersection(withheld)
                    pairs += 1
                    #expect(difference.count != 1, "\(counts) gives \(difference) away")
                }
            }
        }
        #expect(pairs > 10_000)
    }

    /// A linear attack: whatever an attacker adds up and subtracts of all answers, exact or not,
    /// two tables that show the same give the same answers.
    @Test func answersDependOnNothingButWhatIsShown() throws {
        let shape = Shape(threshold: 3, lines: [["a"], ["a"], ["b"], ["b"]], most: 6)
        let sets = (0..<16).map { bits in Set((0..<4).filter { bits & 1 << $0 != 0 }) }
        var answers: [TestTable: [ProtectedSum]] = [:]
        var repeated = 0
        for counts in shape.tables() {
            let table = try TestTable(shape.cells(counts), threshold: shape.threshold)
            let given = sets.map { table.sum(over: $0) }
            if let before = answers.updateValue(given, forKey: table) {
                repeated += 1
                #expect(before == given)
            }
            for (set, sum) in zip(sets, given) {
                let truth = set.reduce(0) { $0 + counts[$1] }
                #expect(sum.isAtLeast ? sum.count <= truth : sum.count == truth)
            }
        }
        #expect(repeated > 100)
    }

    @Test func largerQuestionsNeverGetSmallerAnswers() throws {
        var random = Seeded(312)
        for _ in 0..<500 {
            let shape = Self.shape(&random, cells: 12)
            let counts = shape.lines.map { _ in random.number(0...shape.threshold * 2) }
            let table = try TestTable(shape.cells(counts), threshold: shape.threshold)
            let small = Set((0..<12).filter { _ in random.number(0...1) == 0 })
            let large = small.union((0..<12).filter { _ in random.number(0...2) == 0 })
            #expect(table.sum(over: small).count <= table.sum(over: large).count)
        }
    }

    @Test func orderOfCellsDoesNotMatter() throws {
        var random = Seeded(313)
        for _ in 0..<500 {
            let shape = Self.shape(&random, cells: 12)
            let counts = shape.lines.map { _ in random.number(0...shape.threshold * 2) }
            let cells = shape.cells(counts)
            let table = try TestTable(cells, threshold: shape.threshold)
            for _ in 0..<3 {
                let turned = try TestTable(
                    cells.shuffled(using: &random), threshold: shape.threshold)
                #expect(turned == table)
            }
        }
    }

    @Test func everyCellIsShownOrInOneGroupOrUncovered() throws {
        var random = Seeded(314)
        for _ in 0..<500 {
            let shape = Self.shape(&random, cells: 12)
            let counts = shape.lines.map { _ in random.number(0...shape.threshold * 2) }
            let table = try TestTable(shape.cells(counts), threshold: shape.threshold)
            let all = Array(table.published.keys) + table.groups.flatMap(\.keys) + table.uncovered
            #expect(all.sorted() == Array(0..<12))
            for (key, count) in table.published {
                #expect(count == counts[key] && count >= shape.threshold)
            }
            for group in table.groups {
                #expect(group.keys.count >= 2)
                #expect(group.total == group.keys.reduce(0) { $0 + counts[$1] })
            }
        }
    }

    @Test func smallCellsOfALineAreShownAsOneTotal() throws {
        // Two ports and a year, four groups of substances each, threshold 5.
        let shape = Shape(
            threshold: 5,
            lines: Array(repeating: ["NLRTM 2024"], count: 4)
                + Array(repeating: ["BEANR 2024"], count: 4), most: 0)
        let table = try TestTable(shape.cells([42, 3, 2, 0, 61, 17, 0, 1]), threshold: 5)
        #expect(
            table.groups == [
                TestTable.Group(keys: [1, 2, 3], total: 5),
                TestTable.Group(keys: [5, 6, 7], total: 18),
            ])
        #expect(table.published == [0: 42, 4: 61])
        #expect(table.sum(over: [0, 1, 2, 3]) == ProtectedSum(count: 47, isAtLeast: false))
        #expect(table.sum(over: [0, 1]) == ProtectedSum(count: 42, isAtLeast: true))
        #expect(table.sum(over: Set(0..<8)) == ProtectedSum(count: 126, isAtLeast: false))
        #expect(table.sum(over: [0, 99]).isAtLeast, "missing is not zero")
    }

    @Test func thresholdOfOneWithholdsNothing() throws {
        let shape = Shape(threshold: 1, lines: [["a"], ["a"], ["b"]], most: 0)
        let table = try TestTable(shape.cells([0, 1, 7]), threshold: 1)
        #expect(table.published == [0: 0, 1: 1, 2: 7] && table.uncovered.isEmpty)
    }

    @Test func zeroAndSmallLookAlike() throws {
        let shape = Shape(threshold: 5, lines: [["a"], ["a"], ["a"]], most: 0)
        let tables = try [[9, 0, 4], [9, 4, 0], [9, 1, 3], [9, 2, 2]].map {
            try TestTable(shape.cells($0), threshold: 5)
        }
        #expect(Set(tables).count == 1)
    }

    @Test func brokenInputIsRefusedWithCauseAndMend() {
        let cell = { (key: Int, lines: [String], count: Int) in
            TestCell(key: key, lines: lines, count: count)
        }
        let cases: [([TestCell], Int, ProtectionDefect)] = [
            ([], 0, .threshold(0)), ([], 1_001, .threshold(1_001)),
            ([cell(1, ["a"], -1)], 5, .negativeCount),
            ([cell(1, ["a"], 1), cell(1, ["b"], 1)], 5, .repeatedKey),
            ([cell(1, ["a"], 1), cell(2, [], 1)], 5, .lines),
            ([cell(1, ["a", "x"], 1), cell(2, ["a", "y"], 1)], 5, .lines),
            ([cell(1, ["a", "x"], 1), cell(2, ["x", "a"], 1)], 5, .lines),
        ]
        for (cells, threshold, defect) in cases {
            #expect(throws: defect) { try TestTable(cells, threshold: threshold) }
            #expect(!defect.cause.isEmpty && !defect.mend.isEmpty)
        }
        #expect(throws: Never.self) { try TestTable([], threshold: 5) }
    }

    static func shape(_ random: inout Seeded, cells: Int) -> Shape {
        let lines = (0..<cells).map { _ in
            let wide = random.pick(["a", "b"])
            return [wide + String(random.number(1...2)), wide]
        }
        return Shape(threshold: random.number(2...5), lines: lines, most: 0)
    }
}
