/// The values of one statement, laid out as libpq takes them: one run of bytes, and for each
/// value where it begins, how long it is and whether it is text or binary.
struct PostgresArguments {
    private(set) var bytes: [UInt8] = []
    /// Where each value begins; nil for NULL.
    private(set) var starts: [Int?] = []
    private(set) var lengths: [Int32] = []
    private(set) var formats: [Int32] = []

    /// - Throws: ``Mismatch`` for a value that the statement's place cannot take.
    init(_ values: [SQLValue], types: [PostgresType]) throws(Mismatch) {
        guard values.count == types.count else {
            throw .count(wanted: types.count, given: values.count)
        }
        starts.reserveCapacity(values.count)
        for (index, value) in values.enumerated() {
            guard append(value, as: types[index]) else { throw .type(place: index + 1) }
        }
    }

    /// Why values do not fit a statement.
    enum Mismatch: Error {
        case count(wanted: Int, given: Int)
        case type(place: Int)

        var reason: String {
            switch self {
            case .count(let wanted, let given): "the statement takes \(wanted) values, not \(given)"
            case .type(let place): "value \(place) is of another type than the statement takes"
            }
        }
    }

    private mutating func append(_ value: SQLValue, as type: PostgresType) -> Bool {
        switch (value, type) {
        case (.null, _):
            starts.append(nil)
            lengths.append(0)
            formats.append(0)
            return true
        case (.blob(let blob), .bytea):
            append(blob, isBinary: true)
        case (.blob, _), (_, .bytea): return false
        case (.integer(let number), _):
            append(String(number).utf8)
        case (.real(let number), .integer):
            // SQLite, too, stores 2.0 as 2 where the column is one of whole numbers.
            guard let whole = Int(exactly: number) else { return false }
            append(String(whole).utf8)
        case (.real, .bool): return false
        case (.real(let number), .float), (.real(let number), .numeric),
            (.real(let number), .text):
            append("\(SQLValue.stored(number))".utf8)
        case (.text(let text), .text): append(text.utf8)
        case (.text, .bool), (.text, .integer), (.text, .float), (.text, .numeric): return false
        }
        return true
    }

    private mutating func append(_ value: some Collection<UInt8>, isBinary: Bool = false) {
        starts.append(bytes.count)
        lengths.append(Int32(clamping: value.count))
        formats.append(isBinary ? 1 : 0)
        bytes.append(contentsOf: value)
        bytes.append(0)
    }

    /// Hands out the arrays for the call: count, values, lengths, formats.
    func withPointers<T>(
        _ body: (
            Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?,
            UnsafePointer<Int32>?
        ) -> T
    ) -> T {
        bytes.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                let values: [UnsafePointer<CChar>?] = starts.map { start in
                    start.flatMap { offset in characters.baseAddress.map { $0 + offset } }
                }
                return values.withUnsafeBufferPointer { values in
                    body(Int32(values.count), values.baseAddress, lengths, formats)
                }
            }
        }
    }
}
