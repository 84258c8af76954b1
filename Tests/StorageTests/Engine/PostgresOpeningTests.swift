import Foundation
import TestSupport
import Testing

@testable import Storage

/// An engine that cannot be opened says why, and no more.
@Suite(.enabled(if: PrivatePostgres.isExpected, "PostgreSQL is missing here"))
struct PostgresOpeningTests {
    let server: PrivatePostgres

    init() throws { server = try PrivatePostgres.started() }

    /// The fault, once it has been looked through for every form of the password.
    func opening(_ url: String, password: String = PrivatePostgres.password) -> StorageFault? {
        let found = fault { try PostgresEngine(url: url) }
        let shown = "\(found.map { "\($0) \($0.reason) \($0.operation)" } ?? "")"
        #expect(!shown.contains(password))
        let allowed = CharacterSet.alphanumerics
        let encoded = password.addingPercentEncoding(withAllowedCharacters: allowed) ?? password
        #expect(!shown.contains(encoded))
        return found
    }

    @Test func wrongPasswordIsSaidWithoutIt() throws {
        let found = opening(
            server.url("postgres", password: "canary-7-canary"), password: "canary-7-canary")
        #expect(found?.kind == .unavailable)
        #expect(found?.reason.contains("password authentication failed") == true)
        #expect(found?.operation.contains("127.0.0.1:\(server.port)/postgres") == true)
    }

    @Test func absentDatabaseIsNamed() throws {
        let found = opening(server.url("absent_harbour"))
        #expect(found?.kind == .unavailable)
        #expect(found?.reason.contains("absent_harbour") == true)
    }

    @Test func hostThatDoesNotAnswerIsNamed() throws {
        let url = "postgres://\(PrivatePostgres.user):secret-9@127.0.0.1:1/harbour"
        let found = opening(url, password: "secret-9")
        #expect(found?.kind == .unavailable)
        #expect(found?.reason.contains("127.0.0.1") == true)
    }

    @Test func passwordThatLibpqWouldRepeatIsNotShown() throws {
        // libpq names the user; here user and password are the same word.
        let url = "postgres://sameword:sameword@127.0.0.1:\(server.port)/postgres"
        let found = fault { try PostgresEngine(url: url) }
        #expect(found?.reason == "PostgreSQL refused the connection")
    }

    @Test func serverThatWantsTLSRefusesAPlainConnection() throws {
        _ = try? server.run("CREATE DATABASE tls_only TEMPLATE template0 LOCALE 'C'")
        let found = opening(server.url("tls_only", options: "sslmode=disable"))
        #expect(found?.kind == .unavailable)
        #expect(found?.reason.contains("pg_hba.conf") == true)
    }

    @Test func certificateIsCheckedAgainstTheRootGiven() throws {
        let root = try #require(server.rootCertificate, "openssl is missing")
        let database = try PrivateDatabase()
        let options = "sslmode=verify-full&sslrootcert="
        let engine = try PostgresEngine(
            url: server.url(database.name, options: options + root))
        let isEncrypted = try engine.read("look") {
            try $0.number("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        }
        #expect(isEncrypted == 1)
        let absent = opening(
            server.url(database.name, options: options + "/nonexistent/root.crt"))
        #expect(absent?.kind == .unavailable)
        #expect(absent?.reason.contains("root certificate") == true)
        // A host by another name than the certificate's.
        let other = opening(
            server.url(database.name, options: options + root)
                .replacing("@127.0.0.1", with: "@localhost"))
        #expect(other?.kind == .unavailable)
    }

    @Test func databaseWithoutOurTablesIsRefusedAndStays() throws {
        let database = try PrivateDatabase()
        try server.run("CREATE TABLE bookmark (title TEXT)", database: database.name)
        let found = fault { try PostgresEngine(url: database.url, tables: ["migration"]) }
        #expect(found?.reason == "it is a database of another program")
        #expect(found?.kind == .unavailable)
        try server.run("CREATE TABLE migration (number BIGINT)", database: database.name)
        struct Newer: Error, CustomStringConvertible { let description = "it is newer" }
        let newer = fault {
            try PostgresEngine(url: database.url, tables: ["migration"]) { connection in
                guard try connection.number("SELECT COUNT(*) FROM migration") == 0 else { return }
                throw Newer()
            }
        }
        #expect(newer?.reason == "it is newer")
    }

    @Test(arguments: [
        "ENCODING 'SQL_ASCII' LOCALE 'C'", "ENCODING 'LATIN1' LOCALE 'C'",
        "ENCODING 'UTF8' LOCALE 'C' LOCALE_PROVIDER icu ICU_LOCALE 'en'",
    ])
    func databaseThatSortsOtherwiseIsRefused(options: String) throws {
        let name = "odd_" + UUID().uuidString.lowercased().filter { $0 != "-" }
        try server.run("CREATE DATABASE \(name) TEMPLATE template0 \(options)")
        defer { _ = try? server.run("DROP DATABASE \(name) WITH (FORCE)") }
        let found = opening(server.url(name))
        #expect(found?.kind == .unavailable)
        #expect(found?.reason.contains("ENCODING 'UTF8' LOCALE 'C'") == true)
    }
}
