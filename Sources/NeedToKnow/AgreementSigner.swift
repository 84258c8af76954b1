package import PortVocabulary

/// Signs for the organisation that runs the node. Its private key never leaves whoever fulfils
/// this.
package protocol AgreementSigner: Sendable {
    /// The organisation's signature under a version; nothing is stored.
    ///
    /// - Throws: ``SigningDefect``; leave for another act than signing fails.
    func signature(
        under agreement: Agreement, by permit: NodePermit
    ) throws(SigningDefect) -> AgreementSignature
    /// The organisation's revocation of a version from a day on; nothing is stored.
    ///
    /// - Throws: ``SigningDefect``; leave for another act than revoking fails.
    func revocation(
        of agreement: Agreement, from day: CalendarDate, by permit: NodePermit
    ) throws(SigningDefect) -> Revocation
}

/// Keeps what people looked at in the evidence and in what is due.
package protocol ConsultationStore: Sendable {
    /// Writes down that somebody looked; before anything is shown.
    func note(_ permit: NodePermit, subject: String, at moment: Moment) throws
}
