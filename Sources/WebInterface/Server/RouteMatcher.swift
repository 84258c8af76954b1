import HTTPTypes

/// Finds the route of a request by its path and method.
struct RouteMatcher<Store: NodeStore>: Sendable {
    enum Match {
        case found(Route<Store>, parameters: [String: String])
        /// The path is known, the method is not.
        case otherMethods([HTTPRequest.Method])
        case none
    }

    private let routes: [Route<Store>]
    private let table: PathTable

    init(_ routes: [Route<Store>]) {
        self.routes = routes
        table = PathTable(routes.map(\.path))
    }

    /// - Parameter path: the path as sent, percent-encoded, without the query.
    func match(_ method: HTTPRequest.Method, path: String) -> Match {
        var others: [HTTPRequest.Method] = []
        for fit in table.fits(path) {
            let route = routes[fit.index]
            if route.method == method || (method == .head && route.method == .get) {
                return .found(route, parameters: fit.parameters)
            }
            others.append(route.method)
        }
        return others.isEmpty ? .none : .otherMethods(others)
    }
}
