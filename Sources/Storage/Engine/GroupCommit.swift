import Foundation
import GRDB

/// One write that waits for its turn.
final class QueuedWrite {
    let operation: String
    /// Nil as soon as nobody will run it any more: its caller's closure must not outlive the
    /// call, and the leader still holds this object when it wakes the caller.
    fileprivate var body: ((Database) throws -> Void)?
    fileprivate let turn = DispatchSemaphore(value: 0)
    fileprivate var isLeader = false
    fileprivate var outcome = Outcome.waiting

    fileprivate enum Outcome {
        case waiting, ran
        case failed(any Error)
    }

    init(_ operation: String, _ body: @escaping (Database) throws -> Void) {
        (self.operation, self.body) = (operation, body)
    }
}

/// Lets writes that arrive while the disk is busy share the next wait for it.
///
/// Whoever comes first leads: it runs the bodies of all that wait, each within its own
/// savepoint, commits once and wakes them. The first of those that came meanwhile leads next.
/// No write is acknowledged before the commit that holds it has returned.
final class GroupCommit: @unchecked Sendable {
    private let pool: DatabasePool
    /// INVARIANT: `waiting`, `isLed` and `leader` are touched only under this lock; a queued
    /// write is touched by its leader until it is woken, and by its own thread before and after.
    private let lock = NSLock()
    private var waiting: [QueuedWrite] = []
    private var isLed = false
    private var leader: Thread?

    /// The most writes in one transaction: bounds how long the others wait.
    static let groupLimit = 128

    init(_ pool: DatabasePool) { self.pool = pool }

    /// How many writes wait now.
    var count: Int {
        lock.lock()
        defer { lock.unlock() }
        return waiting.count
    }

    /// Runs the write; on disk when this returns.
    ///
    /// - Throws: what the body throws, or ``StorageFault`` where the common commit fails.
    func run(_ write: QueuedWrite) throws {
        lock.lock()
        precondition(leader !== Thread.current, "a write within a write waits for itself")
        waiting.append(write)
        if isLed {
            lock.unlock()
            write.turn.wait()
        } else {
            (isLed, write.isLeader) = (true, true)
            lock.unlock()
        }
        if write.isLeader { lead(write) }
        switch write.outcome {
        case .ran: return
        case .failed(let error): throw error
        case .waiting: preconditionFailure("a write was woken before it ran")
        }
    }

    /// The leader's own write is the first of those that wait, and so is in its group.
    private func lead(_ own: QueuedWrite) {
        lock.lock()
        leader = Thread.current
        let group = Array(waiting.prefix(Self.groupLimit))
        waiting.removeFirst(group.count)
        lock.unlock()

        commit(group)
        for write in group { write.body = nil }

        lock.lock()
        leader = nil
        let next = waiting.first
        next?.isLeader = true
        isLed = next != nil
        lock.unlock()
        next?.turn.signal()
        for write in group where write !== own { write.turn.signal() }
    }

    private func commit(_ group: [QueuedWrite]) {
        do {
            try pool.writeWithoutTransaction { database in
                try database.inTransaction(.immediate) {
                    for write in group {
                        try Self.run(write, in: database, isAlone: group.count == 1)
                    }
                    return group.contains { $0.hasRun } ? .commit : .rollback
                }
            }
        } catch {
            // Nothing of this group is stored: those whose bodies ran must not believe it.
            for write in group where !write.hasFailed {
                write.outcome = .failed(Self.fault(write.operation, error))
            }
        }
    }

    /// Runs one body. What it throws undoes its own changes and nobody else's.
    ///
    /// - Throws: what ended the whole transaction.
    private static func run(
        _ write: QueuedWrite, in database: Database, isAlone: Bool
    ) throws {
        func savepoint(_ sql: String) throws {
            if !isAlone { try database.cachedStatement(sql: sql).execute() }
        }
        try savepoint("SAVEPOINT queued_write")
        do {
            try write.body?(database)
            write.outcome = .ran
        } catch {
            write.outcome = .failed(error)
            // A full disk, for one, makes SQLite undo everything at once.
            guard database.isInsideTransaction else { throw error }
            try savepoint("ROLLBACK TO queued_write")
        }
        try savepoint("RELEASE queued_write")
    }

    private static func fault(_ operation: String, _ error: any Error) -> StorageFault {
        switch error {
        case let error as DatabaseError: StorageFault(operation: operation, engine: error)
        case let fault as StorageFault:
            StorageFault(operation: operation, reason: fault.reason, kind: fault.kind)
        default:
            StorageFault(
                operation: operation, reason: "a write that shared the transaction ended it")
        }
    }
}

extension QueuedWrite {
    fileprivate var hasRun: Bool { if case .ran = outcome { true } else { false } }
    fileprivate var hasFailed: Bool { if case .failed = outcome { true } else { false } }
}
