package import NeedToKnow
package import PortVocabulary

/// A language of the interface, by its ISO 639-1 code.
package enum Language: String, Term {
    case english = "en"
    case dutch = "nl"
    case french = "fr"
    case german = "de"
    case spanish = "es"
    case italian = "it"
    case swedish = "sv"

    package static let vocabulary = "languages"

    /// The language's own name for itself.
    package var title: String {
        switch self {
        case .english: "English"
        case .dutch: "Nederlands"
        case .french: "Français"
        case .german: "Deutsch"
        case .spanish: "Español"
        case .italian: "Italiano"
        case .swedish: "Svenska"
        }
    }
}

/// Someone, or some system, that may sign in to the node.
package struct Person: Hashable, Sendable {
    package let id: PersonID
    /// Bounds: 1 to 200 characters.
    package var name: String
    package var organisation: OrganisationID
    package var roles: Set<Role>
    package var language: Language
    /// Whether it is a system that only holds tokens and never signs in by itself.
    package var isSystem: Bool
    /// The last day of the account; nil for no end. A leaver keeps the account, and its history,
    /// and cannot use it.
    package var lastDay: CalendarDate?

    package init(
        id: PersonID, name: String, organisation: OrganisationID, roles: Set<Role>,
        language: Language = .english, isSystem: Bool = false, lastDay: CalendarDate? = nil
    ) {
        (self.id, self.name, self.organisation) = (id, name, organisation)
        (self.roles, self.language) = (roles, language)
        (self.isSystem, self.lastDay) = (isSystem, lastDay)
    }

    /// Whether the account may be used on a day.
    package func isActive(on day: CalendarDate) -> Bool { lastDay.map { day <= $0 } ?? true }
}

/// One person stands in for another of the same organisation for a time, with some of the other's
/// roles.
package struct Deputyship: Hashable, Sendable {
    package let person: PersonID
    package let deputy: PersonID
    package let roles: Set<Role>
    package let span: DateSpan

    package init(person: PersonID, deputy: PersonID, roles: Set<Role>, span: DateSpan) {
        (self.person, self.deputy) = (person, deputy)
        (self.roles, self.span) = (roles, span)
    }
}
