/// Rows of a comma-separated text with a known header, read byte by byte.
///
/// Fields may stand between quotes, with quotes doubled (RFC 4180); a field never goes on in
/// the next line. Lines may end with CR LF. Empty lines are passed over.
struct CommaTable {
    /// Most lines of a file.
    static let mostLines = 5_000_000
    /// Most bytes of a field.
    static let mostFieldBytes = 256

    /// One row: the bytes of its fields, in the order of the wanted columns.
    struct Row {
        let file: String
        let line: Int
        let columns: [String]
        let fields: [[UInt8]]

        subscript(column: Int) -> [UInt8] { fields[column] }

        func text(_ column: Int) -> String { String(decoding: fields[column], as: UTF8.self) }

        func defect(_ cause: String, _ mend: String) -> WorldDefect {
            WorldDefect(file: file, line: line, cause: cause, mend: mend)
        }

        /// A name that must be there.
        func name(_ column: Int) throws(WorldDefect) -> String {
            guard !fields[column].isEmpty else {
                throw defect("\(columns[column]) is empty", "give it a value")
            }
            return text(column)
        }

        func number(_ column: Int) throws(WorldDefect) -> Double {
            guard let value = Double(text(column)), value.isFinite else {
                throw defect("\(columns[column]) is no number", "write it like 12.5")
            }
            return value
        }

        func day(_ column: Int) throws(WorldDefect) -> WorldDay {
            guard let day = WorldDay(fields[column]) else {
                throw defect("\(columns[column]) is no date", "write it like 2024-03-09")
            }
            return day
        }
    }

    let file: String
    let wanted: [String]
    /// Columns without which a row can still be read; empty where the header lacks them.
    var optional: Set<String> = []

    /// Hands each row to the reader; a header may hold further columns, in any order.
    func read(_ text: String, _ body: (Row) throws(WorldDefect) -> Void) throws(WorldDefect) {
        var lines = 0
        var places: [Int?]?
        var headerWidth = 0
        var bytes = text.utf8.makeIterator()
        var line: [UInt8] = []
        var isAtEnd = false
        while !isAtEnd {
            line.removeAll(keepingCapacity: true)
            isAtEnd = true
            while let byte = bytes.next() {
                if byte == 0x0A {
                    isAtEnd = false
                    break
                }
                line.append(byte)
            }
            lines += 1
            guard lines <= Self.mostLines else {
                throw WorldDefect(
                    file: file, line: lines, cause: "has more than \(Self.mostLines) lines",
                    mend: "split the world")
            }
            if line.last == 0x0D { line.removeLast() }
            guard !line.isEmpty else { continue }
            let fields = try fields(of: line, number: lines)
            guard let known = places else {
                headerWidth = fields.count
                places = try header(fields, number: lines)
                continue
            }
            guard fields.count == headerWidth else {
                throw WorldDefect(
                    file: file, line: lines,
                    cause: "has \(fields.count) fields where the header has \(headerWidth)",
                    mend: "give each column a field, empty where nothing is known")
            }
            try body(
                Row(
                    file: file, line: lines, columns: wanted,
                    fields: known.map { $0.map { fields[$0] } ?? [] }))
        }
        guard places != nil else {
            throw WorldDefect(
                file: file, line: 0, cause: "is empty",
                mend: "begin with the header \(wanted.joined(separator: ","))")
        }
    }

    private func header(_ fields: [[UInt8]], number: Int) throws(WorldDefect) -> [Int?] {
        var names = fields.map { String(decoding: $0, as: UTF8.self) }
        // A byte-order mark is no part of the first name.
        if let first = names.first, first.unicodeScalars.first == "\u{FEFF}" {
            names[0] = String(first.unicodeScalars.dropFirst())
        }
        var places: [Int?] = []
        for column in wanted {
            let place = names.firstIndex(of: column)
            guard place != nil || optional.contains(column) else {
                throw WorldDefect(
                    file: file, line: number, cause: "the header lacks \(column)",
                    mend: "begin with the header \(wanted.joined(separator: ","))")
            }
            places.append(place)
        }
        return places
    }

    private func fields(of line: [UInt8], number: Int) throws(WorldDefect) -> [[UInt8]] {
        let quote: UInt8 = 0x22
        var fields: [[UInt8]] = []
        var field: [UInt8] = []
        var isQuoted = false
        var index = 0
        while index < line.count {
            let byte = line[index]
            if isQuoted {
                if byte != quote {
                    field.append(byte)
                } else if index + 1 < line.count, line[index + 1] == quote {
                    field.append(quote)
                    index += 1
                } else {
                    isQuoted = false
                }
            } else if byte == quote, field.isEmpty {
                isQuoted = true
            } else if byte == 0x2C {
                fields.append(field)
                field = []
            } else {
                field.append(byte)
            }
            guard field.count <= Self.mostFieldBytes else {
                throw WorldDefect(
                    file: file, line: number,
                    cause: "a field is longer than \(Self.mostFieldBytes) bytes",
                    mend: "shorten it, or close its quotes")
            }
            index += 1
        }
        guard !isQuoted else {
            throw WorldDefect(
                file: file, line: number, cause: "quotes are not closed",
                mend: "close them in the same line")
        }
        fields.append(field)
        return fields
    }
}
