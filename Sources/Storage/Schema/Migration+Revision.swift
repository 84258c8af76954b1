extension Migration {
    /// The content revision: up to where the evidence log is reflected in what readers may be
    /// shown. One row, which ``ContentRevision/derive(_:)`` fills from the log of an older
    /// database.
    static let revision = Migration(
        number: 6, name: "revision",
        statements: [
            """
            CREATE TABLE content_revision (
                log INTEGER PRIMARY KEY,
                entries INTEGER NOT NULL,
                rules INTEGER NOT NULL
            )
            """
        ])
}
