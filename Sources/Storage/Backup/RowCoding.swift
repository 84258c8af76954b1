/// Rows as bytes, for a backup that both engines read: the table's name, the number of values,
/// and each value with its type.
enum RowCoding {
    static func append(_ table: String, _ values: [SQLValue], to bytes: inout [UInt8]) {
        append(Array(table.utf8), to: &bytes)
        append(UInt64(values.count), to: &bytes)
        for value in values { append(value, to: &bytes) }
    }

    static func append(_ value: SQLValue, to bytes: inout [UInt8]) {
        switch value {
        case .null: bytes.append(0)
        case .integer(let number):
            bytes.append(1)
            append(UInt64(bitPattern: Int64(number)), to: &bytes)
        case .real(let number):
            bytes.append(2)
            append(number.bitPattern, to: &bytes)
        case .text(let text):
            bytes.append(3)
            append(Array(text.utf8), to: &bytes)
        case .blob(let blob):
            bytes.append(4)
            append(blob, to: &bytes)
        }
    }

    private static func append(_ content: [UInt8], to bytes: inout [UInt8]) {
        append(UInt64(content.count), to: &bytes)
        bytes += content
    }

    private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Walks through rows.
    struct Reader {
        private var rest: ArraySlice<UInt8>

        init(_ bytes: [UInt8]) { rest = bytes[...] }

        /// The next row; nil at the end.
        ///
        /// - Throws: ``DamagedBackup``.
        mutating func next() throws -> (table: String, values: [SQLValue])? {
            guard !rest.isEmpty else { return nil }
            guard let table = String(validating: try content(), as: UTF8.self) else {
                throw DamagedBackup.content
            }
            let count = try number()
            guard count <= 1_000 else { throw DamagedBackup.content }
            return (table, try (0..<count).map { _ in try value() })
        }

        private mutating func value() throws -> SQLValue {
            guard let tag = rest.popFirst() else { throw DamagedBackup.content }
            switch tag {
            case 0: return .null
            case 1: return .integer(Int(Int64(bitPattern: try number())))
            case 2: return .real(Double(bitPattern: try number()))
            case 3:
                guard let text = String(validating: try content(), as: UTF8.self) else {
                    throw DamagedBackup.content
                }
                return .text(text)
            case 4: return .blob(Array(try content()))
            default: throw DamagedBackup.content
            }
        }

        private mutating func content() throws -> ArraySlice<UInt8> {
            let count = try number()
            guard count <= UInt64(rest.count) else { throw DamagedBackup.content }
            defer { rest = rest.dropFirst(Int(count)) }
            return rest.prefix(Int(count))
        }

        private mutating func number() throws -> UInt64 {
            guard rest.count >= 8 else { throw DamagedBackup.content }
            defer { rest = rest.dropFirst(8) }
            return rest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        }
    }
}

/// Why a file is no backup that can be restored.
package enum DamagedBackup: Error, Hashable, Sendable, CustomStringConvertible {
    case header
    /// The file is of another kind: keys where records are needed, or the reverse.
    case otherKind
    /// A piece does not open with this node's keys: it was changed, cut, or is another node's.
    case sealed
    case content
    /// The end is missing.
    case cut
    /// Made by a newer version.
    case newer
    /// The keys are of an earlier backup than the records.
    case olderKeys

    package var description: String {
        switch self {
        case .header: "it is no backup"
        case .otherKind: "records and keys were given in the wrong order"
        case .sealed: "it does not open with these keys: it was changed, or is another node's"
        case .content: "its content is damaged"
        case .cut: "its end is missing"
        case .newer: "it was made by a newer version of the program"
        case .olderKeys: "the keys are older than the records, and the newest would be lost"
        }
    }
}
