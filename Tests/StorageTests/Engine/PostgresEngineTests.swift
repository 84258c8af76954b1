import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Storage

/// What can go wrong on the way to PostgreSQL, and what then stands.
@Suite(.enabled(if: PrivatePostgres.isExpected, "PostgreSQL is missing here"))
struct PostgresEngineTests {
    let database: PrivateDatabase
    var server: PrivatePostgres { database.server }

    init() throws { database = try PrivateDatabase() }

    func pid(_ connection: any SQLConnection) throws -> Int {
        try connection.number("SELECT pg_backend_pid()") ?? 0
    }

    func makeItems(_ engine: PostgresEngine) throws {
        try engine.write("make") {
            try $0.execute("CREATE TABLE item (id BIGINT PRIMARY KEY, number BIGINT)")
        }
    }

    func count(_ engine: PostgresEngine) throws -> Int? {
        try engine.read("count") { try $0.number("SELECT COUNT(*) FROM item") }
    }

    /// Ends every connection to the database, but for our own.
    func endConnections() throws {
        try server.run(
            """
            SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
            WHERE datname = '\(database.name)'
            """)
    }

    // MARK: - Sessions

    @Test func everySessionIsSetUp() throws {
        let engine = try PostgresEngine(url: database.url, statementTimeoutSeconds: 7)
        let wanted = [
            "statement_timeout": "7s", "idle_in_transaction_session_timeout": "5min",
            "synchronous_commit": "on", "client_encoding": "UTF8", "TimeZone": "UTC",
            "standard_conforming_strings": "on", "application_name": "breakwater",
            "transaction_isolation": "read committed", "transaction_read_only": "off",
        ]
        for (name, value) in wanted {
            let found = try engine.write("look") { try $0.first("SHOW \(name)") { try $0.text(0) } }
            #expect(found == value, "\(name)")
        }
        let reader = try engine.read("look") { connection in
            try ["transaction_isolation", "transaction_read_only"].map {
                try connection.first("SHOW \($0)") { try $0.text(0) }
            }
        }
        #expect(reader == ["repeatable read", "on"])
    }

    @Test func addressMayNameTheApplication() throws {
        let url = server.url(database.name, options: "application_name=harbour%20desk")
        let engine = try PostgresEngine(url: url)
        let found = try engine.read("look") {
            try $0.first("SHOW application_name") { try $0.text(0) }
        }
        #expect(found == "harbour desk")
    }

    @Test func killedConnectionsAreReplaced() throws {
        let engine = try PostgresEngine(url: database.url)
        // Two that lie idle.
        let before = try engine.read("one") { one in
            [try pid(one), try engine.read("two") { try pid($0) }]
        }
        try endConnections()
        let after = try engine.write("again") { try pid($0) }
        #expect(after > 0 && !before.contains(after))
    }

    @Test func connectionKilledAtWorkGivesAFaultAndIsReplaced() throws {
        let engine = try PostgresEngine(url: database.url)
        try makeItems(engine)
        let found = fault {
            try engine.write("work") { connection in
                try connection.execute("INSERT INTO item (id) VALUES (1)")
                try endConnections()
                try connection.execute("INSERT INTO item (id) VALUES (2)")
            }
        }
        #expect(found?.kind == .unavailable)
        #expect(try count(engine) == 0)
    }

    @Test func connectionKilledWithinManyGivesAFault() throws {
        let engine = try PostgresEngine(url: database.url)
        try makeItems(engine)
        let found = fault {
            try engine.write("work") { connection in
                try endConnections()
                try connection.executeEach(
                    "INSERT INTO item (id) VALUES (?)", (0..<900).map { [.integer($0)] })
            }
        }
        #expect(found?.kind == .unavailable)
        #expect(try count(engine) == 0)
    }

    @Test func connectionKilledWithinRowsGivesAFault() throws {
        let engine = try PostgresEngine(url: database.url)
        var rows = 0
        let found = fault {
            try engine.read("walk") { connection in
                // More than the buffers between the two hold.
                let sql = "SELECT n, repeat('x', 1000) FROM generate_series(1, 100000) AS s(n)"
                try connection.forEach(sql, []) { _ in
                    if rows == 0 { try endConnections() }
                    rows += 1
                }
            }
        }
        #expect(found?.kind == .unavailable)
        #expect(rows < 100_000)
        #expect(try engine.read("again") { try $0.number("SELECT 1") } == 1)
    }

    @Test func statementThatRunsTooLongIsEnded() throws {
        let engine = try PostgresEngine(url: database.url, statementTimeoutSeconds: 1)
        let found = fault {
            try engine.read("dawdle") { try $0.execute("SELECT pg_sleep(60)") }
        }
        #expect(found?.kind == .timeout)
        #expect(try engine.read("again") { try $0.number("SELECT 1") } == 1)
    }

    @Test func waitingForAConnectionHasALimit() throws {
        let engine = try PostgresEngine(
            url: database.url, connectionLimit: 2, patienceSeconds: 0.1)
        let found = fault {
            try engine.read("one") { _ in
                try engine.read("two") { _ in try engine.read("three") { _ in } }
            }
        }
        #expect(found?.kind == .timeout)
        #expect(found?.operation == "three")
        #expect(found?.reason.contains("all 2 connections") == true)
        #expect(try engine.read("again") { try $0.number("SELECT 1") } == 1)
    }

    // MARK: - Confirmation

