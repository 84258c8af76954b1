package import HTTPTypes
package import Identity
package import NeedToKnow

/// Who may use a route. What a person may see behind it is decided by the step that it runs.
package enum RouteAccess: Hashable, Sendable {
    /// Anyone, without signing in.
    case everyone
    /// Anyone who is signed in.
    case signedIn
    /// People in one of these roles.
    case roles(Set<Role>)
    /// Programs with a token of this scope.
    case token(TokenScope)
    /// Programs with any token.
    case anyToken
}

/// One thing that the server answers. The table of all routes is what the server serves, what
/// the tests go over, and what the description for programs is compared with.
package struct Route<Store: NodeStore>: Sendable {
    package let method: HTTPRequest.Method
    /// The pattern, for example `/seizures/{record}`.
    package let path: String
    package let access: RouteAccess
    /// Whether the person must have said what they are at work on.
    package let needsTask: Bool
    /// Bytes of the request's body. Larger ones are refused unread.
    package let bodyLimit: Int
    let handler: @Sendable (Exchange<Store>) throws -> Reply
    /// What another machine is asked before the handler runs; it waits on no handler's thread
    /// and touches no database. Nil for all but a few routes.
    var question: (@Sendable (Exchange<Store>) async -> ProviderAnswer)?
    /// What the description for programs says of it; nil for pages.
    package var operation: APIOperation?

    /// A route for people, or for programs without a description.
    package init(
        _ method: HTTPRequest.Method, _ path: String, _ access: RouteAccess,
        needsTask: Bool = false, bodyLimit: Int = RouteLimit.formBytes,
        handler: @escaping @Sendable (Exchange<Store>) throws -> Reply
    ) {
        (self.method, self.path, self.access) = (method, path, access)
        (self.needsTask, self.bodyLimit, self.handler) = (needsTask, bodyLimit, handler)
    }

}

extension Route {
    /// A route whose handler needs the answer of another machine.
    static func asking(
        _ method: HTTPRequest.Method, _ path: String, _ access: RouteAccess,
        _ question: @escaping @Sendable (Exchange<Store>) async -> ProviderAnswer,
        handler: @escaping @Sendable (Exchange<Store>) throws -> Reply
    ) -> Route {
        var route = Route(method, path, access, handler: handler)
        route.question = question
        return route
    }
}
