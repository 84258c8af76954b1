import EvidenceLog
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

/// Texts that quoting, encoding or length could damage, in every text that comes from outside.
@Suite struct HostileTextTests {
    static let texts = [
        "'; DROP TABLE record; --", "\"\\'\\\\ $1 ? :a @b", "/* -- */", "%_%", "e\u{301} é Å Å",
        "\u{202e}turned\u{feff}", "line\nfeed\r\ttab\u{1}\u{7f}", "港 👩‍👩‍👧 \u{10FFFF}", " ", "NULL",
        String(repeating: "0123456789 Elbe ø ", count: 52_000),
    ]

    /// Writes the text wherever a text can come in; answers what comes back.
    private func write(_ text: String, _ node: TestNode) throws {
        let (store, moment) = (node.store, TestNode.moment)
        var event = SeizureEvent(when: DateSpan(day: Sample.today), reporter: text)
        (event.placeText, event.country) = (text, .sample("NL"))
        event.mass = ConvertedMass(
            kilograms: 1, factor: 1, basis: Sample.term(0), source: text)
        var figure = AggregateFigure(
            period: DateSpan(day: Sample.today), body: text, scope: .region, placeName: text)
        (figure.definition, figure.address) = (text, text)
        let mark = try Mark(
            trafficLight: .green, handling: .h3, handlingText: "words " + text,
            releasableTo: [TestNode.organisation])
        let header = BatchHeader(
            id: BatchID(trusted: "hostile"), file: text, layout: text, headers: [text, "b"],
            startedOn: Sample.today)
        let open = try store.begin(header, by: TestNode.requester(), at: moment)
        _ = try store.append(
            [
                IntakeRecord(
                    "s", .seizure(event), given: [text, text], mark: mark, holdReason: text),
                IntakeRecord("f", .figure(figure), given: [text, text], mark: mark),
            ], to: open, at: moment)
        let finding = SituationAnalysis.ReviewFinding(
            record: RecordID(trusted: "s"), other: RecordID(trusted: "f"), kind: .nearRepeat,
            score: 1, reasons: [text])
        try store.finishReview(
            [finding], through: 2, by: TestNode.requester(), at: moment)
        _ = try store.decide(
            ReviewDecision(record: RecordID(trusted: "s"), state: .counted, reason: text),
            by: TestNode.requester(), at: moment)
        let retain = try node.permit(.retain, "s")
        _ = try store.place(
            LegalHold(
                record: RecordID(trusted: "s"), reason: text, reviewer: PersonID(trusted: "anna"),
                placedOn: Sample.today), by: retain, at: moment)
        _ = try store.endHold(RecordID(trusted: "s"), reason: text, by: retain, at: moment)
        _ = try store.keep(
            RecordID(trusted: "s"), until: Sample.today, reason: text, revision: nil, by: retain,
            at: moment)
        _ = try store.erase(
            RecordID(trusted: "f"), reason: text, by: node.permit(.retain, "f"), at: moment)
        _ = try store.register(
            Organisation(
                id: Partner.id, name: text, kind: .company, country: nil, thirdCountryRole: nil,
                key: []), by: TestNode.leave(.registerOrganisation), at: moment)
        _ = try store.replaceImportedPorts(
            [
                Port(
                    code: .sample("NLRTM"), name: text, coordinates: nil, basin: .unknown,
                    kind: .unknown, size: .unknown, membership: .unknown, spellings: [text])
            ], by: TestNode.requester(), at: moment)
        try node.release([1], text)
        try node.refuse(text)
    }

