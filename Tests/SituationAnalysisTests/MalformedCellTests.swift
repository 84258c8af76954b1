import PortVocabulary
import Testing

@testable import SituationAnalysis

/// Cells that cannot be read, or only with a remark: row, column, cause and mend.
@Suite struct MalformedCellTests {
    private func one(
        _ cells: [String: String], _ layout: (inout Layout) -> Void = { _ in }
    ) throws -> (line: ReportLine, store: MemoryStore) {
        var intake = try Intake("breakwater-template")
        layout(&intake.layout)
        let outcome = try intake.run(Template.row(cells))
        return (try #require(outcome.lines.first), intake.store)
    }

    @Test(arguments: ["1,5", "1,234", "1.234,5", "1,5,0", "10 5", "1.2.3", ",234,567", "1,23,456"])
    func amountWithMixedMarksIsRejectedWithItsColumn(_ text: String) throws {
        let (line, store) = try one(["amount": text])
        #expect(line.outcome == .rejected && store.current.isEmpty)
        let note = try #require(line.notes.first)
        #expect(note.column == "amount" && note.cause.contains("“\(text)”"))
        #expect(!note.mend.isEmpty && line.cells.contains(text))
    }

    @Test(arguments: [("1 234.5", 1234.5), ("1,234,567.8", 1_234_567.8), ("1’234", 1234.0)])
    func amountWithGroupsOfThousandsIsRead(_ text: String, _ value: Double) throws {
        let (line, store) = try one(["amount": text, "substance": "wildlife", "unit": "pieces"])
        #expect(line.outcome != .rejected)
        #expect(store.events.first?.quantity?.amount == value)
    }

    @Test(arguments: ["2024-02-31", "2023-02-29", "2024-13", "2024-00-01", "31 Feb 2024", "1700"])
    func dateThatDoesNotExistIsRejected(_ text: String) throws {
        let (line, store) = try one(["date": text]) { $0.dateForms = [.iso, .named] }
        #expect(line.outcome == .rejected && store.current.isEmpty)
        let note = try #require(line.notes.first)
        #expect(note.column == "date" && note.cause.contains("“\(text)”") && !note.mend.isEmpty)
    }

    @Test func absurdAmountsAreStoredAndHeld() throws {
        for amount in ["100000.5", "1e15", "1e300", "99999999999999999999999"] {
            let (line, store) = try one(["amount": amount])
            #expect(line.outcome == .held, "\(amount)")
            #expect(store.current.first?.state == .held)
            #expect(
                line.notes.first?.cause.hasSuffix("kg is more than any single find on record")
                    == true)
        }
        #expect(try one(["amount": "100000"]).line.outcome == .accepted)
    }

    @Test func amountBeyondAnyNumberIsRejected() throws {
        for amount in ["1e400", "1e308"] {
            let (line, _) = try one(["amount": amount, "unit": "tonnes"])
            #expect(line.outcome == .rejected, "\(amount)")
        }
    }

    @Test func negativeAmountsAreRejected() throws {
        let (line, store) = try one(["amount": "-5"])
        #expect(line.outcome == .rejected && store.current.isEmpty)
        #expect(line.notes.first?.column == "amount")
    }

    @Test func futureDatesAreHeldAndTodayIsNot() throws {
        #expect(try one(["date": "2026-07-01"]).line.outcome == .held)
        #expect(try one(["date": "2026-06-30"]).line.outcome == .accepted)
        #expect(try one(["date": "2026"]).line.outcome == .accepted)
    }

    @Test func unknownWordsAreKeptAsGivenWithANote() throws {
        let cells = [
            ("substance", "moon dust", "is no known substance"),
            ("unit", "bushel", "is no known unit"),
            ("country", "Atlantis", "is no known country"),
            ("place", "Nowhere", "no port has this name"),
            ("stage", "later", "is not a term of stages"), ("methods", "RIP;ROW", "modus operandi"),
            ("container", "CSQU3054384", "check digit"), ("vessel_imo", "9074728", "check digit"),
            ("persons", "few", "is not a count"), ("transit", "Atlantis", "neither a country nor"),
            ("companies", "king:misused", "company roles"),
            ("evaluation", "Z9", "source evaluation"),
        ]
        for (column, text, cause) in cells {
            let (line, store) = try one([column: text])
            #expect(line.outcome == .acceptedWithNotes, "\(column)")
            let note = try #require(line.notes.first { $0.column == column }, "\(column)")
            #expect(note.cause.contains(cause) && !note.mend.isEmpty, "\(note.cause)")
            #expect(store.current.first?.record.given.contains(text) == true)
        }
    }

