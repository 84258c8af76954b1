import CPostgres

/// How PostgreSQL or the way to it failed, before it is known in which operation.
struct PostgresError: Error {
    /// The five characters of the SQL standard and PostgreSQL (Appendix A); nil where the
    /// failure came from the connection.
    let state: String?
    /// What may be shown: neither a value nor a statement stands in it.
    let message: String
    /// Whether the connection is of no more use.
    let isConnectionLost: Bool

    init(state: String?, message: String, isConnectionLost: Bool) {
        self.state = state
        self.message = message
        self.isConnectionLost = isConnectionLost
    }

    /// What a result says. DETAIL, HINT, CONTEXT and the statement are never read: they carry
    /// values.
    init(result: OpaquePointer?, connection: OpaquePointer) {
        func field(_ code: UnicodeScalar) -> String? {
            PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) }
        }
        isConnectionLost = PQstatus(connection) != CONNECTION_OK
        state = result == nil ? nil : field("C")
        guard let state else {
            message = "the connection to PostgreSQL was lost"
            return
        }
        if Self.isHarmless(state), let primary = field("M") {
            message = "\(primary) (\(state))"
        } else {
            message = "\(Self.words(state)) (\(state))"
        }
    }

    /// Whether the main message of this state names at most tables, columns and constraints.
    /// Others quote values (class 22) or the statement (a syntax error).
    static func isHarmless(_ state: String) -> Bool {
        if state == "42601" { return false }
        let classes: Set<String> = ["08", "23", "25", "28", "3D", "40", "42", "53", "55", "57"]
        return classes.contains(String(state.prefix(2)))
    }

    private static func words(_ state: String) -> String {
        switch state.prefix(2) {
        case "0A": "PostgreSQL does not offer what the statement asks for"
        case "22": "a value does not fit its column or operation"
        case "26": "a prepared statement is gone"
        case "42": "the statement is not well-formed"
        case "54": "the statement exceeds a limit of PostgreSQL"
        case "58", "XX": "PostgreSQL has an internal error"
        default: "PostgreSQL refused the statement"
        }
    }

    var kind: StorageFault.Kind {
        guard let state else { return .unavailable }
        switch state {
        case "57014", "55P03": return .timeout
        case "53100": return .full
        case "42501", "25006": return .unavailable
        case "40003": return .uncertain
        default: break
        }
        switch state.prefix(2) {
        case "23", "40": return .conflict
        case "08", "28", "3D", "53", "57": return .unavailable
        default: return isConnectionLost ? .unavailable : .other
        }
    }
}

extension StorageFault {
    init(operation: String, postgres error: PostgresError) {
        self.init(operation: operation, reason: error.message, kind: error.kind)
    }
}
