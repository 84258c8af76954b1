import CPostgres

/// A result of PostgreSQL as it comes in, one row at a time.
final class PostgresRows {
    private unowned let session: PostgresSession
    /// What has come in and was not looked at yet; empty unless another statement came between.
    private var waiting: [OpaquePointer] = []
    private var position = 0
    private var current: OpaquePointer?
    private var isComplete = false
    private var fault: PostgresError?

    init(_ session: PostgresSession) { self.session = session }

    deinit {
        PQclear(current)
        for result in waiting[position...] { PQclear(result) }
    }

    /// The next row, valid until the next call; nil at the end.
    func next() throws(PostgresError) -> PostgresRow? {
        PQclear(current)
        current = nil
        if position < waiting.count {
            current = waiting[position]
            position += 1
        } else {
            current = receive()
        }
        if current == nil, let fault { throw fault }
        return current.map { PostgresRow(result: $0, row: 0) }
    }

    /// The next row that the server sends. The results must be read until there is none: only
    /// then is the connection free.
    private func receive() -> OpaquePointer? {
        while !isComplete {
            guard let result = PQgetResult(session.connection) else {
                isComplete = true
                break
            }
            switch PQresultStatus(result) {
            case PGRES_SINGLE_TUPLE: return result
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK: break
            default: if fault == nil { fault = session.failure(result) }
            }
            PQclear(result)
        }
        return nil
    }

    /// Takes in the rest, so that the connection is free while rows are still to be looked at.
    func gather() throws(PostgresError) {
        while let result = receive() { waiting.append(result) }
        if let fault { throw fault }
    }

    /// Reads the rest and forgets it.
    func drain() {
        while let result = receive() { PQclear(result) }
    }
}
