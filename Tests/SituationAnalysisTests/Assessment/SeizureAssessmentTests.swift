import Foundation
import NeedToKnow
import PortVocabulary
import TestSupport
import Testing

@testable import SituationAnalysis

/// Assessments of single seizures: figures reconcile, intervals hold, nothing depends on order.
struct SeizureAssessmentTests {
    private func assess(
        _ rows: [[String: String]], _ selection: Selection = Selection(), compare: String? = nil,
        by granularity: Granularity? = nil
    ) throws -> Assessment {
        let intake = try Intake("breakwater-template")
        try intake.run(Template.file(rows))
        return try AssessSituation(store: intake.store, reference: ProductData.reference).run(
            try Person.own(), .list, selection,
            compare: try compare.map { try DateSpan(parsing: $0) },
            granularity: granularity, now: intake.now
        ).view
    }

    /// Seizures scattered over three ports and four years.
    private func scattered(_ count: Int, seed: UInt64) -> [[String: String]] {
        var random = Seeded(seed)
        return (0..<count).map { number in
            [
                "reference": "R\(number)",
                "date": "20\(random.number(20...23))-\(two(random.number(1...12)))-"
                    + two(random.number(1...28)),
                "place": random.pick(["Rotterdam", "Antwerpen", "Hamburg"]),
                "substance": random.pick(["cocaine", "hashish", "heroin"]),
                "amount": "\(Double(random.number(1...90_000)) / 100)",
                "stage": random.pick(["at-port", "hinterland", "upstream-abroad", "unknown"]),
                "methods": random.pick(["LOAD", "RIP", "LOAD;PIN", ""]),
                "departure_country": random.pick(["EC", "BR", "", "MA"]),
                "companies": random.pick(["haulier:misused", "terminal:unknown", ""]),
            ]
        }
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    @Test func figuresReconcileToTheRow() throws {
        let rows = scattered(400, seed: 11)
        let assessment = try assess(rows)
        let base = assessment.base
        #expect(base.seizures == 400)
        #expect(base.counted + base.held + base.repeats == base.seizures)
        #expect(assessment.coverage.table.reduce(0) { $0 + $1.seizures } == base.counted)
        #expect(assessment.stages.reduce(0) { $0 + $1.seizures } == base.counted)
        let all = assessment.trends.filter { $0.scope == "all" }
        let inTrends = all.reduce(0) { $0 + $1.points.reduce(0) { $0 + $1.seizures } }
        #expect(inTrends + assessment.coverage.undatedWithinPeriods == base.counted)
        for group in all {
            let countries = assessment.trends.filter {
                $0.scope == "country" && $0.group == group.group
            }
            let total = { (series: TrendSeries) in series.points.reduce(0) { $0 + $1.seizures } }
            #expect(countries.reduce(0) { $0 + total($1) } == total(group))
        }
        for field in assessment.coverage.fields {
            #expect(field.known + field.unknown + field.notAsked == base.seizures)
        }
    }

    @Test func theOrderOfRowsDoesNotMatter() throws {
        let rows = scattered(120, seed: 12)
        var random = Seeded(13)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        var one = try assess(rows)
        var two = try assess(rows.shuffled(using: &random))
        // Records on port pages are named by identifier, so they agree too.
        (one.madeOn, two.madeOn) = ("", "")
        #expect(try encoder.encode(one.trends) == encoder.encode(two.trends))
        #expect(try encoder.encode(one.statements) == encoder.encode(two.statements))
        #expect(try encoder.encode(one.ports) == encoder.encode(two.ports))
    }

    @Test func everyIntervalHoldsItsCount() throws {
        let assessment = try assess(scattered(300, seed: 14), by: .quarter)
        for point in assessment.trends.flatMap(\.points) {
            let (lower, upper) = (try #require(point.lower), try #require(point.upper))
            #expect(lower <= Double(point.seizures) && Double(point.seizures) <= upper)
        }
        for line in assessment.methods.lines {
            #expect(line.lower <= line.share && line.share <= line.upper)
        }
    }

    @Test func theWholeCarriesTheStrictestMarkOfItsRecords() throws {
        let rows = [
            ["reference": "1", "tlp": "GREEN", "handling": "H0"],
            ["reference": "2", "tlp": "AMBER+STRICT", "handling": "H2", "date": "2021-05-06"],
            ["reference": "3", "tlp": "CLEAR", "handling": "H1", "date": "2024-05-07"],
        ]
        #expect(try assess(rows).mark == "TLP:AMBER+STRICT, H1, H2")
        var selection = Selection()
        selection.period = try DateSpan(parsing: "2024")
        #expect(try assess(rows, selection).mark == "TLP:GREEN, H1")
        #expect(try assess(rows, selection, compare: "2021").mark == "TLP:AMBER+STRICT, H1, H2")
    }

    @Test func unknownMethodsAreNotCountedAsNone() throws {
        let rows = [
            ["reference": "A", "methods": "RIP"], ["reference": "B", "methods": ""],
            ["reference": "C", "methods": "LOAD;RIP"],
        ]
        let methods = try assess(rows).methods
        #expect(methods.known == 2 && methods.unknown == 1 && methods.notAsked == 0)
        let rip = try #require(methods.lines.first { $0.code == "RIP" })
        #expect(rip.seizures == 2 && rip.share == 1)
    }

    @Test func weightsOfDifferentGroupsAreNeverAdded() throws {
        let rows = [
            ["reference": "A", "substance": "cocaine", "amount": "100"],
            ["reference": "B", "substance": "coca leaf", "amount": "9000"],
        ]
        let assessment = try assess(
            rows
                + rows.map { row in
                    row.merging([
                        "reference": "2" + (row["reference"] ?? ""), "amount": "71.3",
                        "date": "2024-04-01",
                    ]) { $1 }
                } + scattered(0, seed: 1))
        #expect(!assessment.figures.contains { ($0.value ?? 0) == 9_100 })
    }

    @Test func aPortsShareIsOfItsBasin() throws {
        let rows = (0..<9).map { number in
            [
                "reference": "S\(number)", "date": "2024-02-0\(number + 1)",
                "place": number < 6 ? "Rotterdam" : "Hamburg", "amount": "\(100 + number * 7)",
            ]
        }
        let series = try #require(try assess(rows).shares.first)
        #expect(series.basin == "North Sea")
        let first = try #require(series.periods.first)
        #expect(first.parts.map(\.code) == ["NLRTM", "DEHAM"])
        #expect(first.parts.map(\.amount) == [6, 3])
    }

    @Test func theRunningPeriodIsPartialAndLate() throws {
        // Today is 2026-06-30 in these tests.
        let rows = (1...6).map { month in
            ["reference": "M\(month)", "date": "2026-0\(month)-15", "amount": "\(month * 111)"]
        }
        let series = try #require(
            try assess(rows, by: .year).trends.first { $0.scope == "port" })
        let point = try #require(series.points.last)
        #expect(point.isPartial && point.isLate)
    }

    @Test func aComparisonUsesTheStatedPeriods() throws {
        let before = (0..<40).map {
            [
                "reference": "B\($0)", "date": "2022-\(two($0 % 12 + 1))-\(two($0 % 27 + 1))",
                "amount": "\($0 * 3 + 101)",
            ]
        }
        let after = (0..<10).map {
            [
                "reference": "A\($0)", "date": "2023-\(two($0 % 12 + 1))-1\($0 % 9)",
                "amount": "\($0 * 7 + 203)",
            ]
        }
        var selection = Selection()
        selection.period = try DateSpan(parsing: "2023")
        let assessment = try assess(before + after, selection, compare: "2022")
        let change = try #require(assessment.trends.first { $0.scope == "port" }?.change)
        #expect(change.before == "2022" && change.after == "2023")
        #expect(change.countBefore == 40 && change.countAfter == 10)
        #expect(change.lower < change.ratio && change.ratio < change.upper)
        #expect(abs(change.ratio - 0.25) < 0.03)
    }

    @Test func aPeriodWithoutRecordsIsZeroOnlyWhereItsReporterReported() throws {
        // One reporter has nothing on cocaine in 2021 but reports heroin; another stops for a year.
        let heroin = (0..<36).map { number in
            [
                "reference": "H\(number)", "reporter": "Steady", "substance": "heroin",
                "date": "\(2020 + number / 12)-\(two(number % 12 + 1))-15",
                "amount": "\(number + 11)",
            ]
        }
        let cocaine = [2020, 2022].flatMap { year in
            (1...6).map { month in
                [
                    "reference": "C\(year)\(month)", "reporter": "Steady",
                    "date": "\(year)-\(two(month * 2))-03", "amount": "\(year + month * 7)",
                ]
            }
        }
        let series = try assess(heroin + cocaine, by: .year).trends
            .first { $0.scope == "port" && $0.group == "cocaine" }
        let steady = try #require(series)
        #expect(steady.points.map(\.seizures) == [6, 0, 6] && steady.gaps.isEmpty)

        let away = [2019, 2023].flatMap { year in
            (1...6).map { month in
                [
                    "reference": "A\(year)\(month)", "reporter": "Away",
                    "date": "\(year)-\(two(month * 2))-03", "amount": "\(year + month * 7)",
                ]
            }
        }
        let gapped = try #require(
            try assess(away, by: .year).trends.first { $0.scope == "port" })
        #expect(gapped.points.map(\.period) == ["2019", "2023"])
        #expect(gapped.gaps == ["2020", "2021", "2022"])
        #expect(gapped.change == nil)
    }

