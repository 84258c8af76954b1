import Foundation
import GRDB

/// SQLite in one file: one writer at a time, readers beside it.
///
/// Durability: a write that returned is on disk (`synchronous=FULL`, write-ahead log). Writes
/// of several threads that meet share one transaction and one wait for the disk.
final class SQLiteEngine: SQLEngine {
    let name = "sqlite"
    private let pool: DatabasePool
    private let writes: GroupCommit

    /// How long a write waits for another process that writes.
    static let patienceSeconds: TimeInterval = 10

    /// Asks for the lock again every millisecond. SQLite's own waiting asks ten times a second
    /// in the end, and a process that writes all the time leaves the lock free only for a
    /// moment between two commits: writers of another process then waited for many seconds.
    static let patience = Database.BusyMode.callback { tries in
        let pauseSeconds = 0.001
        guard Double(tries) * pauseSeconds < patienceSeconds else { return false }
        Thread.sleep(forTimeInterval: pauseSeconds)
        return true
    }

    /// Opens the file, creating it and its folder where they are missing.
    ///
    /// - Parameters:
    ///   - tables: The tables by which a database of ours is known; a file with other tables
    ///     and without these is left as it is.
    ///   - inspect: Looks into a database of ours before anything is written to it.
    /// - Throws: ``StorageFault`` naming the file.
    init(
        path: String, tables: Set<String> = [],
        inspect: (any SQLConnection) throws -> Void = { _ in }
    ) throws {
        let operation = "open the database \(path)"
        do {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try SQLiteFile.check(path, tables: tables, inspect: inspect)
            if !FileManager.default.fileExists(atPath: path) {
                // Before SQLite does it with the usual permissions; its other files follow suit.
                _ = FileManager.default.createFile(
                    atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
            }
            pool = try Self.open(path)
            writes = GroupCommit(pool)
        } catch let error as DatabaseError {
            throw StorageFault(operation: operation, engine: error)
        } catch let fault as StorageFault {
            throw StorageFault(operation: operation, reason: fault.reason, kind: fault.kind)
        } catch {
            throw StorageFault(operation: operation, reason: "\(error)", kind: .unavailable)
        }
    }

    private static func open(_ path: String) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = patience
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA cache_size = -32768")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            // PostgreSQL's LIKE minds case; SQLite's does so only when told.
            try database.execute(sql: "PRAGMA case_sensitive_like = ON")
            // What is erased is overwritten, not only unlinked.
            try database.execute(sql: "PRAGMA secure_delete = ON")
        }
        let pool = try opened(path, configuration)
        // The pool sets NORMAL when it turns the write-ahead log on, after the preparation
        // above: a commit could then be lost with the power.
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        return pool
    }

    /// Two processes that open a new file at once both turn the write-ahead log on; SQLite does
    /// not wait for that lock however patient it was told to be.
    private static func opened(
        _ path: String, _ configuration: Configuration
    ) throws -> DatabasePool {
        let pauseSeconds = 0.02
        for _ in 1..<Int(patienceSeconds / pauseSeconds) {
            do {
                return try DatabasePool(path: path, configuration: configuration)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                Thread.sleep(forTimeInterval: pauseSeconds)
            }
        }
        return try DatabasePool(path: path, configuration: configuration)
    }

    func read<T>(_ operation: String, _ body: (any SQLConnection) throws -> T) throws -> T {
        do {
            return try pool.read { try body(SQLiteConnection($0, operation: operation)) }
        } catch let error as DatabaseError {
            throw StorageFault(operation: operation, engine: error)
        }
    }

    @discardableResult
    func write<T>(_ operation: String, _ body: (any SQLConnection) throws -> T) throws -> T {
        var result: T?
        // Another thread may run the body, but never after this call has returned.
        try withoutActuallyEscaping(body) { body in
            try writes.run(
                QueuedWrite(operation) { database in
                    let connection = SQLiteConnection(database, operation: operation)
                    let made = try body(connection)
                    if let failure = connection.failure { throw failure }
                    result = made
                })
        }
        guard let result else { preconditionFailure("a write that ran has no result") }
        return result
    }

    /// How many writes wait for the disk now.
    var waitingWrites: Int { writes.count }

    /// Closes every connection; a database whose last connection closes is one file again.
    func close() throws { try pool.close() }

    /// Erased content has been overwritten in the file (`secure_delete`); this merges the pieces
    /// of the search's index, which hold what was deleted until then, and brings the pages
    /// of the write-ahead log into the file and empties the log.
    func scrub() throws {
        do {
            try pool.write { database in
                guard try Int.fetchOne(database, sql: SearchDialect.isThere) != 0 else { return }
                try database.execute(sql: SearchDialect.sqlite.overwriting)
            }
            let isKept = try pool.writeWithoutTransaction {
                // 1 where a reader still needs the journal after all the patience.
                try Int.fetchOne($0, sql: "PRAGMA wal_checkpoint(TRUNCATE)") != 0
            }
            guard !isKept else {
                throw StorageFault(
                    operation: "overwrite what was erased",
                    reason: "the record is erased, but another program reads the database, and "
                        + "its journal still holds old pages; repeat the erasure",
                    kind: .timeout)
            }
        } catch let error as DatabaseError {
            throw StorageFault(operation: "overwrite what was erased", engine: error)
        }
    }

    func selfCheck() throws -> [String] {
        do {
            return try pool.read { try String.fetchAll($0, sql: "PRAGMA integrity_check(20)") }
                .filter { $0 != "ok" }
        } catch let error as DatabaseError {
            throw StorageFault(operation: "check the database file", engine: error)
        }
    }
}
