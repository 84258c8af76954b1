import EvidenceLog
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

/// An entry by hand is a record like any other.
@Suite struct EntryTests {
    static let cells = [
        "date": "2024-03-05", "place": "Rotterdam", "substance": "cocaine", "amount": "278.6",
        "unit": "kg", "stage": "at-port", "concealment": "in-load", "transport": "container",
        "tlp": "AMBER", "handling": "H1",
    ]

    static func form(
        _ token: String = "token-0123456789", _ change: [String: String] = [:]
    ) -> EntryForm {
        EntryForm(
            token: FormToken(trusted: token), cells: cells.merging(change) { $1 })
    }

    static func step(_ node: TestNode) throws -> EnterRecord<NodeDatabase> {
        EnterRecord(
            store: node.store, reference: try ProductData.reference.get(),
            template: try ProductData.template.get())
    }

    private static func enter(
        _ node: TestNode, _ form: EntryForm, changing opened: OpenedVersion? = nil,
        as roles: Set<Role> = [.contributor], acceptsRemarks: Bool = false
    ) throws -> EntryAnswer {
        try step(node).run(
            TestNode.requester(roles), form, changing: opened, acceptsRemarks: acceptsRemarks,
            now: TestNode.moment)
    }

    private static func stored(_ answer: EntryAnswer) throws -> StoredEntry {
        guard case .stored(let entry) = answer else {
            Issue.record("\(answer)")
            throw NoPermit()
        }
        return entry
    }

    @Test(arguments: EngineKind.here)
    func entryIsReadAndKeptAsGiven(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let entry = try Self.stored(Self.enter(node, Self.form()))
        #expect(entry.version == 1 && entry.outcome == .new && entry.remarks.isEmpty)
        let fact = try #require(try node.seizures().first)
        #expect(fact.place == .sample("NLRTM"))
        #expect(fact.kilograms == 278.6)
        #expect(fact.stage == .atPort && fact.concealment == .inLoad)
        #expect(fact.trafficLight == .amber && fact.handling == .h1)
        let detail = try #require(
            try node.store.details([entry.record], visible: node.everything()).first)
        let given = Dictionary(uniqueKeysWithValues: detail.given.map { ($0.header, $0.cell) })
        #expect(given["amount"] == "278.6" && given["reporter"] == "nl-customs")
        #expect(try node.store.check().isSound)
    }

    @Test(arguments: EngineKind.here)
    func sameFormSentTwiceIsOneRecord(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let first = try Self.stored(Self.enter(node, Self.form()))
        let second = try Self.stored(Self.enter(node, Self.form()))
        #expect(first.record == second.record && second.outcome == .unchanged)
        #expect(try node.count("seizure") == 1)
        // The same form with other content is no repeat of it: nothing is overwritten.
        #expect(
            try Self.enter(node, Self.form(Self.form().token.text, ["amount": "9"])) == .changed)
        #expect(try node.seizures().map(\.kilograms) == [278.6])
        // Another form with the same content is another record.
        let other = try Self.stored(Self.enter(node, Self.form("token-of-another-form")))
        #expect(other.record != first.record)
    }

    @Test(arguments: EngineKind.here)
    func changeIsANewVersionAndALateOneIsAnswered(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let entry = try Self.stored(Self.enter(node, Self.form()))
        let opening = try Self.step(node).open(
            TestNode.requester([.contributor]), entry.record,
            token: FormToken(trusted: "token-of-the-change"), now: TestNode.moment)
        guard case .released(let released) = opening else { throw NoPermit() }
        var form = released.view.form
        #expect(form.cells["place"] == "Rotterdam" && released.view.opened.version == 1)
        form.cells["amount"] = "280"
        let changed = try Self.stored(
            Self.enter(node, form, changing: released.view.opened))
        #expect(changed.record == entry.record && changed.version == 2)
        #expect(try node.seizures().map(\.kilograms) == [280])
        // Told again after a lost answer, it is one change.
        #expect(
            try Self.stored(Self.enter(node, form, changing: released.view.opened)).outcome
                == .unchanged)
        form.cells["amount"] = "300"
        #expect(try Self.enter(node, form, changing: released.view.opened) == .changed)
        #expect(try node.seizures().map(\.kilograms) == [280])
        #expect(try node.store.check().isSound)
    }

    @Test func everyDefectIsNamedByItsFieldAndNothingIsStored() throws {
        let node = try TestNode(.sqlite)
        let answer = try Self.enter(
            node, Self.form("token-0123456789", ["date": "2024-02-31", "stage": " ", "unit": ""]))
        guard case .remarks(let remarks) = answer else { throw NoPermit() }
        #expect(Set(remarks.filter(\.isDefect).map(\.column)) == ["date", "stage", "unit"])
        #expect(remarks.allSatisfy { !$0.cause.isEmpty && !$0.mend.isEmpty })
        for change in [["amount": String(repeating: "1", count: 5_000)], ["colour": "red"]] {
            let answer = try Self.enter(node, Self.form("token-0123456789", change))
            guard case .remarks(let remarks) = answer else { throw NoPermit() }
            #expect(remarks.contains { $0.isDefect })
        }
        #expect(try node.count("seizure") == 0)
    }

    @Test func remarkIsStoredOnlyWhenThePersonSaysSo() throws {
        let node = try TestNode(.sqlite)
        let form = Self.form("token-0123456789", ["substance": "moon dust"])
        guard case .remarks(let remarks) = try Self.enter(node, form) else { throw NoPermit() }
        #expect(remarks.map(\.column) == ["substance"] && !remarks[0].isDefect)
        let entry = try Self.stored(Self.enter(node, form, acceptsRemarks: true))
        #expect(entry.remarks == remarks)
    }

    @Test func whatIsClassifiedIsKeptNowhere() throws {
        let node = try TestNode(.sqlite)
        let form = Self.form("token-0123456789", ["note": "RESTREINT UE/EU RESTRICTED"])
        guard case .remarks(let remarks) = try Self.enter(node, form, acceptsRemarks: true) else {
            throw NoPermit()
        }
        #expect(remarks.map(\.column) == ["note"] && remarks[0].isDefect)
        let drafts = KeepDrafts(store: node.store, template: try ProductData.template.get())
        guard
            case .refused = try drafts.save(
                TestNode.requester([.contributor]), form, as: DraftID(trusted: "d"),
                now: TestNode.moment)
        else { throw NoPermit() }
        #expect(try node.count("seizure") == 0)
        #expect(try node.count("draft") == 0)
    }

    @Test func whoMayNotRecordIsAnsweredAsIfNothingWereThere() throws {
        let node = try TestNode(.sqlite)
        #expect(try Self.enter(node, Self.form(), as: [.analyst]) == .notAvailable)
        let entry = try Self.stored(Self.enter(node, Self.form()))
        let opened = OpenedVersion(record: entry.record, version: 1)
        for (requester, record) in [
            (try Partner.requester(), entry.record),
            (try TestNode.requester([.contributor]), RecordID(trusted: "nothing")),
        ] {
            let answer = try Self.step(node).run(
                requester, Self.form(),
                changing: OpenedVersion(record: record, version: opened.version),
                acceptsRemarks: true, now: TestNode.moment)
            #expect(answer == .notAvailable)
        }
        #expect(try node.count("record") == 1)
    }
}

