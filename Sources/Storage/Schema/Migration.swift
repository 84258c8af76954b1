/// One step of the schema. Steps are only ever added; a step that has shipped never changes.
///
/// The SQL is the dialect that SQLite and PostgreSQL share: TEXT, INTEGER, BIGINT, DOUBLE
/// PRECISION, explicit keys, no engine's own functions. Bytes are BLOB in SQLite and BYTEA in
/// PostgreSQL: the one word that ``statements(for:)`` replaces.
struct Migration {
    let number: Int
    let name: String
    private let statements: [String]
    /// What an engine makes in its own words, by the engine's name.
    private let ofEngine: @Sendable (String) -> [String]

    init(
        number: Int, name: String, statements: [String],
        ofEngine: @escaping @Sendable (String) -> [String] = { _ in [] }
    ) {
        (self.number, self.name, self.statements) = (number, name, statements)
        self.ofEngine = ofEngine
    }

    /// Every step, in order.
    static let all: [Migration] = [
        evidence, vault, situation, identity, desk, revision, reports, answers, ground,
    ]

    /// The number of the newest step.
    static var newest: Int { all.map(\.number).max() ?? 0 }

    /// The statements as the engine reads them.
    func statements(for engine: String) -> [String] {
        let shared =
            engine == "postgres"
            ? statements.map { $0.replacing(/\bBLOB\b/, with: "BYTEA") } : statements
        return shared + ofEngine(engine)
    }

    /// Creates what is missing, and tells which steps are done.
    static let ledger = """
        CREATE TABLE IF NOT EXISTS migration (
            number INTEGER PRIMARY KEY,
            name TEXT NOT NULL
        )
        """
}
