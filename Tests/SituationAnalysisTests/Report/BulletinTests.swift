import Foundation
import NeedToKnow
import PortVocabulary
import TestSupport
import Testing

@testable import SituationAnalysis

/// Two years of invented finds at three ports, and the bulletins drawn from them.
@Suite struct BulletinTests {
    /// 30 finds a month at Rotterdam and 10 in the last; 8 at Antwerp; 6 at Hamburg and none in
    /// the last.
    static let rows: [[String: String]] = {
        var rows: [[String: String]] = []
        for month in 0..<24 {
            let (year, number) = (2024 + (month + 5) / 12, (month + 5) % 12 + 1)
            let isLast = month == 23
            for (place, count) in [
                ("Rotterdam", isLast ? 10 : 30), ("Antwerpen", 8), ("Hamburg", isLast ? 0 : 6),
            ] {
                for find in 0..<count {
                    rows.append([
                        "reference": "\(place)-\(month)-\(find)", "place": place,
                        "date": "\(year)-\(number < 10 ? "0" : "")\(number)-\(10 + find % 18)",
                        "amount": "\(20 + (find * 37 + month * 11) % 400)", "setting": "seaport",
                        "methods": find % 3 == 0 ? "RIP;PIN" : "LOAD", "departure_country": "EC",
                        "destination_country": "DE", "companies": "haulier:misused",
                        "cash_amount": find == 0 ? "1000" : "", "cash_currency": "EUR",
                        "tlp": "GREEN",
                    ])
                }
            }
        }
        return rows
    }()

    private static func count(_ month: String, _ place: String? = nil) -> Int {
        rows.count { $0["date"]!.hasPrefix(month) && (place == nil || $0["place"] == place) }
    }

    private func make(
        _ world: Partnership, _ subject: BulletinSubject = .alliance, _ period: String = "2026-05",
        by requester: Requester? = nil
    ) throws -> Bulletin {
        try MakeBulletin(store: world.store, reference: ProductData.reference).run(
            try requester ?? Person.own(), .list,
            try BulletinRequest(subject, period: DateSpan(parsing: period)), now: world.now
        ).view
    }

    private func section(_ id: String, _ bulletin: Bulletin) throws -> BulletinSection {
        try #require(bulletin.sections.first { $0.id == id })
    }