/// What a half-filled form may repeat.
@Suite struct LikelyRepeatTests {
    private static func find(
        _ node: TestNode, _ requester: Requester, _ change: [String: String] = [:]
    ) throws -> [LikelyRepeat] {
        try LikelyRepeats(
            store: node.store, reference: try ProductData.reference.get(),
            template: try ProductData.template.get()
        ).find(requester, EntryTests.form("a-form-half-filled", change), now: TestNode.moment).view
    }

    private static func world(_ kind: EngineKind) throws -> (node: TestNode, record: RecordID) {
        let node = try TestNode(kind)
        let answer = try EntryTests.step(node).run(
            TestNode.requester([.contributor]), EntryTests.form(), acceptsRemarks: true,
            now: TestNode.moment)
        guard case .stored(let entry) = answer else { throw NoPermit() }
        return (node, entry.record)
    }

    @Test(arguments: EngineKind.here)
    func likeEntryIsFoundWithItsReasons(_ kind: EngineKind) throws {
        let (node, record) = try Self.world(kind)
        let own = try TestNode.requester([.contributor])
        let found = try Self.find(node, own, ["stage": "", "concealment": ""])
        #expect(found.map(\.record) == [record])
        #expect(found[0].kind == .nearRepeat && found[0].score >= DuplicateRules.nearScore)
        #expect(found[0].reasons.contains { $0.hasPrefix("same day, same 4 significant digits") })
        for change in [
            ["date": "2024-03-06"], ["amount": "278.7"], ["substance": "heroin"], ["amount": ""],
            ["place": "Antwerp"], ["date": "2024-03"],
        ] {
            #expect(try Self.find(node, own, change).isEmpty, "\(change)")
        }
    }