    @Test func unreadableMarkIsTheStrictestAndHeld() throws {
        for cells in [["tlp": "PURPLE"], ["handling": "H3"], ["handling": "H9", "tlp": "CLEAR"]] {
            let (line, store) = try one(cells)
            #expect(line.outcome == .held && store.current.first?.record.mark == .strictest)
        }
    }

    @Test func wordsForUnknownInListsAreNoAnswerAndNoRemark() throws {
        let (line, store) = try one([
            "transit": "unknown", "methods": "Unknown", "persons": "unknown",
        ])
        #expect(line.outcome == .accepted, "\(line.notes)")
        let event = try #require(store.events.first)
        #expect(event.transit.isEmpty && event.methods.isEmpty && event.persons == .unknown)
    }

    @Test func blankAndAbsentColumnsAreToldApart() throws {
        let asked = try #require(try one(["persons": "", "setting": ""]).store.events.first)
        #expect(asked.persons == .unknown && asked.setting == .unknown)
        let absent = try #require(try one([:]).store.events.first)
        #expect(absent.persons == .notAsked && absent.setting == .notAsked)
        #expect(asked.asked.contains(.persons) && !absent.asked.contains(.persons))
    }

    @Test func wrongTypesOfAFigureAreRejected() throws {
        let good = String(decoding: try ProductData.sample("published-figures.csv"), as: UTF8.self)
        for (from, to) in [
            (",12,same", ",a dozen,same"), (",1000.5,", ",-3,"), (",1000.5,", ",ten,"),
        ] {
            let intake = try Intake("published-figures")
            let outcome = try intake.run(good.replacing(from, with: to))
            #expect(outcome.lines.map(\.outcome) == [.rejected, .accepted])
        }
    }

    @Test(arguments: [
        ("quarter", "9223372036854775807"), ("quarter", "0"), ("month", "13"), ("month", "-1"),
        ("year", "99999999999999999999"), ("year", "1799"), ("day", "31"), ("day", "0"),
    ])
    func datePartsOutOfRangeAreRejected(_ field: String, _ text: String) throws {
        let parts = ["year": "2023", "month": "4", "quarter": "2", "day": "1"]
        let columns = parts.keys.filter { $0 != (field == "quarter" ? "month" : "quarter") }
            .sorted()
        let intake = try Intake(
            yaml: """
                layout: parts
                title: Parts
                record: seizure
                columns: {substance: substance, \(columns.map { "\($0): \($0)" }.joined(separator: ", "))}
                """)
        let cells = columns.map { $0 == field ? text : parts[$0] ?? "" }
        let outcome = try intake.run(
            "substance,\(columns.joined(separator: ","))\ncocaine,\(cells.joined(separator: ","))\n"
        )
        #expect(outcome.lines.map(\.outcome) == [.rejected])
    }

    @Test(arguments: [
        ("2024,,", "2023-10-01/2024-09-30"), ("2024,Q1,", "2023-Q4"), ("2024,4,", "2024-Q3"),
        ("2024,,OCT", "2023-10"), ("2024,,9", "2024-09"),
    ])
    func fiscalPeriodsAreTheMonthsTheyCover(_ cells: String, _ expected: String) throws {
        let intake = try Intake(
            yaml: """
                layout: fiscal
                title: Fiscal
                record: seizure
                fiscal_year_starts: 10
                columns: {substance: substance, fy: fiscal-year, q: quarter, m: month}
                """)
        try intake.run("substance,fy,q,m\ncocaine,\(cells)\n")
        #expect(intake.store.events.first?.when.description == expected)
    }

    @Test func fiscalYearAtTheEndOfNumbersIsRejected() throws {
        let intake = try Intake("us-cbp-monthly")
        let text = String(decoding: try ProductData.sample("us-cbp-monthly.csv"), as: UTF8.self)
        let outcome = try intake.run(text.replacing("2024,OCT", with: "\(Int.min),OCT"))
        #expect(outcome.lines.map(\.outcome) == [.rejected, .accepted])
    }
}
