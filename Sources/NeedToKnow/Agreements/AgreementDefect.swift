/// A place in the text of a document. Line and column count from 1, columns in Unicode scalars.
package struct DocumentPlace: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) { (self.line, self.column) = (line, column) }

    package var description: String { "\(line):\(column)" }

    package static func < (left: Self, right: Self) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// One defect of an agreement: where it stands, what is wrong, what would be right.
package struct AgreementDefect: Error, Hashable, Sendable, CustomStringConvertible {
    package let place: DocumentPlace
    /// Which value, for example `clauses[2].fields[1]`; counts from 1. Empty for the document.
    package let path: String
    package let fault: AgreementFault

    package init(place: DocumentPlace, path: String, fault: AgreementFault) {
        (self.place, self.path, self.fault) = (place, path, fault)
    }

    package var cause: String { fault.cause }
    package var mend: String { fault.mend }

    /// `4:3: parties[1].kind: cause: mend`.
    package var description: String {
        "\(place): \(path.isEmpty ? "agreement" : path): \(cause): \(mend)"
    }
}

/// Every defect of an agreement, in the order of the text.
package struct AgreementDefects: Error, Hashable, Sendable {
    /// Never empty.
    package let list: [AgreementDefect]
    /// The most that are shown of one document.
    package static let limit = 500

    init(_ list: [AgreementDefect]) { self.list = list }

    init(_ fault: AgreementFault, line: Int = 1, column: Int = 1, path: String = "") {
        let place = DocumentPlace(line: line, column: column)
        list = [AgreementDefect(place: place, path: path, fault: fault)]
    }
}
