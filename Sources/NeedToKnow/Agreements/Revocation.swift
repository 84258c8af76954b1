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

    /// Reads a statement that a party signed; nil where it is none, byte for byte.
    package init?(statement: String, signature: [UInt8]) {
        let lines = statement.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 6, let agreement = try? AgreementID(parsing: String(lines[1])),
            let version = Int(lines[2]),
            let organisation = try? OrganisationID(parsing: String(lines[3])),
            let day = try? CalendarDate(iso: lines[4])
        else { return nil }
        self.init(
            agreement: agreement, version: version, organisation: organisation, day: day,
            signature: signature)
        guard Array(self.statement.utf8) == Array(statement.utf8) else { return nil }
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
