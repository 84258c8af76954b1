import PortVocabulary
import TestSupport
import Testing

@testable import NeedToKnow

/// The filter as its documentation defines it, row by row, without the policy's own lines.
enum BranchReader {
    static func isVisible(_ row: Row, _ filter: Visibility) -> Bool {
        if let day = filter.day, let last = row.resource.keepUntil, last < day { return false }
        return filter.branches.contains { branch in
            branch.classes.contains(row.number) && lies(row.resource, in: branch.scope)
                && isConsented(row.resource, branch.consent)
        }
    }

    static func lies(_ record: Resource, in scope: AccessScope) -> Bool {
        let hasPort = scope.ports.isEmpty || record.place.map(scope.ports.contains) ?? false
        let hasCountry =
            scope.countries.isEmpty || record.country.map(scope.countries.contains) ?? false
        return hasPort && hasCountry
            && (scope.substances.isEmpty || scope.substances.contains(record.substances))
    }

    static func isConsented(_ record: Resource, _ need: ConsentNeed?) -> Bool {
        guard let need else { return true }
        return record.consents.contains {
            $0.receiver == need.receiver && $0.purpose == need.purpose && $0.until >= need.day
        }
    }
}

@Suite struct VisibilityTests {
    /// What was met, so that the property is not proved over empty worlds.
    struct Met {
        var permits = 0
        var refusals: [Refusal: Int] = [:]
        var scoped = 0
        var consented = 0
        var forms: [ReleaseForm: Int] = [:]

        mutating func note(_ decision: Decision) {
            switch decision {
            case .permit(let permit):
                permits += 1
                forms[permit.form, default: 0] += 1
            case .refuse(let refusal): refusals[refusal, default: 0] += 1
            }
        }
    }

    @Test func filterAndDecisionAgreeOnEveryRecordOfTenThousandWorlds() throws {
        var random = Seeded(301)
        var met = Met()
        for world in 0..<10_000 {
            let world = (number: world, try RandomWorld(&random))
            try Self.compare(world.1, number: world.number, &met)
        }
        print("permits \(met.permits), refusals \(met.refusals), forms \(met.forms)")
        print("scoped branches \(met.scoped), branches with consent \(met.consented)")
        #expect(met.permits > 5_000 && met.scoped > 1_000 && met.consented > 1_000)
        for refusal in Refusal.allCases {
            #expect(met.refusals[refusal, default: 0] > 100, "\(refusal) was hardly met")
        }
        for form in ReleaseForm.allCases {
            #expect(met.forms[form, default: 0] > 50, "\(form) was hardly met")
        }
    }

    static func compare(_ world: RandomWorld, number: Int, _ met: inout Met) throws {
        let policy = Policy(agreements: world.agreements)
        for kind in RecordKind.allCases {
            let filter = policy.visibility(
                world.requester, world.action, kind: kind, classes: world.classes, on: world.day)
            met.scoped += filter.branches.count { !$0.scope.isEverything }
            met.consented += filter.branches.count { $0.consent != nil }
            let need = ConsentNeed(
                receiver: world.requester.organisation, purpose: world.requester.purpose,
                day: world.day)
            for row in world.rows where row.resource.access.kind == kind {
                let record = row.resource
                let decision = policy.decide(world.requester, world.action, record, on: world.day)
                met.note(decision)
                let isVisible = BranchReader.isVisible(row, filter)
                let permit = filter.permit(
                    class: row.number, place: record.place, country: record.country,
                    substances: record.substances,
                    isConsented: BranchReader.isConsented(record, need))
                guard case .permit(let decided) = decision else {
                    #expect(!isVisible, "world \(number): the filter shows what is refused")
                    continue
                }
                #expect(isVisible, "world \(number): the filter hides what is permitted")
                #expect(permit == decided, "world \(number): another permit")
                #expect(decided.minimumCell <= filter.minimumCell || decided.form.showsRecords)
            }
        }
    }

    @Test func selectionByAFieldReachesOnlyRecordsThatShowIt() throws {
        var random = Seeded(304)
        var (reached, kept) = (0, 0)
        for _ in 0..<2_000 {
            let world = try RandomWorld(&random)
            let policy = Policy(agreements: world.agreements)
            let fields = FieldSet([random.pick(RecordField.allCases)])
            for kind in RecordKind.allCases {
                let filter = policy.visibility(
                    world.requester, world.action, kind: kind, classes: world.classes,
                    on: world.day)
                let narrow = filter.narrowed(to: fields)
                for row in world.rows where BranchReader.isVisible(row, filter) {
                    let decision = policy.decide(
                        world.requester, world.action, row.resource, on: world.day)
                    guard case .permit(let permit) = decision else { continue }
                    kept += 1
                    let isReached = BranchReader.isVisible(row, narrow)
                    if isReached { reached += 1 }
                    let isShown = permit.fields.isSuperset(of: fields)
                    // One field alone is shown by one ground alone. Hit or no hit shows none, and
                    // what may be asked about is the clause's own say.
                    if world.action == .ask {
                        #expect(isReached || !isShown)
                    } else {
                        #expect(isReached == isShown)
                    }
                }
                #expect(filter.narrowed(to: []).classes.allSatisfy(filter.classes.contains))
            }
        }
        #expect(reached > 500 && kept > reached + 200)
    }

