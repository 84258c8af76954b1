package import NeedToKnow
package import PortVocabulary

/// New and changed records of one originator at one port.
package struct FreshLine: Hashable, Sendable {
    package let originator: OrganisationID
    /// Nil where the record names no port, or does not show it.
    package let place: PlaceCode?
    package var new: Int
    package var changed: Int

    package init(originator: OrganisationID, place: PlaceCode?, new: Int, changed: Int) {
        (self.originator, self.place) = (originator, place)
        (self.new, self.changed) = (new, changed)
    }
}

/// How often one organisation was shown records of this node.
package struct ReadLine: Hashable, Sendable {
    package let organisation: OrganisationID
    package var releases: Int
    /// Records over all releases; one that was shown twice counts twice.
    package var records: Int

    package init(organisation: OrganisationID, releases: Int, records: Int) {
        (self.organisation, self.releases, self.records) = (organisation, releases, records)
    }
}

/// How many requests of one organisation were refused.
package struct RefusalLine: Hashable, Sendable {
    package let organisation: OrganisationID
    package let refusals: Int

    package init(organisation: OrganisationID, refusals: Int) {
        (self.organisation, self.refusals) = (organisation, refusals)
    }
}

/// An agreement that ends soon.
package struct EndingAgreement: Hashable, Sendable {
    package let agreement: AgreementID
    package let version: Int
    package let title: String
    package let lastDay: CalendarDate
}

/// An agreement that waits for something of this node.
package struct WaitingAgreement: Hashable, Sendable {
    package let agreement: AgreementID
    package let version: Int
    package let title: String
    /// Whether a key or a signature does not fit; else the own signature is missing.
    package let isFaulty: Bool
}

/// What a person finds at the start of the day.
package struct TodaySummary: Sendable {
    package let since: Moment
    /// Most records first.
    package var fresh: [FreshLine] = []
    /// Whether more records came than were looked at: the lines are then those of the newest.
    package var isFreshCut = false
    /// Records that wait for this person's decision.
    package var held = 0
    /// Records whose time runs out, soonest first; empty for who does not review retention.
    package var due: [DueRecord] = []
    package var ending: [EndingAgreement] = []
    /// Empty for who does not sign for the node.
    package var waiting: [WaitingAgreement] = []
    /// Who was shown records of this node, other organisations first; empty for who does not
    /// belong to it.
    package var reads: [ReadLine] = []
    /// Empty for who does not look after the node.
    package var refusals: [RefusalLine] = []
    /// Whether more happened than was looked at: reads and refusals are then the latest.
    package var isHistoryCut = false
}

/// A record that arrived, or a new version of one.
package struct FreshRecord: Hashable, Sendable {
    package let serial: Int
    package let version: Int
    package let accessClass: Int
    package let place: PlaceCode?
    package let country: Country?
    package let substances: SubstanceGroup

    package init(
        serial: Int, version: Int, accessClass: Int, place: PlaceCode?, country: Country?,
        substances: SubstanceGroup
    ) {
        (self.serial, self.version, self.accessClass) = (serial, version, accessClass)
        (self.place, self.country, self.substances) = (place, country, substances)
    }
}

/// What was read and refused since a moment.
package struct NodeHistory: Hashable, Sendable {
    package var reads: [ReadLine] = []
    package var refusals: [RefusalLine] = []
    package var isCut = false

    package init() {}
}

/// What the start of the day needs from storage.
package protocol TodayStore: Sendable {
    /// The visible current records that were written at a moment or later, newest first.
    /// Bounds: `limit` 1 or more.
    func fresh(since moment: Moment, visible: Visibility, limit: Int) throws -> [FreshRecord]
    /// Releases and refusals from a moment on, from the newest entries of the evidence. Bounds:
    /// `limit` 1 or more entries.
    func history(since moment: Moment, limit: Int) throws -> NodeHistory
}

