extension Migration {
    /// What the statistics stand on: denominators as a kind of record, measures, and what was
    /// decided about each before it began.
    static let ground = Migration(
        number: 9, name: "ground",
        statements: [
            """
            CREATE TABLE denominator (
                serial INTEGER PRIMARY KEY REFERENCES record (serial),
                record TEXT NOT NULL,
                is_current INTEGER NOT NULL,
                first_day INTEGER NOT NULL,
                last_day INTEGER NOT NULL,
                body TEXT NOT NULL,
                place_name TEXT NOT NULL,
                place TEXT,
                country TEXT,
                facility TEXT NOT NULL,
                effort TEXT NOT NULL,
                unit TEXT NOT NULL,
                amount DOUBLE PRECISION NOT NULL,
                is_random_sample INTEGER NOT NULL,
                finds INTEGER,
                reported_day INTEGER,
                substance_group TEXT NOT NULL,
                class INTEGER NOT NULL REFERENCES access_class (class),
                keep_until INTEGER,
                revision INTEGER NOT NULL
            )
            """,
            "CREATE INDEX denominator_record ON denominator (record)",
            """
            CREATE INDEX denominator_class ON denominator (class, place, first_day, country,
                substance_group, keep_until) WHERE is_current = 1
            """,
            """
            CREATE INDEX denominator_day ON denominator (first_day, serial)
                WHERE is_current = 1
            """,
            """
            CREATE INDEX denominator_keep ON denominator (keep_until)
                WHERE is_current = 1 AND keep_until IS NOT NULL
            """,
            """
            CREATE TABLE measure (
                measure TEXT PRIMARY KEY,
                port TEXT NOT NULL,
                facility TEXT,
                type TEXT NOT NULL,
                starts_on TEXT NOT NULL,
                ends_on TEXT,
                description TEXT NOT NULL,
                owner TEXT NOT NULL,
                source TEXT NOT NULL,
                recorded_on TEXT NOT NULL
            )
            """,
            """
            CREATE TABLE preregistration (
                measure TEXT NOT NULL REFERENCES measure (measure),
                number INTEGER NOT NULL,
                outcome TEXT NOT NULL,
                weeks_before INTEGER NOT NULL,
                weeks_after INTEGER NOT NULL,
                comparison TEXT NOT NULL,
                registered_on TEXT NOT NULL,
                registered_by TEXT NOT NULL,
                PRIMARY KEY (measure, number)
            )
            """,
        ])
}
