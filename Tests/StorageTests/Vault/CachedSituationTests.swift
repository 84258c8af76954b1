import EvidenceLog
import Foundation
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

/// With caches everyone is shown what they would be shown without, and the evidence says the
/// same of it: over alliances by chance, that other processes change meanwhile.
@Suite struct CachedSituationTests {
    private static let data = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../../data")

    private static func reference() throws -> ReferenceData {
        func text(_ path: String) throws -> String {
            try String(contentsOf: data.appendingPathComponent(path), encoding: .utf8)
        }
        return ReferenceData(
            countries: try CountryRegister(parsing: text("countries/countries.csv")),
            ports: try PortRegister(parsing: text("ports/ports.csv")),
            substances: try SubstanceRegister(parsing: text("substances/synonyms.csv")),
            units: try UnitRegister(parsing: text("units/units.csv")),
            conversions: try ConversionTable(parsing: text("units/conversion-factors.csv")))
    }

    /// An assessment as it was handed over, and what the evidence says of it.
    private struct Outcome: Equatable {
        let view: Data
        let requester: Requester
        let grounds: [Ground]
        let fields: FieldSet
        let form: ReleaseForm?
        let notes: [String]
    }

    private struct Asked {
        let requester: Requester
        let action: AccessAction
        let selection: Selection
        let compare: DateSpan?

        init(_ random: inout Seeded) throws {
            requester = try StoredWorld.Question(&random).requester
            action = random.pick([.list, .list, .export])
            var selection = Selection()
            if random.number(0...2) == 0 { selection.groups = [.cocaine] }
            if random.number(0...2) == 0 { selection.ports = [random.pick(StoredWorld.places)] }
            let day = Sample.today
            let isCompared = random.number(0...4) == 0
            if isCompared {
                selection.period = try DateSpan(from: day.advanced(byDays: -1), through: day)
            }
            self.selection = selection
            compare =
                isCompared
                ? try DateSpan(
                    from: day.advanced(byDays: -4), through: day.advanced(byDays: -2)) : nil
        }

        /// The same question by a colleague.
        func colleague() throws -> Requester {
            try Requester(
                person: PersonID(trusted: "carla"), organisation: requester.organisation,
                roles: requester.roles, purpose: requester.purpose, basis: "another basis",
                approvedBy: requester.approvedBy)
        }
    }

    private func outcome(
        _ asked: Asked, by requester: Requester, _ node: TestNode,
        _ step: AssessSituation<NodeDatabase>
    ) throws -> Outcome {
        let before = try node.texts("SELECT size FROM evidence_head")[0]
        let released = try step.run(
            requester, asked.action, asked.selection, compare: asked.compare, granularity: nil,
            now: TestNode.moment)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let notes = try node.texts(
            """
            SELECT part, kind, form, grounds, fields, records, serials FROM release
            WHERE entry >= \(before) ORDER BY entry, part
            """)
        let entries = try node.store.entries(from: try #require(Int(before)), limit: 9).map {
            "\($0.entry.act) \($0.entry.person) \($0.entry.subject) \($0.entry.result)"
        }
        #expect(!entries.isEmpty, "an assessment was handed over without a note")
        return Outcome(
            view: try encoder.encode(released.view), requester: released.requester,
            grounds: released.grounds, fields: released.fields, form: released.form,
            notes: notes + entries)
    }

    private func compare(_ kind: EngineKind, worlds: Int, questions: Int, seed: UInt64) throws {
        let reference = try Self.reference()
        var random = Seeded(seed)
        var found = 0
        var views: Set<Data> = []
        for _ in 0..<worlds {
            let world = try StoredWorld(kind, &random)
            let node = world.node
            let other = try node.reopened()
            let cache = SituationCache()
            let kept = AssessSituation(store: node.store, reference: reference, cache: cache)
            let anew = AssessSituation(store: other, reference: reference)
            let asked = try (0..<questions).map { _ in try Asked(&random) }
            for round in 0..<3 {
                for question in asked {
                    for requester in try [question.requester, question.colleague()] {
                        let cached = try outcome(question, by: requester, node, kept)
                        #expect(try cached == outcome(question, by: requester, node, anew))
                        views.insert(cached.view)
                    }
                }
                try change(world, other, round, &random)
            }
            found += cache.counts.found
        }
        #expect(found > worlds * questions * 2, "the cache was hardly used")
        #expect(views.count > worlds * 3, "everyone saw the same: nothing was told apart")
    }

    /// Another process changes what is visible, and to whom.
    private func change(
        _ world: StoredWorld, _ other: NodeDatabase, _ round: Int, _ random: inout Seeded
    ) throws {
        let node = world.node
        let permit = try node.permit(.retain, "own")
        let record = random.pick(world.records.keys.sorted())
        switch round {
        case 0:
            _ = try other.append(
                [.plain("late", given: ["late"])], to: node.open, at: TestNode.moment)
            if record.text != "own" {
                _ = try other.erase(record, reason: "asked", by: permit, at: TestNode.moment)
            }
        case 1:
            let agreement = try #require(try other.agreements().first).agreement
            _ = try other.add(
                try Self.revocation(of: agreement), by: TestNode.leave(.revokeAgreement),
                at: TestNode.moment)
        default: break
        }
    }

    private static func revocation(of agreement: Agreement) throws -> Revocation {
        try Revocation(
            revoking: agreement, as: TestNode.organisation,
            from: Sample.today.advanced(byDays: -1), with: StoredWorld.key(TestNode.organisation))
    }

    @Test func cachedIsWhatEveryoneWouldBeShownAnew() throws {
        try compare(.sqlite, worlds: 8, questions: 12, seed: 701)
    }

    @Test(.enabled(if: PrivatePostgres.isExpected))
    func cachedIsWhatEveryoneWouldBeShownAnewOnPostgres() throws {
        try compare(.postgres, worlds: 2, questions: 6, seed: 702)
    }

    /// The rules that a process keeps are those that it would read, whoever changed them.
    @Test(arguments: EngineKind.here)
    func keptRulesAreThoseOfTheDatabase(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let other = try node.reopened()
        let day = Sample.today
        func expectSame(_ count: Int) throws {
            for store in [node.store, other] {
                let kept = try store.policy(on: day)
                let read = try store.engine.read("look") {
                    try store.verifiedPolicy($0, on: day)
                }
                #expect(kept == read && kept.agreements.count == count)
                #expect(try store.accessRules(on: day).policy == read)
                #expect(try store.accessRules(on: day).revision == store.contentRevision())
            }
        }
        try expectSame(0)
        try node.agree(Partner.agreement())
        try expectSame(1)
        _ = try other.append([.plain("r0")], to: node.open, at: TestNode.moment)
        try expectSame(1)
        #expect(try node.store.accessClasses(.seizure).count == 1)
        _ = try other.add(
            Partner.revocation(Partner.agreement()), by: TestNode.leave(.revokeAgreement),
            at: TestNode.moment)
        let ended = try node.store.policy(on: day.advanced(byDays: 400)).agreements
        #expect(ended.isEmpty)
        try expectSame(
            try other.engine.read("look") {
                try other.verifiedPolicy($0, on: day).agreements.count
            })
    }
}
