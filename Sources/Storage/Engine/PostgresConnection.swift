/// One connection of PostgreSQL within one transaction.
final class PostgresConnection: SQLConnection {
    private let session: PostgresSession
    private let operation: String
    /// The first fault of a statement: the server runs nothing after it and undoes the rest.
    private(set) var failure: StorageFault?

    init(_ session: PostgresSession, operation: String) {
        (self.session, self.operation) = (session, operation)
    }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        try SQLValue.check(arguments, operation: operation)
        let statement = try statement(sql)
        let laidOut = try layOut(arguments, for: statement)
        return try noting { () throws(PostgresError) in try session.run(statement, laidOut) }
    }

    func executeEach(_ sql: String, _ rows: [[SQLValue]]) throws -> Int {
        guard !rows.isEmpty else { return 0 }
        for row in rows { try SQLValue.check(row, operation: operation) }
        let statement = try statement(sql)
        let pipeline = PostgresPipeline(session: session, statement: statement)
        var changed = 0
        // Laid out in pieces, so that the values are not all held twice.
        for start in stride(from: 0, to: rows.count, by: PostgresPipeline.pieceRows) {
            let end = min(start + PostgresPipeline.pieceRows, rows.count)
            let piece = try rows[start..<end].map { try layOut($0, for: statement) }
            changed += try noting { () throws(PostgresError) in try pipeline.run(piece) }
        }
        return changed
    }

    func forEach(
        _ sql: String, _ arguments: [SQLValue], _ body: (any SQLRow) throws -> Void
    ) throws {
        try SQLValue.check(arguments, operation: operation)
        let statement = try statement(sql)
        let laidOut = try layOut(arguments, for: statement)
        let rows = try noting { () throws(PostgresError) in
            try session.rows(statement, laidOut)
        }
        defer { session.end(rows) }
        while let row = try noting({ () throws(PostgresError) in try rows.next() }) {
            try body(row)
        }
    }

    private func statement(_ sql: String) throws -> PostgresSession.Prepared {
        if let failure { throw failure }
        return try noting { () throws(PostgresError) in try session.prepare(sql) }
    }

    private func layOut(
        _ arguments: [SQLValue], for statement: PostgresSession.Prepared
    ) throws -> PostgresArguments {
        do throws(PostgresArguments.Mismatch) {
            return try PostgresArguments(arguments, types: statement.types)
        } catch {
            throw StorageFault(operation: operation, reason: error.reason)
        }
    }

    private func noting<T>(_ body: () throws(PostgresError) -> T) throws -> T {
        do throws(PostgresError) {
            return try body()
        } catch {
            let fault = StorageFault(operation: operation, postgres: error)
            if failure == nil { failure = fault }
            throw fault
        }
    }
}
