import CPostgres
import Foundation

/// One statement for many rows of values without waiting for each answer: the statements go out
/// in pieces, and after each piece its answers are read.
struct PostgresPipeline {
    let session: PostgresSession
    let statement: PostgresSession.Prepared

    /// How many statements go out before their answers are read, and how many bytes: both bound
    /// what this process and the server hold for each other.
    static let pieceRows = 500
    static let pieceBytes = 4 << 20

    private var connection: OpaquePointer { session.connection }

    /// Answers how many rows were changed in all.
    func run(_ rows: [PostgresArguments]) throws(PostgresError) -> Int {
        try session.freeConnection()
        guard PQenterPipelineMode(connection) == 1 else { throw session.failure(nil) }
        // Otherwise both sides could wait for the other to read.
        PQsetnonblocking(connection, 1)
        defer {
            PQsetnonblocking(connection, 0)
            PQexitPipelineMode(connection)
        }
        var changed = 0
        var start = 0
        while start < rows.count {
            let end = endOfPiece(rows, from: start)
            for row in rows[start..<end] {
                guard session.send(statement, row) else { throw session.failure(nil) }
            }
            guard PQpipelineSync(connection) == 1 else { throw session.failure(nil) }
            try flush()
            changed += try answers(end - start)
            start = end
        }
        return changed
    }

    private func endOfPiece(_ rows: [PostgresArguments], from start: Int) -> Int {
        var end = start
        var bytes = 0
        while end < rows.count, end - start < Self.pieceRows, bytes < Self.pieceBytes {
            bytes += rows[end].bytes.count
            end += 1
        }
        return end
    }

    /// Sends what is left, and takes in answers meanwhile.
    private func flush() throws(PostgresError) {
        while true {
            switch PQflush(connection) {
            case 0: return
            case 1: break
            default: throw session.failure(nil)
            }
            var wait = pollfd(
                fd: PQsocket(connection), events: Int16(POLLIN | POLLOUT), revents: 0)
            _ = poll(&wait, 1, -1)
            if wait.revents & Int16(POLLIN) != 0, PQconsumeInput(connection) == 0 {
                throw session.failure(nil)
            }
        }
    }

    /// Reads the answers up to the end of the piece, whatever they are: the connection is of
    /// use again only then.
    private func answers(_ count: Int) throws(PostgresError) -> Int {
        var changed = 0
        var fault: PostgresError?
        // Each statement has one answer and a nil after it; one more answer ends the piece.
        var nils = 0
        while nils <= count {
            guard let result = PQgetResult(connection) else {
                nils += 1
                if PQstatus(connection) != CONNECTION_OK { break }
                continue
            }
            defer { PQclear(result) }
            let status = PQresultStatus(result)
            if status == PGRES_PIPELINE_SYNC { break }
            if PostgresSession.isSuccess(result) {
                changed += PostgresSession.changes(result)
            } else if status != PGRES_PIPELINE_ABORTED, fault == nil {
                fault = session.failure(result)
            }
        }
        if let fault { throw fault }
        guard PQstatus(connection) == CONNECTION_OK else { throw session.failure(nil) }
        return changed
    }
}
