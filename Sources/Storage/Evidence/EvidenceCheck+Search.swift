import EvidenceLog
import PortVocabulary

extension EvidenceCheck {
    /// The words by which records are found, from what the records were read as.
    func compareSearch() throws {
        var found = 0
        for kind in RecordKind.allCases {
            let columns = KindTable.columns(kind)
            try connection.forEach(
                """
                SELECT \(columns.map { "t.\($0)" }.joined(separator: ", ")), s.words
                FROM \(KindTable.name(kind)) t LEFT JOIN search_text s ON s.serial = t.serial
                WHERE t.is_current = 1 ORDER BY t.serial
                """, []
            ) { row in
                let stored = row.optionalText(columns.count)
                if stored != nil { found += 1 }
                let content = SearchIndex.content(kind, Array(row.values.prefix(columns.count)))
                if stored != SearchIndex.words(content) {
                    add("search_text/\(row.value(0).plainText)", "it is not what the record says")
                }
            }
        }
        let rows = try connection.number("SELECT COUNT(*) FROM search_text") ?? 0
        report.rows += rows
        guard rows != found else { return }
        try connection.forEach(
            """
            SELECT serial FROM search_text s
            WHERE NOT EXISTS (SELECT 1 FROM seizure t WHERE t.serial = s.serial
                    AND t.is_current = 1)
                AND NOT EXISTS (SELECT 1 FROM figure t WHERE t.serial = s.serial
                    AND t.is_current = 1)
            ORDER BY serial
            """, []
        ) { row in
            add("search_text/\(row.value(0).plainText)", "no current record has these words")
        }
    }
}
