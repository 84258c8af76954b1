/// Limits on outside input, each named in its error message.
package enum InputLimit {
    /// Bytes of one cell.
    package static let cellBytes = 1 << 20
    /// Columns of one row.
    package static let columns = 512
    /// Rows of one file.
    package static let rows = 20_000_000
    /// Bytes of one JSON record.
    package static let recordBytes = 4 << 20
}

/// One row of a file: its number (1 = first row below the header), the line it starts on, and
/// its cells.
package struct SourceRow: Sendable {
    package var number: Int
    package var line: Int
    package var cells: [String]
    /// Whether a cell holds control characters, as broken exports do: kept, and noted.
    package var hasControlCharacters = false

    package init(number: Int, line: Int, cells: [String]) {
        (self.number, self.line, self.cells) = (number, line, cells)
    }
}

/// Splits delimited text (RFC 4180, any one-byte delimiter) into rows, chunk by chunk, holding
/// no more than one row.
///
/// Lenient where meaning is clear: CR, LF and CRLF end a row; text after a closing quotation
/// mark is appended; a quotation mark inside an unquoted cell is itself. Blank lines are passed
/// over. Input must be valid UTF-8.
struct DelimitedReader {
    private let delimiter: UInt8
    private var cell: [UInt8] = []
    private var cells: [String] = []
    private var state = State.cellStart
    private var line = 1
    private var rowLine = 1
    private var quoteLine = 1
    private var rowCount = 0
    private var offset = 0
    private var sawControl = false

    private enum State { case cellStart, plain, quoted, quoteInQuoted, carriageReturn }

    init(delimiter: UInt8) { self.delimiter = delimiter }

    /// Reads on; every complete row goes to `body` (row 0 is the header).
    ///
    /// - Throws: ``FileDefect`` for binary bytes, an over-long cell, too many columns or rows.
    mutating func read(
        _ chunk: [UInt8], _ body: (SourceRow) throws(FileDefect) -> Void
    ) throws(FileDefect) {
        var index = 0
        while index < chunk.count {
            let byte = chunk[index]
            switch state {
            case .quoted:
                index = try takeQuoted(chunk, from: index)
                continue
            case .carriageReturn where byte == 0x0a:
                state = .cellStart
            case .quoteInQuoted where byte == 0x22:
                try append(byte)
                state = .quoted
            case .cellStart where byte == 0x22, .carriageReturn where byte == 0x22:
                quoteLine = line
                state = .quoted
            default:
                if state == .carriageReturn { state = .cellStart }
                try take(byte, at: index, body)
            }
            index += 1
        }
        offset += chunk.count
    }

    /// Ends the input and hands over a last row that no line break ended.
    ///
    /// - Throws: ``FileDefect/unclosedQuote(row:line:column:)``.
    mutating func finish(_ body: (SourceRow) throws(FileDefect) -> Void) throws(FileDefect) {
        if state == .quoted {
            throw .unclosedQuote(row: rowCount, line: quoteLine, column: cells.count + 1)
        }
        if !cell.isEmpty || !cells.isEmpty || state == .quoteInQuoted {
            try endRow(body)
        }
    }

    private mutating func take(
        _ byte: UInt8, at index: Int, _ body: (SourceRow) throws(FileDefect) -> Void
    ) throws(FileDefect) {
        switch byte {
        case delimiter:
            try endCell()
            state = .cellStart
        case 0x0a, 0x0d:
            try endRow(body)
            line += 1
            rowLine = line
            state = byte == 0x0d ? .carriageReturn : .cellStart
        case 0x00:
            throw .binary(offset: offset + index)
        default:
            if Self.isControl(byte) { sawControl = true }
            try append(byte)
            state = .plain
        }
    }

    private static func isControl(_ byte: UInt8) -> Bool {
        byte < 0x20 && byte != 0x09 && byte != 0x0a && byte != 0x0d
    }

    /// Copies bytes up to the next quotation mark; answers the index after what it took.
    private mutating func takeQuoted(
        _ chunk: [UInt8], from start: Int
    ) throws(FileDefect) -> Int {
        var end = start
        while end < chunk.count, chunk[end] != 0x22 {
            if chunk[end] == 0x0a { line += 1 }
            if chunk[end] == 0 { throw .binary(offset: offset + end) }
            if Self.isControl(chunk[end]) { sawControl = true }
            end += 1
        }
        guard cell.count + end - start <= InputLimit.cellBytes else { throw tooLong }
        cell.append(contentsOf: chunk[start..<end])
        guard end < chunk.count else { return end }
        state = .quoteInQuoted
        return end + 1
    }

    private mutating func append(_ byte: UInt8) throws(FileDefect) {
        guard cell.count < InputLimit.cellBytes else { throw tooLong }
        cell.append(byte)
    }

    private var tooLong: FileDefect {
        .cellTooLong(
            row: rowCount, line: rowLine, column: cells.count + 1, limit: InputLimit.cellBytes)
    }

    private mutating func endCell() throws(FileDefect) {
        guard cells.count < InputLimit.columns else {
            throw .tooManyColumns(row: rowCount, limit: InputLimit.columns)
        }
        cells.append(String(decoding: cell, as: UTF8.self))
        cell.removeAll(keepingCapacity: true)
    }

    private mutating func endRow(
        _ body: (SourceRow) throws(FileDefect) -> Void
    ) throws(FileDefect) {
        let isBlank = cells.isEmpty && cell.isEmpty && state != .quoteInQuoted
        guard !isBlank else { return }
        try endCell()
        guard rowCount <= InputLimit.rows else { throw .tooManyRows(limit: InputLimit.rows) }
        var row = SourceRow(number: rowCount, line: rowLine, cells: cells)
        row.hasControlCharacters = sawControl
        sawControl = false
        cells.removeAll(keepingCapacity: true)
        rowCount += 1
        try body(row)
    }
}
