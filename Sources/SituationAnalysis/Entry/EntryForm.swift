package import PortVocabulary

/// Marks ``ID`` as that of one form that a person fills in.
package enum FormCase {}

/// Names one form, drawn by chance when it is handed out: the same form sent twice is one record.
package typealias FormToken = ID<FormCase>

/// The short form for one seizure: cells under the columns of the template layout, so that an
/// entry by hand is read by the same rules as a row of a file.
package struct EntryForm: Hashable, Sendable {
    /// Bounds: bytes of one cell.
    package static let cellBytes = 4_000
    /// The fewest characters of a token that nobody guesses.
    package static let tokenCharacters = 16
    /// The columns that the short form asks, in its order; amount and unit are one field, as are
    /// the columns of the mark.
    package static let shortColumns = [
        "date", "place", "substance", "amount", "unit", "stage", "concealment", "transport",
        "tlp", "handling", "handling_text",
    ]
    /// The columns that must say something: “unknown” says something, a blank does not.
    package static let neededColumns = ["date", "place", "substance", "amount", "unit", "stage"]

    package let token: FormToken
    /// The cells by the template's columns; a column that is left out is blank.
    package var cells: [String: String]

    package init(token: FormToken, cells: [String: String]) {
        (self.token, self.cells) = (token, cells)
    }
}

/// What is to be said about one field of an entry.
package struct EntryRemark: Hashable, Sendable {
    /// The column; empty for the entry as a whole.
    package let column: String
    package let cause: String
    package let mend: String
    /// Whether the entry cannot be stored while this stands; else it can, as given.
    package let isDefect: Bool

    package init(column: String, cause: String, mend: String, isDefect: Bool) {
        (self.column, self.cause, self.mend) = (column, cause, mend)
        self.isDefect = isDefect
    }
}

/// What became of an entry by hand.
package enum EntryAnswer: Hashable, Sendable {
    case stored(StoredEntry)
    /// Nothing was stored.
    case remarks([EntryRemark])
    /// Somebody changed the record since it was opened, or it exists already; nothing was stored.
    case changed
    /// Refused, or there is no such record: outside, the two look the same.
    case notAvailable
}

/// An entry that is a record now.
package struct StoredEntry: Hashable, Sendable {
    package let record: RecordID
    package let version: Int
    package let outcome: AppendOutcome
    /// What was stored as given although something was remarked on it.
    package let remarks: [EntryRemark]
}

/// The version of a record that a person opened to change it.
package struct OpenedVersion: Hashable, Sendable {
    package let record: RecordID
    /// Bounds: 1 or more.
    package let version: Int

    package init(record: RecordID, version: Int) {
        (self.record, self.version) = (record, version)
    }
}

/// A record as a form to change.
package struct OpenedForm: Sendable {
    package let form: EntryForm
    package let opened: OpenedVersion
}
