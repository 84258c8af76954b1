import EvidenceLog

/// The numbers by which caches know whether what they hold is still what the database says: how
/// many entries the evidence log had after the last change of something that a list, a count, a
/// chart or a decision about access could show, and after the last change of the rules of access
/// alone.
///
/// They grow in the transaction of the change, in the one place through which every entry goes
/// (``EvidenceWriter/finish()``): no write can forget it. They are no clock of their own: they
/// follow from the log, and the check of the evidence derives them anew.
struct ContentRevision: Equatable {
    /// Of all content; never below ``rules``.
    var entries = 0
    /// Of agreements, signatures, revocations, organisations and accounts.
    var rules = 0

    static let columns = ["log", "entries", "rules"]

    /// Takes in an entry of this act, after which the log has so many.
    mutating func add(_ act: EvidenceAct, size: Int) {
        if act.changesContent { entries = max(entries, size) }
        if act.changesRules { rules = max(rules, size) }
    }

    /// The revision within the connection's snapshot or transaction; 0 before any change.
    static func read(_ connection: any SQLConnection) throws -> ContentRevision {
        try connection.first("SELECT entries, rules FROM content_revision WHERE log = 1") {
            ContentRevision(entries: try $0.int(0), rules: try $0.int(1))
        } ?? ContentRevision()
    }

    /// For a log that was written before there was a revision.
    static func derive(_ connection: any SQLConnection) throws {
        var revision = ContentRevision()
        try connection.forEach("SELECT entry, body FROM evidence ORDER BY entry", []) { row in
            let act = try? EvidenceEntry(decoding: try row.blob(1)).act
            // One that cannot be read may have been anything.
            revision.add(act ?? .restore, size: try row.int(0) + 1)
        }
        guard revision.entries > 0 else { return }
        try revision.write(connection)
    }

    /// Also where the row is missing: a cache must never believe that nothing changed.
    func write(_ connection: any SQLConnection) throws {
        try connection.execute(
            """
            INSERT INTO content_revision (log, entries, rules) VALUES (1, ?, ?)
            ON CONFLICT (log) DO UPDATE SET entries = EXCLUDED.entries, rules = EXCLUDED.rules
            """, [.integer(entries), .integer(rules)])
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

    /// Whether it may stand for a change of the agreements in force or of who is registered.
    /// Agreements are verified anew after such an act only, not after each import.
    var changesRules: Bool {
        switch self {
        case .administer, .sign, .revoke, .restore: true
        case .beginImport, .write, .review, .consent, .hold, .unhold, .retain, .erase, .release,
            .count, .refuse, .export, .backup, .witness, .signIn, .signOut:
            false
        }
    }
}

extension NodeDatabase {
    package func contentRevision() throws -> Int {
        try engine.read("read the content revision") { try ContentRevision.read($0).entries }
    }
}
