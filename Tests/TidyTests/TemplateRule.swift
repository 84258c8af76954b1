/// A template that nobody names is never shown, or shown by a name that nobody can search for.
enum TemplateRule {
    /// - Parameters:
    ///   - templates: Name with ending, and content.
    ///   - sources: The Swift files that may name them.
    static func findings(templates: [String: String], sources: [SourceFile]) -> [Finding] {
        let named = Set(sources.flatMap { $0.literals.map(\.text) })
        return templates.keys.sorted().compactMap { file in
            let name = String(file.split(separator: ".")[0])
            if named.contains(name) || named.contains(file) { return nil }
            let isIncluded = templates.contains { other, text in
                other != file
                    && text.matches(of: /\{\{[>$<]\s*([\w\/\-]+)\s*\}\}/).contains { $0.1 == name }
            }
            guard !isIncluded else { return nil }
            return Finding(
                path: "Sources/WebInterface/Templates/\(file)", line: 0,
                cause: "no Swift file and no other template names it",
                mend: "remove it, or show it by its name")
        }
    }
}
