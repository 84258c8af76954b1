package import PortVocabulary

/// What a record says, as read.
package enum RecordContent: Hashable, Sendable {
    case seizure(SeizureEvent)
    case figure(AggregateFigure)
    case denominator(Denominator)

    /// Seizure, published figure or denominator.
    package var kind: RecordKind {
        switch self {
        case .seizure: .seizure
        case .figure: .figure
        case .denominator: .denominator
        }
    }
}

/// Whether a record counts in the assessment.
package enum ReviewState: String, Term {
    /// Counts.
    case counted
    /// Waits for a person; does not count until decided.
    case held
    /// Decided to repeat another record; does not count.
    case repeated = "repeat"

    package static let vocabulary = "review states"
    package var title: String { rawValue }
}

/// A record ready to be stored: its identity, what was given and what it was read as.
package struct IntakeRecord: Sendable {
    /// The same for the same thing however often it comes.
    package let id: RecordID
    /// Fingerprint of the given cells; a changed one under the same identity is a new version.
    package let digest: String
    package let rowNumber: Int
    /// The cells as given, in the file's column order.
    package let given: [String]
    package let content: RecordContent
    package let mark: Mark
    /// How many identical rows came before this one in the file.
    package let occurrence: Int
    /// Why the record must wait for a person; nil when it may count.
    package let holdReason: String?

    package init(
        id: RecordID, digest: String, rowNumber: Int, given: [String], content: RecordContent,
        mark: Mark, occurrence: Int, holdReason: String?
    ) {
        (self.id, self.digest, self.rowNumber) = (id, digest, rowNumber)
        (self.given, self.content, self.mark) = (given, content, mark)
        (self.occurrence, self.holdReason) = (occurrence, holdReason)
    }
}
