/// Where the database is, as `--database` or `BREAKWATER_DATABASE` states it.
package enum DatabaseAddress: Hashable, Sendable {
    /// A file of SQLite.
    case sqlite(path: String)

    /// Reads `sqlite:///absolute/path`, `sqlite:relative/path` or a plain path.
    ///
    /// - Throws: ``DatabaseAddressDefect`` for another scheme or an empty path.
    package init(parsing text: String) throws(DatabaseAddressDefect) {
        guard let colon = text.firstIndex(of: ":"), !text.hasPrefix("/"), !text.hasPrefix(".")
        else {
            guard !text.isEmpty else { throw .emptyPath }
            self = .sqlite(path: text)
            return
        }
        let scheme = text[..<colon]
        guard scheme == "sqlite" else { throw .unknownScheme(String(scheme.prefix(20))) }
        var path = text[text.index(after: colon)...]
        if path.hasPrefix("//") {
            path = path.dropFirst(2)
            // `sqlite:///a` and `sqlite:////a` both mean /a.
            while path.hasPrefix("//") { path = path.dropFirst() }
            guard path.hasPrefix("/") else { throw .hostGiven }
        }
        guard !path.isEmpty, path != "/" else { throw .emptyPath }
        self = .sqlite(path: String(path))
    }
}

/// Why a database address cannot be used.
package enum DatabaseAddressDefect: Error, Hashable, Sendable {
    case unknownScheme(String)
    case hostGiven
    case emptyPath

    package var cause: String {
        switch self {
        case .unknownScheme(let scheme): "the database scheme “\(scheme)” is not known"
        case .hostGiven: "a SQLite address names no host"
        case .emptyPath: "the database address has no path"
        }
    }

    package var mend: String { "write sqlite:///absolute/path/to/file or a plain path" }
}
