extension Migration {
    /// Seizures and published figures, and what reviews found.
    ///
    /// `record` is append-only and holds the cells as given, sealed with the record's own key;
    /// `seizure` and `figure` are what the versions were read as. Every table of a kind carries
    /// the columns by which visibility is decided: class, place, country, substance_group,
    /// keep_until, is_current.
    static let situation = Migration(
        number: 3, name: "situation",
        statements: [
            """
            CREATE TABLE batch (
                batch TEXT PRIMARY KEY,
                file TEXT NOT NULL,
                layout TEXT NOT NULL,
                headers TEXT NOT NULL,
                started_on TEXT NOT NULL
            )
            """,
            """
            CREATE TABLE record (
                serial INTEGER PRIMARY KEY,
                record TEXT NOT NULL,
                version INTEGER NOT NULL,
                kind TEXT NOT NULL,
                digest TEXT NOT NULL,
                batch TEXT NOT NULL REFERENCES batch (batch),
                row_number INTEGER NOT NULL,
                class INTEGER NOT NULL REFERENCES access_class (class),
                sealed BLOB,
                entry INTEGER NOT NULL,
                UNIQUE (record, version)
            )
            """,
            """
            CREATE TABLE data_key (
                serial INTEGER PRIMARY KEY REFERENCES record (serial),
                wrapped BLOB NOT NULL
            )
            """,
            """
            CREATE TABLE seizure (
                serial INTEGER PRIMARY KEY REFERENCES record (serial),
                record TEXT NOT NULL,
                is_current INTEGER NOT NULL,
                state TEXT NOT NULL,
                hold_reason TEXT,
                occurrence INTEGER NOT NULL,
                may_repeat INTEGER NOT NULL,
                first_day INTEGER NOT NULL,
                last_day INTEGER NOT NULL,
                reporter TEXT NOT NULL,
                asked INTEGER NOT NULL,
                country TEXT,
                place TEXT,
                place_match TEXT NOT NULL,
                place_text TEXT NOT NULL,
                stage TEXT NOT NULL,
                setting TEXT NOT NULL,
                transport TEXT NOT NULL,
                concealment TEXT NOT NULL,
                substance TEXT NOT NULL,
                substance_group TEXT NOT NULL,
                amount DOUBLE PRECISION,
                unit TEXT,
                mass_basis TEXT,
                certainty TEXT,
                kilograms DOUBLE PRECISION,
                factor DOUBLE PRECISION,
                factor_basis TEXT,
                factor_source TEXT,
                producing TEXT,
                departure_country TEXT,
                departure_place TEXT,
                transit TEXT,
                destination_country TEXT,
                destination_place TEXT,
                intended_country TEXT,
                intended_place TEXT,
                methods TEXT,
                companies TEXT,
                cash_currency TEXT,
                cash_hundredths BIGINT,
                cash_form TEXT,
                cash_declared TEXT,
                container TEXT,
                vessel INTEGER,
                persons INTEGER,
                evaluation TEXT,
                class INTEGER NOT NULL REFERENCES access_class (class),
                keep_until INTEGER,
                revision INTEGER NOT NULL
            )
            """,
            "CREATE INDEX seizure_record ON seizure (record)",
            "CREATE INDEX seizure_review ON seizure (country, substance_group)",
            """
            CREATE INDEX seizure_class ON seizure (class, place, first_day, country,
                substance_group, keep_until) WHERE is_current = 1
            """,
            "CREATE INDEX seizure_day ON seizure (first_day, serial) WHERE is_current = 1",
            """
            CREATE INDEX seizure_keep ON seizure (keep_until)
                WHERE is_current = 1 AND keep_until IS NOT NULL
            """,
            """
            CREATE TABLE figure (
                serial INTEGER PRIMARY KEY REFERENCES record (serial),
                record TEXT NOT NULL,
                is_current INTEGER NOT NULL,
                first_day INTEGER NOT NULL,
                last_day INTEGER NOT NULL,
                body TEXT NOT NULL,
                scope TEXT NOT NULL,
                place_name TEXT NOT NULL,
                place TEXT,
                country TEXT,
                substance TEXT NOT NULL,
                substance_group TEXT NOT NULL,
                kilograms DOUBLE PRECISION,
                figure_precision TEXT NOT NULL,
                seizures INTEGER,
                count_basis TEXT NOT NULL,
                largest_kilograms DOUBLE PRECISION,
                status TEXT NOT NULL,
                is_contested INTEGER NOT NULL,
                definition TEXT NOT NULL,
                address TEXT NOT NULL,
                class INTEGER NOT NULL REFERENCES access_class (class),
                keep_until INTEGER,
                revision INTEGER NOT NULL
            )
            """,
            "CREATE INDEX figure_record ON figure (record)",
            """
            CREATE INDEX figure_class ON figure (class, place, first_day, country,
                substance_group, keep_until) WHERE is_current = 1
            """,
            "CREATE INDEX figure_day ON figure (first_day, serial) WHERE is_current = 1",
            """
            CREATE INDEX figure_keep ON figure (keep_until)
                WHERE is_current = 1 AND keep_until IS NOT NULL
            """,
            """
            CREATE TABLE finding (
                record TEXT NOT NULL,
                other TEXT NOT NULL,
                kind TEXT NOT NULL,
                score DOUBLE PRECISION NOT NULL,
                reasons TEXT NOT NULL,
                found_on TEXT NOT NULL,
                PRIMARY KEY (record, other, kind)
            )
            """,
            """
            CREATE TABLE decision (
                record TEXT NOT NULL,
                number INTEGER NOT NULL,
                state TEXT NOT NULL,
                decided_by TEXT NOT NULL,
                reason TEXT NOT NULL,
                decided_on TEXT NOT NULL,
                PRIMARY KEY (record, number)
            )
            """,
            """
            CREATE TABLE progress (
                name TEXT PRIMARY KEY,
                serial INTEGER NOT NULL
            )
            """,
            """
            CREATE TABLE imported_place (
                code TEXT PRIMARY KEY,
                name TEXT NOT NULL,
                spellings TEXT NOT NULL,
                latitude DOUBLE PRECISION,
                longitude DOUBLE PRECISION
            )
            """,
        ])
}
