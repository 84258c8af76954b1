import HTTPTypes

/// Finds the route of a request by its path and method.
struct RouteMatcher<Store: NodeStore>: Sendable {
    enum Match {
        case found(Route<Store>, parameters: [String: String])
        /// The path is known, the method is not.
        case otherMethods([HTTPRequest.Method])
        case none
    }

    private struct Entry {
        let route: Route<Store>
        let segments: [Substring]
        let literals: Int
    }

    private let byLength: [Int: [Entry]]

    init(_ routes: [Route<Store>]) {
        let entries = routes.map { route in
            let segments = route.path.split(separator: "/")
            return Entry(
                route: route, segments: segments,
                literals: segments.count { !$0.hasPrefix("{") })
        }
        // A literal segment goes before a parameter.
        byLength = Dictionary(grouping: entries) { $0.segments.count }
            .mapValues { $0.sorted { $0.literals > $1.literals } }
    }

    /// - Parameter path: the path as sent, percent-encoded, without the query.
    func match(_ method: HTTPRequest.Method, path: String) -> Match {
        let segments = path.split(separator: "/", omittingEmptySubsequences: true)
        // One address for one page: no empty segments, no slash at the end.
        guard path == "/" || path == "/" + segments.joined(separator: "/") else { return .none }
        var others: [HTTPRequest.Method] = []
        for entry in byLength[segments.count, default: []] {
            guard let parameters = Self.bind(entry.segments, segments) else { continue }
            if entry.route.method == method || (method == .head && entry.route.method == .get) {
                return .found(entry.route, parameters: parameters)
            }
            others.append(entry.route.method)
        }
        return others.isEmpty ? .none : .otherMethods(others)
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