/// Gathers what is new since a moment. Every list is bounded.
package struct ShowToday<Store: SituationStore & TodayStore & RetentionStore & AgreementStore> {
    /// Entries of the evidence that are looked at.
    package static var historyLimit: Int { 5_000 }
    /// Records that are named because their time runs out.
    package static var dueLimit: Int { 50 }
    /// How long before its last day a record is named. Bounds: days.
    package static var dueDays: Int { 14 }
    /// How long before its last day an agreement is named. Bounds: days.
    package static var endingDays: Int { 30 }

    private let store: Store

    package init(store: Store) { self.store = store }

    /// - Parameter since: usually the person's last visit.
    /// - Throws: what the store throws.
    package func run(
        _ requester: Requester, since: Moment, now: Moment
    ) throws -> Released<TodaySummary> {
        let records = try VisibleRecords(store, requester, now: now)
        var summary = TodaySummary(since: since)
        let visible = try records.visibility(.list, .seizure)
        let rows = try addFresh(&summary, records, visible, since: since)
        if requester.roles.contains(where: AccessAction.review.roles.contains) {
            var waiting = Selection()
            waiting.states = [.held]
            summary.held = try store.count(
                waiting, visible: try records.visibility(.review, .seizure))
        }
        try addClocks(&summary, requester, isOwn: records.isOwn, on: now.day)
        if records.isOwn { try addHistory(&summary, requester, since: since) }
        if !rows.isEmpty {
            try records.note(visible, subject: "today", shown: [.place], rows)
        }
        return visible.release(summary, covering: rows.permits)
    }

    /// Seizures; each counts at its port only where its permit shows the place.
    private func addFresh(
        _ summary: inout TodaySummary, _ records: VisibleRecords<Store>, _ visible: Visibility,
        since: Moment
    ) throws -> PermittedRows {
        let reading = try FreshReading(records, visible, since: since)
        summary.isFreshCut = reading.isCut
        var rows = PermittedRows()
        var lines: [FreshLine: FreshLine] = [:]
        try reading.forEach(adding: &rows) { row, originator, place in
            let key = FreshLine(originator: originator, place: place, new: 0, changed: 0)
            if row.version == 1 {
                lines[key, default: key].new += 1
            } else {
                lines[key, default: key].changed += 1
            }
        }
        summary.fresh = lines.values.sorted {
            ($1.new + $1.changed, $0.originator, $0.place?.code ?? "")
                < ($0.new + $0.changed, $1.originator, $1.place?.code ?? "")
        }
        return rows
    }

    private func addClocks(
        _ summary: inout TodaySummary, _ requester: Requester, isOwn: Bool, on day: CalendarDate
    ) throws {
        if isOwn, requester.roles.contains(.custodian) {
            // Due is what ended before a day.
            summary.due = try store.due(
                on: day.advanced(byDays: Self.dueDays + 1), limit: Self.dueLimit)
        }
        let judged = try AgreementSteps(store: store).judged(on: day)
        let last = day.advanced(byDays: Self.endingDays)
        summary.ending = AgreementVerification.inForce(judged, on: day).map(\.agreement)
            .filter { agreement in
                agreement.valid.last <= last
                    && agreement.parties.contains { $0.id == requester.organisation }
            }
            .map {
                EndingAgreement(
                    agreement: $0.id, version: $0.version, title: $0.title,
                    lastDay: $0.valid.last)
            }
            .sorted { ($0.lastDay, $0.agreement) < ($1.lastDay, $1.agreement) }
        guard isOwn, !requester.roles.isDisjoint(with: NodeAct.signAgreement.roles) else { return }
        summary.waiting = judged.compactMap { entry in
            let isFaulty: Bool
            switch entry.standing {
            case .unsigned(let missing):
                guard missing.contains(requester.organisation) else { return nil }
                isFaulty = false
            case .badSignature, .unknownKey, .keyDiffers, .malformed: isFaulty = true
            case .inForce, .notYet, .expired, .revoked: return nil
            }
            return WaitingAgreement(
                agreement: entry.agreement.id, version: entry.agreement.version,
                title: entry.agreement.title, isFaulty: isFaulty)
        }
    }

    private func addHistory(
        _ summary: inout TodaySummary, _ requester: Requester, since: Moment
    ) throws {
        let history = try store.history(since: since, limit: Self.historyLimit)
        let own = requester.organisation
        // Who may list records or trace them learns who read them; who runs the node does not.
        let readers = AccessAction.list.roles.union(NodeAct.traceRecord.roles)
        if !requester.roles.isDisjoint(with: readers) {
            summary.reads = history.reads.sorted {
                ($0.organisation == own ? 1 : 0, $1.records, $0.organisation)
                    < ($1.organisation == own ? 1 : 0, $0.records, $1.organisation)
            }
        }
        if !requester.roles.isDisjoint(with: NodeAct.readEvidence.roles) {
            summary.refusals = history.refusals.sorted {
                ($1.refusals, $0.organisation) < ($0.refusals, $1.organisation)
            }
        }
        summary.isHistoryCut = history.isCut
    }
}

extension VisibleRecords {
    /// Whether the requester belongs to the organisation whose node it is.
    var isOwn: Bool { requester.organisation == store.organisation }

    func classes(_ kind: RecordKind) throws -> [Int: AccessClass] {
        try store.accessClasses(kind)
    }
}
