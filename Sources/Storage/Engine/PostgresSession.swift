import CPostgres

/// One connection to PostgreSQL, used by one thread at a time.
final class PostgresSession {
    let connection: OpaquePointer
    private var prepared: [String: Prepared] = [:]
    /// The result that is being read row by row; the connection is busy until it is read.
    private var active: PostgresRows?
    private var isSpoilt = false

    /// A statement that the server holds ready.
    struct Prepared {
        let name: String
        let types: [PostgresType]
    }

    /// How many statements one connection holds ready; beyond it all are let go.
    static let preparedLimit = 500

    init(_ settings: PostgresSettings) throws(PostgresError) {
        connection = try settings.connect()
    }

    deinit { PQfinish(connection) }

    /// Whether the connection may serve another transaction.
    var isUsable: Bool {
        !isSpoilt && PQstatus(connection) == CONNECTION_OK
            && PQtransactionStatus(connection) == PQTRANS_IDLE
    }

    /// Runs a statement of our own that takes no values; answers the server's word for it, such
    /// as `COMMIT`.
    @discardableResult
    func command(_ text: String) throws(PostgresError) -> String {
        try freeConnection()
        let result = PQexec(connection, text)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK, let word = PQcmdStatus(result) else {
            throw failure(result)
        }
        return String(cString: word)
    }

    func failure(_ result: OpaquePointer?) -> PostgresError {
        let error = PostgresError(result: result, connection: connection)
        // A table has changed under a prepared statement, or someone has let them all go. Both
        // mend themselves on a new connection.
        if error.state == "0A000" || error.state == "26000" { isSpoilt = true }
        return error
    }

    // MARK: - Statements

    func prepare(_ sql: String) throws(PostgresError) -> Prepared {
        if let known = prepared[sql] { return known }
        if prepared.count >= Self.preparedLimit {
            try command("DEALLOCATE ALL")
            prepared = [:]
        }
        try freeConnection()
        let name = "s\(prepared.count)"
        // The server finds out the types of the values from their places.
        let made = PQprepare(connection, name, Placeholders.numbered(sql), 0, nil)
        defer { PQclear(made) }
        guard PQresultStatus(made) == PGRES_COMMAND_OK else { throw failure(made) }
        let described = PQdescribePrepared(connection, name)
        defer { PQclear(described) }
        guard PQresultStatus(described) == PGRES_COMMAND_OK else { throw failure(described) }
        let types = (0..<PQnparams(described)).map {
            PostgresType(oid: PQparamtype(described, $0))
        }
        let statement = Prepared(name: name, types: types)
        prepared[sql] = statement
        return statement
    }

    /// Runs a statement to its end; answers how many rows it changed.
    func run(
        _ statement: Prepared, _ arguments: PostgresArguments
    ) throws(PostgresError) -> Int {
        try freeConnection()
        let result = arguments.withPointers { count, values, lengths, formats in
            PQexecPrepared(connection, statement.name, count, values, lengths, formats, 0)
        }
        defer { PQclear(result) }
        guard Self.isSuccess(result) else { throw failure(result) }
        return Self.changes(result)
    }

    /// Begins to read a result row by row: the server sends, and we hold one row at a time.
    func rows(
        _ statement: Prepared, _ arguments: PostgresArguments
    ) throws(PostgresError) -> PostgresRows {
        try freeConnection()
        guard send(statement, arguments) else { throw failure(nil) }
        PQsetSingleRowMode(connection)
        let rows = PostgresRows(self)
        active = rows
        return rows
    }

    /// Reads what is left of a result within whose rows another statement begins.
    func freeConnection() throws(PostgresError) {
        guard let rows = active else { return }
        active = nil
        try rows.gather()
    }

    /// The result has been read to its end, or nobody wants the rest.
    func end(_ rows: PostgresRows) {
        if active === rows { active = nil }
        rows.drain()
    }

    func send(_ statement: Prepared, _ arguments: PostgresArguments) -> Bool {
        arguments.withPointers { count, values, lengths, formats in
            PQsendQueryPrepared(connection, statement.name, count, values, lengths, formats, 0)
        } == 1
    }

    static func isSuccess(_ result: OpaquePointer?) -> Bool {
        let status = PQresultStatus(result)
        return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK
    }

    static func changes(_ result: OpaquePointer?) -> Int {
        guard let word = PQcmdStatus(result), let count = PQcmdTuples(result) else { return 0 }
        // A query counts its rows in the same place, and has changed none.
        return String(cString: word).hasPrefix("SELECT") ? 0 : Int(String(cString: count)) ?? 0
    }
}
