import EvidenceLog
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

/// The filter in SQL and the decision agree on every record of every world; so do count, list
/// and tally, on both engines.
@Suite struct FilterTests {
    /// What was met, so that the claim is not proved over empty worlds.
    struct Met {
        var worlds = 0
        var permits = 0
        var refusals: Set<Refusal> = []
        var forms: Set<ReleaseForm> = []
        var scoped = 0
        var consented = 0
        var gained = 0

        mutating func note(_ decision: Decision) {
            switch decision {
            case .permit(let permit):
                permits += 1
                forms.insert(permit.form)
            case .refuse(let refusal): refusals.insert(refusal)
            }
        }
    }

    /// The stored world is what the model says.
    private func expectStored(_ world: StoredWorld) throws {
        for (id, model) in world.records {
            let stored = try world.node.store.resource(id)
            guard let model else {
                #expect(stored == nil)
                continue
            }
            #expect(stored.map(Self.sorted) == Self.sorted(model))
        }
    }

    private static func sorted(_ resource: Resource) -> Resource {
        var resource = resource
        resource.consents.sort { "\($0)" < "\($1)" }
        return resource
    }

    /// One world: these agreements, these records, this question. Answers what is visible.
    private func compare(
        _ world: StoredWorld, _ policy: Policy, _ question: StoredWorld.Question,
        _ classes: [RecordKind: [Int: AccessClass]], _ ids: [RecordKind: [Int: RecordID]],
        _ met: inout Met
    ) throws -> Set<RecordID> {
        met.worlds += 1
        let store = world.node.store
        var all: Set<RecordID> = []
        for kind in RecordKind.allCases {
            let visible = policy.visibility(
                question.requester, question.action, kind: kind, classes: classes[kind] ?? [:],
                on: question.day)
            met.scoped += visible.branches.count { !$0.scope.isEverything }
            met.consented += visible.branches.count { $0.consent != nil }
            let listed = try listed(kind, visible, store)
            let consented = try store.consented(visible)
            var shown: [RecordID: Permit?] = [:]
            for row in listed {
                let id = try #require(ids[kind]?[row.serial])
                shown[id] = visible.permit(
                    class: row.accessClass, place: row.place, country: row.country,
                    substances: row.substances, isConsented: consented.contains(row.serial))
            }
            for (id, model) in world.records {
                guard let model, model.access.kind == kind else { continue }
                let decision = policy.decide(
                    question.requester, question.action, model, on: question.day)
                met.note(decision)
                switch decision {
                case .permit(let permit):
                    #expect(shown[id] == .some(permit), "\(id) is permitted")
                case .refuse(let refusal): #expect(shown[id] == nil, "\(id): \(refusal)")
                }
            }
            #expect(shown.count == listed.count)
            try expectCount(listed.count, kind, visible, store)
            all.formUnion(shown.keys)
        }
        return all
    }

    private struct Row {
        let serial: Int
        let accessClass: Int
        let place: PlaceCode?
        let country: Country?
        let substances: SubstanceGroup
    }

    private func listed(
        _ kind: RecordKind, _ visible: Visibility, _ store: NodeDatabase
    ) throws -> [Row] {
        switch kind {
        case .seizure:
            return try store.seizures(Selection(), visible: visible).facts.map {
                Row(
                    serial: $0.serial, accessClass: $0.accessClass, place: $0.place,
                    country: $0.country, substances: $0.substance.group)
            }
        case .figure:
            return try store.figures(Selection(), visible: visible).map {
                Row(
                    serial: $0.serial, accessClass: $0.accessClass, place: $0.figure.place,
                    country: $0.figure.country, substances: $0.figure.substance.group)
            }
        case .denominator:
            return try store.denominators(Selection(), visible: visible).map {
                Row(
                    serial: $0.serial, accessClass: $0.accessClass, place: $0.denominator.place,
                    country: $0.denominator.country, substances: .unknown)
            }
        }
    }

    /// The count from the tally, and the count over the rows by a selection that takes all.
    private func expectCount(
        _ length: Int, _ kind: RecordKind, _ visible: Visibility, _ store: NodeDatabase
    ) throws {
        #expect(try store.count(Selection(), visible: visible) == length)
        var selection = Selection()
        selection.period = try DateSpan(
            from: CalendarDate(dayNumber: 0), through: CalendarDate(dayNumber: 40_000))
        #expect(try store.count(selection, visible: visible) == length)
        if kind == .seizure {
            let page = try store.newestSeizures(Selection(), visible: visible, limit: 1_000)
            #expect(page.facts.count == length)
        }
    }

