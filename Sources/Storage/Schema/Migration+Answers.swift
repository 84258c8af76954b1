extension Migration {
    /// Answers to programs' requests that name themselves, sealed, for a day.
    static let answers = Migration(
        number: 8, name: "answers",
        statements: [
            """
            CREATE TABLE remembered_answer (
                person TEXT NOT NULL,
                request TEXT NOT NULL,
                digest TEXT NOT NULL,
                status INTEGER,
                sealed BLOB,
                begun_at BIGINT NOT NULL,
                PRIMARY KEY (person, request)
            )
            """,
            "CREATE INDEX remembered_answer_age ON remembered_answer (begun_at)",
        ])
}
