import EvidenceLog
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

/// A file is handed in, checked, imported and taken back.
@Suite struct StagingTests {
    private static let header = "reference,reporter,date,place,substance,amount,unit,stage"
    private static let rows = [
        "A1,Customs,2024-03-05,Rotterdam,cocaine,278.6,kg,at-port",
        "A2,Customs,2024-03-06,Antwerp,heroin,12,kg,at-port",
        "A3,Customs,31 June,Antwerp,heroin,1,kg,at-port",
    ]

    private static func file(_ rows: [String] = rows) -> [UInt8] {
        Array(([header] + rows).joined(separator: "\n").utf8)
    }

    private static let id = StagingID(trusted: "staged-1")

    private static func step(_ node: TestNode) throws -> StagedImport<NodeDatabase> {
        StagedImport(store: node.store, reference: try ProductData.reference.get())
    }

    private static func contributor(_ name: String = "anna") throws -> Requester {
        try Requester(
            person: PersonID(trusted: name), organisation: TestNode.organisation,
            roles: [.contributor], purpose: .strategicAnalysis)
    }

    private static func imported(
        _ node: TestNode, _ rows: [String], as name: String
    ) throws -> BatchID {
        let step = try step(node)
        let id = StagingID(trusted: name)
        _ = try step.stage(
            contributor(), file(rows), name: "\(name).csv", as: id, now: TestNode.moment)
        let answer = try step.commit(
            contributor(), id, ProductData.template.get(), now: TestNode.moment)
        guard case .imported(let batch, _) = answer else { throw NoPermit() }
        return batch
    }

    private static func withdraw(
        _ node: TestNode, _ batch: BatchID, by name: String = "anna"
    ) throws -> WithdrawalOutcome {
        try step(node).withdraw(
            contributor(name), batch, reason: "wrong file", now: TestNode.moment)
    }

