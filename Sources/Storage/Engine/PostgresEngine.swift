import Foundation

/// PostgreSQL through libpq, for a node of several processes or machines.
///
/// Durability: a write that returned is on the server's disk (`synchronous_commit=on`).
final class PostgresEngine: SQLEngine {
    let name = "postgres"
    private let pool: PostgresPool

    static let usualStatementTimeoutSeconds = 60
    /// From one second to a day.
    static let statementTimeoutBounds = 1...86_400
    static let usualConnectionLimit = 8

    /// Opens a first connection and looks whether the database suits.
    ///
    /// - Parameters:
    ///   - url: `postgres://…` or `postgresql://…`, read by libpq.
    ///   - statementTimeoutSeconds: The longest that one statement may run, within
    ///     ``statementTimeoutBounds``.
    ///   - connectionLimit: The most connections at once.
    ///   - patienceSeconds: How long a transaction waits for a free connection.
    ///   - tables: The tables by which a database of ours is known; one with other tables and
    ///     without these is left as it is.
    ///   - inspect: Looks into a database of ours before anything is written to it.
    /// - Throws: ``StorageFault`` that never shows the password.
    init(
        url: String, statementTimeoutSeconds: Int = usualStatementTimeoutSeconds,
        connectionLimit: Int = usualConnectionLimit, patienceSeconds: TimeInterval = 10,
        tables: Set<String> = [], inspect: (any SQLConnection) throws -> Void = { _ in }
    ) throws {
        precondition(Self.statementTimeoutBounds.contains(statementTimeoutSeconds))
        let settings = PostgresSettings(
            url: url, statementTimeoutSeconds: statementTimeoutSeconds)
        pool = PostgresPool(settings, limit: connectionLimit, patienceSeconds: patienceSeconds)
        let operation = "open the database \(DatabaseAddress.postgres(url: url))"
        do {
            try read(operation) { connection in
                try Self.check(connection, operation: operation)
                let found = Set(
                    try connection.rows(
                        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
                    ) { try $0.text(0) })
                if try ForeignDatabase.check(found, wanted: tables) { try inspect(connection) }
            }
        } catch let fault as StorageFault {
            throw fault
        } catch {
            throw StorageFault(operation: operation, reason: "\(error)", kind: .unavailable)
        }
    }

    /// Refuses a database that would sort or store texts otherwise than SQLite does: pages,
    /// ranges and digests would then depend on the engine.
    private static func check(_ connection: any SQLConnection, operation: String) throws {
        let found = try connection.first(
            """
            SELECT pg_encoding_to_char(encoding), datcollate, datlocprovider
            FROM pg_database WHERE datname = current_database()
            """
        ) { try (encoding: $0.text(0), collation: $0.text(1), provider: $0.text(2)) }
        let suits = ["C", "POSIX", "C.UTF-8", "C.utf8"]
        guard let found, found.encoding == "UTF8", found.provider != "i",
            suits.contains(found.collation)
        else {
            throw StorageFault(
                operation: operation,
                reason: "its texts are not UTF-8 sorted by code; make it with "
                    + "CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'",
                kind: .unavailable)
        }
    }

    func read<T>(_ operation: String, _ body: (any SQLConnection) throws -> T) throws -> T {
        let session = try pool.begin(
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", operation: operation)
        let result = try finishing(session, operation, body)
        // Nothing was changed: what was read is whole, however this ends.
        undo(session)
        return result
    }

    @discardableResult
    func write<T>(_ operation: String, _ body: (any SQLConnection) throws -> T) throws -> T {
        let session = try pool.begin(
            "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", operation: operation)
        let result = try finishing(session, operation, body)
        defer { pool.giveBack(session) }
        do throws(PostgresError) {
            guard try session.command("COMMIT") == "COMMIT" else {
                throw PostgresError(
                    state: "25000", message: "the transaction was undone",
                    isConnectionLost: false)
            }
        } catch {
            if error.isConnectionLost {
                throw StorageFault(
                    operation: operation,
                    reason: "the connection was lost while PostgreSQL confirmed; "
                        + "the outcome is not known",
                    kind: .uncertain)
            }
            throw StorageFault(operation: operation, postgres: error)
        }
        return result
    }

    /// Runs the body; whatever it throws, and a fault that it kept to itself, undo the
    /// transaction.
    private func finishing<T>(
        _ session: PostgresSession, _ operation: String,
        _ body: (any SQLConnection) throws -> T
    ) throws -> T {
        do {
            let connection = PostgresConnection(session, operation: operation)
            let result = try body(connection)
            if let failure = connection.failure { throw failure }
            return result
        } catch {
            undo(session)
            throw error
        }
    }

    private func undo(_ session: PostgresSession) {
        // Where this fails the connection is of no more use, and the pool throws it away; the
        // server undoes by itself what was not confirmed.
        _ = try? session.command("ROLLBACK")
        pool.giveBack(session)
    }

    /// Frees what was deleted for overwriting. PostgreSQL overwrites a freed row when its page is
    /// written again, and its journal and the journal's archive keep what they hold:
    /// docs/operating/databases.md says how to deal with both.
    func scrub() throws {
        for table in [
            "data_key", "seizure", "figure", "denominator", "record", "finding", "decision",
            "consent", "search_text", "photograph",
        ] {
            pool.giveBack(
                try pool.begin("VACUUM \(table)", operation: "overwrite what was erased"))
        }
        pool.giveBack(
            try pool.begin(
                SearchDialect.postgres.overwriting, operation: "overwrite what was erased"))
    }

    /// PostgreSQL compares its indexes with its tables in a tool of its own, `pg_amcheck`.
    func selfCheck() throws -> [String] { [] }
}
