import Foundation

/// A database of one test, dropped with it.
package final class PrivateDatabase: Sendable {
    package let server: PrivatePostgres
    package let name: String
    package var url: String { server.url(name) }

    /// - Throws: ``PrivatePostgresDefect``.
    package init() throws {
        server = try PrivatePostgres.started()
        name = "t_" + UUID().uuidString.lowercased().filter { $0 != "-" }
        try server.run(
            "CREATE DATABASE \(name) TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'")
    }

    deinit { _ = try? server.run("DROP DATABASE IF EXISTS \(name) WITH (FORCE)") }
}
