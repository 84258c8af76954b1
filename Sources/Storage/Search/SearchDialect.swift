/// Full-text search in the words of the two engines: the only place where they differ. Both are
/// handed words that are folded and parted already, and take a word as it stands: FTS5 of SQLite
/// with its plainest tokeniser, PostgreSQL with the words as lexemes, so that neither parts or
/// folds anything once more and both find the same.
enum SearchDialect {
    case sqlite, postgres

    /// - Parameter engine: the engine's name.
    init(_ engine: String) { self = engine == "postgres" ? .postgres : .sqlite }

    /// What makes the index over `search_text` and keeps it.
    var schema: [String] {
        switch self {
        case .sqlite:
            [
                """
                CREATE VIRTUAL TABLE search_index USING fts5(words, content='search_text',
                    content_rowid='serial', tokenize='ascii', detail='none', columnsize=0)
                """,
                """
                CREATE TRIGGER search_added AFTER INSERT ON search_text BEGIN
                    INSERT INTO search_index (rowid, words) VALUES (new.serial, new.words);
                END
                """,
                """
                CREATE TRIGGER search_removed AFTER DELETE ON search_text BEGIN
                    INSERT INTO search_index (search_index, rowid, words)
                    VALUES ('delete', old.serial, old.words);
                END
                """,
                """
                CREATE TRIGGER search_changed AFTER UPDATE ON search_text BEGIN
                    INSERT INTO search_index (search_index, rowid, words)
                    VALUES ('delete', old.serial, old.words);
                    INSERT INTO search_index (rowid, words) VALUES (new.serial, new.words);
                END
                """,
            ]
        case .postgres:
            [
                """
                CREATE INDEX search_index ON search_text
                    USING gin (array_to_tsvector(string_to_array(words, ' ')))
                """
            ]
        }
    }

    /// The serials of the records with one of these words, or a word that begins so, as a query
    /// with one argument: ``pattern(_:)``.
    var serials: String {
        switch self {
        case .sqlite: "SELECT rowid FROM search_index WHERE search_index MATCH ?"
        case .postgres:
            """
            SELECT serial FROM search_text
            WHERE array_to_tsvector(string_to_array(words, ' ')) @@ CAST(? AS tsquery)
            """
        }
    }

    /// Any of the beginnings. Folded words hold neither quotes nor backslashes.
    func pattern(_ beginnings: [String]) -> String {
        switch self {
        case .sqlite: beginnings.map { "\"\($0)\"*" }.joined(separator: " OR ")
        case .postgres: beginnings.map { "'\($0)':*" }.joined(separator: " | ")
        }
    }

    /// Takes out of the index's own pages what was deleted: a part of ``SQLEngine/scrub()``. FTS5
    /// only notes a deletion until its pieces are merged; a GIN index never forgets a word that
    /// it once held, only a new one does.
    var overwriting: String {
        switch self {
        case .sqlite: "INSERT INTO search_index (search_index) VALUES ('optimize')"
        case .postgres: "REINDEX INDEX search_index"
        }
    }

    /// Whether there is a search, as a query of SQLite: an engine may hold other tables.
    static let isThere = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'search_index'"
}
