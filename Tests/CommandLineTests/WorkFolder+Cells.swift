import Crypto
import Foundation
import GRDB
import PortVocabulary

@testable import Storage

extension WorkFolder {
    /// The cells as given of every version, by record and version, opened with the node's key.
    func cells() throws -> [String: [String]] {
        let text = try String(contentsOfFile: keys + "/wrapping.key", encoding: .utf8)
        guard let key = Data(base64Encoded: text.trimmingCharacters(in: .newlines)) else {
            throw Program.Absent(folders: [keys])
        }
        let seal = RecordSeal(wrapping: SymmetricKey(data: key))
        return try read { database in
            var cells: [String: [String]] = [:]
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT r.record, r.version, r.sealed, k.wrapped FROM record r
                    JOIN data_key k ON k.serial = r.serial
                    """)
            while let row = try rows.next() {
                let (record, version): (String, Int) = (row[0], row[1])
                let (sealed, wrapped): (Data, Data) = (row[2], row[3])
                let opened = try seal.open(
                    Array(sealed), wrapped: Array(wrapped), record: record, version: version)
                cells["\(record)/\(version)"] = try JSONDecoder().decode(
                    [String].self, from: Data(opened))
            }
            return cells
        }
    }

    /// The identifier of the record with this text in one of its cells.
    func record(with cell: String) throws -> String? {
        try cells().first { $0.value.contains(cell) }.map {
            String($0.key.split(separator: "/")[0])
        }
    }

    /// What every version was read as in one column of the seizures.
    func readings(of column: String) throws -> [String: String] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT r.record || '/' || r.version, s.\(column) FROM record r
                    JOIN seizure s ON s.serial = r.serial
                    """
            ).reduce(into: [:]) { $0[$1[0] as String] = $1[1] as String }
        }
    }
}
