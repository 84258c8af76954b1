package import NeedToKnow
package import PortVocabulary

/// Loads the panel of a selection as far as the requester may see its records.
package struct LoadPanel<Store: SituationStore> {
    private let store: Store
    private let reference: ReferenceData

    package init(store: Store, reference: ReferenceData) {
        (self.store, self.reference) = (store, reference)
    }

    /// Computes a view from the panel alone.
    ///
    /// - Parameters:
    ///   - action: `.list` for a view, `.export` where it is written into a file.
    ///   - selection: which finds; only those made at a port are taken.
    ///   - maker: the day as of which, and the weeks held back. A day before the node's first
    ///     import knows nothing: what counts is when a record was recorded here.
    ///   - subject: what the panel is for, as the evidence names it.
    /// - Throws: what the store throws.
    package func run<View>(
        _ requester: Requester, _ action: AccessAction, _ selection: Selection,
        _ maker: PanelMaker, subject: String, now: Moment, _ view: (WeeklyPanel) -> View
    ) throws -> Released<View> {
        var finds = selection.resolvingBasins(reference.ports)
        finds.isAtPortOnly = true
        var effort = Selection()
        (effort.ports, effort.countries) = (finds.ports, finds.countries)
        effort.selectsNothing = finds.selectsNothing
        let records = try VisibleRecords(store, requester, now: now)
        let visible = try records.visibility(action, .seizure, for: finds)
        let visibleEffort = try records.visibility(action, .denominator, for: effort)
        let (table, rows) = try records.seizures(finds, visible)
        let (denominators, effortRows) = try records.denominators(effort, visibleEffort)
        let days = try store.recordedDays(.seizure)
        let panel = maker.panel(
            seizures: table.facts.map { KnownSeizure($0, known: days[$0.serial]) },
            denominators: denominators, ports: selection.ports.sorted())
        let shown: FieldSet = [
            .date, .place, .stage, .setting, .methods, .concealment, .departure, .companies,
            .substance,
        ]
        try records.note(visible, subject: finds.subject(subject), shown: shown, rows)
        if !effortRows.permits.isEmpty {
            try records.note(
                visibleEffort, subject: effort.subject(subject),
                shown: RecordKind.denominator.fields.subtracting([.given]), effortRows)
        }
        return visible.release(view(panel), covering: rows.permits + effortRows.permits)
    }
}
