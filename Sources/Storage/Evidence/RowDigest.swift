import Crypto

/// The digest of stored rows, the same on both engines: SHA-256 over the table's name and each
/// value with its type and length, so that no two contents are written alike.
struct RowDigest {
    private var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(1_024) }

    /// Adds one row; `values` in the order of the table's declared columns.
    mutating func add(table: String, _ values: [SQLValue]) {
        add(UInt8(ascii: "T"), table.utf8)
        for value in values { add(value) }
    }

    /// The digest of what was added, 32 bytes.
    func finish() -> [UInt8] { Array(SHA256.hash(data: bytes)) }

    private mutating func add(_ value: SQLValue) {
        switch value {
        case .null: bytes.append(UInt8(ascii: "0"))
        case .integer(let number):
            bytes.append(UInt8(ascii: "i"))
            add(UInt64(bitPattern: Int64(number)))
        case .real(let number):
            bytes.append(UInt8(ascii: "r"))
            add(SQLValue.stored(number).bitPattern)
        case .text(let text): add(UInt8(ascii: "t"), text.utf8)
        case .blob(let blob): add(UInt8(ascii: "b"), blob)
        }
    }

    private mutating func add(_ tag: UInt8, _ content: some Collection<UInt8>) {
        bytes.append(tag)
        add(UInt64(content.count))
        bytes.append(contentsOf: content)
    }

    private mutating func add(_ number: UInt64) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }
}
