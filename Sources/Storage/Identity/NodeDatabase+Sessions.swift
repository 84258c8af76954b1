import EvidenceLog
package import Identity
import NeedToKnow
package import PortVocabulary

extension NodeDatabase {
    private static let sessionColumns =
        "token_hash, person, method, began, last_seen, authenticated, purpose, basis, task_since, "
        + "previous_visit"

    package func begin(_ session: Session, at moment: Moment) throws {
        try writing("begin the session", at: moment) { transaction in
            let connection = transaction.connection
            try Self.clearSessions(connection, at: moment)
            try connection.execute(
                """
                INSERT INTO session (\(Self.sessionColumns))
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, Self.row(session))
            try Self.note(.signIn, session, result: "by \(session.method.rawValue)", transaction)
        }
    }

    package func session(tokenHash: [UInt8]) throws -> Session? {
        try engine.read("read the session") { connection in
            try connection.first(
                "SELECT \(Self.sessionColumns) FROM session WHERE token_hash = ?",
                [.blob(tokenHash)]
            ) { try Self.session($0) } ?? nil
        }
    }

    package func update(_ session: Session) throws {
        try engine.write("write the session") { connection in
            // A session that ended meanwhile stays ended: nothing is inserted.
            try connection.execute(
                """
                UPDATE session SET last_seen = ?, authenticated = ?, purpose = ?, basis = ?,
                    task_since = ? WHERE token_hash = ?
                """,
                [
                    .integer(Int(session.lastSeen.seconds)),
                    .integer(Int(session.authenticated.seconds)),
                    SQLValue(session.task?.purpose.rawValue), SQLValue(session.task?.basis),
                    SQLValue(session.task.map { Int($0.since.seconds) }),
                    .blob(session.tokenHash),
                ])
        }
    }

    package func end(_ session: Session, at moment: Moment) throws {
        try writing("end the session", at: moment) { transaction in
            let connection = transaction.connection
            let isThere = "token_hash = ?"
            try Self.keepVisits(isThere, [.blob(session.tokenHash)], connection)
            let ended = try connection.execute(
                "DELETE FROM session WHERE \(isThere)", [.blob(session.tokenHash)])
            guard ended > 0 else { return }
            try Self.note(.signOut, session, result: "", transaction)
        }
    }

    package func sessions(of person: PersonID, at moment: Moment) throws -> [Session] {
        try engine.read("read the sessions") { connection in
            try connection.rows(
                "SELECT \(Self.sessionColumns) FROM session WHERE person = ? ORDER BY began DESC",
                [.text(person.text)]
            ) { try Self.session($0) }.compactMap { $0 }.filter { $0.isLive(at: moment) }
        }
    }

    /// When a person was last here; nil for never.
    package func lastVisit(of person: PersonID) throws -> Moment? {
        try engine.read("read the last visit") { connection in
            let seen = try connection.number(
                """
                SELECT MAX(last_seen) FROM (
                    SELECT last_seen FROM visit WHERE person = ?
                    UNION ALL SELECT last_seen FROM session WHERE person = ?) AS seen
                """, [.text(person.text), .text(person.text)])
            return seen.map { Moment(seconds: Int64($0)) }
        }
    }

    /// Ends every session of a person; answers how many there were.
    @discardableResult
    static func endSessions(of person: PersonID, _ connection: any SQLConnection) throws -> Int {
        try keepVisits("person = ?", [.text(person.text)], connection)
        return try connection.execute(
            "DELETE FROM session WHERE person = ?", [.text(person.text)])
    }

    /// Removes the sessions of everyone that are over.
    private static func clearSessions(_ connection: any SQLConnection, at moment: Moment) throws {
        let isOver = "(last_seen <= ? OR began <= ?)"
        let limits: [SQLValue] = [
            .integer(Int(moment.seconds - SessionLimit.idleSeconds)),
            .integer(Int(moment.seconds - SessionLimit.absoluteSeconds)),
        ]
        try keepVisits(isOver, limits, connection)
        try connection.execute("DELETE FROM session WHERE \(isOver)", limits)
    }

    /// Before sessions are removed: when their people were last here stays known.
    private static func keepVisits(
        _ condition: String, _ arguments: [SQLValue], _ connection: any SQLConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO visit (person, last_seen)
            SELECT person, MAX(last_seen) FROM session WHERE \(condition) GROUP BY person
            ON CONFLICT (person) DO UPDATE SET last_seen =
                CASE WHEN EXCLUDED.last_seen > visit.last_seen THEN EXCLUDED.last_seen
                    ELSE visit.last_seen END
            """, arguments)
    }

    private static func note(
        _ act: EvidenceAct, _ session: Session, result: String, _ transaction: NodeTransaction
    ) throws {
        try transaction.append(
            act, by: try person(session.person, transaction.connection),
            subject: "person/\(session.person)", result: result)
    }

    private static func row(_ session: Session) -> [SQLValue] {
        [
            .blob(session.tokenHash), .text(session.person.text),
            .text(session.method.rawValue), .integer(Int(session.began.seconds)),
            .integer(Int(session.lastSeen.seconds)),
            .integer(Int(session.authenticated.seconds)),
            SQLValue(session.task?.purpose.rawValue), SQLValue(session.task?.basis),
            SQLValue(session.task.map { Int($0.since.seconds) }),
            SQLValue(session.previousVisit.map { Int($0.seconds) }),
        ]
    }

    /// Nil for a row that cannot be read: nobody is signed in with it.
    private static func session(_ row: any SQLRow) throws -> Session? {
        guard let person = try? PersonID(parsing: try row.text(1)),
            let method = SignInMethod(rawValue: try row.text(2))
        else { return nil }
        func moment(_ column: Int) throws -> Moment { Moment(seconds: Int64(try row.int(column))) }
        var task: StatedTask?
        if let purpose = row.optionalText(6).flatMap(Purpose.init(rawValue:)) {
            task = StatedTask(
                purpose: purpose, basis: row.optionalText(7) ?? "", since: try moment(8))
        }
        return Session(
            tokenHash: try row.blob(0), person: person, method: method, began: try moment(3),
            lastSeen: try moment(4), authenticated: try moment(5), task: task,
            previousVisit: row.optionalInt(9).map { Moment(seconds: Int64($0)) })
    }
}
