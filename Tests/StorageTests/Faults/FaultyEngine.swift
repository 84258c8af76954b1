import Synchronization

@testable import Storage

/// An engine that fails where it is told to, as a disk or a server would.
final class FaultyEngine: SQLEngine {
    /// Where the next fault strikes.
    enum Fault: Sendable, CustomStringConvertible {
        /// At the n-th statement that writes, counted from 0 over all transactions; of a
        /// statement with many rows the first half is done.
        case statement(Int)
        /// The n-th write transaction is undone at its end.
        case beforeCommit(Int)
        /// The n-th write transaction is applied, and reported as failed.
        case afterCommit(Int)
        /// The overwriting of what was deleted fails.
        case scrub

        var description: String {
            switch self {
            case .statement(let number): "statement \(number)"
            case .beforeCommit(let number): "write \(number), not applied"
            case .afterCommit(let number): "write \(number), applied"
            case .scrub: "scrub"
            }
        }
    }

    struct Struck: Error {}

    private struct State {
        var fault: Fault?
        var statements = 0
        var writes = 0
    }

    private let engine: any SQLEngine
    private let state = Mutex(State())
    var name: String { engine.name }

    init(_ engine: any SQLEngine) { self.engine = engine }

    /// Counts from here on; nil lets everything pass.
    func strike(_ fault: Fault?) { state.withLock { $0 = State(fault: fault) } }

    func read<T>(_ operation: String, _ body: (any SQLConnection) throws -> T) throws -> T {
        try engine.read(operation, body)
    }

    func write<T>(_ operation: String, _ body: (any SQLConnection) throws -> T) throws -> T {
        let (number, fault) = state.withLock { state in
            state.writes += 1
            return (state.writes - 1, state.fault)
        }
        let result = try engine.write(operation) { connection in
            let result = try body(FaultyConnection(connection, self))
            if case .beforeCommit(number) = fault { throw Struck() }
            return result
        }
        if case .afterCommit(number) = fault {
            throw StorageFault(
                operation: operation, reason: "the connection was lost", kind: .uncertain)
        }
        return result
    }

    func scrub() throws {
        if case .scrub = state.withLock(\.fault) { throw Struck() }
        try engine.scrub()
    }

    func selfCheck() throws -> [String] { try engine.selfCheck() }

    fileprivate var strikesStatement: Bool {
        state.withLock { state in
            state.statements += 1
            guard case .statement(state.statements - 1) = state.fault else { return false }
            return true
        }
    }
}

private final class FaultyConnection: SQLConnection {
    private let connection: any SQLConnection
    private let engine: FaultyEngine

    init(_ connection: any SQLConnection, _ engine: FaultyEngine) {
        (self.connection, self.engine) = (connection, engine)
    }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        if engine.strikesStatement { throw FaultyEngine.Struck() }
        return try connection.execute(sql, arguments)
    }

    func executeEach(_ sql: String, _ rows: [[SQLValue]]) throws -> Int {
        if engine.strikesStatement {
            _ = try connection.executeEach(sql, Array(rows.prefix(rows.count / 2)))
            throw FaultyEngine.Struck()
        }
        return try connection.executeEach(sql, rows)
    }

    func forEach(
        _ sql: String, _ arguments: [SQLValue], _ body: (any SQLRow) throws -> Void
    ) throws {
        try connection.forEach(sql, arguments, body)
    }
}
