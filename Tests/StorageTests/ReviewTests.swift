import GRDB
import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

/// Findings of the duplicate review, the states they rule, and the decisions of persons.
struct ReviewTests {
    let folder: TemporaryFolder
    let store: SituationDatabase

    init() throws {
        folder = try TemporaryFolder()
        store = try folder.database()
        try store.begin(Sample.header)
    }

    func append(_ records: IntakeRecord...) throws {
        _ = try store.append(records, batch: Sample.batch)
    }

    func finding(_ record: String, _ other: String, _ kind: RepeatKind) -> ReviewFinding {
        ReviewFinding(
            record: RecordID(trusted: record), other: RecordID(trusted: other), kind: kind,
            score: 3.25, reasons: ["same day, same 4 significant digits (+1.5)", "same place"])
    }

    func finish(_ findings: ReviewFinding...) throws {
        let seen = try store.unreviewedGroups { _ in }
        try store.finishReview(findings, through: seen, decidedOn: Sample.today)
    }

    func decide(_ record: String, _ state: ReviewState) throws -> Bool {
        try store.decide(
            ReviewDecision(
                record: RecordID(trusted: record), state: state, decidedBy: "A. Person",
                reason: "compared the papers", decidedOn: Sample.today))
    }

    func states() throws -> [ReviewState] { try store.seizures(Selection()).facts.map(\.state) }

    func groups() throws -> [[String]] {
        var groups: [[String]] = []
        _ = try store.unreviewedGroups { groups.append($0.map(\.record.text)) }
        return groups
    }

    func content() throws -> [String] {
        try store.pool.read { database in
            try ["seizure", "finding", "decision", "progress"].flatMap {
                try Row.fetchAll(database, sql: "SELECT * FROM \($0) ORDER BY 1, 2").map(
                    \.description)
            }
        }
    }

