import Foundation
import PortVocabulary

@testable import NeedToKnow
@testable import SituationAnalysis

/// What a store in memory knows about access: classes, agreements, consents and clocks; and what
/// was noted, in the order of noting.
final class MemoryAccess: @unchecked Sendable {
    enum Note {
        case release(ReleaseNote)
        case refusal(RefusalNote)
    }

    struct Failure: Error {}

    private let lock = NSLock()
    private var classes: [AccessClass: Int] = [:]
    private var agreements: [VerifiedAgreement] = []
    private var consents: [RecordID: [Consent]] = [:]
    private var notes: [Note] = []
    private var fails = false
    private var changed = 0

    /// Grows with every change of what is allowed.
    var changes: Int { lock.withLock { changed } }

    // MARK: What tests set and look at

    func agree(_ agreement: Agreement) {
        lock.withLock {
            agreements.append(VerifiedAgreement(verified: agreement))
            changed += 1
        }
    }

    func revokeAll() {
        lock.withLock {
            agreements = []
            changed += 1
        }
    }

    func consent(_ record: RecordID, _ consent: Consent) {
        lock.withLock {
            consents[record, default: []].append(consent)
            changed += 1
        }
    }

    /// From now on nothing can be noted, as when the disk is full.
    func failNotes() { lock.withLock { fails = true } }

    var releases: [ReleaseNote] {
        lock.withLock { notes }.compactMap { if case .release(let note) = $0 { note } else { nil } }
    }
    var refusals: [RefusalNote] {
        lock.withLock { notes }.compactMap { if case .refusal(let note) = $0 { note } else { nil } }
    }

    // MARK: What the store asks

    var policy: Policy { lock.withLock { Policy(agreements: agreements) } }

    func number(of access: AccessClass) -> Int {
        lock.withLock {
            let number = classes[access] ?? classes.count + 1
            classes[access] = number
            return number
        }
    }

    func classes(_ kind: RecordKind) -> [Int: AccessClass] {
        lock.withLock {
            classes.reduce(into: [:]) { if $1.key.kind == kind { $0[$1.value] = $1.key } }
        }
    }

    func consents(_ record: RecordID) -> [Consent] { lock.withLock { consents[record] ?? [] } }

    func note(_ note: Note) throws {
        try lock.withLock {
            if fails { throw Failure() }
            notes.append(note)
        }
    }

    /// The filter as a store applies it: kind, clock, and one branch that matches whole.
    func shows(_ stored: MemoryStore.Stored, _ visible: Visibility) -> Bool {
        guard visible.kind == stored.record.content.kind else { return false }
        if let day = visible.day, let last = stored.keepUntil, last < day { return false }
        return visible.branches.contains { branch in
            branch.classes.contains(stored.accessClass)
                && branch.scope.contains(
                    place: stored.place, country: stored.country, substances: stored.substances)
                && isMet(branch.consent, stored.record.id)
        }
    }

    func isMet(_ need: ConsentNeed?, _ record: RecordID) -> Bool {
        guard let need else { return true }
        return consents(record).contains {
            $0.receiver == need.receiver && $0.purpose == need.purpose && $0.until >= need.day
        }
    }
}

extension MemoryStore {
    func policy(on day: CalendarDate) throws -> Policy { access.policy }

    func accessClasses(_ kind: RecordKind) throws -> [Int: AccessClass] { access.classes(kind) }

    func consented(_ visible: Visibility) throws -> Set<Int> {
        guard let need = visible.branches.lazy.compactMap(\.consent).first else { return [] }
        return Set(current.filter { access.isMet(need, $0.record.id) }.map(\.serial))
    }

    func resource(_ record: RecordID) throws -> Resource? {
        guard let stored = current.first(where: { $0.record.id == record }),
            let access = access.classes(stored.record.content.kind)[stored.accessClass]
        else { return nil }
        return Resource(
            access: access, place: stored.place, country: stored.country,
            substances: stored.substances, keepUntil: stored.keepUntil,
            consents: self.access.consents(record))
    }

    /// Seizures as the node's own analyst reads them.
    func ownDetails(_ records: [RecordID]) throws -> [RecordDetail] {
        let visible = access.policy.visibility(
            try Person.own(), .read, kind: .seizure, classes: access.classes(.seizure),
            on: CalendarDate(dayNumber: 20_634))
        return try details(records, visible: visible)
    }

    func note(_ release: ReleaseNote, at moment: Moment) throws {
        try access.note(.release(release))
    }

    func note(_ refusal: RefusalNote, at moment: Moment) throws {
        try access.note(.refusal(refusal))
    }
}

extension MemoryStore.Stored {
    var place: PlaceCode? {
        switch record.content {
        case .seizure(let event): event.place
        case .figure(let figure): figure.place
        case .denominator(let denominator): denominator.place
        }
    }

    var country: Country? {
        switch record.content {
        case .seizure(let event): event.country
        case .figure(let figure): figure.country
        case .denominator(let denominator): denominator.country
        }
    }

    var substances: SubstanceGroup {
        switch record.content {
        case .seizure(let event): event.substance.group
        case .figure(let figure): figure.substance.group
        case .denominator: .unknown
        }
    }

    var keepUntil: CalendarDate? {
        let last =
            switch record.content {
            case .seizure(let event): event.when.last
            case .figure(let figure): figure.period.last
            case .denominator(let denominator): denominator.period.last
            }
        return record.mark.retention.map { last.advanced(byDays: $0.days) }
    }
}

/// People who ask, in tests.
enum Person {
    static let own = OrganisationID(trusted: "example-customs")
    static let partner = OrganisationID(trusted: "partner-police")

    static func own(
        _ roles: Set<Role> = [.analyst], for purpose: Purpose = .strategicAnalysis
    ) throws -> Requester {
        try Requester(
            person: PersonID(trusted: "anna"), organisation: own, roles: roles, purpose: purpose)
    }

    static func partner(
        _ roles: Set<Role> = [.analyst], for purpose: Purpose = .strategicAnalysis,
        approvedBy: String? = nil
    ) throws -> Requester {
        try Requester(
            person: PersonID(trusted: "piet"), organisation: partner, roles: roles,
            purpose: purpose, approvedBy: approvedBy.map { PersonID(trusted: $0) })
    }
}
