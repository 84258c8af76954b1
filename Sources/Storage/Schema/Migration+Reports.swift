extension Migration {
    /// Who receives which bulletin, and which were made. A report itself is not kept: it is made
    /// anew from the records, under the rights of the day.
    static let reports = Migration(
        number: 7, name: "reports",
        statements: [
            """
            CREATE TABLE report_schedule (
                schedule TEXT PRIMARY KEY,
                receiver TEXT NOT NULL,
                subject TEXT NOT NULL,
                cycle TEXT NOT NULL,
                substances TEXT NOT NULL,
                day_of_month INTEGER NOT NULL,
                formats TEXT NOT NULL,
                purpose TEXT NOT NULL,
                basis TEXT NOT NULL,
                set_by TEXT NOT NULL,
                starts_on TEXT NOT NULL,
                ends_on TEXT
            )
            """,
            """
            CREATE TABLE report_edition (
                schedule TEXT NOT NULL,
                period TEXT NOT NULL,
                claimed BIGINT NOT NULL,
                made_on TEXT,
                digest TEXT,
                mark TEXT,
                records INTEGER,
                PRIMARY KEY (schedule, period)
            )
            """,
        ])
}
