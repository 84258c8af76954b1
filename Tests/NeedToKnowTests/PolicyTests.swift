import PortVocabulary
import TestSupport
import Testing

@testable import NeedToKnow

/// Rules that the matrix does not show: several clauses, versions, unsound agreements, releases.
@Suite struct PolicyTests {
    let day = LittleWorld.day
    let year: DateSpan
    let anna: Requester
    let record: Resource

    init() throws {
        year = try DateSpan(year: LittleWorld.day.year)
        anna = try Requester(
            person: PersonID(trusted: "anna"), organisation: LittleWorld.customs,
            roles: [.analyst], purpose: .strategicAnalysis)
        record = try LittleWorld.record(of: LittleWorld.police)
    }

    func decide(
        _ clauses: [Clause], _ action: AccessAction = .list, _ resource: Resource? = nil
    ) -> Decision {
        Policy(agreements: [LittleWorld.agreement(clauses, valid: year)])
            .decide(anna, action, resource ?? record, on: day)
    }

    func granted(_ decision: Decision) -> Permit? {
        guard case .permit(let permit) = decision else { return nil }
        return permit
    }

    func ground(_ clause: String, version: Int = 1) -> Ground {
        .clause(AgreementID(trusted: "pact"), version: version, ClauseID(trusted: clause))
    }

    @Test func severalClausesAddTheirFieldsAndNameTheirGrounds() throws {
        let two = LittleWorld.clause(.fields, id: "two") { $0.fields = [.amount, .date] }
        let counts = LittleWorld.clause(.aggregate, id: "counts")
        let permit = try #require(granted(decide([counts, LittleWorld.clause(.fields), two])))
        #expect(permit.fields == [.date, .place, .substance, .amount])
        #expect(permit.form == .fields && permit.minimumCell == 1)
        #expect(permit.grounds == [ground("one"), ground("two")], "a count clause lists nothing")
    }

    @Test func countsRestOnEveryFormAndTheSmallestThreshold() throws {
        let nine = LittleWorld.clause(.aggregate, id: "nine") { $0.conditions.minimumCell = 9 }
        let four = LittleWorld.clause(.aggregate, id: "four") { $0.conditions.minimumCell = 4 }
        let counts = try #require(granted(decide([nine, four], .count)))
        #expect(counts.form == .aggregate && counts.minimumCell == 4 && counts.fields.isEmpty)
        #expect(counts.grounds == [ground("four"), ground("nine")])
        let full = LittleWorld.clause(.full, id: "whole")
        let whole = try #require(granted(decide([nine, full], .count)))
        #expect(whole.form == .full && whole.minimumCell == 1)
        #expect(whole.grounds == [ground("whole"), ground("nine")], "the strongest first")
    }

    @Test func countsByAFieldThatIsNotShownKeepTheThreshold() throws {
        let clause = LittleWorld.clause(.fields) { $0.conditions.minimumCell = 7 }
        let permit = try #require(granted(decide([clause], .count)))
        #expect(permit.minimumCell(countedBy: [.place, .date]) == 1)
        #expect(permit.minimumCell(countedBy: [.place, .vessel]) == 7)
        let whole = try #require(granted(decide([LittleWorld.clause(.full)], .count)))
        #expect(whole.minimumCell(countedBy: [.vessel]) == 1)
        let counts = LittleWorld.clause(.aggregate) { $0.conditions.minimumCell = 4 }
        let none = try #require(granted(decide([counts], .count)))
        #expect(none.minimumCell(countedBy: [.place]) == 4)
        #expect(none.minimumCell(countedBy: []) == 4)
    }

    @Test func fieldsOfOtherKindsReleaseNothing() {
        let clause = LittleWorld.clause(.fields) {
            $0.kinds = [.seizure, .figure]
            $0.fields = [.definition, .largest]
        }
        #expect(decide([clause]) == .refuse(.form))
        #expect(decide([clause], .count) == .refuse(.form), "not even that there is one")
    }

    @Test func nearestGroundGivesTheReason() {
        let scope = LittleWorld.clause(.full, id: "scope") { $0.substances = [.cash] }
        let eyes = LittleWorld.clause(.full, id: "eyes") { $0.conditions.needsFourEyes = true }
        let purpose = LittleWorld.clause(.full, id: "purpose") { $0.purposes = [] }
        let consent = LittleWorld.clause(.full, id: "c") { $0.conditions.needsConsent = true }
        #expect(decide([purpose]) == .refuse(.purpose))
        #expect(decide([scope, purpose]) == .refuse(.scope))
        #expect(decide([purpose, consent, scope]) == .refuse(.consent))
        #expect(decide([eyes, consent, scope]) == .refuse(.fourEyes))
        #expect(decide([LittleWorld.clause(.aggregate), scope]) == .refuse(.form))
    }

    @Test func laterVersionTakesThePlaceOfTheEarlier() throws {
        let wide = LittleWorld.agreement([LittleWorld.clause(.full)], valid: year)
        let narrow = LittleWorld.agreement(
            [LittleWorld.clause(.aggregate)], valid: year, version: 2)
        for agreements in [[wide, narrow], [narrow, wide]] {
            let policy = Policy(agreements: agreements)
            #expect(policy.decide(anna, .list, record, on: day) == .refuse(.form))
            #expect(policy.agreements == [narrow])
        }
    }

