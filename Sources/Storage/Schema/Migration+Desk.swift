extension Migration {
    /// The search; the drafts of forms and the files that wait for import, which are no records;
    /// the versions that were taken back with their import; and photographs.
    ///
    /// `search_text` holds the words of each current record; the index over it is each engine's
    /// own. Both follow from the readings: ``SearchIndex/build(_:)`` fills them for a database
    /// that had records before.
    static let desk = Migration(
        number: 5, name: "desk",
        statements: [
            """
            CREATE TABLE search_text (
                serial INTEGER PRIMARY KEY,
                words TEXT NOT NULL
            )
            """,
            """
            CREATE TABLE draft (
                draft TEXT PRIMARY KEY,
                person TEXT NOT NULL,
                saved BIGINT NOT NULL,
                sealed BLOB NOT NULL
            )
            """,
            "CREATE INDEX draft_person ON draft (person, saved)",
            """
            CREATE TABLE staged_file (
                staging TEXT PRIMARY KEY,
                person TEXT NOT NULL,
                name TEXT NOT NULL,
                staged BIGINT NOT NULL,
                sealed BLOB NOT NULL
            )
            """,
            """
            CREATE TABLE withdrawn (
                serial INTEGER PRIMARY KEY,
                batch TEXT NOT NULL,
                reason TEXT NOT NULL,
                withdrawn_by TEXT NOT NULL,
                withdrawn_on TEXT NOT NULL
            )
            """,
            """
            CREATE TABLE photograph (
                record TEXT NOT NULL,
                number INTEGER NOT NULL,
                serial INTEGER NOT NULL,
                kind TEXT NOT NULL,
                byte_count INTEGER NOT NULL,
                added_by TEXT NOT NULL,
                added_on TEXT NOT NULL,
                sealed BLOB NOT NULL,
                PRIMARY KEY (record, number)
            )
            """,
            "CREATE INDEX withdrawn_batch ON withdrawn (batch)",
            "CREATE INDEX record_batch ON record (batch, serial)",
        ]
    ) { SearchDialect($0).schema }
}
