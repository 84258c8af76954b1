import Crypto
import EvidenceLog
package import NeedToKnow
package import PortVocabulary
package import SituationAnalysis

extension NodeDatabase: PhotographStore {
    private static func context(_ record: RecordID, version: Int, number: Int) -> [UInt8] {
        Array("breakwater-photograph-v1\n\(record)\n\(version)\n\(number)".utf8)
    }

    /// The key of a stored version.
    private func key(
        ofSerial serial: Int, _ record: RecordID, _ connection: any SQLConnection
    ) throws -> (key: SymmetricKey, version: Int)? {
        let found = try connection.first(
            """
            SELECT d.wrapped, r.version FROM data_key d JOIN record r ON r.serial = d.serial
            WHERE d.serial = ?
            """, [.integer(serial)]
        ) { (wrapped: try $0.blob(0), version: try $0.int(1)) }
        return try found.map {
            (
                try seal.key(wrapped: $0.wrapped, record: record.text, version: $0.version),
                $0.version
            )
        }
    }

    package func add(
        photograph bytes: [UInt8], _ kind: ImageKind, to record: RecordID, limit: Int,
        by requester: Requester, at moment: Moment
    ) throws -> Int? {
        try writing("store the photograph", at: moment) { transaction in
            let connection = transaction.connection
            let name = SQLValue.text(record.text)
            guard let current = try Self.current(record, connection),
                let (key, version) = try key(
                    ofSerial: current.serial, record, connection)
            else { return nil }
            let count = try connection.number(
                "SELECT COUNT(*) FROM photograph WHERE record = ?", [name])
            guard (count ?? 0) < limit else { return 0 }
            let last = try connection.number(
                "SELECT MAX(number) FROM photograph WHERE record = ?", [name])
            let number = (last ?? 0) + 1
            let sealed = try RecordSeal.seal(
                bytes, key, Self.context(record, version: version, number: number))
            let object = try transaction.put(
                .photograph,
                [
                    name, .integer(number), .integer(current.serial), .text(kind.rawValue),
                    .integer(bytes.count), .text(requester.person.text),
                    .text(moment.day.description), .blob(sealed),
                ])
            try transaction.append(
                .write, by: requester, subject: "record/\(record)",
                result: "photograph \(number) added", objects: [object])
            return number
        }
    }

    package func photographs(of record: RecordID) throws -> [PhotographLine] {
        try engine.read("read the photographs") { connection in
            try connection.rows(
                """
                SELECT number, kind, byte_count, added_by, added_on FROM photograph
                WHERE record = ? ORDER BY number
                """, [.text(record.text)]
            ) { try Self.line($0) }
        }
    }

    private static func line(_ row: any SQLRow) throws -> PhotographLine {
        guard let kind = ImageKind(rawValue: try row.text(1)) else { throw DamagedRow(column: 1) }
        guard let person = try? PersonID(parsing: try row.text(3)) else {
            throw DamagedRow(column: 3)
        }
        guard let day = try? CalendarDate(iso: try row.text(4)) else {
            throw DamagedRow(column: 4)
        }
        return PhotographLine(
            number: try row.int(0), kind: kind, byteCount: try row.int(2), addedBy: person,
            addedOn: day)
    }

    package func photograph(_ number: Int, of record: RecordID) throws -> Photograph? {
        try engine.read("read the photograph") { connection in
            let found = try connection.first(
                """
                SELECT number, kind, byte_count, added_by, added_on, serial, sealed
                FROM photograph WHERE record = ? AND number = ?
                """, [.text(record.text), .integer(number)]
            ) { (line: try Self.line($0), serial: try $0.int(5), sealed: try $0.blob(6)) }
            guard let found,
                let (key, version) = try key(ofSerial: found.serial, record, connection)
            else { return nil }
            return Photograph(
                line: found.line,
                bytes: try RecordSeal.open(
                    found.sealed, key, Self.context(record, version: version, number: number)))
        }
    }

    package func remove(
        photograph number: Int, of record: RecordID, reason: String, by requester: Requester,
        at moment: Moment
    ) throws -> Bool {
        let removed = try writing("remove the photograph", at: moment) { transaction in
            let key: [SQLValue] = [.text(record.text), .integer(number)]
            let known = try transaction.connection.number(
                "SELECT COUNT(*) FROM photograph WHERE record = ? AND number = ?", key)
            guard known == 1 else { return false }
            let object = try transaction.remove(.photograph, key: key)
            try transaction.append(
                .write, by: requester, subject: "record/\(record)",
                result: "photograph \(number) removed: \(reason)", objects: [object])
            return true
        }
        if removed { try overwriteErased() }
        return removed
    }
}
