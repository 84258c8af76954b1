/// One step of the schema. Steps are only ever added; a step that has shipped never changes.
///
/// The SQL is the dialect that SQLite and PostgreSQL share: TEXT, INTEGER, BIGINT, DOUBLE
/// PRECISION, explicit keys, no engine's own functions. Bytes are BLOB in SQLite and BYTEA in
/// PostgreSQL: the one word that ``statements(for:)`` replaces.
struct Migration {
    let number: Int
    let name: String
    private let statements: [String]

    init(number: Int, name: String, statements: [String]) {
        (self.number, self.name, self.statements) = (number, name, statements)
    }

    /// Every step, in order.
    static let all: [Migration] = [
        evidence, vault, situation, identity, revision, reports, answers,
    ]

    /// The number of the newest step.
    static var newest: Int { all.map(\.number).max() ?? 0 }

    /// The statements as the engine reads them.
    func statements(for engine: String) -> [String] {
        engine == "postgres"
            ? statements.map { $0.replacing(/\bBLOB\b/, with: "BYTEA") } : statements
    }

    /// Creates what is missing, and tells which steps are done.
    static let ledger = """
        CREATE TABLE IF NOT EXISTS migration (
            number INTEGER PRIMARY KEY,
            name TEXT NOT NULL
        )
        """
}
