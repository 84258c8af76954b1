package import PortVocabulary

/// Marks ``ID`` as that of a draft.
package enum DraftCase {}

/// Identifies a draft, drawn by chance.
package typealias DraftID = ID<DraftCase>

/// A form that a person put aside. It is no record: it is in no list and no count, and nobody
/// but this person can open it.
package struct Draft: Hashable, Sendable {
    /// Drafts of one person.
    package static let limit = 50
    /// After so many days a draft is gone. Bounds: days.
    package static let keptDays = 30

    package let id: DraftID
    package let person: PersonID
    package let saved: Moment
    package let form: EntryForm

    package init(id: DraftID, person: PersonID, saved: Moment, form: EntryForm) {
        (self.id, self.person, self.saved, self.form) = (id, person, saved, form)
    }
}

/// What became of a draft.
package enum DraftOutcome: Hashable, Sendable {
    case saved
    /// The person has ``Draft/limit`` drafts already.
    case full
    /// A field bears a marking of classified information, or is too long: nothing was kept.
    case refused([EntryRemark])
    case notAvailable
}

/// What drafts need from storage. Content is stored sealed and leaves no entry in the evidence:
/// an unfinished thought is nobody's business.
package protocol DraftStore: Sendable {
    /// Stores a draft, or the new content of one; removes what is too old. False where the
    /// person has too many.
    func save(_ draft: Draft) throws -> Bool
    /// A person's drafts that are not too old, newest first.
    func drafts(of person: PersonID, at moment: Moment) throws -> [Draft]
    /// Removes a draft of this person; false where there was none.
    func discard(_ draft: DraftID, of person: PersonID) throws -> Bool
}
