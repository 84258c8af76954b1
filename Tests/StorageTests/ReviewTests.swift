import EvidenceLog
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

/// Findings of the duplicate review, the states they rule, and the decisions of persons.
@Suite struct ReviewTests {
    func finding(_ record: String, _ other: String, _ kind: RepeatKind) -> Finding {
        Finding(
            record: RecordID(trusted: record), other: RecordID(trusted: other), kind: kind,
            score: 3.25, reasons: ["same day, same 4 significant digits (+1.5)", "same place"])
    }

    @Test(arguments: EngineKind.here)
    func eachKindOfRepeatRulesItsState(_ engine: EngineKind) throws {
        let node = try TestNode(engine)
        try node.append(.plain("a"), .plain("b"), .plain("c"), .plain("d"))
        try node.finish(
            finding("b", "a", .exactRepeat), finding("c", "a", .nearRepeat),
            finding("d", "a", .possiblyGenuine))
        #expect(try node.states() == [.counted, .repeated, .held, .counted])
        #expect(
            try node.seizures().map(\.mayRepeat) == [false, false, false, true])
    }

    @Test(arguments: EngineKind.here)
    func heldRecordStandsWithFindingAndReasons(_ engine: EngineKind) throws {
        let node = try TestNode(engine)
        try node.append(
            .plain("a"), .plain("b", given: ["two", "", "x"]),
            .plain("c", holdReason: "too heavy"))
        let near = finding("b", "a", .nearRepeat)
        try node.finish(near)
        let held = try node.held(limit: 10)
        #expect(held.map(\.detail.record.text) == ["b", "c"])
        #expect(held.first?.finding == near)
        #expect(held.first?.detail.given.map(\.cell) == ["two", "x"])
        #expect(held.last?.finding == nil)
        #expect(held.map(\.holdReason) == ["", "too heavy"])
        #expect(try node.held(limit: 1).count == 1)
    }

    @Test(arguments: EngineKind.here)
    func intakeHoldOutranksTheRule(_ engine: EngineKind) throws {
        let node = try TestNode(engine)
        try node.append(.plain("a"), .plain("b", holdReason: "lies in the future"))
        try node.finish(finding("b", "a", .possiblyGenuine))
        #expect(try node.states() == [.counted, .held])
    }

    @Test(arguments: ReviewState.allCases, [RepeatKind.exactRepeat, .nearRepeat, .possiblyGenuine])
    func decisionOutranksALaterRule(state: ReviewState, kind: RepeatKind) throws {
        let node = try TestNode(.sqlite)
        try node.append(.plain("a"), .plain("b"))
        #expect(try node.decide("b", state))
        try node.finish(finding("b", "a", kind))
        #expect(try node.states() == [.counted, state])
    }

    @Test(arguments: EngineKind.here)
    func lastDecisionHoldsAndAllAreKept(_ engine: EngineKind) throws {
        let node = try TestNode(engine)
        try node.append(.plain("a"))
        for state in [ReviewState.repeated, .held, .counted] {
            #expect(try node.decide("a", state))
        }
        #expect(try node.states() == [.counted])
        let kept = try node.texts("SELECT number, state, decided_by FROM decision ORDER BY 1")
        #expect(kept == ["1 repeat anna", "2 held anna", "3 counted anna"])
    }

    /// Told again after a lost answer, it is one decision.
    @Test(arguments: EngineKind.here)
    func sameDecisionTwiceIsOneDecision(_ engine: EngineKind) throws {
        let node = try TestNode(engine)
        try node.append(.plain("a"))
        #expect(try node.decide("a", .repeated))
        let once = try node.content()
        #expect(try node.decide("a", .repeated))
        #expect(try node.content() == once)
        #expect(try node.decide("a", .counted))
        #expect(try node.decide("a", .repeated))
        #expect(try node.count("decision") == 3)
        #expect(try node.store.check().isSound)
    }

    @Test(arguments: EngineKind.here)
    func decisionStaysWhenTheContentChanges(_ engine: EngineKind) throws {
        let node = try TestNode(engine)
        try node.append(.plain("a"), .plain("b"))
        #expect(try node.decide("b", .repeated))
        try node.append(.plain("b", given: ["2"]))
        #expect(try node.states() == [.counted, .repeated])
        try node.finish(finding("b", "a", .possiblyGenuine))
        #expect(try node.states() == [.counted, .repeated])
    }

    @Test(arguments: EngineKind.here)
    func newReasonToHoldOutranksADecisionOnTheOldVersion(_ engine: EngineKind) throws {
        let node = try TestNode(engine)
        try node.append(.plain("a"))
        #expect(try node.decide("a", .counted))
        try node.append(.plain("a", given: ["2"], holdReason: "too heavy"))
        #expect(try node.states() == [.held])
    }

    @Test(arguments: EngineKind.here)
    func decisionOnAnUnknownRecordIsFalseAndLeavesNothing(_ engine: EngineKind) throws {
        let node = try TestNode(engine)
        var random = Seeded(41)
        try node.append(IntakeRecord("figure", .figure(Sample.figure(1, &random))))
        let before = try node.content()
        #expect(try !node.decide("nobody", .counted))
        #expect(try !node.decide("figure", .repeated))
        #expect(try node.content() == before)
    }

    @Test(arguments: EngineKind.here)
    func finishingTwiceIsTheSame(_ engine: EngineKind) throws {
        let node = try TestNode(engine)
        try node.append(.plain("a"), .plain("b"), .plain("c"))
        let findings = [finding("b", "a", .exactRepeat), finding("c", "a", .nearRepeat)]
        let seen = try node.store.unreviewedGroups { _ in }
        let by = try TestNode.requester()
        try node.store.finishReview(findings, through: seen, by: by, at: TestNode.moment)
        let once = try node.content()
        let later = Moment(seconds: TestNode.moment.seconds + 9 * 86_400)
        try node.store.finishReview(findings, through: seen, by: by, at: later)
        #expect(try node.content() == once)
    }

    @Test(arguments: EngineKind.here)
    func whatWasAppendedDuringAReviewWaitsForItsOwn(_ engine: EngineKind) throws {
        let node = try TestNode(engine)
        try node.append(.plain("a"), .plain("b"))
        let seen = try node.store.unreviewedGroups { _ in }
        try node.append(.plain("c"))
        try node.store.finishReview(
            [], through: seen, by: TestNode.requester(), at: TestNode.moment)
        #expect(try node.groups() == [["a", "b", "c"]])
    }

    @Test(arguments: EngineKind.here)
    func findingOnNoRecordOfOursChangesNoState(_ engine: EngineKind) throws {
        let node = try TestNode(engine)
        try node.append(.plain("a"))
        try node.finish(finding("nobody", "a", .exactRepeat))
        #expect(try node.states() == [.counted])
    }

    @Test(arguments: EngineKind.here)
    func onlyGroupsWithNewRecordsAreReviewed(_ engine: EngineKind) throws {
        let node = try TestNode(engine)
        try node.append(
            .plain("n1"), .plain("n2"),
            .plain("b1", country: "BE", substance: .cannabisHerb),
            .plain("b2", country: "BE", substance: .cannabisResin),
            .plain("alone", country: "ES"))
        // A group of one has nothing to repeat.
        #expect(try node.groups() == [["b1", "b2"], ["n1", "n2"]])
        // Until the review is finished, it is due again.
        #expect(try node.groups().count == 2)
        try node.finish()
        #expect(try node.groups() == [])
        try node.append(.plain("b3", country: "BE", substance: .cannabisOil))
        #expect(try node.groups() == [["b1", "b2", "b3"]])
        try node.finish()
        #expect(try node.groups() == [])
    }

    @Test(arguments: EngineKind.here)
    func reviewSeesCurrentVersionsWithAmountAndDayOnly(_ engine: EngineKind) throws {
        let node = try TestNode(engine)
        var noAmount = SeizureEvent(
            when: DateSpan(day: CalendarDate(dayNumber: 19_000)), reporter: "NL")
        noAmount.country = .sample("NL")
        noAmount.substance = .cocaineBase
        var wholeYear = SeizureEvent(when: try DateSpan(year: 2022), reporter: "NL")
        wholeYear.country = .sample("NL")
        wholeYear.substance = .cocaineBase
        wholeYear.quantity = try Quantity(amount: 4, unit: .kilogram)
        try node.append(
            .plain("a", given: ["old"]), IntakeRecord("none", .seizure(noAmount)),
            IntakeRecord("year", .seizure(wholeYear)), .plain("b"), .plain("a", given: ["new"]))
        #expect(try node.groups() == [["b", "a"]])
    }

    @Test(arguments: EngineKind.here)
    func recordsWithoutCountryAreAGroupToo(_ engine: EngineKind) throws {
        let node = try TestNode(engine)
        for name in ["a", "b"] {
            var event = SeizureEvent(
                when: DateSpan(day: CalendarDate(dayNumber: 19_000)), reporter: "NL")
            event.substance = .heroin
            event.quantity = try Quantity(amount: 2.5, unit: .kilogram)
            event.placeText = "Port  of RÉUNION"
            event.setting = .seaport
            event.transport = .unknown
            try node.append(IntakeRecord(name, .seizure(event), occurrence: name == "a" ? 0 : 1))
        }
        var found: [ReviewCandidate] = []
        _ = try node.store.unreviewedGroups { found += $0 }
        #expect(found.map(\.record.text) == ["a", "b"])
        #expect(found.map(\.occurrence) == [0, 1])
        #expect(found.allSatisfy { $0.amount == 2.5 && $0.unit == .kilogram && $0.day == 19_000 })
        #expect(found.allSatisfy { $0.place == "port of reunion" })
        // What is not known says nothing about likeness.
        #expect(found.allSatisfy { $0.compared == ["seaport", "", "", "", "", ""] })
    }
}

