/// Patterns of paths, such as `/seizures/{record}`, and which of them a path fits.
struct PathTable: Sendable {
    private struct Entry {
        /// Place in the list that the table was made of.
        let index: Int
        let segments: [Substring]
        let literals: Int
    }

    /// A pattern that a path fits.
    struct Fit: Equatable {
        let index: Int
        /// The path's parts by their names in the pattern, with percent-encoding undone.
        let parameters: [String: String]
    }

    private let byLength: [Int: [Entry]]

    init(_ patterns: [String]) {
        let entries = patterns.enumerated().map { index, pattern in
            let segments = pattern.split(separator: "/")
            return Entry(
                index: index, segments: segments,
                literals: segments.count { !$0.hasPrefix("{") })
        }
        // A literal segment goes before a parameter.
        byLength = Dictionary(grouping: entries) { $0.segments.count }
            .mapValues { $0.sorted { ($1.literals, $0.index) < ($0.literals, $1.index) } }
    }

    /// The patterns that fit, those with more literal parts first.
    ///
    /// - Parameter path: as sent, percent-encoded, without the query.
    func fits(_ path: String) -> [Fit] {
        let segments = path.split(separator: "/", omittingEmptySubsequences: true)
        // One address for one page: no empty segments, no slash at the end.
        guard path == "/" || path == "/" + segments.joined(separator: "/") else { return [] }
        return byLength[segments.count, default: []].compactMap { entry in
            Self.bind(entry.segments, segments).map { Fit(index: entry.index, parameters: $0) }
        }
    }

    private static func bind(_ pattern: [Substring], _ path: [Substring]) -> [String: String]? {
        var parameters: [String: String] = [:]
        for (expected, given) in zip(pattern, path) {
            if expected.hasPrefix("{") {
                guard let text = FormFields.decoded(given, plusIsSpace: false) else { return nil }
                parameters[String(expected.dropFirst().dropLast())] = text
            } else if expected != given {
                return nil
            }
        }
        return parameters
    }
}
