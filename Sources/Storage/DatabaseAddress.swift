/// Where the database is, as `--database` or `BREAKWATER_DATABASE` states it.
package enum DatabaseAddress: Hashable, Sendable {
    /// A file of SQLite.
    case sqlite(path: String)
    /// A database of PostgreSQL. The address may hold a password: show ``description`` only.
    case postgres(url: String)

    /// Reads `sqlite:///absolute/path`, `sqlite:relative/path`, a plain path, or the
    /// `postgres://…` and `postgresql://…` of PostgreSQL.
    ///
    /// - Throws: ``DatabaseAddressDefect`` for another scheme, an empty path, or an address
    ///   that PostgreSQL's client cannot read.
    package init(parsing text: String) throws(DatabaseAddressDefect) {
        guard let colon = text.firstIndex(of: ":"), !text.hasPrefix("/"), !text.hasPrefix(".")
        else {
            guard !text.isEmpty else { throw .emptyPath }
            self = .sqlite(path: text)
            return
        }
        let scheme = text[..<colon]
        switch scheme {
        case "sqlite": self = .sqlite(path: try Self.path(text[text.index(after: colon)...]))
        case "postgres", "postgresql":
            guard PostgresAddress.isReadable(text) else { throw .unreadablePostgres }
            self = .postgres(url: text)
        default: throw .unknownScheme(String(scheme.prefix(20)))
        }
    }

    private static func path(_ rest: Substring) throws(DatabaseAddressDefect) -> String {
        var path = rest
        if path.hasPrefix("//") {
            path = path.dropFirst(2)
            // `sqlite:///a` and `sqlite:////a` both mean /a.
            while path.hasPrefix("//") { path = path.dropFirst() }
            guard path.hasPrefix("/") else { throw .hostGiven }
        }
        guard !path.isEmpty, path != "/" else { throw .emptyPath }
        return String(path)
    }
}

/// Every way of printing an address leaves the password out.
extension DatabaseAddress: CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    package var description: String {
        switch self {
        case .sqlite(let path): path
        case .postgres(let url): PostgresAddress.shown(url)
        }
    }

    package var debugDescription: String { description }

    /// What `dump` and reflection show.
    package var customMirror: Mirror { Mirror(self, unlabeledChildren: [description]) }
}

/// Why a database address cannot be used.
package enum DatabaseAddressDefect: Error, Hashable, Sendable {
    case unknownScheme(String)
    case hostGiven
    case emptyPath
    case unreadablePostgres

    package var cause: String {
        switch self {
        case .unknownScheme(let scheme): "the database scheme “\(scheme)” is not known"
        case .hostGiven: "a SQLite address names no host"
        case .emptyPath: "the database address has no path"
        case .unreadablePostgres: "the PostgreSQL address cannot be read"
        }
    }

    package var mend: String {
        switch self {
        case .unknownScheme:
            """
            write sqlite:///absolute/path/to/file, a plain path, or \
            postgres://user@host/database
            """
        case .hostGiven, .emptyPath: "write sqlite:///absolute/path/to/file or a plain path"
        case .unreadablePostgres:
            """
            write postgres://user@host:5432/database?sslmode=verify-full; in a password \
            @ is written %40, / is %2F, : is %3A, ? is %3F and % is %25
            """
        }
    }
}