    /// The same failure twice: the write was not stored, and it was stored; the caller cannot
    /// tell, and is told so.
    @Test(arguments: [CuttingProxy.Cut.beforeServerHears, .afterServerHears])
    func lineCutWhileConfirmingIsUncertain(cut: CuttingProxy.Cut) throws {
        let proxy = try CuttingProxy(server: server.port)
        let url = server.url(database.name, options: "sslmode=disable")
            .replacing(":\(server.port)/", with: ":\(proxy.port)/")
        let engine = try PostgresEngine(url: url)
        try makeItems(engine)
        proxy.cut(cut)
        let found = fault {
            try engine.write("store") { try $0.execute("INSERT INTO item (id) VALUES (1)") }
        }
        proxy.cut(.never)
        #expect(found?.kind == .uncertain)
        #expect(found?.reason.contains("the outcome is not known") == true)
        // Waits for the server to have ended the transaction either way.
        try engine.write("wait") { try $0.execute("LOCK TABLE item IN ACCESS EXCLUSIVE MODE") }
        #expect(try count(engine) == (cut == .afterServerHears ? 1 : 0))
    }

    @Test func deadlockIsAConflict() throws {
        let engine = try PostgresEngine(url: database.url)
        try makeItems(engine)
        try engine.write("fill") {
            try $0.executeEach("INSERT INTO item VALUES (?, 0)", [[1], [2]])
        }
        let met = DispatchSemaphore(value: 0)
        let other = DispatchSemaphore(value: 0)
        let found = Mutex<[StorageFault?]>([])
        let faults = EngineConcurrencyTests.onThreads(2) { number in
            let sql = "UPDATE item SET number = number + 1 WHERE id = ?"
            let outcome = fault {
                try engine.write("cross") { connection in
                    try connection.execute(sql, [.integer(1 + number)])
                    (number == 0 ? met : other).signal()
                    (number == 0 ? other : met).wait()
                    try connection.execute(sql, [.integer(2 - number)])
                }
            }
            found.withLock { $0.append(outcome) }
        }
        #expect(faults == [])
        let outcomes = found.withLock { $0 }
        #expect(outcomes.compactMap { $0 }.map(\.kind) == [.conflict])
    }

    // MARK: - Statements

    @Test func tableThatChangedUnderAStatementMendsItself() throws {
        let engine = try PostgresEngine(url: database.url, connectionLimit: 1)
        try makeItems(engine)
        let look = { try engine.read("look") { try $0.rows("SELECT * FROM item") { $0.count } } }
        #expect(try look() == [])
        try server.run("ALTER TABLE item ADD COLUMN more TEXT", database: database.name)
        #expect(fault { try look() } != nil)
        #expect(try look() == [])
    }

    @Test func moreStatementsThanAreHeldReady() throws {
        let engine = try PostgresEngine(url: database.url, connectionLimit: 1)
        try engine.read("count") { connection in
            for number in Array(0..<PostgresSession.preparedLimit + 20) + [0] {
                let found = try connection.number("SELECT \(number)")
                #expect(found == number)
            }
        }
    }

    @Test func valueOfAnotherTypeIsRefusedByItsPlace() throws {
        let engine = try PostgresEngine(url: database.url)
        try makeItems(engine)
        let wrong: [[SQLValue]] = [["canary", 1], [1, .real(1.5)], [1, .blob([1])], [1]]
        for (arguments, place) in zip(wrong, ["value 1", "value 2", "value 2", "takes 2 values"]) {
            let found = fault {
                try engine.write("store") {
                    try $0.execute("INSERT INTO item VALUES (?, ?)", arguments)
                }
            }
            #expect(found?.reason.contains(place) == true)
            #expect(found?.reason.contains("canary") == false)
        }
    }

    @Test(arguments: [
        ("SELECT ?", "SELECT $1"),
        ("a = ? AND b = ? OR c = ?", "a = $1 AND b = $2 OR c = $3"),
        ("'?' || ? || 'it''s ?'", "'?' || $1 || 'it''s ?'"),
        ("\"odd?\" = ?", "\"odd?\" = $1"),
        ("? -- why?\n, ?", "$1 -- why?\n, $2"),
        ("? /* why? */ , ? - ? / ? * ?", "$1 /* why? */ , $2 - $3 / $4 * $5"),
        ("'open ?", "'open ?"), ("/* open ?", "/* open ?"), ("-- open ?", "-- open ?"),
        ("é?港?", "é$1港$2"), ("", ""), ("?", "$1"),
    ])
    func placeholdersAreNumberedOutsideQuotes(dialect: String, postgres: String) {
        #expect(Placeholders.numbered(dialect) == postgres)
    }

    @Test(arguments: [
        ("23505", StorageFault.Kind.conflict), ("23503", .conflict), ("40001", .conflict),
        ("40P01", .conflict), ("57014", .timeout), ("55P03", .timeout), ("53100", .full),
        ("53300", .unavailable), ("57P01", .unavailable), ("28P01", .unavailable),
        ("3D000", .unavailable), ("08006", .unavailable), ("42501", .unavailable),
        ("25006", .unavailable), ("40003", .uncertain), ("42P01", .other), ("22P02", .other),
        ("XX000", .other),
    ])
    func stateTellsTheKind(state: String, kind: StorageFault.Kind) {
        let error = PostgresError(state: state, message: "", isConnectionLost: false)
        #expect(error.kind == kind)
    }
}
