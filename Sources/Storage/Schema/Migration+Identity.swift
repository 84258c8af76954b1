extension Migration {
    /// People, what they prove themselves with, and who is signed in.
    ///
    /// Rows of the first four tables are objects of the evidence. The others come and go with
    /// every visit: they are no objects of it and are in no backup.
    static let identity = Migration(
        number: 4, name: "identity",
        statements: [
            """
            CREATE TABLE person (
                person TEXT PRIMARY KEY,
                name TEXT NOT NULL,
                organisation TEXT NOT NULL,
                roles TEXT NOT NULL,
                language TEXT NOT NULL,
                is_system INTEGER NOT NULL,
                last_day TEXT
            )
            """,
            """
            CREATE TABLE deputyship (
                person TEXT NOT NULL REFERENCES person (person),
                deputy TEXT NOT NULL REFERENCES person (person),
                roles TEXT NOT NULL,
                first_day TEXT NOT NULL,
                last_day TEXT NOT NULL,
                PRIMARY KEY (person, deputy)
            )
            """,
            """
            CREATE TABLE access_token (
                token TEXT PRIMARY KEY,
                secret_hash BLOB NOT NULL UNIQUE,
                owner TEXT NOT NULL REFERENCES person (person),
                label TEXT NOT NULL,
                scopes TEXT NOT NULL,
                purpose TEXT NOT NULL,
                basis TEXT NOT NULL,
                created BIGINT NOT NULL,
                last_day TEXT NOT NULL,
                revoked BIGINT
            )
            """,
            """
            CREATE TABLE credential (
                credential TEXT PRIMARY KEY,
                person TEXT NOT NULL REFERENCES person (person),
                kind TEXT NOT NULL,
                label TEXT NOT NULL,
                handle BLOB UNIQUE,
                secret BLOB NOT NULL,
                created BIGINT NOT NULL
            )
            """,
            "CREATE INDEX credential_person ON credential (person)",
            """
            CREATE TABLE credential_use (
                credential TEXT PRIMARY KEY,
                last_used BIGINT NOT NULL,
                counter BIGINT NOT NULL
            )
            """,
            """
            CREATE TABLE session (
                token_hash BLOB PRIMARY KEY,
                person TEXT NOT NULL,
                method TEXT NOT NULL,
                began BIGINT NOT NULL,
                last_seen BIGINT NOT NULL,
                authenticated BIGINT NOT NULL,
                purpose TEXT,
                basis TEXT,
                task_since BIGINT,
                previous_visit BIGINT
            )
            """,
            "CREATE INDEX session_person ON session (person)",
            """
            CREATE TABLE visit (
                person TEXT PRIMARY KEY,
                last_seen BIGINT NOT NULL
            )
            """,
            """
            CREATE TABLE spent_challenge (
                challenge BLOB PRIMARY KEY,
                spent BIGINT NOT NULL
            )
            """,
            """
            CREATE TABLE sign_in_counter (
                bucket BLOB PRIMARY KEY,
                failures INTEGER NOT NULL,
                last_failure BIGINT NOT NULL
            )
            """,
            """
            CREATE TABLE trusted_device (
                token_hash BLOB PRIMARY KEY,
                person TEXT NOT NULL,
                made BIGINT NOT NULL
            )
            """,
            """
            CREATE TABLE refused_sign_in (
                person TEXT PRIMARY KEY,
                since BIGINT NOT NULL,
                refusals INTEGER NOT NULL
            )
            """,
        ])
}