    @Test(arguments: EngineKind.here, texts)
    func hostileTextComesBackAsItWas(kind: EngineKind, text: String) throws {
        let node = try TestNode(kind)
        try write(text, node)
        let table = try node.store.seizures(Selection(), visible: node.everything())
        #expect(table.reporters.map { Array($0.utf8) } == [Array(text.utf8)])
        let detail = try #require(
            try node.store.details([RecordID(trusted: "s")], visible: node.everything()).first)
        #expect(detail.given.map { Array($0.cell.utf8) } == [Array(text.utf8), Array(text.utf8)])
        #expect(Array(detail.file.utf8) == Array(text.utf8))
        #expect(detail.mark.handlingText.map { Array($0.utf8) } == Array("words \(text)".utf8))
        let stored = try node.rows("SELECT reason FROM tombstone")
        #expect(stored == [[.text(text)]])
        #expect(try node.store.organisations().first { $0.id == Partner.id }?.name == text)
        #expect(try node.store.importedPorts().map(\.name) == [text])
        #expect(try node.store.check().findings == [])
        // Told again, it is the same: nothing was cut on the way in.
        #expect(try node.count("record") == 2)
        #expect(try node.count("access_class") == 2)
    }

    /// A text with NUL is refused clearly where it would stand in a column, and nothing is left.
    @Test(arguments: EngineKind.here)
    func textWithNULIsRefusedAndLeavesNothing(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        try node.append([.plain("r0")])
        let before = try FaultTests.content(node)
        let entries = try node.count("evidence")
        let text = "a\0b"
        var event = SeizureEvent(when: DateSpan(day: Sample.today), reporter: text)
        event.substance = .heroin
        let header = BatchHeader(
            id: BatchID(trusted: "nul"), file: text, layout: "l", headers: [],
            startedOn: Sample.today)
        let faults = [
            fault { try node.append([IntakeRecord("s", .seizure(event))]) },
            fault {
                try node.store.begin(header, by: TestNode.requester(), at: TestNode.moment)
            },
            fault {
                try node.store.decide(
                    ReviewDecision(record: RecordID(trusted: "r0"), state: .held, reason: text),
                    by: TestNode.requester(), at: TestNode.moment)
            },
            fault {
                try node.store.erase(
                    RecordID(trusted: "r0"), reason: text, by: node.permit(.retain, "r0"),
                    at: TestNode.moment)
            },
        ]
        for fault in faults { #expect(fault?.reason.contains("NUL") == true) }
        #expect(try FaultTests.content(node) == before)
        #expect(try node.count("evidence") == entries)
        // Cells are sealed as bytes: there NUL is a character like another.
        #expect(try node.append([.plain("cells", given: [text])]) == [.new])
        let detail = try node.store.details(
            [RecordID(trusted: "cells")], visible: node.everything())
        #expect(detail.first?.given.first?.cell == text)
        #expect(try node.store.check().findings == [])
    }

    /// Hundreds of receivers and a restriction of a page are one class, on both engines.
    @Test(arguments: EngineKind.here)
    func longMarksAreOneClass(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        var random = Seeded(95)
        let receivers = (0..<300).map { _ in
            OrganisationID(trusted: "member-\(random.next())-\(random.next())")
        }
        var text = ""
        for _ in 0..<500 { text += String(random.next(), radix: 36) }
        let mark = try Mark(
            trafficLight: .amber, handling: .h3, handlingText: text, releasableTo: receivers)
        let other = try Mark(
            trafficLight: .amber, handling: .h3, handlingText: text + "x",
            releasableTo: receivers)
        var event = SeizureEvent(when: DateSpan(day: Sample.today), reporter: "NL")
        event.substance = .heroin
        for (number, mark) in [mark, mark, other].enumerated() {
            try node.append([IntakeRecord("m\(number)", .seizure(event), mark: mark)])
        }
        let classes = try node.store.accessClasses(.seizure).values.map(\.mark)
        #expect(Set(classes) == [mark, other] && classes.count == 2)
        #expect(try node.store.check().findings == [])
    }

    /// The longest names that a log may have.
    @Test(arguments: EngineKind.here)
    func logWithTheLongestNameIsCosigned(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let name = String(repeating: "n", count: 255)
        let answer = try node.store.witness(
            Partner.request(size: 3, name: name), logs: [Partner.logKey(name: name)],
            by: TestNode.requester(), at: TestNode.moment)
        guard case .cosign = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(try node.count("witnessed") == 1)
        #expect(try node.store.check().findings == [])
    }

    /// Zero with a sign is stored without it, and still what the evidence says.
    @Test(arguments: EngineKind.here)
    func signedZeroIsWhatTheEvidenceSays(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        var event = SeizureEvent(when: DateSpan(day: Sample.today), reporter: "NL")
        event.mass = ConvertedMass(
            kilograms: -0.0, factor: -0.0, basis: Sample.term(0), source: "")
        try node.append([IntakeRecord("zero", .seizure(event))])
        try node.store.finishReview(
            [
                SituationAnalysis.ReviewFinding(
                    record: RecordID(trusted: "zero"), other: RecordID(trusted: "zero"),
                    kind: .possiblyGenuine, score: -0.0, reasons: [])
            ], through: 1, by: TestNode.requester(), at: TestNode.moment)
        #expect(try node.store.check().findings == [])
    }
}
