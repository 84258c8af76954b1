import Foundation

/// The connections of one engine: opened when needed, kept, and thrown away when broken.
final class PostgresPool: @unchecked Sendable {
    private let settings: PostgresSettings
    private let limit: Int
    private let patienceSeconds: TimeInterval
    /// INVARIANT: `idle` and `opened` are touched only under this lock, and a session belongs
    /// either to `idle` or to the one thread that took it.
    private let condition = NSCondition()
    private var idle: [PostgresSession] = []
    private var opened = 0

    init(_ settings: PostgresSettings, limit: Int, patienceSeconds: TimeInterval) {
        precondition(limit > 0)
        (self.settings, self.limit) = (settings, limit)
        self.patienceSeconds = patienceSeconds
    }

    /// Takes an idle connection, opens one, or waits for one.
    ///
    /// - Throws: ``StorageFault`` when none comes free in time or none can be opened.
    private func take(_ operation: String) throws -> (session: PostgresSession, isNew: Bool) {
        condition.lock()
        let deadline = Date(timeIntervalSinceNow: patienceSeconds)
        while idle.isEmpty, opened >= limit {
            guard condition.wait(until: deadline) else {
                condition.unlock()
                throw StorageFault(
                    operation: operation,
                    reason: "all \(limit) connections to PostgreSQL were busy for "
                        + "\(Int(patienceSeconds)) s",
                    kind: .timeout)
            }
        }
        if let session = idle.popLast() {
            condition.unlock()
            return (session, false)
        }
        opened += 1
        condition.unlock()
        do throws(PostgresError) {
            return (try PostgresSession(settings), true)
        } catch {
            forget(1)
            throw StorageFault(operation: operation, postgres: error)
        }
    }

    /// A connection on which a transaction has begun with this command.
    ///
    /// A kept connection may have died unnoticed; nothing has happened on it yet, so the next
    /// one is tried. A new connection that fails is the answer.
    func begin(_ command: String, operation: String) throws -> PostgresSession {
        var remaining = limit
        while true {
            let (session, isNew) = try take(operation)
            do throws(PostgresError) {
                try session.command(command)
                return session
            } catch {
                giveBack(session)
                remaining -= 1
                if isNew || !error.isConnectionLost || remaining < 0 {
                    throw StorageFault(operation: operation, postgres: error)
                }
                // The server has ended or restarted: the others that lie idle died with it.
                dropIdle()
            }
        }
    }

    /// Keeps the connection for the next transaction, or throws it away.
    func giveBack(_ session: PostgresSession) {
        guard session.isUsable else { return forget(1) }
        condition.lock()
        idle.append(session)
        condition.signal()
        condition.unlock()
    }

    private func dropIdle() {
        condition.lock()
        let dropped = idle
        idle = []
        condition.unlock()
        forget(dropped.count)
    }

    private func forget(_ count: Int) {
        condition.lock()
        opened -= count
        condition.broadcast()
        condition.unlock()
    }
}