    /// The review finds the same pair with the same score once the form is stored.
    @Test func likenessIsThatOfTheReview() throws {
        let (node, record) = try Self.world(.sqlite)
        let own = try TestNode.requester([.contributor])
        let change = ["place": "Rotterdam Maasvlakte", "country": "NL"]
        let likely = try #require(try Self.find(node, own, change).first)
        _ = try EntryTests.step(node).run(
            own, EntryTests.form("a-form-half-filled", change), acceptsRemarks: true,
            now: TestNode.moment)
        let findings = try node.rows("SELECT kind, score, reasons FROM finding")
        #expect(findings.count == 1)
        #expect(
            findings[0]
                == [
                    .text(likely.kind.rawValue), .real(likely.score),
                    .text(likely.reasons.joined(separator: "; ")),
                ])
        #expect(likely.record == record)
    }

    @Test func partnerWithoutEveryComparedFieldIsToldNothing() throws {
        let (node, record) = try Self.world(.sqlite)
        let partner = try Requester(
            person: PersonID(trusted: "bert"), organisation: Partner.id,
            roles: [.analyst, .contributor], purpose: .strategicAnalysis)
        #expect(try Self.find(node, partner).isEmpty)
        let cut = Partner.clause(.fields) {
            $0.fields = [.date, .place, .substance, .setting, .transport, .concealment]
        }
        try node.agree(Partner.agreement("nl-be-cut", [cut]))
        #expect(try Self.find(node, partner).isEmpty)
        try node.agree(Partner.agreement("nl-be-full", [Partner.clause()]))
        #expect(try Self.find(node, partner).map(\.record) == [record])
    }
}

/// Forms that are put aside.
@Suite struct DraftTests {
    private static func drafts(_ node: TestNode) throws -> KeepDrafts<NodeDatabase> {
        KeepDrafts(store: node.store, template: try ProductData.template.get())
    }

    private static func person(_ name: String) throws -> Requester {
        try Requester(
            person: PersonID(trusted: name), organisation: TestNode.organisation,
            roles: [.contributor], purpose: .strategicAnalysis)
    }

    @Test(arguments: EngineKind.here)
    func draftIsItsPersonsAlone(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let (anna, piet) = (try Self.person("anna"), try Self.person("piet"))
        let drafts = try Self.drafts(node)
        let id = DraftID(trusted: "d-1")
        let form = EntryForm(token: FormToken(trusted: "t"), cells: ["place": "Kaiserhafen «7»"])
        let now = TestNode.moment
        #expect(try drafts.save(anna, form, as: id, now: now) == .saved)
        #expect(try drafts.list(piet, now: now).isEmpty)
        #expect(try drafts.open(piet, id, now: now) == nil)
        #expect(try drafts.discard(piet, id) == false)
        // A name that is taken is not taken over.
        #expect(try drafts.save(piet, EntryTests.form(), as: id, now: now) == .full)
        #expect(try drafts.open(anna, id, now: now)?.form == form)
        #expect(try node.count("seizure") == 0)
        let stored = try node.rows("SELECT sealed FROM draft")
        guard case .blob(let bytes) = stored[0][0] else { throw NoPermit() }
        #expect(!String(decoding: bytes, as: UTF8.self).contains("Kaiserhafen"))
        #expect(try drafts.discard(anna, id))
        #expect(try drafts.list(anna, now: now).isEmpty)
    }

    @Test(arguments: EngineKind.here)
    func draftsAreFewAndDoNotLast(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let anna = try Self.person("anna")
        let drafts = try Self.drafts(node)
        let now = TestNode.moment
        for number in 0..<Draft.limit {
            let id = DraftID(trusted: "d-\(number)")
            #expect(try drafts.save(anna, EntryTests.form(), as: id, now: now) == .saved)
        }
        let more = DraftID(trusted: "more")
        #expect(try drafts.save(anna, EntryTests.form(), as: more, now: now) == .full)
        #expect(
            try drafts.save(anna, EntryTests.form(), as: DraftID(trusted: "d-3"), now: now)
                == .saved)
        let later = Moment(seconds: now.seconds + Int64(Draft.keptDays) * 86_400)
        #expect(try drafts.list(anna, now: later).count == Draft.limit)
        let afterwards = Moment(seconds: later.seconds + 1)
        #expect(try drafts.list(anna, now: afterwards).isEmpty)
        #expect(try drafts.save(anna, EntryTests.form(), as: more, now: afterwards) == .saved)
        #expect(try node.count("draft") == 1)
    }
}
