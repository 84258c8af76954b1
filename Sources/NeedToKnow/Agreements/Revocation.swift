package import PortVocabulary

/// A party's word that one version of an agreement grants nothing from a day on. It cannot be
/// taken back; the parties sign a new version instead.
package struct Revocation: Hashable, Sendable {
    package let agreement: AgreementID
    package let version: Int
    package let organisation: OrganisationID
    /// From this day on, the day included.
    package let day: CalendarDate
    /// Ed25519 over the UTF-8 of ``statement``, 64 bytes.
    package let signature: [UInt8]

    package init(
        agreement: AgreementID, version: Int, organisation: OrganisationID, day: CalendarDate,
        signature: [UInt8]
    ) {
        (self.agreement, self.version, self.organisation) = (agreement, version, organisation)
        (self.day, self.signature) = (day, signature)
    }

    /// The text that the party signs: five lines, each with a line feed.
    package var statement: String {
        Self.statement(agreement, version: version, organisation, on: day)
    }

    static func statement(
        _ agreement: AgreementID, version: Int, _ organisation: OrganisationID,
        on day: CalendarDate
    ) -> String {
        """
        breakwater-agreement-revocation/1
        \(agreement)
        \(version)
        \(organisation)
        \(day)

        """
    }
}
