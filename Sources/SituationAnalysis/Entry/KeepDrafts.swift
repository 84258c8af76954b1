package import NeedToKnow
package import PortVocabulary

/// Puts forms aside and takes them up again, each person their own.
package struct KeepDrafts<Store: SituationStore & DraftStore> {
    private let store: Store
    private let template: Layout

    /// - Parameter template: the layout `breakwater-template`.
    package init(store: Store, template: Layout) {
        (self.store, self.template) = (store, template)
    }

    /// Puts a form aside, or its new content.
    ///
    /// - Parameter id: the draft's name: a new one, or that of the draft that is continued.
    /// - Throws: what the store throws.
    package func save(
        _ requester: Requester, _ form: EntryForm, as id: DraftID, now: Moment
    ) throws -> DraftOutcome {
        guard try isAllowed(requester, now) else { return .notAvailable }
        let refused = remarks(on: form)
        guard refused.isEmpty else { return .refused(refused) }
        let draft = Draft(id: id, person: requester.person, saved: now, form: form)
        return try store.save(draft) ? .saved : .full
    }

    /// The person's drafts, newest first.
    ///
    /// - Throws: what the store throws.
    package func list(_ requester: Requester, now: Moment) throws -> [Draft] {
        guard try isAllowed(requester, now) else { return [] }
        return try store.drafts(of: requester.person, at: now)
    }

    /// One of the person's drafts; nil where there is none of this name.
    ///
    /// - Throws: what the store throws.
    package func open(_ requester: Requester, _ id: DraftID, now: Moment) throws -> Draft? {
        try list(requester, now: now).first { $0.id == id }
    }

    /// Throws a draft away; false where the person has none of this name.
    ///
    /// - Throws: what the store throws.
    package func discard(_ requester: Requester, _ id: DraftID) throws -> Bool {
        try store.discard(id, of: requester.person)
    }

    private func isAllowed(_ requester: Requester, _ now: Moment) throws -> Bool {
        try VisibleRecords(store, requester, now: now)
            .mayContribute(template.kind, subject: "drafts")
    }

    /// What keeps a form from being put aside: unfinished it may be, classified it may not.
    private func remarks(on form: EntryForm) -> [EntryRemark] {
        let known = Set(template.columns.map(\.header))
        return form.cells.sorted { $0.key < $1.key }.compactMap { column, cell in
            guard known.contains(column), cell.utf8.count <= EntryForm.cellBytes else {
                return EntryRemark(
                    column: known.contains(column) ? column : "",
                    cause: "does not fit the form",
                    mend: "write up to \(EntryForm.cellBytes) bytes in a field of the form",
                    isDefect: true)
            }
            guard let marking = ClassifiedMarking(in: cell) else { return nil }
            return EntryRemark(
                column: column, cause: marking.defect.cause, mend: marking.defect.mend,
                isDefect: true)
        }
    }
}
