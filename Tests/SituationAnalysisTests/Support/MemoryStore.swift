import Foundation
import NeedToKnow
import PortVocabulary

@testable import SituationAnalysis

/// The store of this slice in memory: the second conformer, for tests.
///
/// Can fail once before or after a chosen write, as storage does when power goes.
final class MemoryStore: SituationStore, @unchecked Sendable {
    struct Stored {
        var record: IntakeRecord
        var version: Int
        var serial: Int
        var batch: BatchID
        var accessClass: Int
        var state: ReviewState
        var mayRepeat = false
        var revision = 1
    }

    struct Failure: Error {}
    enum FailurePoint { case before, after }

    /// Whose node it is.
    let organisation = OrganisationID(trusted: "example-customs")
    /// What agreements, consents and clocks allow, and what was noted.
    let access = MemoryAccess()

    private let lock = NSLock()
    private var versions: [RecordID: [Stored]] = [:]
    private var batches: [BatchID: BatchHeader] = [:]
    private var found: [SituationAnalysis.ReviewFinding] = []
    private var foundKeys: Set<[String]> = []
    private var decisions: [ReviewDecision] = []
    private var ports: [PortVocabulary.Port] = []
    private var serial = 0
    private var reviewedThrough = 0
    private var failure: (append: Int, point: FailurePoint)?
    private var appends = 0
    private var changes = 0

    /// Makes the n-th append from now (from 1) fail, before or after it is durable.
    func failAppend(_ number: Int, _ point: FailurePoint) {
        lock.withLock { (failure, appends) = ((number, point), 0) }
    }

    // MARK: What tests look at

    /// Current versions in the order of arrival.
    var current: [Stored] {
        lock.withLock { versions.values.compactMap(\.last).sorted { $0.serial < $1.serial } }
    }
    var findings: [SituationAnalysis.ReviewFinding] { lock.withLock { found } }
    var events: [SeizureEvent] {
        current.compactMap {
            if case .seizure(let event) = $0.record.content { event } else { nil }
        }
    }
    var figures: [AggregateFigure] {
        current.compactMap {
            if case .figure(let figure) = $0.record.content { figure } else { nil }
        }
    }

    /// Everything that makes a state, without order of arrival or batch.
    var fingerprint: [String] {
        lock.withLock {
            versions.flatMap { id, list in
                list.map { "\(id) v\($0.version) \($0.record.digest) \($0.state) \($0.mayRepeat)" }
            }.sorted() + found.map { "\($0.record) \($0.other) \($0.kind) \($0.score)" }.sorted()
        }
    }

    // MARK: SituationStore

    func accessRules(on day: CalendarDate) throws -> AccessRules {
        let revision = try contentRevision()
        var classes: [RecordKind: [Int: AccessClass]] = [:]
        for kind in RecordKind.allCases { classes[kind] = try accessClasses(kind) }
        return AccessRules(revision: revision, policy: try policy(on: day), classes: classes)
    }

    func contentRevision() throws -> Int { lock.withLock { changes } + access.changes }

    func begin(_ batch: BatchHeader, by requester: Requester, at moment: Moment) throws
        -> OpenBatch
    {
        lock.withLock {
            if batches[batch.id] == nil { batches[batch.id] = batch }
            return OpenBatch(batch: batch.id, entry: 0)
        }
    }

    func append(_ records: [IntakeRecord], to open: OpenBatch, at moment: Moment) throws
        -> [AppendOutcome]
    {
        try lock.withLock {
            appends += 1
            changes += 1
            let fails = failure?.append == appends ? failure?.point : nil
            if fails != nil { failure = nil }
            if fails == .before { throw Failure() }
            let outcomes = records.map { append($0, open.batch) }
            if fails == .after { throw Failure() }
            return outcomes
        }
    }

    private func append(_ record: IntakeRecord, _ batch: BatchID) -> AppendOutcome {
        let last = versions[record.id]?.last
        if last?.record.digest == record.digest { return .unchanged }
        serial += 1
        let number = access.number(
            of: AccessClass(
                kind: record.content.kind, originator: organisation, mark: record.mark))
        versions[record.id, default: []].append(
            Stored(
                record: record, version: (last?.version ?? 0) + 1, serial: serial, batch: batch,
                accessClass: number, state: record.holdReason == nil ? .counted : .held))
        return last == nil ? .new : .newVersion
    }

    func unreviewedGroups(_ body: ([ReviewCandidate]) throws -> Void) throws -> Int {
        let (all, through, newest) = lock.withLock {
            (versions.values.compactMap(\.last), reviewedThrough, serial)
        }
        var groups: [String: [Stored]] = [:]
        for stored in all {
            guard case .seizure(let event) = stored.record.content else { continue }
            groups["\(event.country?.code ?? "") \(event.substance.group)", default: []]
                .append(stored)
        }
        for (_, group) in groups.sorted(by: { $0.key < $1.key })
        where group.contains(where: { $0.serial > through }) {
            let candidates = group.compactMap(Self.candidate)
            if candidates.count > 1 { try body(candidates) }
        }
        return newest
    }

