import EvidenceLog

/// The number by which caches know whether what they hold is still what the database says: how
/// many entries the evidence log had after the last change of something that a list, a count, a
/// chart or a decision about access could show.
///
/// It grows in the transaction of the change, in the one place through which every entry goes
/// (``EvidenceWriter/finish()``): no write can forget it. It is no clock of its own: it follows
/// from the log, and the check of the evidence derives it anew.
enum ContentRevision {
    static let columns = ["log", "entries"]

    /// The revision within the connection's snapshot or transaction; 0 before any change.
    static func read(_ connection: any SQLConnection) throws -> Int {
        try connection.number("SELECT entries FROM content_revision WHERE log = 1") ?? 0
    }

    /// For a log that was written before there was a revision.
    static func derive(_ connection: any SQLConnection) throws {
        let log = StoredLog(connection: connection)
        var entry = try connection.number("SELECT MAX(entry) FROM evidence") ?? -1
        while entry >= 0 {
            let body = try log.entry(entry)?.body
            let isContent =
                body.flatMap { try? EvidenceEntry(decoding: $0) }?.act.changesContent ?? true
            if isContent { return try write(entry + 1, connection) }
            entry -= 1
        }
    }

    /// Also where the row is missing: a cache must never believe that nothing changed.
    static func write(_ entries: Int, _ connection: any SQLConnection) throws {
        try connection.execute(
            """
            INSERT INTO content_revision (log, entries) VALUES (1, ?)
            ON CONFLICT (log) DO UPDATE SET entries = EXCLUDED.entries
            """, [.integer(entries)])
    }
}

extension EvidenceAct {
    /// Whether an entry of this act may stand for a change of what readers can be shown. The
    /// others are about the reading itself, and there are many of those: a cache that they
    /// emptied would never be full.
    var changesContent: Bool {
        switch self {
        case .beginImport, .write, .review, .administer, .sign, .revoke, .consent, .hold, .unhold,
            .retain, .erase, .restore:
            true
        case .release, .count, .refuse, .export, .backup, .witness, .signIn, .signOut: false
        }
    }
}

extension NodeDatabase {
    package func contentRevision() throws -> Int {
        try engine.read("read the content revision") { try ContentRevision.read($0) }
    }
}
