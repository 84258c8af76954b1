import CPostgres

/// A row of a result that libpq holds. PostgreSQL wrote its values as text; each column says of
/// which type they are.
struct PostgresRow: SQLRow {
    let result: OpaquePointer
    let row: Int32

    var count: Int { Int(PQnfields(result)) }

    /// The bytes of a value and its type; nil for NULL and for a column that does not exist.
    private func field(
        _ column: Int
    ) -> (type: PostgresType, bytes: UnsafeBufferPointer<UInt8>)? {
        guard column >= 0, column < count else { return nil }
        let column = Int32(column)
        guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column)
        else { return nil }
        let length = Int(PQgetlength(result, row, column))
        let bytes = UnsafeRawBufferPointer(start: start, count: length)
        return (PostgresType(oid: PQftype(result, column)), bytes.bindMemory(to: UInt8.self))
    }

    func value(_ column: Int) -> SQLValue {
        guard let (type, bytes) = field(column) else { return .null }
        return switch type {
        case .bool, .integer: SQLValue(optionalInt(column))
        case .float: SQLValue(optionalReal(column))
        case .numeric: optionalInt(column).map { .integer($0) } ?? SQLValue(optionalReal(column))
        case .text: optionalText(column).map { .text($0) } ?? .blob(Array(bytes))
        case .bytea: SQLValue(optionalBlob(column))
        }
    }

    func optionalInt(_ column: Int) -> Int? {
        guard let (type, bytes) = field(column) else { return nil }
        return switch type {
        case .bool: bytes.first == UInt8(ascii: "t") ? 1 : 0
        // A sum of whole numbers is a numeric without a decimal point.
        case .integer, .numeric: Int(String(decoding: bytes, as: UTF8.self))
        case .float, .text, .bytea: nil
        }
    }

    func optionalReal(_ column: Int) -> Double? {
        guard let (type, bytes) = field(column) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        switch type {
        case .float: break
        case .numeric where Int(text) == nil: break
        case .numeric, .bool, .integer, .text, .bytea: return nil
        }
        return Double(text).flatMap { $0.isNaN ? nil : $0 }
    }

    func optionalText(_ column: Int) -> String? {
        guard let (type, bytes) = field(column), case .text = type else { return nil }
        return String(stored: bytes)
    }

    func optionalBlob(_ column: Int) -> [UInt8]? {
        guard let (type, bytes) = field(column), case .bytea = type else { return nil }
        // `\x` and two digits for each byte.
        guard bytes.count >= 2, bytes.count.isMultiple(of: 2), bytes[0] == UInt8(ascii: "\\"),
            bytes[1] == UInt8(ascii: "x")
        else { return nil }
        var isWhole = true
        let blob = [UInt8](unsafeUninitializedCapacity: bytes.count / 2 - 1) { room, count in
            for index in 0..<room.count {
                let high = Self.digit(bytes[2 * index + 2])
                let low = Self.digit(bytes[2 * index + 3])
                isWhole = isWhole && high < 16 && low < 16
                room[index] = high << 4 | low & 15
            }
            count = room.count
        }
        return isWhole ? blob : nil
    }

    private static func digit(_ character: UInt8) -> UInt8 {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        default: 16
        }
    }
}
