package import NeedToKnow
package import PortVocabulary

/// Takes an entry by hand: one row of the template layout, with the validation, the cells as
/// given, the evidence, the versions and the duplicate review of an import.
package struct EnterRecord<Store: SituationStore> {
    /// What stands for the file's name of an entry by hand.
    package static var source: String { "entry by hand" }

    private let store: Store
    private let reference: ReferenceData
    private let template: Layout

    /// - Parameter template: the layout `breakwater-template`.
    package init(store: Store, reference: ReferenceData, template: Layout) {
        (self.store, self.reference, self.template) = (store, reference, template)
    }

    /// Everything to be said about a form, without storing anything: while it is filled in.
    ///
    /// - Throws: ``FileDefect`` only for a template that does not fit itself.
    package func check(_ form: EntryForm, today: CalendarDate) throws(FileDefect) -> [EntryRemark] {
        try reader(today).read(form, reporter: store.organisation.text).remarks
    }

    /// Stores an entry as a new record, or as a new version of one.
    ///
    /// - Parameters:
    ///   - opened: the record to change and the version that the person looked at; nil for a
    ///     new one.
    ///   - acceptsRemarks: whether what was remarked on, and is no defect, is stored as given.
    /// - Throws: what the store throws.
    package func run(
        _ requester: Requester, _ form: EntryForm, changing opened: OpenedVersion? = nil,
        acceptsRemarks: Bool, now: Moment
    ) throws -> EntryAnswer {
        let records = try VisibleRecords(store, requester, now: now)
        if let opened {
            guard try records.permit(.contribute, opened.record) != nil else {
                return .notAvailable
            }
        } else if try !records.mayContribute(template.kind, subject: Self.source) {
            return .notAvailable
        }
        guard form.token.text.utf8.count >= EntryForm.tokenCharacters else {
            return .remarks([
                EntryRemark(
                    column: "", cause: "the form has no name of its own",
                    mend: "open the form anew", isDefect: true)
            ])
        }
        let reading = try reader(now.day).read(form, reporter: store.organisation.text)
        guard let content = reading.row.content, !reading.isDefective,
            acceptsRemarks || reading.remarks.isEmpty
        else { return .remarks(reading.remarks) }
        let record = IntakeRecord(
            id: opened?.record ?? .referenced(reading, template),
            digest: RowFingerprint.whole(reading, template).text, rowNumber: 1,
            given: reading.cells, content: content, mark: reading.row.mark, occurrence: 0,
            holdReason: reading.row.holdReason)
        let batch = try store.begin(
            BatchHeader(
                id: BatchID(trusted: Fingerprint.of(["hand", form.token.text])),
                file: Self.source, layout: template.name, headers: reading.headers,
                startedOn: now.day), by: requester, at: now)
        guard
            let entered = try store.append(
                record, to: batch, replacing: opened?.version ?? 0, at: now)
        else { return .changed }
        try ReviewOfRepeats(store: store).run(requester, now: now)
        return .stored(
            StoredEntry(
                record: record.id, version: entered.version, outcome: entered.outcome,
                remarks: reading.remarks))
    }

    /// A record of one's own as a form to change; not available for a record that came in another
    /// layout, whose cells the template has no place for.
    ///
    /// - Parameter token: the name of the new form.
    /// - Throws: what the store throws.
    package func open(
        _ requester: Requester, _ id: RecordID, token: FormToken, now: Moment
    ) throws -> StepAnswer<OpenedForm> {
        let records = try VisibleRecords(store, requester, now: now)
        guard let permit = try records.permit(.contribute, id) else { return .notAvailable }
        let visible = try records.visibility(.contribute, template.kind)
        guard let detail = try store.details([id], visible: visible).first else {
            return .notAvailable
        }
        let columns = Set(template.columns.map(\.header))
        guard detail.given.allSatisfy({ columns.contains($0.header) }) else {
            return .notAvailable
        }
        let cells = Dictionary(detail.given.map { ($0.header, $0.cell) }) { first, _ in first }
        try store.note(
            ReleaseNote(
                visible, subject: "record/\(id) as a form", shown: template.kind.fields,
                [(permit: permit, serials: SerialSet([detail.serial]))]), at: now)
        return .released(
            permit.release(
                OpenedForm(
                    form: EntryForm(token: token, cells: cells),
                    opened: OpenedVersion(record: id, version: detail.version))))
    }

    private func reader(_ today: CalendarDate) -> EntryReader {
        EntryReader(template: template, reference: reference, today: today)
    }
}

/// Looks for repeats among what no review has seen, after records were written.
struct ReviewOfRepeats<Store: SituationStore> {
    let store: Store

    /// - Returns: how many findings there are of each kind.
    @discardableResult
    func run(_ requester: Requester, now: Moment) throws -> [RepeatKind: Int] {
        var findings: [ReviewFinding] = []
        let serial = try store.unreviewedGroups { group in
            findings += DuplicateReview(group).findings()
        }
        try store.finishReview(findings, through: serial, by: requester, at: now)
        return findings.reduce(into: [:]) { $0[$1.kind, default: 0] += 1 }
    }
}
