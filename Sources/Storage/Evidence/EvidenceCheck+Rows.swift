import EvidenceLog
import PortVocabulary

extension EvidenceCheck {
    /// Rows of a table whose every row is an object by itself.
    func compare(_ table: EvidentTable) throws {
        let keys = table.columns.prefix(table.keyColumns).joined(separator: ", ")
        try connection.forEach(table.select + " ORDER BY \(keys)", []) { row in
            report.rows += 1
            let values = row.values
            let name = table.objectName(values)
            var digest = RowDigest()
            digest.add(table: table.rawValue, values)
            guard let known = expected.removeValue(forKey: name), let known else {
                return add(
                    name, "no entry speaks of this row; its key was changed, or it is forged")
            }
            if known != digest.finish() { add(name, "its content was changed") }
        }
    }

    /// Records with their readings and keys.
    func compareRecords() throws {
        let record = KindTable.recordColumns.map { "r.\($0)" }.joined(separator: ", ")
        var readings = 0
        for kind in RecordKind.allCases {
            let columns = KindTable.columns(kind)
            let reading = columns.map { "t.\($0)" }.joined(separator: ", ")
            try connection.forEach(
                """
                SELECT \(record), d.wrapped, \(reading) FROM record r
                    LEFT JOIN data_key d ON d.serial = r.serial
                    LEFT JOIN \(KindTable.name(kind)) t ON t.serial = r.serial
                WHERE r.kind = ? ORDER BY r.serial
                """, [.text(kind.rawValue)]
            ) { row in
                look()
                report.rows += 1
                let values = row.values
                let width = KindTable.recordColumns.count
                let read = Array(values[(width + 1)...])
                let hasReading = read[0] != .null
                if hasReading { readings += 1 }
                try compare(
                    kind, record: Array(values[..<width]), reading: hasReading ? read : nil,
                    wrapped: row.optionalBlob(width))
            }
        }
        try compareOrphans(readings: readings)
    }

    private func compare(
        _ kind: RecordKind, record: [SQLValue], reading: [SQLValue]?, wrapped: [UInt8]?
    ) throws {
        guard case .integer(let serial) = record[0] else {
            return add("record", "its serial is damaged")
        }
        let object = try KindTable.object(
            serial: serial, kind: kind, record: record, reading: reading, wrapped: wrapped)
        guard let known = expectedRecords.removeValue(forKey: serial), let known else {
            return add(object.name, "no entry speaks of this record; it is forged, or moved")
        }
        if known != object.digest { add(object.name, "its content was changed") }
    }

    /// Readings and keys without a record are counted: the join above does not show them.
    private func compareOrphans(readings: Int) throws {
        var stored = 0
        for kind in RecordKind.allCases {
            stored +=
                try connection.number("SELECT COUNT(*) FROM \(KindTable.name(kind))") ?? 0
        }
        if stored != readings {
            add("readings", "\(stored) are stored where \(readings) belong to a record")
        }
        let keys =
            try connection.number(
                """
                SELECT COUNT(*) FROM data_key d
                WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.serial = d.serial)
                """) ?? 0
        if keys > 0 { add("data keys", "\(keys) belong to no record") }
    }

    func compareImportedPlaces() throws {
        let object = try NodeDatabase.importedPlaces(connection)
        let count = try connection.number("SELECT COUNT(*) FROM imported_place") ?? 0
        report.rows += count
        switch expected.removeValue(forKey: object.name) {
        case .some(.some(let known)):
            if known != object.digest { add("imported_place", "the list was changed") }
        case .some(.none), .none:
            if count > 0 { add("imported_place", "no entry speaks of this list") }
        }
    }

    /// The counts by class, place, country and group, from the current records.
    func compareTally() throws {
        var counted: [[SQLValue]: Int] = [:]
        for kind in RecordKind.allCases {
            try connection.forEach(
                """
                SELECT class, COALESCE(place, ''), COALESCE(country, ''), substance_group,
                    COUNT(*) FROM \(KindTable.name(kind)) WHERE is_current = 1
                GROUP BY class, place, country, substance_group
                """, []
            ) { row in
                counted[Array(row.values.prefix(4)), default: 0] += row.optionalInt(4) ?? 0
            }
        }
        try connection.forEach(
            "SELECT class, place, country, substance_group, records FROM tally", []
        ) { row in
            let cell = Array(row.values.prefix(4))
            // A cell without records is none of ours: it would be gone.
            let found = counted.removeValue(forKey: cell)
            if found == nil || row.optionalInt(4) != found {
                let name = cell.map(\.plainText).joined(separator: "/")
                add("tally/\(name)", "it does not count the records that are there")
            }
        }
        for cell in counted.keys {
            let name = cell.map(\.plainText).joined(separator: "/")
            add("tally/\(name)", "the count is missing")
        }
    }

    func compareRevision() throws {
        let stored = try connection.rows("SELECT log, entries, rules FROM content_revision") {
            [$0.optionalInt(0), $0.optionalInt(1), $0.optionalInt(2)]
        }
        if stored != [[1, revision.entries, revision.rules]] {
            add("content_revision", "it is not that of the last change")
        }
    }

    func compareMigrations() throws {
        let stored = try connection.rows("SELECT number, name FROM migration ORDER BY number") {
            $0.values
        }
        let known = Migration.all.map { [SQLValue.integer($0.number), .text($0.name)] }
        if stored != known { add("migration", "the list of schema steps was changed") }
    }

    /// The log's key covers a checkpoint's text; what witnesses added is covered by entries.
    func compareCheckpoints() throws {
        try connection.forEach("SELECT size, note FROM checkpoint ORDER BY size", []) { row in
            report.rows += 1
            let size = row.optionalInt(0) ?? -1
            let note = Array((row.optionalText(1) ?? "").utf8)
            let object = try StoredLog.checkpoint(size: size, note: note)
            if let known = expected.removeValue(forKey: object.name) {
                if known != object.digest {
                    add("checkpoint \(size)", "a cosignature was changed, added or removed")
                }
            } else if let signed = try? SignedCheckpoint(parsing: note),
                signed.note.signatures.count != 1
            {
                add("checkpoint \(size)", "no entry speaks of its cosignatures")
            }
        }
    }
}
