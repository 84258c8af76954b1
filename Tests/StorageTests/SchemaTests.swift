import Testing

@testable import Storage

/// The schema as partners and later steps rely on it.
@Suite struct SchemaTests {
    @Test func schemaIsTheCommittedOne() throws {
        #expect(try isGolden(TestNode(.sqlite).store.schemaText(), "schema.sql"))
    }

    @Test func schemaStaysAsItIsWhenOpenedAgain() throws {
        let node = try TestNode(.sqlite)
        let text = try node.store.schemaText()
        #expect(try node.reopened().schemaText() == text)
        let steps = try node.rows("SELECT number FROM migration ORDER BY number")
        #expect(steps == Migration.all.map { [.integer($0.number)] })
    }

    @Test func stepsAreNumberedInTheirOrder() {
        let numbers = Migration.all.map(\.number)
        #expect(numbers.first == 1 && numbers == Set(numbers).sorted())
    }

    /// Table, column, type and whether it must have a value, one a line, sorted.
    func columns(_ node: TestNode) throws -> [String] {
        if node.engine.name == "postgres" {
            return try node.texts(
                """
                SELECT table_name, column_name, data_type, is_nullable
                FROM information_schema.columns WHERE table_schema = 'public'
                """
            ).sorted()
        }
        let tables = try node.texts(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
                // The pages of the search's index are SQLite's own.
                + "AND name NOT LIKE 'search_index%'")
        let types = [
            "TEXT": "text", "INTEGER": "integer", "BIGINT": "bigint", "BLOB": "bytea",
            "DOUBLE PRECISION": "double precision",
        ]
        return try tables.flatMap { table in
            try node.rows(
                "SELECT name, type, \"notnull\", pk FROM pragma_table_info('\(table)')"
            ).map { row in
                // SQLite does not say of a key that it must have a value.
                let isNeeded = row[2] != 0 || row[3] != 0
                let type = types[row[1].plainText] ?? row[1].plainText
                return "\(table) \(row[0].plainText) \(type) \(isNeeded ? "NO" : "YES")"
            }
        }.sorted()
    }

    @Test(arguments: EngineKind.here)
    func tablesAndColumnsAreTheCommittedOnesOnBothEngines(_ kind: EngineKind) throws {
        let text = try columns(TestNode(kind)).joined(separator: "\n") + "\n"
        #expect(try isGolden(text, "columns.txt"))
    }

    /// What the evidence digests is what the tables hold: a column that nobody digests could be
    /// changed unseen.
    @Test func everyColumnOfEveryTableIsDigestedOrDerived() throws {
        let node = try TestNode(.sqlite)
        var known: [String: [String]] = [
            "record": KindTable.recordColumns, "seizure": SeizureColumns.names,
            "figure": FigureColumns.names, "denominator": DenominatorColumns.names,
            "data_key": ["serial", "wrapped"],
            "migration": ["number", "name"], "evidence": ["entry", "salt", "body", "leaf"],
            "evidence_head": ["log", "size", "frontier"],
            "tile": ["level", "place", "hashes"], "checkpoint": ["size", "note"],
            "search_text": ["serial", "words"],
            // Drafts and files that wait are no records and leave no entry.
            "staged_file": ["staging", "person", "name", "staged", "sealed"],
            "draft": ["draft", "person", "saved", "sealed"],
            "tally": ["class", "place", "country", "substance_group", "records"],
            "content_revision": ContentRevision.columns,
            "imported_place": ["code", "name", "spellings", "latitude", "longitude"],
        ]
        // What comes and goes with every visit is no object of the evidence.
        known.merge([
            "session": [
                "token_hash", "person", "method", "began", "last_seen", "authenticated",
                "purpose", "basis", "task_since", "previous_visit",
            ],
            "visit": ["person", "last_seen"], "spent_challenge": ["challenge", "spent"],
            "credential_use": ["credential", "last_used", "counter"],
            "sign_in_counter": ["bucket", "failures", "last_failure"],
            "trusted_device": ["token_hash", "person", "made"],
            "refused_sign_in": ["person", "since", "refusals"],
            "remembered_answer": [
                "person", "request", "digest", "status", "sealed", "begun_at",
            ],
        ]) { first, _ in first }
        for table in EvidentTable.allCases { known[table.rawValue] = table.columns }
        var stored: [String: [String]] = [:]
        for line in try columns(node) {
            let words = line.split(separator: " ").map(String.init)
            stored[words[0], default: []].append(words[1])
        }
        #expect(stored == known.mapValues { $0.sorted() })
    }

    /// A commit that returned is on disk: write-ahead log, synchronous FULL (2); and no row
    /// points at nothing.
    @Test func everyWriteIsDurable() throws {
        let node = try TestNode(.sqlite)
        func settings(_ engine: any SQLEngine) throws -> [String] {
            try engine.write("look") { connection in
                try ["journal_mode", "synchronous", "foreign_keys"].map { name in
                    try connection.first("PRAGMA \(name)") { $0.value(0).plainText } ?? "?"
                }
            }
        }
        #expect(try settings(node.engine) == ["wal", "2", "1"])
        #expect(try settings(node.fixture.another()) == ["wal", "2", "1"])
    }
}
