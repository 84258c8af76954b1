package import PortVocabulary

/// What the evidence keeps about a release: who saw what, for which purpose, on which grounds,
/// which fields. Written before the view is handed over.
package struct ReleaseNote: Sendable {
    package let requester: Requester
    package let action: AccessAction
    /// The selection or the record in words.
    package let subject: String
    package let kind: RecordKind
    package let parts: [Part]

    /// Records that were released alike.
    package struct Part: Sendable {
        package let form: ReleaseForm
        package let grounds: [Ground]
        package let fields: FieldSet
        /// The stored versions.
        package let serials: SerialSet

        package init(
            form: ReleaseForm, grounds: [Ground], fields: FieldSet, serials: SerialSet
        ) {
            (self.form, self.grounds, self.fields) = (form, grounds, fields)
            self.serials = serials
        }
    }

    package init(
        requester: Requester, action: AccessAction, subject: String, kind: RecordKind,
        parts: [Part]
    ) {
        (self.requester, self.action, self.subject) = (requester, action, subject)
        (self.kind, self.parts) = (kind, parts)
    }

    /// `shown` narrows the fields to those that the view can show at all.
    package init(
        _ visible: Visibility, subject: String, shown: FieldSet,
        _ groups: some Sequence<(permit: Permit, serials: SerialSet)>
    ) {
        let parts = groups.filter { !$0.serials.isEmpty }.map { permit, serials in
            Part(
                form: permit.form, grounds: permit.grounds,
                fields: permit.fields.intersection(shown), serials: serials)
        }
        self.init(
            requester: visible.requester, action: visible.action, subject: subject,
            kind: visible.kind,
            parts: parts.sorted { ($0.serials.first ?? 0) < ($1.serials.first ?? 0) })
    }
}

/// What the evidence keeps about a refusal.
package struct RefusalNote: Sendable {
    package let requester: Requester
    package let action: String
    package let subject: String
    package let reason: Refusal

    package init(requester: Requester, action: String, subject: String, reason: Refusal) {
        (self.requester, self.action) = (requester, action)
        (self.subject, self.reason) = (subject, reason)
    }
}
