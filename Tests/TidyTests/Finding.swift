/// One breach of a rule: where, why, and what would mend it.
struct Finding: Hashable, CustomStringConvertible {
    let path: String
    /// Counted from 1; 0 concerns the file as a whole.
    let line: Int
    let cause: String
    let mend: String

    var description: String {
        "\(path)\(line > 0 ? ":\(line)" : ""): \(cause)\n  mend: \(mend)"
    }
}

/// A rule that looks at one Swift file alone.
struct FileRule: Sendable {
    let name: String
    let findings: @Sendable (SourceFile) -> [Finding]
}

extension FileRule {
    /// Every rule that looks at one file.
    static let all: [FileRule] = [
        .fileLength, .lineLength, .functionLength,
        .documentation,
        .clocksAndChance, .inputAndOutput, .foundationFree,
        .moduleImports, .enginesAtHome,
        .forcing, .publicAccess, .queryText, .names,
    ]
}