    @Test func eachKindOfRepeatRulesItsState() throws {
        try append(.plain("a"), .plain("b"), .plain("c"), .plain("d"))
        try finish(
            finding("b", "a", .exactRepeat), finding("c", "a", .nearRepeat),
            finding("d", "a", .possiblyGenuine))
        #expect(try states() == [.counted, .repeated, .held, .counted])
        #expect(
            try store.seizures(Selection()).facts.map(\.mayRepeat) == [false, false, false, true])
    }

    @Test func heldRecordStandsWithFindingAndReasons() throws {
        try append(
            .plain("a"), .plain("b", given: ["two", "", "x"]),
            .plain("c", holdReason: "too heavy"))
        let near = finding("b", "a", .nearRepeat)
        try finish(near)
        let held = try store.heldRecords(limit: 10)
        #expect(held.map(\.detail.record.text) == ["b", "c"])
        #expect(held.first?.finding == near)
        #expect(held.first?.detail.given.map(\.cell) == ["two", "x"])
        #expect(held.last?.finding == nil)
        #expect(held.map(\.holdReason) == ["", "too heavy"])
        #expect(try store.heldRecords(limit: 1).count == 1)
    }

    @Test func intakeHoldOutranksTheRule() throws {
        try append(.plain("a"), .plain("b", holdReason: "lies in the future"))
        try finish(finding("b", "a", .possiblyGenuine))
        #expect(try states() == [.counted, .held])
    }

    @Test(arguments: ReviewState.allCases, [RepeatKind.exactRepeat, .nearRepeat, .possiblyGenuine])
    func decisionOutranksALaterRule(state: ReviewState, kind: RepeatKind) throws {
        try append(.plain("a"), .plain("b"))
        #expect(try decide("b", state))
        try finish(finding("b", "a", kind))
        #expect(try states() == [.counted, state])
    }

    @Test func lastDecisionHoldsAndAllAreKept() throws {
        try append(.plain("a"))
        for state in [ReviewState.repeated, .held, .counted] { #expect(try decide("a", state)) }
        #expect(try states() == [.counted])
        let kept = try store.pool.read {
            try Row.fetchAll($0, sql: "SELECT number, state, decided_by FROM decision ORDER BY 1")
                .map {
                    "\($0["number"] as Int) \($0["state"] as String) \($0["decided_by"] as String)"
                }
        }
        #expect(kept == ["1 repeat A. Person", "2 held A. Person", "3 counted A. Person"])
    }

    @Test func decisionStaysWhenTheContentChanges() throws {
        try append(.plain("a"), .plain("b"))
        #expect(try decide("b", .repeated))
        try append(.plain("b", given: ["2"]))
        #expect(try states() == [.counted, .repeated])
        try finish(finding("b", "a", .possiblyGenuine))
        #expect(try states() == [.counted, .repeated])
    }

    @Test func newReasonToHoldOutranksADecisionOnTheOldVersion() throws {
        try append(.plain("a"))
        #expect(try decide("a", .counted))
        try append(.plain("a", given: ["2"], holdReason: "too heavy"))
        #expect(try states() == [.held])
    }

    @Test func decisionOnAnUnknownRecordIsFalseAndLeavesNothing() throws {
        var random = Seeded(41)
        try append(IntakeRecord("figure", .figure(Sample.figure(1, &random))))
        let before = try content()
        #expect(try !decide("nobody", .counted))
        #expect(try !decide("figure", .repeated))
        #expect(try content() == before)
    }

    @Test func finishingTwiceIsTheSame() throws {
        try append(.plain("a"), .plain("b"), .plain("c"))
        let findings = [finding("b", "a", .exactRepeat), finding("c", "a", .nearRepeat)]
        let seen = try store.unreviewedGroups { _ in }
        try store.finishReview(findings, through: seen, decidedOn: Sample.today)
        let once = try content()
        try store.finishReview(
            findings, through: seen,
            decidedOn: CalendarDate(dayNumber: Sample.today.dayNumber + 9))
        #expect(try content() == once)
    }

    @Test func whatWasAppendedDuringAReviewWaitsForItsOwn() throws {
        try append(.plain("a"), .plain("b"))
        let seen = try store.unreviewedGroups { _ in }
        try append(.plain("c"))
        try store.finishReview([], through: seen, decidedOn: Sample.today)
        #expect(try groups() == [["a", "b", "c"]])
    }

    @Test func findingOnNoRecordOfOursChangesNoState() throws {
        try append(.plain("a"))
        try finish(finding("nobody", "a", .exactRepeat))
        #expect(try states() == [.counted])
    }

    @Test func onlyGroupsWithNewRecordsAreReviewed() throws {
        try append(
            .plain("n1"), .plain("n2"),
            .plain("b1", country: "BE", substance: .cannabisHerb),
            .plain("b2", country: "BE", substance: .cannabisResin),
            .plain("alone", country: "ES"))
        // A group of one has nothing to repeat.
        #expect(try groups() == [["b1", "b2"], ["n1", "n2"]])
        // Until the review is finished, it is due again.
        #expect(try groups().count == 2)
        try finish()
        #expect(try groups() == [])
        try append(.plain("b3", country: "BE", substance: .cannabisOil))
        #expect(try groups() == [["b1", "b2", "b3"]])
        try finish()
        #expect(try groups() == [])
    }

    @Test func reviewSeesCurrentVersionsWithAmountAndDayOnly() throws {
        var noAmount = SeizureEvent(
            when: DateSpan(day: CalendarDate(dayNumber: 19_000)), reporter: "NL")
        noAmount.country = .sample("NL")
        noAmount.substance = .cocaineBase
        var wholeYear = SeizureEvent(when: try DateSpan(year: 2022), reporter: "NL")
        wholeYear.country = .sample("NL")
        wholeYear.substance = .cocaineBase
        wholeYear.quantity = try Quantity(amount: 4, unit: .kilogram)
        try append(
            .plain("a", given: ["old"]), IntakeRecord("none", .seizure(noAmount)),
            IntakeRecord("year", .seizure(wholeYear)), .plain("b"), .plain("a", given: ["new"]))
        #expect(try groups() == [["b", "a"]])
    }

    @Test func recordsWithoutCountryAreAGroupToo() throws {
        for name in ["a", "b"] {
            var event = SeizureEvent(
                when: DateSpan(day: CalendarDate(dayNumber: 19_000)), reporter: "NL")
            event.substance = .heroin
            event.quantity = try Quantity(amount: 2.5, unit: .kilogram)
            event.placeText = "Port  of RÉUNION"
            event.setting = .seaport
            event.transport = .unknown
            try append(IntakeRecord(name, .seizure(event), occurrence: name == "a" ? 0 : 1))
        }
        var found: [ReviewCandidate] = []
        _ = try store.unreviewedGroups { found += $0 }
        #expect(found.map(\.record.text) == ["a", "b"])
        #expect(found.map(\.occurrence) == [0, 1])
        #expect(found.allSatisfy { $0.amount == 2.5 && $0.unit == .kilogram && $0.day == 19_000 })
        #expect(found.allSatisfy { $0.place == "port of reunion" })
        // What is not known says nothing about likeness.
        #expect(found.allSatisfy { $0.compared == ["seaport", "", "", "", "", ""] })
    }
}
