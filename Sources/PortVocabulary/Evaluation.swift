/// How far the source is trusted. Source: Regulation (EU) 2016/794, article 29 (4x4).
package enum SourceEvaluation: String, Term {
    case reliable = "A"
    case mostlyReliable = "B"
    case mostlyUnreliable = "C"
    case cannotBeAssessed = "X"

    package static let vocabulary = "source evaluation (4x4)"
    package var title: String {
        switch self {
        case .reliable: "no doubt about the source"
        case .mostlyReliable: "mostly reliable"
        case .mostlyUnreliable: "mostly unreliable"
        case .cannotBeAssessed: "cannot be assessed"
        }
    }
}

/// How far the information is trusted. Source: Regulation (EU) 2016/794, article 29 (4x4).
package enum InformationEvaluation: String, Term {
    case certain = "1"
    case knownToSource = "2"
    case corroborated = "3"
    case uncorroborated = "4"

    package static let vocabulary = "information evaluation (4x4)"
    package var title: String {
        switch self {
        case .certain: "accuracy not in doubt"
        case .knownToSource: "known personally to the source, not to the official"
        case .corroborated: "not known to the source, corroborated"
        case .uncorroborated: "not known to the source, not corroborated"
        }
    }
}

/// Source and information together, for example `B2`.
package struct Evaluation: Hashable, Sendable, CustomStringConvertible {
    package let source: SourceEvaluation
    package let information: InformationEvaluation

    package init(source: SourceEvaluation, information: InformationEvaluation) {
        (self.source, self.information) = (source, information)
    }

    /// - Throws: ``WordDefect`` unless the text is one of A, B, C, X and one of 1 to 4.
    package init(parsing text: some StringProtocol) throws(WordDefect) {
        guard text.count == 2 else { throw .length(expected: "2", found: text.count) }
        source = try SourceEvaluation(parsing: text.prefix(1))
        information = try InformationEvaluation(parsing: text.suffix(1))
    }

    package var description: String { source.rawValue + information.rawValue }
}