    @Test func aHugeStepIsTakenForReporting() throws {
        let rows = (0..<240).map { number in
            // 20 a month in 2023, one every other month of 2024.
            let isBefore = number < 234
            let month = isBefore ? number % 12 + 1 : (number - 234) * 2 + 2
            return [
                "reference": "H\(number)",
                "date": "\(isBefore ? 2023 : 2024)-\(two(month))-\(two(number % 27 + 1))",
                "amount": "\(101 + number * 3)",
            ]
        }
        let assessment = try assess(rows, by: .year)
        let change = try #require(assessment.trends.first { $0.scope == "port" }?.change)
        #expect(change.pValue < 0.01 && change.verdict == .cannotTell)
        #expect(
            assessment.statements.contains {
                $0.verdict == .cannotTell && $0.text.contains("more than 4-fold")
            })
    }

    @Test func noRecordsSaySoAndClaimNothing() throws {
        let intake = try Intake("breakwater-template")
        let assessment = try AssessSituation(store: intake.store, reference: ProductData.reference)
            .run(
                try Person.own(), .list, Selection(), compare: nil, granularity: nil,
                now: intake.now
            ).view
        #expect(assessment.statements.allSatisfy { $0.verdict == .cannotTell })
        #expect(assessment.statements.contains { $0.text.contains("no records") })
        #expect(assessment.mark.isEmpty)
    }

    @Test func aSelectionNeverShowsMoreThanTheWhole() throws {
        let rows = scattered(200, seed: 15)
        let whole = try assess(rows)
        var selection = Selection()
        selection.basins = [.northSea]
        selection.groups = [.cocaine]
        let part = try assess(rows, selection)
        #expect(part.base.seizures <= whole.base.seizures)
        #expect(part.coverage.table.allSatisfy { $0.group == SubstanceGroup.cocaine.title })
        #expect(part.selection == "--substance cocaine --basin north-sea")
    }

    @Test func cashOfTwoCurrenciesIsNotAdded() throws {
        let rows = [
            [
                "reference": "1", "substance": "cash", "amount": "", "unit": "",
                "cash_amount": "1000.50", "cash_currency": "EUR",
            ],
            [
                "reference": "2", "substance": "cash", "amount": "", "unit": "",
                "cash_amount": "200", "cash_currency": "USD",
            ],
            [
                "reference": "3", "substance": "cash", "amount": "", "unit": "",
                "cash_amount": "10", "cash_currency": "EUR",
            ],
        ]
        let cash = try assess(rows).cash
        #expect(cash.map(\.currency) == ["EUR", "USD"])
        #expect(cash.map(\.total) == [1010.5, 200])
    }
}