    @Test(arguments: EngineKind.here)
    func checkNamesEveryDefectAndStoresNothing(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let step = try Self.step(node)
        let anna = try Self.contributor()
        let now = TestNode.moment
        #expect(
            try step.stage(anna, Self.file(), name: "finds.csv", as: Self.id, now: now) == .staged)
        let checked = try step.check(anna, Self.id, ProductData.template.get(), now: now)
        guard case .preview(let preview) = checked else { throw NoPermit() }
        #expect(preview.rows == 3)
        #expect(preview.outcomes[.rejected] == 1)
        #expect(preview.lines.contains { $0.row == 3 && $0.notes.contains { $0.column == "date" } })
        #expect(preview.causes.keys.contains { $0.hasPrefix("date: ") })
        #expect(try node.count("record") == 0)
        let stored = try node.rows("SELECT sealed FROM staged_file")
        guard case .blob(let bytes) = stored[0][0] else { throw NoPermit() }
        #expect(!String(decoding: bytes, as: UTF8.self).contains("Rotterdam"))
        // The preview says what the import does.
        guard
            case .imported(_, let summary) = try step.commit(
                anna, Self.id, ProductData.template.get(), now: now)
        else { throw NoPermit() }
        #expect(summary.outcomes == preview.outcomes && summary.causes == preview.causes)
        #expect(try node.count("record") == 2)
        #expect(try node.count("staged_file") == 0)
    }

    @Test(arguments: EngineKind.here)
    func fileIsItsPersonsAloneAndDoesNotLast(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let step = try Self.step(node)
        let (anna, piet) = (try Self.contributor(), try Self.contributor("piet"))
        let layout = try ProductData.template.get()
        let now = TestNode.moment
        _ = try step.stage(anna, Self.file(), name: "finds.csv", as: Self.id, now: now)
        guard case .notAvailable = try step.check(piet, Self.id, layout, now: now) else {
            throw NoPermit()
        }
        #expect(try step.discard(piet, Self.id) == false)
        #expect(
            try step.stage(piet, Self.file(), name: "mine.csv", as: Self.id, now: now) == .full)
        let late = Moment(seconds: now.seconds + StagedFile.keptSeconds + 1)
        guard case .notAvailable = try step.commit(anna, Self.id, layout, now: late) else {
            throw NoPermit()
        }
        #expect(try node.count("record") == 0)
        for (bytes, name) in [
            ([], "a.csv"), ([UInt8](repeating: 0x61, count: StagedFile.byteLimit + 1), "a.csv"),
            (Self.file(), ""), (Self.file(), String(repeating: "n", count: 201)),
        ] {
            let outcome = try step.stage(anna, bytes, name: name, as: Self.id, now: now)
            guard case .unfit = outcome else {
                Issue.record("\(name): \(outcome)")
                continue
            }
        }
    }

    @Test(arguments: EngineKind.here)
    func withdrawnImportIsInNoListAndItsForerunnersAreBack(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let first = try Self.imported(node, Array(Self.rows.prefix(2)), as: "first")
        let before = try node.seizures().map(\.kilograms)
        let second = try Self.imported(
            node,
            [
                "A1,Customs,2024-03-05,Rotterdam,cocaine,300,kg,at-port",
                "B1,Customs,2024-03-07,Kaiserhafen,cocaine,5.5,kg,at-port",
            ], as: "second")
        #expect(try node.seizures().count == 3)
        #expect(try Self.withdraw(node, first) == .later(1))
        #expect(try Self.withdraw(node, second) == .withdrawn(2))
        #expect(try node.seizures().map(\.kilograms) == before)
        let everything = try node.everything()
        #expect(try node.store.count(Selection(), visible: everything) == 2)
        var search = Selection()
        search.search = try SearchText(parsing: "kaiserhafen")
        #expect(try node.seizures(search).isEmpty)
        search.search = try SearchText(parsing: "rotterdam")
        #expect(try node.seizures(search).count == 1)
        #expect(try node.store.check().findings == [])
        #expect(try Self.withdraw(node, second) == .unchanged)
        let lines = try Self.step(node).batches(Self.contributor(), now: TestNode.moment)
        let line = try #require(lines.first { $0.batch == second })
        #expect(line.withdrawn == 2 && line.records == 2 && line.file == "second.csv")
        #expect(line.person == "anna")
        // The same file imported again brings it back, as a version of its own.
        let again = try Self.imported(
            node, ["A1,Customs,2024-03-05,Rotterdam,cocaine,300,kg,at-port"], as: "again")
        #expect(Set(try node.seizures().compactMap(\.kilograms)) == [300, 12])
        #expect(try Self.withdraw(node, again) == .withdrawn(1))
        #expect(try Self.withdraw(node, first) == .withdrawn(2))
        #expect(try node.seizures().isEmpty)
        #expect(try node.count("tally") == 0)
        #expect(try node.store.check().findings == [])
    }

    @Test(arguments: EngineKind.here)
    func whatSomebodyElseDecidedOrHoldsIsNotTakenBack(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let batch = try Self.imported(node, Array(Self.rows.prefix(2)), as: "first")
        let serial = try #require(try node.seizures().first?.serial)
        let record = try #require(try node.store.identifiers(ofSerials: [serial])[serial])
        _ = try node.store.decide(
            ReviewDecision(record: record, state: .held, reason: "look"),
            by: TestNode.requester(), at: TestNode.moment)
        #expect(try Self.withdraw(node, batch, by: "piet") == .decided(1))
        _ = try node.store.place(
            LegalHold(
                record: record, reason: "court", reviewer: PersonID(trusted: "anna"),
                placedOn: Sample.today), by: node.permit(.retain, record.text),
            at: TestNode.moment)
        #expect(try Self.withdraw(node, batch) == .decided(1))
        #expect(try node.seizures().count == 2)
        #expect(try Self.withdraw(node, BatchID(trusted: "none")) == .notAvailable)
        #expect(
            try Self.step(node).withdraw(
                TestNode.requester([.analyst]), batch, reason: "why", now: TestNode.moment)
                == .notAvailable)
    }

    @Test(arguments: EngineKind.here)
    func withdrawnRecordIsErasedLikeAnyOther(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let batch = try Self.imported(node, [Self.rows[0]], as: "first")
        let name = try #require(try node.texts("SELECT record FROM record").first)
        _ = try Self.withdraw(node, batch)
        #expect(
            try node.store.erase(
                RecordID(trusted: name), reason: "asked for", by: node.permit(.retain, name),
                at: TestNode.moment) == .done)
        #expect(try node.count("data_key") == 0)
        #expect(try node.count("seizure") == 0)
        #expect(try node.store.check().findings == [])
        // What was erased does not come back.
        _ = try Self.imported(node, [Self.rows[0]], as: "again")
        #expect(try node.count("seizure") == 0)
    }
}