    @Test func twoTextsOfOneVersionGrantNothing() {
        let one = LittleWorld.agreement([LittleWorld.clause(.full)], valid: year)
        let other = LittleWorld.agreement([LittleWorld.clause(.fields)], valid: year)
        let twice = Policy(agreements: [one, one])
        #expect(granted(twice.decide(anna, .list, record, on: day)) != nil)
        let contradicting = Policy(agreements: [one, other])
        #expect(contradicting.decide(anna, .list, record, on: day) == .refuse(.noAgreement))
    }

    @Test func unsoundClausesGrantNothing() {
        let stranger = OrganisationID(trusted: "stranger")
        let unsound: [Clause] = [
            LittleWorld.clause(.full) { $0.from.insert(stranger) },
            LittleWorld.clause(.full) { $0.to.insert(stranger) },
            LittleWorld.clause(.fields) { $0.fields = [] },
            LittleWorld.clause(.full) { $0.conditions.minimumCell = 0 },
            LittleWorld.clause(.full) { $0.conditions.minimumCell = 1_001 },
        ]
        for clause in unsound { #expect(decide([clause]) == .refuse(.noAgreement)) }
        let twins = [LittleWorld.clause(.full), LittleWorld.clause(.fields)]
        #expect(decide(twins) == .refuse(.noAgreement), "one identifier, two clauses")
        #expect(decide([LittleWorld.clause(.full)]) != .refuse(.noAgreement))
    }

    @Test func clauseFromAnOrganisationToItselfIsNoClause() {
        let clause = LittleWorld.clause(.full) { $0.from = [LittleWorld.customs] }
        #expect(decide([clause]) == .refuse(.noAgreement))
    }

    @Test func agreementHoldsOnItsFirstAndLastDayOnly() throws {
        let policy = Policy(agreements: [
            LittleWorld.agreement([LittleWorld.clause(.full)], valid: DateSpan(day: day))
        ])
        for (shift, isIn) in [(-1, false), (0, true), (1, false)] {
            let decision = policy.decide(
                anna, .list, record, on: day.advanced(byDays: shift))
            #expect((granted(decision) != nil) == isIn)
        }
    }

    @Test func recordMayBeUsedOnItsLastDay() throws {
        for (shift, isIn) in [(-1, false), (0, true), (1, true)] {
            let resource = try LittleWorld.record(of: LittleWorld.police) {
                $0.keepUntil = LittleWorld.day.advanced(byDays: shift)
            }
            #expect((granted(decide([LittleWorld.clause(.full)], .list, resource)) != nil) == isIn)
        }
    }

    @Test func consentHoldsForItsReceiverItsPurposeAndItsDays() throws {
        let clause = LittleWorld.clause(.full) { $0.conditions.needsConsent = true }
        let (us, today) = (LittleWorld.customs, LittleWorld.day)
        let cases: [(Consent, Bool)] = [
            (Consent(receiver: us, purpose: .strategicAnalysis, until: today), true),
            (Consent(receiver: us, purpose: .portSecurity, until: today), false),
            (
                Consent(
                    receiver: LittleWorld.police, purpose: .strategicAnalysis, until: today), false
            ),
            (
                Consent(
                    receiver: us, purpose: .strategicAnalysis,
                    until: today.advanced(byDays: -1)), false
            ),
        ]
        for (consent, isIn) in cases {
            let resource = try LittleWorld.record(of: LittleWorld.police) {
                $0.consents = [consent]
            }
            #expect((granted(decide([clause], .list, resource)) != nil) == isIn)
        }
    }

    @Test func releaseNamesWhoReceivesItAndWhy() throws {
        let permit = try #require(granted(decide([LittleWorld.clause(.fields)], .read)))
        let released = permit.release("one record")
        #expect(released.view == "one record" && released.requester == anna)
        #expect(released.act == .access(.read) && released.form == .fields)
        #expect(released.fields == [.date, .place, .substance])
        #expect(released.grounds.map(\.text) == ["pact/1#one"])
    }

    @Test func releaseOfAListSumsUpItsRows() throws {
        let clauses = [
            LittleWorld.clause(.fields),
            LittleWorld.clause(.full, id: "cash") {
                $0.substances = [.cash]
            },
        ]
        let policy = Policy(agreements: [LittleWorld.agreement(clauses, valid: year)])
        let own = try LittleWorld.record(of: LittleWorld.customs)
        let filter = policy.visibility(
            anna, .list, kind: .seizure, classes: [1: record.access, 2: own.access], on: day)
        let permits = [(1, SubstanceGroup.cocaine), (2, .cocaine), (1, .cocaine)].compactMap {
            filter.permit(
                class: $0.0, place: nil, country: nil, substances: $0.1, isConsented: false)
        }
        #expect(permits.count == 3)
        let list = filter.release("list", covering: permits)
        #expect(list.grounds == [ground("one"), .own] && list.form == .full)
        #expect(list.fields == RecordKind.seizure.fields)
        let empty = filter.release("empty", covering: [])
        #expect(empty.grounds.isEmpty && empty.form == nil && empty.fields.isEmpty)
        let table = filter.release("table", coveringClasses: [1])
        #expect(table.grounds == [ground("cash"), ground("one")])
    }
}
