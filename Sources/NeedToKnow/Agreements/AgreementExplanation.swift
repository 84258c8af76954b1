import Foundation
import PortVocabulary

/// An agreement in plain language: what a lawyer reads and what the parties sign. It says
/// everything that the canonical form says, and nothing else decides what is released.
package struct AgreementExplanation: Hashable, Sendable {
    /// Plain text, numbered, at most 100 columns unless a single word is longer. The same
    /// agreement gives the same text.
    package let text: String

    /// Writes the text of a version, signed or not.
    package init(_ agreement: Agreement) {
        var page = PlainTextPage()
        page.title(agreement.title)
        page.paragraph("Agreement \(agreement.id), version \(agreement.version)", indent: 0)
        Self.parties(agreement, &page)
        Self.validity(agreement, &page)
        page.heading("3. Legal basis")
        page.paragraph(agreement.basis)
        Self.preamble(agreement, &page)
        page.heading("5. What is shared")
        page.paragraph(
            "Each clause stands for itself. What no clause allows is not shared under this "
                + "agreement.")
        for (index, clause) in agreement.clauses.enumerated() {
            ClauseExplanation(clause: clause, agreement: agreement).write(
                number: "5.\(index + 1)", to: &page)
        }
        AgreementLimitsExplanation(agreement: agreement).write(to: &page)
        Self.signatures(agreement, &page)
        text = page.text
    }

    private static func parties(_ agreement: Agreement, _ page: inout PlainTextPage) {
        page.heading("1. Parties")
        for (index, party) in agreement.parties.enumerated() {
            var words = ["\(party.name) (\(party.id))", party.kind.title]
            if let country = party.country { words.append("country \(country)") }
            if let role = party.thirdCountryRole { words.append(role.title) }
            page.paragraph(words.joined(separator: ", "), lead: "1.\(index + 1)", hanging: 6)
            let key =
                party.key.isEmpty
                ? "no key yet; nobody can sign before every party has one"
                : "public key \(Data(party.key).base64EncodedString())"
            page.paragraph(key, indent: 10)
        }
    }

    private static func validity(_ agreement: Agreement, _ page: inout PlainTextPage) {
        page.heading("2. Time")
        page.paragraph(
            "From \(CalendarWords.day(agreement.valid.first)) until "
                + "\(CalendarWords.day(agreement.valid.last)), both days included. It grants "
                + "nothing before every party has signed this version, and nothing from the day "
                + "on that a party names when it revokes it.")
        page.paragraph(
            agreement.version == 1
                ? "A later version that all its parties have signed ends this one from the later "
                    + "version's first day on."
                : "It ends the earlier versions from its first day on. A later version that all "
                    + "its parties have signed ends this one in the same way.")
    }

    private static func preamble(_ agreement: Agreement, _ page: inout PlainTextPage) {
        page.heading("4. What the parties say first")
        guard !agreement.preamble.isEmpty else {
            page.paragraph("Nothing.")
            return
        }
        page.paragraph("These words grant nothing and forbid nothing; the clauses do.")
        for (index, words) in agreement.preamble.enumerated() {
            page.paragraph(words, lead: "4.\(index + 1)", hanging: 6)
        }
    }

    private static func signatures(_ agreement: Agreement, _ page: inout PlainTextPage) {
        page.heading("7. Signatures")
        page.paragraph(
            "The parties sign the canonical form of this version, from which this text was made. "
                + "Its SHA-256 digest is")
        page.paragraph(agreement.digest, indent: 8)
        page.paragraph(
            "A party that finds another digest has another text before it and must not sign.")
        for party in agreement.parties {
            page.blank()
            page.paragraph("For \(party.name) (\(party.id)):")
            page.blank()
            page.paragraph("Name and office ______________________________", indent: 8)
            page.blank()
            page.paragraph(
                "Place and day   ______________________________   Signature "
                    + "______________________________", indent: 8)
        }
    }
}

/// Days as an agreement says them.
enum CalendarWords {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]

    /// `31 January 2026`.
    static func day(_ day: CalendarDate) -> String {
        let parts = day.parts
        return "\(parts.day) \(months[parts.month - 1]) \(parts.year)"
    }
}
