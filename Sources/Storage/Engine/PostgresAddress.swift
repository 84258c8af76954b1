import CPostgres

/// What is asked of a PostgreSQL address before a connection is tried.
enum PostgresAddress {
    /// Whether libpq can read it, with every option that stands in it.
    static func isReadable(_ url: String) -> Bool {
        var words: UnsafeMutablePointer<CChar>?
        let options = PQconninfoParse(url, &words)
        // The words are thrown away: they quote the address, password and all.
        if let words { PQfreemem(words) }
        guard let options else { return false }
        PQconninfoFree(options)
        return true
    }

    /// Scheme, user, hosts and database. Where the parts cannot be told apart beyond doubt,
    /// nothing but the scheme: what looks like a host could be half a password.
    static func shown(_ url: String) -> String {
        guard let slashes = url.firstRange(of: "://") else { return "postgres://…" }
        let scheme = url[..<slashes.lowerBound]
        let hidden = "\(scheme)://…"
        let parts = url[slashes.upperBound...]
            .split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let main = parts.first, parts.count == 1 || !parts[1].contains("@") else {
            return hidden
        }
        let slash = main.firstIndex(of: "/") ?? main.endIndex
        let (authority, path) = (main[..<slash], main[slash...])
        guard !path.contains("@"), !path.contains(":") else { return hidden }
        let sides = authority.split(separator: "@", omittingEmptySubsequences: false)
        guard sides.count <= 2, let hosts = sides.last, isHostList(hosts) else { return hidden }
        guard sides.count == 2 else { return "\(scheme)://\(hosts)\(path)" }
        let user = sides[0].prefix { $0 != ":" }
        return "\(scheme)://\(user)@\(hosts)\(path)"
    }

    /// Whether every port is a number: a password in the place of a port is none.
    private static func isHostList(_ text: Substring) -> Bool {
        text.split(separator: ",").allSatisfy { host in
            // An address of version 6 stands in brackets, with colons of its own.
            let end = host.lastIndex(of: "]") ?? host.startIndex
            let sides = host[end...].split(separator: ":", omittingEmptySubsequences: false)
            return sides.count <= 2 && (sides.count < 2 || sides[1].allSatisfy(\.isNumber))
        }
    }
}
