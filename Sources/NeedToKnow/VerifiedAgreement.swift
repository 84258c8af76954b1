/// An agreement that every party has signed, and that nobody has revoked: the only kind that a
/// policy takes. The signatures were checked when it was made.
package struct VerifiedAgreement: Hashable, Sendable {
    package let agreement: Agreement

    /// For the check of signatures only; see `AgreementVerification`.
    init(verified agreement: Agreement) { self.agreement = agreement }
}