    static func candidate(_ stored: Stored) -> ReviewCandidate? {
        guard case .seizure(let event) = stored.record.content, let quantity = event.quantity,
            quantity.amount > 0, event.when.precision == .day
        else { return nil }
        return ReviewCandidate(
            event, record: stored.record.id, serial: stored.serial, quantity: quantity,
            occurrence: stored.record.occurrence)
    }

    func append(
        _ record: IntakeRecord, to open: OpenBatch, replacing version: Int, at moment: Moment
    ) throws -> (outcome: AppendOutcome, version: Int)? {
        lock.withLock {
            let last = versions[record.id]?.last
            let isSame = last?.record.digest == record.digest
            guard isSame || (last?.version ?? 0) == version else { return nil }
            let outcome = append(record, open.batch)
            return (outcome, versions[record.id]?.last?.version ?? 0)
        }
    }

    func repeatCandidates(
        country: Country, group: SubstanceGroup, visible: Visibility
    ) throws -> [ReviewCandidate] {
        current.filter {
            $0.country == country && $0.substances == group && access.shows($0, visible)
        }.compactMap(Self.candidate)
    }

    func finishReview(
        _ findings: [SituationAnalysis.ReviewFinding], through seen: Int, by requester: Requester,
        at moment: Moment
    ) throws {
        lock.withLock {
            changes += 1
            for finding in findings {
                let key = [finding.record.text, finding.other.text, finding.kind.rawValue]
                if foundKeys.insert(key).inserted { found.append(finding) }
                guard var stored = versions[finding.record]?.last, stored.state != .held,
                    !decisions.contains(where: { $0.record == finding.record })
                else { continue }
                stored.state = finding.kind.stateByRule
                stored.mayRepeat = finding.kind == .possiblyGenuine
                versions[finding.record]?[stored.version - 1] = stored
            }
            reviewedThrough = max(reviewedThrough, seen)
        }
    }

    func decide(_ decision: ReviewDecision, by requester: Requester, at moment: Moment) throws
        -> UpdateOutcome
    {
        lock.withLock {
            guard var stored = versions[decision.record]?.last else { return .absent }
            changes += 1
            guard decision.revision ?? stored.revision == stored.revision else {
                return .changed
            }
            stored.state = decision.state
            stored.revision += 1
            versions[decision.record]?[stored.version - 1] = stored
            decisions.append(decision)
            return .done
        }
    }

    func heldRecords(limit: Int, visible: Visibility) throws -> [HeldRecord] {
        current.filter { $0.state == .held && access.shows($0, visible) }.prefix(limit).map {
            stored in
            HeldRecord(
                detail: detail(stored), finding: findings.first { $0.record == stored.record.id },
                holdReason: stored.record.holdReason ?? "")
        }
    }

    func details(_ records: [RecordID], visible: Visibility) throws -> [RecordDetail] {
        let wanted = Set(records)
        return current.filter { wanted.contains($0.record.id) && access.shows($0, visible) }
            .sorted { $0.record.id < $1.record.id }.map(detail)
    }

    private func detail(_ stored: Stored) -> RecordDetail {
        let batch = lock.withLock { batches[stored.batch] }
        let given = zip(batch?.headers ?? [], stored.record.given)
            .filter { !$0.1.isEmpty }.map { (header: $0.0, cell: $0.1) }
        return RecordDetail(
            record: stored.record.id, serial: stored.serial, version: stored.version,
            kind: stored.record.content.kind, state: stored.state,
            accessClass: stored.accessClass, revision: stored.revision, place: stored.place,
            country: stored.country, substances: stored.substances,
            originator: organisation, mark: stored.record.mark,
            file: batch?.file ?? "", rowNumber: stored.record.rowNumber, given: given)
    }

    func identifiers(ofSerials serials: [Int]) throws -> [Int: RecordID] {
        let wanted = Set(serials)
        return current.reduce(into: [:]) {
            if wanted.contains($1.serial) { $0[$1.serial] = $1.record.id }
        }
    }

    func recordedDays(_ kind: RecordKind) throws -> [Int: CalendarDate] {
        lock.withLock {
            versions.values.reduce(into: [:]) { days, list in
                guard let last = list.last, last.record.content.kind == kind else { return }
                days[last.serial] = list.compactMap { batches[$0.batch]?.startedOn }.min()
            }
        }
    }

    func importedPorts() throws -> [PortVocabulary.Port] { lock.withLock { ports } }

    func replaceImportedPorts(
        _ ports: [PortVocabulary.Port], by requester: Requester, at moment: Moment
    ) throws -> Int {
        lock.withLock {
            self.ports = ports
            changes += 1
            return ports.count
        }
    }
}
