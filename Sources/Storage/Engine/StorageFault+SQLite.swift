import GRDB
import GRDBSQLite

extension StorageFault {
    /// The engine's own words without the statement and its values.
    init(operation: String, engine error: DatabaseError) {
        self.init(
            operation: operation, code: error.extendedResultCode.rawValue, message: error.message)
    }

    /// What went wrong on this connection just now.
    init(operation: String, connection: OpaquePointer?) {
        let message = connection.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) }
        self.init(
            operation: operation,
            code: connection.map { sqlite3_extended_errcode($0) } ?? SQLITE_NOMEM,
            message: message)
    }

    private init(operation: String, code: Int32, message: String?) {
        let primary = code & 0xff
        let usual = sqlite3_errstr(primary).map { String(cString: $0) }
        var reason = usual ?? "the engine answered code \(code)"
        var kind = Kind.other
        switch primary {
        case SQLITE_CONSTRAINT:
            // Names the table and the column, never a value.
            reason = message ?? reason
            kind = .conflict
        case SQLITE_BUSY, SQLITE_LOCKED:
            reason = "another program has kept the database from being written for too long"
            kind = .timeout
        case SQLITE_FULL: kind = .full
        case SQLITE_CANTOPEN, SQLITE_NOTADB, SQLITE_PERM, SQLITE_READONLY, SQLITE_AUTH:
            kind = .unavailable
        case SQLITE_ERROR:
            // Other messages of this code quote the statement.
            if let message, message.hasPrefix("no such ") { reason = message }
        default: break
        }
        self.init(operation: operation, reason: reason, kind: kind)
    }
}
