extension Migration {
    /// The node itself and its evidence log.
    static let evidence = Migration(
        number: 1, name: "evidence",
        statements: [
            """
            CREATE TABLE node (
                name TEXT PRIMARY KEY,
                setting TEXT NOT NULL
            )
            """,
            """
            CREATE TABLE evidence (
                entry INTEGER PRIMARY KEY,
                salt BLOB NOT NULL,
                body BLOB NOT NULL,
                leaf BLOB NOT NULL
            )
            """,
            """
            CREATE TABLE evidence_head (
                log INTEGER PRIMARY KEY,
                size INTEGER NOT NULL,
                frontier BLOB NOT NULL
            )
            """,
            """
            CREATE TABLE tile (
                level INTEGER NOT NULL,
                place INTEGER NOT NULL,
                hashes BLOB NOT NULL,
                PRIMARY KEY (level, place)
            )
            """,
            """
            CREATE TABLE checkpoint (
                size INTEGER PRIMARY KEY,
                note TEXT NOT NULL
            )
            """,
            """
            CREATE TABLE release (
                entry INTEGER NOT NULL,
                part INTEGER NOT NULL,
                kind TEXT NOT NULL,
                form TEXT NOT NULL,
                grounds TEXT NOT NULL,
                fields TEXT NOT NULL,
                records INTEGER NOT NULL,
                first_serial INTEGER NOT NULL,
                last_serial INTEGER NOT NULL,
                serials BLOB NOT NULL,
                PRIMARY KEY (entry, part)
            )
            """,
            "CREATE INDEX release_serials ON release (first_serial, last_serial)",
            """
            CREATE TABLE witnessed (
                origin TEXT PRIMARY KEY,
                size INTEGER NOT NULL,
                note TEXT NOT NULL
            )
            """,
        ])

    /// Who is known, what was agreed, what records share, and how long they are kept.
    static let vault = Migration(
        number: 2, name: "vault",
        statements: [
            """
            CREATE TABLE organisation (
                organisation TEXT PRIMARY KEY,
                name TEXT NOT NULL,
                kind TEXT NOT NULL,
                country TEXT,
                third_country_role TEXT,
                signing_key BLOB NOT NULL,
                registered_on TEXT NOT NULL
            )
            """,
            """
            CREATE TABLE agreement (
                agreement TEXT NOT NULL,
                version INTEGER NOT NULL,
                canonical TEXT NOT NULL,
                added_on TEXT NOT NULL,
                PRIMARY KEY (agreement, version)
            )
            """,
            """
            CREATE TABLE agreement_signature (
                agreement TEXT NOT NULL,
                version INTEGER NOT NULL,
                organisation TEXT NOT NULL,
                signature BLOB NOT NULL,
                PRIMARY KEY (agreement, version, organisation),
                FOREIGN KEY (agreement, version) REFERENCES agreement (agreement, version)
            )
            """,
            """
            CREATE TABLE agreement_revocation (
                agreement TEXT NOT NULL,
                version INTEGER NOT NULL,
                organisation TEXT NOT NULL,
                revoked_on TEXT NOT NULL,
                signature BLOB NOT NULL,
                PRIMARY KEY (agreement, version, organisation),
                FOREIGN KEY (agreement, version) REFERENCES agreement (agreement, version)
            )
            """,
            """
            CREATE TABLE access_class (
                class INTEGER PRIMARY KEY,
                label TEXT NOT NULL UNIQUE,
                kind TEXT NOT NULL,
                originator TEXT NOT NULL,
                traffic_light TEXT NOT NULL,
                handling TEXT NOT NULL,
                handling_text TEXT,
                purposes INTEGER NOT NULL,
                releasable_to TEXT,
                retention_days INTEGER,
                retention_end TEXT
            )
            """,
            """
            CREATE TABLE tally (
                class INTEGER NOT NULL REFERENCES access_class (class),
                place TEXT NOT NULL,
                country TEXT NOT NULL,
                substance_group TEXT NOT NULL,
                records INTEGER NOT NULL,
                PRIMARY KEY (class, place, country, substance_group)
            )
            """,
            """
            CREATE TABLE consent (
                record TEXT NOT NULL,
                receiver TEXT NOT NULL,
                purpose TEXT NOT NULL,
                until_day INTEGER NOT NULL,
                PRIMARY KEY (record, receiver, purpose)
            )
            """,
            "CREATE INDEX consent_receiver ON consent (receiver, purpose, until_day)",
            """
            CREATE TABLE hold (
                record TEXT NOT NULL,
                number INTEGER NOT NULL,
                reason TEXT NOT NULL,
                reviewer TEXT NOT NULL,
                placed_on TEXT NOT NULL,
                ended_on TEXT,
                PRIMARY KEY (record, number)
            )
            """,
            """
            CREATE TABLE tombstone (
                record TEXT PRIMARY KEY,
                kind TEXT NOT NULL,
                versions INTEGER NOT NULL,
                reason TEXT NOT NULL,
                erased_on TEXT NOT NULL
            )
            """,
        ])
}
