package import PortVocabulary

/// How one column feeds one field.
package struct ColumnMapping: Hashable, Sendable {
    package let field: IntakeField
    /// Cell texts (folded) and the term that each stands for.
    package let terms: [String: String]
    /// The role of a ``IntakeField/company`` column.
    package let role: CompanyRole?
    /// Parts several values in one cell.
    package let separator: Character
    /// The term that every cell text outside ``terms`` stands for; nil reads it as it is.
    package let otherwise: String?

    package init(
        field: IntakeField, terms: [String: String] = [:], role: CompanyRole? = nil,
        separator: Character = ";", otherwise: String? = nil
    ) {
        (self.field, self.terms, self.role) = (field, terms, role)
        (self.separator, self.otherwise) = (separator, otherwise)
    }
}

/// One column of a layout.
package struct LayoutColumn: Hashable, Sendable {
    /// The header's text; matched with letter case, diacritics and punctuation ignored.
    package let header: String
    package let isRequired: Bool
    /// Empty for a column that is known, kept and not read.
    package let mappings: [ColumnMapping]

    package init(header: String, isRequired: Bool, mappings: [ColumnMapping]) {
        (self.header, self.isRequired, self.mappings) = (header, isRequired, mappings)
    }
}

/// What makes two rows the same record.
package enum RowIdentity: Hashable, Sendable {
    /// Every cell; identical rows are told apart by their order.
    case wholeRow
    /// These columns: a later row with other cells is a new version of the record.
    case columns([String])
}

/// How the file is written.
package enum LayoutFormat: Hashable, Sendable {
    case delimited(UInt8)
    case json
}

/// A source's form as data: columns, units, vocabularies, date forms and defaults.
/// Format: `docs/formats/layout.md`.
package struct Layout: Hashable, Sendable {
    package var name: String
    package var title: String
    package var kind: RecordKind
    package var format: LayoutFormat
    package var encoding: TextEncoding
    package var decimal: DecimalMark
    package var dateForms: [DateForm]
    /// Month (1–12) in which the source's fiscal year starts.
    package var fiscalYearStart: Int
    package var columns: [LayoutColumn]
    /// Values of fields that the source leaves to the reader, by field.
    package var defaults: [IntakeField: String]
    /// Folded texts that mean «asked, unknown».
    package var unknownTexts: Set<String>
    package var mark: Mark
    package var identity: RowIdentity

    package init(name: String, title: String, kind: RecordKind) {
        (self.name, self.title, self.kind) = (name, title, kind)
        (format, encoding, decimal) = (.delimited(UInt8(ascii: ",")), .utf8, .point)
        (dateForms, fiscalYearStart) = ([.iso], 1)
        (columns, defaults, unknownTexts) = ([], [:], [])
        (mark, identity) = (.strictest, .wholeRow)
    }
}

/// Why a layout file cannot be used.
package struct LayoutDefect: Error, Hashable, Sendable, CustomStringConvertible {
    /// Path within the document, such as `columns.AMOUNT.field`, or a line.
    package let place: String
    package let cause: String
    package let mend: String

    package init(place: String, cause: String, mend: String) {
        (self.place, self.cause, self.mend) = (place, cause, mend)
    }

    package var description: String { "\(place): \(cause); \(mend)" }
}