    private func worlds(
        _ kind: EngineKind, databases: Int, questions: Int, seed: UInt64
    ) throws -> Met {
        var random = Seeded(seed)
        var met = Met()
        for _ in 0..<databases {
            let world = try StoredWorld(kind, &random)
            let store = world.node.store
            try expectStored(world)
            var classes: [RecordKind: [Int: AccessClass]] = [:]
            var ids: [RecordKind: [Int: RecordID]] = [:]
            for kind in RecordKind.allCases {
                classes[kind] = try store.accessClasses(kind)
                ids[kind] = try store.identifiers(ofSerials: Array(1...60))
            }
            var policies: [CalendarDate: [VerifiedAgreement]] = [:]
            for _ in 0..<questions {
                let question = try StoredWorld.Question(&random)
                let agreements =
                    try policies[question.day] ?? store.policy(on: question.day).agreements
                policies[question.day] = agreements
                // From none to all of them: one more agreement never hides.
                var before: Set<RecordID> = []
                for count in 0...agreements.count {
                    let after = try compare(
                        world, Policy(agreements: Array(agreements.prefix(count))), question,
                        classes, ids, &met)
                    #expect(after.isSuperset(of: before))
                    if after.count > before.count, count > 0 { met.gained += 1 }
                    before = after
                }
            }
            #expect(try store.check().isSound)
        }
        print("\(met)")
        return met
    }

    @Test func filterAndDecisionAgreeOnEveryRecordOfTenThousandWorlds() throws {
        let met = try worlds(.sqlite, databases: 50, questions: 62, seed: 401)
        #expect(met.worlds >= 10_000)
        #expect(met.refusals == Set(Refusal.allCases))
        #expect(met.forms == Set(ReleaseForm.allCases))
        #expect(met.permits > 10_000 && met.gained > 300)
        #expect(met.scoped > 1_000 && met.consented > 1_000)
    }

    @Test(.enabled(if: PrivatePostgres.isExpected))
    func filterAndDecisionAgreeOnPostgres() throws {
        let met = try worlds(.postgres, databases: 4, questions: 40, seed: 402)
        #expect(met.worlds > 400 && met.permits > 500)
    }

    /// A narrower filter shows a part of the list, and counts what it shows.
    @Test func narrowedFilterShowsOnlyRecordsWithTheseFields() throws {
        var random = Seeded(403)
        var narrowed = 0
        for _ in 0..<6 {
            let world = try StoredWorld(.sqlite, &random)
            let store = world.node.store
            let classes = try store.accessClasses(.seizure)
            for _ in 0..<40 {
                let question = try StoredWorld.Question(&random)
                let whole = try store.policy(on: question.day).visibility(
                    question.requester, question.action, kind: .seizure, classes: classes,
                    on: question.day)
                let needed: FieldSet = [.place, random.pick([.setting, .amount, .cash])]
                let narrow = whole.narrowed(to: needed)
                let all = try listed(.seizure, whole, store)
                let few = try listed(.seizure, narrow, store)
                #expect(Set(few.map(\.serial)).isSubset(of: all.map(\.serial)))
                try expectCount(few.count, .seizure, narrow, store)
                if few.count < all.count { narrowed += 1 }
                // What is left out shows a needed field on no ground.
                let consented = try store.consented(whole)
                for row in all where !few.contains(where: { $0.serial == row.serial }) {
                    let permit = whole.permit(
                        class: row.accessClass, place: row.place, country: row.country,
                        substances: row.substances, isConsented: consented.contains(row.serial))
                    #expect(permit?.form != .full)
                }
            }
        }
        #expect(narrowed > 0)
    }
}

/// Consent that no branch asks for, because the record is shown without it too.
@Suite struct ConsentBesideAnotherGroundTests {
    @Test(arguments: EngineKind.here)
    func recordShownInPartIsShownWholeWithConsent(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        try node.append([
            try .marked("with", .amber), try .marked("without", .amber),
        ])
        try node.agree(
            Partner.agreement(
                "nl-be-pact",
                [
                    Partner.clause(.fields),
                    Partner.clause(.full) {
                        $0.id = ClauseID(trusted: "two")
                        $0.conditions.needsConsent = true
                    },
                ]))
        let requester = try Partner.requester()
        _ = try node.store.consent(
            RecordID(trusted: "with"), to: Partner.id, for: requester.purpose,
            until: Sample.today, by: node.permit(.consent, "with"), at: TestNode.moment)
        let policy = try node.store.policy(on: Sample.today)
        let visible = policy.visibility(
            requester, .list, kind: .seizure, classes: try node.store.accessClasses(.seizure),
            on: Sample.today)
        #expect(visible.branches.allSatisfy { $0.consent == nil })
        let consented = try node.store.consented(visible)
        #expect(consented == [1])
        let forms = try node.store.seizures(Selection(), visible: visible).facts.map {
            visible.permit(
                class: $0.accessClass, place: $0.place, country: $0.country,
                substances: $0.substance.group, isConsented: consented.contains($0.serial))?.form
        }
        #expect(forms == [.full, .fields])
    }
}

extension IntakeRecord {
    fileprivate static func marked(_ name: String, _ light: TrafficLight) throws -> IntakeRecord {
        IntakeRecord(
            name, IntakeRecord.plain(name).content,
            mark: try Mark(trafficLight: light, handling: .h1))
    }
}
