package import NeedToKnow
import PortVocabulary

/// What a step answers.
package enum StepAnswer<View> {
    case released(Released<View>)
    /// Refused or absent: outside, the two look the same. Why, stands in the evidence.
    case notAvailable
}

/// Loads records as far as a requester may see them, and notes what is released. Every step of
/// this slice that shows something begins and ends here.
struct VisibleRecords<Store: SituationStore> {
    let store: Store
    let requester: Requester
    let now: Moment
    private let rules: AccessRules
    private var policy: Policy { rules.policy }
    /// The content revision under which the rules were read, before any record was.
    var revision: Int { rules.revision }

    init(_ store: Store, _ requester: Requester, now: Moment) throws {
        (self.store, self.requester, self.now) = (store, requester, now)
        rules = try store.accessRules(on: now.day)
    }

    /// What the requester may reach of a kind, for a selection.
    func visibility(
        _ action: AccessAction, _ kind: RecordKind, for selection: Selection = Selection()
    ) throws -> Visibility {
        policy.visibility(
            requester, action, kind: kind, classes: rules.classes[kind] ?? [:], on: now.day
        ).narrowed(to: selection.neededFields)
    }

    /// Whether the requester may do something to a record; what is refused is noted.
    func permit(_ action: AccessAction, _ record: RecordID) throws -> Permit? {
        guard let resource = try store.resource(record) else { return nil }
        switch policy.decide(requester, action, resource, on: now.day) {
        case .permit(let permit): return permit
        case .refuse(let reason):
            try refused(action, subject: "record/\(record)", reason)
            return nil
        }
    }

    /// Whether the requester may record for this node; a refusal is noted.
    func mayContribute(_ kind: RecordKind, subject: String) throws -> Bool {
        let resource = Resource(
            access: AccessClass(kind: kind, originator: store.organisation, mark: .strictest),
            place: nil, country: nil, substances: .unknown)
        switch policy.decide(requester, .contribute, resource, on: now.day) {
        case .permit: return true
        case .refuse(let reason):
            try refused(.contribute, subject: subject, reason)
            return false
        }
    }

    func refused(_ action: AccessAction, subject: String, _ reason: Refusal) throws {
        try store.note(
            RefusalNote(
                requester: requester, action: action.rawValue, subject: subject, reason: reason),
            at: now)
    }

    /// Seizures, each cut to what its permit shows.
    func seizures(
        _ selection: Selection, _ visible: Visibility
    ) throws -> (table: SeizureTable, rows: PermittedRows) {
        cut(try store.seizures(selection, visible: visible), visible, try consented(visible))
    }

    /// A page of the newest seizures, each cut to what its permit shows; `next` is where the
    /// following page begins, nil where there is none.
    func newest(
        _ selection: Selection, _ visible: Visibility, limit: Int, after position: ListPosition?
    ) throws -> (table: SeizureTable, rows: PermittedRows, next: ListPosition?) {
        // One more than the page shows: it tells whether another page follows.
        var loaded = try store.newestSeizures(
            selection, visible: visible, limit: limit + 1, after: position)
        let hasMore = loaded.facts.count > limit
        if hasMore { loaded.facts.removeLast(loaded.facts.count - limit) }
        let last = hasMore ? loaded.facts.last : nil
        let (table, rows) = cut(loaded, visible, try consented(visible))
        return (table, rows, last.map { ListPosition(day: $0.firstDay, serial: $0.serial) })
    }

    func consented(_ visible: Visibility) throws -> Set<Int> {
        visible.consentNeed == nil ? [] : try store.consented(visible)
    }

    private func cut(
        _ loaded: SeizureTable, _ visible: Visibility, _ consented: Set<Int>
    ) -> (table: SeizureTable, rows: PermittedRows) {
        if let rows = wholeRows(loaded, visible) { return (loaded, rows) }
        var table = SeizureTable(reporters: loaded.reporters)
        table.facts.reserveCapacity(loaded.facts.count)
        var rows = PermittedRows()
        let whole = RecordKind.seizure.fields
        let withheld = loaded.reporters.count
        for var fact in loaded.facts {
            // A row that the filter let through and the permit does not: shown to nobody.
            let permit = rows.add(serial: fact.serial, class: fact.accessClass, visible) {
                visible.permit(
                    class: fact.accessClass, place: fact.place, country: fact.country,
                    substances: fact.substance.group,
                    isConsented: consented.contains(fact.serial))
            }
            guard let permit else { continue }
            if !permit.fields.isSuperset(of: whole) {
                fact.cut(to: permit.fields, withheld: withheld)
            }
            table.facts.append(fact)
        }
        hideReporters(&table, withheld: withheld)
        return (table, rows)
    }

    /// The permits of a table that is shown whole, which need not be copied; nil where a row is
    /// cut, refused, or asks for a look at more than its class.
    private func wholeRows(_ loaded: SeizureTable, _ visible: Visibility) -> PermittedRows? {
        let whole = RecordKind.seizure.fields
        var rows = PermittedRows()
        for fact in loaded.facts {
            guard visible.isUniform(class: fact.accessClass) else { return nil }
            let permit = rows.add(serial: fact.serial, class: fact.accessClass, visible) {
                visible.permit(
                    class: fact.accessClass, place: fact.place, country: fact.country,
                    substances: fact.substance.group, isConsented: false)
            }
            guard let permit, permit.fields.isSuperset(of: whole) else { return nil }
        }
        return rows
    }

    /// Only names that a fact still carries stay in the table.
    private func hideReporters(_ table: inout SeizureTable, withheld: Int) {
        guard table.facts.contains(where: { $0.reporter == withheld }) else { return }
        let names = table.reporters + [FigureFact.withheldName]
        var numbers: [Int: Int] = [:]
        var kept: [String] = []
        for index in table.facts.indices {
            let old = table.facts[index].reporter
            let new = numbers[old] ?? kept.count
            if new == kept.count {
                numbers[old] = new
                kept.append(names[old])
            }
            table.facts[index].reporter = new
        }
        table.reporters = kept
    }

    func figures(
        _ selection: Selection, _ visible: Visibility
    ) throws -> (facts: [FigureFact], rows: PermittedRows) {
        let consented = try consented(visible)
        var facts: [FigureFact] = []
        var rows = PermittedRows()
        for var fact in try store.figures(selection, visible: visible) {
            let permit = rows.add(serial: fact.serial, class: fact.accessClass, visible) {
                visible.permit(
                    class: fact.accessClass, place: fact.figure.place,
                    country: fact.figure.country, substances: fact.figure.substance.group,
                    isConsented: consented.contains(fact.serial))
            }
            guard let permit else { continue }
            fact.cut(to: permit.fields)
            facts.append(fact)
        }
        return (facts, rows)
    }

    /// Notes a release. Nothing is handed over before this has returned.
    func note(
        _ visible: Visibility, subject: String, shown: FieldSet, _ rows: PermittedRows
    ) throws {
        try note(visible, subject: subject, shown: shown, rows.groups)
    }

    func note(
        _ visible: Visibility, subject: String, shown: FieldSet,
        _ groups: [(permit: Permit, serials: SerialSet)]
    ) throws {
        let canAct = !requester.roles.isDisjoint(with: visible.action.roles)
        guard canAct, !visible.isNothing else {
            return try refused(
                visible.action, subject: subject, canAct ? .noAgreement : .role)
        }
        // An empty answer is an answer too.
        try store.note(
            ReleaseNote(visible, subject: subject, shown: shown, groups), at: now)
    }
}