    private func json(_ bulletin: Bulletin) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(bulletin), as: UTF8.self)
    }

    @Test func glanceCountsThePeriodAndBothItIsComparedWith() throws {
        let bulletin = try make(Partnership(Self.rows))
        let row = try #require(try section("glance", bulletin).tables[0].rows.first)
        #expect(bulletin.base.seizures == Self.count("2026-05"))
        #expect(row[0].text == "cocaine")
        #expect(row[1].value == Double(Self.count("2026-05")))
        #expect(row[3].value == Double(Self.count("2026-04")))
        #expect(row[5].value == Double(Self.count("2025-05")))
    }

    @Test func bulletinOfAPortHoldsThatPortAlone() throws {
        let bulletin = try make(
            Partnership(Self.rows), try .port(PlaceCode(parsing: "BEANR")), "2026-05")
        let row = try section("glance", bulletin).tables[0].rows[0]
        #expect(row[1].value == Double(Self.count("2026-05", "Antwerpen")))
        let text = try json(bulletin)
        #expect(text.contains("Antwerp") && !text.contains("Rotterdam"))
        #expect(!text.contains("Hamburg"))
    }

    @Test func quarterAddsItsMonths() throws {
        let bulletin = try make(Partnership(Self.rows), .alliance, "2026-Q1")
        let months = ["2026-01", "2026-02", "2026-03"].map { Self.count($0) }
        #expect(bulletin.base.seizures == months.reduce(0, +))
        #expect(bulletin.periodBefore == "2025-Q4" && bulletin.periodYearBefore == "2025-Q1")
        #expect(bulletin.course == "2023-04-01/2026-03-31")
    }

    @Test func fallIsShownAndNamesThePort() throws {
        let bulletin = try make(Partnership(Self.rows))
        let found = try section("findings", bulletin).statements.first {
            $0.text.hasPrefix("Rotterdam, cocaine: fewer recorded seizures in 2026-05 (10) than")
                && $0.text.contains("2026-04 (30)")
        }
        #expect(found?.verdict == .shown)
        #expect(found?.figures.count == 1)
    }

    @Test func fallToNothingIsAValueAndNoMissingEnd() throws {
        let bulletin = try make(
            Partnership(Self.rows), .basin(.northSea), "2026-05")
        let chart = try #require(
            try section("trends", bulletin).charts.first { $0.title == "Hamburg, cocaine" })
        let last = try #require(chart.table.rows.last)
        #expect(last[0].text == "2026-05" && last[1].value == 0)
    }

    @Test func withoutAnyReportThePeriodIsNotKnown() throws {
        let bulletin = try make(Partnership(Self.rows), .alliance, "2026-06")
        #expect(bulletin.base.seizures == 0)
        let row = try section("glance", bulletin).tables[0].rows[0]
        #expect(row[1].text == "not known" && row[1].value == nil)
        #expect(row[4].text == "no comparison")
    }

    @Test func everyCitedFigureIsThereOnceUnderItsNumber() throws {
        let bulletin = try make(Partnership(Self.rows))
        let ids = bulletin.figures.map(\.id)
        #expect(ids == (1...ids.count).map { "N\($0)" })
        var cited: Set<String> = []
        for section in bulletin.sections {
            cited.formUnion(section.statements.flatMap(\.figures))
            for table in section.tables + section.charts.map(\.table) {
                #expect(table.rows.allSatisfy { $0.count == table.columns.count })
                cited.formUnion(table.rows.joined().map(\.figure))
            }
        }
        #expect(cited.subtracting([""]) == Set(ids))
    }

    @Test func figureOfACountListsAsManyRecords() throws {
        let world = try Partnership(Self.rows)
        let bulletin = try make(world, try .port(PlaceCode(parsing: "NLRTM")), "2026-05")
        let cell = try section("glance", bulletin).tables[0].rows[0][1]
        let figure = try #require(bulletin.figures.first { $0.id == cell.figure })
        #expect(figure.list.contains("--within --period 2026-05"))
        var selection = Selection()
        selection.period = try DateSpan(parsing: "2026-05")
        (selection.isWithinPeriod, selection.isCountedOnly) = (true, true)
        selection.ports = [try PlaceCode(parsing: "NLRTM")]
        let listed = try world.list(selection, limit: 1_000, by: Person.own())
        #expect(Double(listed.view.table.facts.count) == cell.value)
        #expect(figure.records == listed.view.table.facts.count)
    }

    @Test func coverageComesFirstAndSourcesLast() throws {
        let ids = try make(Partnership(Self.rows)).sections.map(\.id)
        #expect(ids.first == "coverage" && ids.last == "sources")
        #expect(Set(ids).count == ids.count)
    }

    @Test func markIsThatOfTheStrictestRecordOfTheCourse() throws {
        var rows = Self.rows
        #expect(try make(Partnership(rows)).mark.hasPrefix("TLP:GREEN"))
        let year = try #require(rows.firstIndex { $0["date"]!.hasPrefix("2025-01") })
        rows[year]["tlp"] = "RED"
        #expect(try make(Partnership(rows)).mark.hasPrefix("TLP:RED"))
    }

    @Test(arguments: [
        (["TLP:GREEN", "TLP:AMBER, H1", ""], "TLP:AMBER, H1"),
        (["TLP:CLEAR, H3", "TLP:GREEN, H1"], "TLP:GREEN, H1, H3"), ([], ""), (["", ""], ""),
        (["TLP:AMBER", "TLP:AMBER+STRICT"], "TLP:AMBER+STRICT"),
        (["something else"], "TLP:RED"), (["TLP:GREEN, H9"], "TLP:GREEN, H3"),
    ])
    func labelsAreJoinedToTheStrictest(labels: [String], whole: String) {
        #expect(BulletinMark.strictest(labels) == whole)
    }

    @Test func aRecordDatedToAYearStandsInNoMonth() throws {
        let coarse = ["reference": "coarse", "date": "2026", "amount": "77777"]
        let bulletin = try make(Partnership(Self.rows + [coarse]))
        #expect(bulletin.base.seizures == Self.count("2026-05"))
        #expect(
            try section("missing", bulletin).text.contains {
                $0.hasPrefix("1 ") && $0.contains("too coarse")
            })
    }

    @Test func editionWithoutRightsHoldsNothing() throws {
        let bulletin = try make(Partnership(Self.rows), by: Person.partner())
        #expect(bulletin.base.seizures == 0 && bulletin.mark.isEmpty)
        #expect(bulletin.edition == Person.partner.text)
        let text = try json(bulletin)
        #expect(!text.contains("Example Customs") && !text.contains("NLRTM"))
        #expect(text.contains("no sign that nothing happened"))
    }

    @Test func editionFollowsTheFieldsOfTheAgreement() throws {
        let world = try Partnership(Self.rows)
        try world.agree(.fields, RecordKind.seizure.fields.subtracting([.methods, .companies]))
        let own = try make(world)
        let partner = try make(world, by: Person.partner())
        #expect(partner.base.seizures == own.base.seizures)
        #expect(try section("methods", own).charts.count == 1)
        #expect(try section("methods", partner).charts.isEmpty)
        #expect(try !json(partner).contains("haulier"))
    }

    @Test func sameRecordsGiveTheSameBytes() throws {
        let world = try Partnership(Self.rows)
        #expect(try json(make(world)) == json(make(world)))
    }

    @Test(arguments: ["2026", "2026-05-01", "2026-01-01/2026-02-28"])
    func onlyMonthsAndQuartersArePeriods(text: String) throws {
        let span = try DateSpan(parsing: text)
        #expect(throws: WordDefect.self) { try BulletinRequest(.alliance, period: span) }
    }

    @Test(arguments: ["alliance", "basin/north-sea", "port/NLRTM"])
    func subjectsAreReadAsTheyAreWritten(text: String) throws {
        #expect(try BulletinSubject(parsing: text).description == text)
    }

    @Test(arguments: ["", "port", "port/", "port/XX", "basin/moon", "alliance/", "port/NLRTM/1"])
    func otherSubjectsAreRefused(text: String) {
        #expect(throws: WordDefect.self) { try BulletinSubject(parsing: text) }
    }
}
