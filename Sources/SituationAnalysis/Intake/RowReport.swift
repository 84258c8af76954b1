package import PortVocabulary

/// What became of a row.
package enum RowOutcome: String, Term {
    case accepted
    case acceptedWithNotes = "accepted-with-notes"
    /// Stored, but counts only when a person has decided.
    case held
    /// Not stored; the mend file holds the row as given.
    case rejected

    package static let vocabulary = "row outcomes"
    package var title: String { rawValue.split(separator: "-").joined(separator: " ") }
}

/// One remark on one row: column, cause and mend.
package struct RowNote: Hashable, Sendable {
    /// How much the remark weighs.
    package enum Weight: Int, Hashable, Sendable, Comparable {
        case note, hold, reject
        package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    package let column: String
    package let cause: String
    package let mend: String
    package let weight: Weight

    package init(column: String, cause: String, mend: String, weight: Weight) {
        (self.column, self.cause, self.mend) = (column, cause, mend)
        self.weight = weight
    }
}

/// A row after reading: what it means, unless it was rejected, and every remark on it.
package struct InterpretedRow: Sendable {
    package let content: RecordContent?
    package let mark: Mark
    package let notes: [RowNote]
    /// Whether a cell bears a marking of classified information: then nothing of the row may be
    /// kept, not even among the rejected rows.
    package var isClassified = false

    init(content: RecordContent?, mark: Mark, notes: [RowNote], isClassified: Bool = false) {
        (self.content, self.mark, self.notes) = (content, mark, notes)
        self.isClassified = isClassified
    }

    /// What became of the row: the weightiest remark decides.
    package var outcome: RowOutcome {
        switch notes.map(\.weight).max() {
        case nil: .accepted
        case .note: .acceptedWithNotes
        case .hold: .held
        case .reject: .rejected
        }
    }

    /// Why the row waits for a person; nil when it does not.
    package var holdReason: String? { notes.first { $0.weight == .hold }?.cause }
}