extension ReviewTests {
    @Test(arguments: EngineKind.here)
    func aDecisionOnAnEarlierRevisionChangesNothing(_ engine: EngineKind) throws {
        let node = try TestNode(engine)
        try node.append(.plain("a"))
        let seen = try node.revision("a")
        #expect(try node.decide("a", .held, revision: seen) == .done)
        #expect(try node.decide("a", .repeated, revision: seen) == .changed)
        #expect(try node.states() == [.held])
        #expect(try node.decide("a", .repeated, revision: try node.revision("a")) == .done)
        #expect(try node.decide("nobody", .counted, revision: 1) == .absent)
    }
}

typealias Finding = SituationAnalysis.ReviewFinding

extension TestNode {
    fileprivate func append(_ records: IntakeRecord...) throws { try append(records) }

    fileprivate func finish(_ findings: Finding..., at moment: Moment = moment) throws {
        let seen = try store.unreviewedGroups { _ in }
        try store.finishReview(findings, through: seen, by: Self.requester(), at: moment)
    }

    fileprivate func decide(_ record: String, _ state: ReviewState) throws -> Bool {
        try decide(record, state, revision: nil) == .done
    }

    fileprivate func decide(
        _ record: String, _ state: ReviewState, revision: Int?
    ) throws -> UpdateOutcome {
        try store.decide(
            ReviewDecision(
                record: RecordID(trusted: record), state: state, reason: "compared the papers",
                revision: revision),
            by: Self.requester(), at: Self.moment)
    }

    fileprivate func revision(_ record: String) throws -> Int? {
        try store.details([RecordID(trusted: record)], visible: everything()).first?.revision
    }

    fileprivate func states() throws -> [ReviewState] { try seizures().map(\.state) }

    fileprivate func groups() throws -> [[String]] {
        var groups: [[String]] = []
        _ = try store.unreviewedGroups { groups.append($0.map(\.record.text)) }
        return groups
    }

    fileprivate func content() throws -> [String] {
        try ["seizure", "finding", "decision", "progress", "evidence"].flatMap {
            try texts("SELECT * FROM \($0) ORDER BY 1, 2")
        }
    }

    fileprivate func held(limit: Int) throws -> [HeldRecord] {
        try store.heldRecords(limit: limit, visible: everything())
    }
}
