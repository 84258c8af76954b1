import CPostgres

/// How sessions with one PostgreSQL are opened.
struct PostgresSettings: Sendable {
    /// Handed to libpq as it is, so that everything it knows may stand there: several hosts,
    /// TLS, a password file.
    let url: String
    /// The longest that one statement may run.
    let statementTimeoutSeconds: Int

    /// The oldest version that is tested.
    static let oldestVersion = 15
    /// How long a transaction may wait for its next statement before the server ends it.
    static let idleTransactionTimeoutSeconds = 300

    /// What holds where the address says nothing else. The last four let a server that has
    /// vanished without a word be noticed within a minute.
    private static let defaults = [
        ("connect_timeout", "5"), ("fallback_application_name", "breakwater"),
        ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
        ("tcp_user_timeout", "60000"),
    ]

    /// Opens a connection and prepares it.
    ///
    /// - Throws: ``PostgresError`` without password.
    func connect() throws(PostgresError) -> OpaquePointer {
        // Later ones override earlier ones; those of the address stand between.
        let parameters = Self.defaults + [("dbname", url), ("client_encoding", "UTF8")]
        let keywords = CStrings(parameters.map(\.0))
        let values = CStrings(parameters.map(\.1))
        guard let connection = PQconnectdbParams(keywords.pointers, values.pointers, 1) else {
            throw PostgresError(state: nil, message: "out of memory", isConnectionLost: true)
        }
        // Notices quote what they are about; without this they go to the error output.
        PQsetNoticeProcessor(connection, { _, _ in }, nil)
        do throws(PostgresError) {
            guard PQstatus(connection) == CONNECTION_OK else {
                throw PostgresError(
                    state: nil, message: Self.refusal(connection), isConnectionLost: true)
            }
            let major = Int(PQserverVersion(connection)) / 10_000
            guard major >= Self.oldestVersion else {
                throw PostgresError(
                    state: nil,
                    message: "PostgreSQL \(major) is too old; \(Self.oldestVersion) or later",
                    isConnectionLost: true)
            }
            try prepare(connection)
        } catch {
            PQfinish(connection)
            throw error
        }
        return connection
    }

    private func prepare(_ connection: OpaquePointer) throws(PostgresError) {
        let result = PQexec(
            connection,
            """
            SET statement_timeout = \(statementTimeoutSeconds * 1000);
            SET idle_in_transaction_session_timeout = \(Self.idleTransactionTimeoutSeconds * 1000);
            SET synchronous_commit = on;
            SET standard_conforming_strings = on;
            SET bytea_output = hex;
            SET extra_float_digits = 1;
            SET TIME ZONE 'UTC'
            """)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK else {
            throw PostgresError(result: result, connection: connection)
        }
    }

    /// Why no connection came about, in libpq's words. They name host, user and database, and
    /// are not shown if a password should stand in them.
    private static func refusal(_ connection: OpaquePointer) -> String {
        let longest = 400
        let words = String(cString: PQerrorMessage(connection))
            .split(whereSeparator: \.isNewline).joined(separator: "; ")
        let secrets = secrets(connection)
        if words.isEmpty || secrets.contains(where: words.contains) {
            return "PostgreSQL refused the connection"
        }
        return String(words.prefix(longest))
    }

    /// The values that libpq marks as passwords, wherever they came from.
    private static func secrets(_ connection: OpaquePointer) -> [String] {
        guard let options = PQconninfo(connection) else { return [] }
        defer { PQconninfoFree(options) }
        var found: [String] = []
        var option = options
        while option.pointee.keyword != nil {
            let isSecret = option.pointee.dispchar.map { String(cString: $0) == "*" } ?? false
            if isSecret, let value = option.pointee.val { found.append(String(cString: value)) }
            option += 1
        }
        return found.filter { !$0.isEmpty }
    }
}

/// Texts as C takes them: an array of pointers that ends with a null pointer.
private final class CStrings {
    private let owned: [UnsafeMutablePointer<CChar>]
    let pointers: [UnsafePointer<CChar>?]

    init(_ texts: [String]) {
        owned = texts.map { text in
            let bytes = Array(text.utf8CString)
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
            copy.initialize(from: bytes, count: bytes.count)
            return copy
        }
        pointers = owned.map { UnsafePointer($0) } + [nil]
    }

    deinit { for copy in owned { copy.deallocate() } }
}