    @Test func anotherAgreementNeverHides() throws {
        var random = Seeded(302)
        var gained = 0
        for _ in 0..<2_000 {
            let world = try RandomWorld(&random)
            let more = try RandomWorld.agreement(9, &random)
            let before = Policy(agreements: world.agreements)
            let after = Policy(agreements: world.agreements + [more])
            for row in world.rows {
                let first = before.decide(
                    world.requester, world.action, row.resource, on: world.day)
                let second = after.decide(
                    world.requester, world.action, row.resource, on: world.day)
                guard case .permit(let wider) = second else {
                    guard case .refuse = first else {
                        Issue.record("a further agreement took a permit away")
                        continue
                    }
                    continue
                }
                guard case .permit(let narrower) = first else {
                    gained += 1
                    continue
                }
                #expect(wider.fields.isSuperset(of: narrower.fields))
                #expect(wider.form.strength >= narrower.form.strength)
                #expect(wider.minimumCell <= narrower.minimumCell)
                #expect(
                    wider.minimumCell(countedBy: [.place])
                        <= narrower.minimumCell(countedBy: [.place]))
                #expect(Set(wider.grounds).isSuperset(of: narrower.grounds))
            }
        }
        #expect(gained > 100)
    }

    @Test func orderOfAgreementsDoesNotMatter() throws {
        var random = Seeded(303)
        for _ in 0..<500 {
            let world = try RandomWorld(&random)
            let turned = Policy(agreements: world.agreements.reversed())
            let policy = Policy(agreements: world.agreements)
            #expect(turned == policy)
            for kind in RecordKind.allCases {
                let filters = [policy, turned].map {
                    $0.visibility(
                        world.requester, world.action, kind: kind, classes: world.classes,
                        on: world.day)
                }
                #expect(filters[0] == filters[1] && filters[0].branches == filters[1].branches)
            }
        }
    }

    @Test func withoutAgreementsOnlyOwnAndPublishedRecordsAreVisible() throws {
        let own = RandomWorld.organisations[0]
        let requester = try Requester(
            person: PersonID(trusted: "anna"), organisation: own, roles: [.analyst],
            purpose: .strategicAnalysis)
        let amber = try Mark(trafficLight: .amber, handling: .h1)
        let classes = [
            1: AccessClass(kind: .seizure, originator: own, mark: .strictest),
            2: AccessClass(
                kind: .seizure, originator: RandomWorld.organisations[1], mark: .published),
            3: AccessClass(kind: .seizure, originator: RandomWorld.organisations[1], mark: amber),
            4: AccessClass(kind: .figure, originator: own, mark: amber),
        ]
        let filter = Policy(agreements: []).visibility(
            requester, .list, kind: .seizure, classes: classes, on: RandomWorld.day)
        #expect(
            filter.branches == [Branch(classes: [1, 2], scope: .everything, consent: nil)])
        #expect(filter.minimumCell == 1 && filter.day == RandomWorld.day)
        let empty = Policy(agreements: []).visibility(
            requester, .list, kind: .seizure, classes: [:], on: RandomWorld.day)
        #expect(empty.isNothing && empty.branches.isEmpty)
    }

    @Test func branchesThatAWiderOneIncludesAreLeftOut() throws {
        let scoped = AccessScope(ports: [RandomWorld.places[0]])
        let way = { (scope: AccessScope, consent: Bool) in
            Visibility.Way(
                ground: .own, form: .full, fields: [.date], minimumCell: 1, scope: scope,
                needsConsent: consent)
        }
        let need = ConsentNeed(
            receiver: RandomWorld.organisations[0], purpose: .portSecurity, day: RandomWorld.day)
        let list = BranchList(
            [
                1: [way(.everything, false), way(scoped, false), way(scoped, true)],
                2: [way(scoped, false), way(scoped, true)],
                3: [way(.everything, false)],
                4: [way(.everything, true), way(scoped, false)],
            ], consent: need)
        #expect(
            list.branches == [
                Branch(classes: [1, 3], scope: .everything, consent: nil),
                Branch(classes: [2, 4], scope: scoped, consent: nil),
                Branch(classes: [4], scope: .everything, consent: need),
            ])
    }

    @Test func custodianReachesWhatHasRunOut() throws {
        let own = RandomWorld.organisations[0]
        let custodian = try Requester(
            person: PersonID(trusted: "cleo"), organisation: own, roles: [.custodian],
            purpose: .oversight)
        let access = AccessClass(kind: .seizure, originator: own, mark: .strictest)
        let filter = Policy(agreements: []).visibility(
            custodian, .retain, kind: .seizure, classes: [1: access], on: RandomWorld.day)
        #expect(filter.day == nil && filter.branches.count == 1)
        let list = Policy(agreements: []).visibility(
            custodian, .list, kind: .seizure, classes: [1: access], on: RandomWorld.day)
        #expect(list.isNothing)
    }
}
