/// A parser of delimited text of our own for the tests: shares nothing with the product's.
enum RawTable {
    static func rows(_ text: String, _ delimiter: Character) throws -> [[String]] {
        let separator = delimiter.asciiValue ?? 0x2c
        var rows: [[String]] = []
        var row: [String] = []
        var cell: [UInt8] = []
        var isQuoted = false
        var pendingQuote = false
        func endCell() {
            row.append(String(decoding: cell, as: UTF8.self))
            cell.removeAll(keepingCapacity: true)
        }
        for byte in text.utf8 {
            if isQuoted, byte != 0x22, !pendingQuote {
                cell.append(byte)
                continue
            }
            if pendingQuote, byte != 0x22 { (isQuoted, pendingQuote) = (false, false) }
            switch byte {
            case 0x22 where pendingQuote:
                cell.append(byte)
                pendingQuote = false
            case 0x22 where isQuoted: pendingQuote = true
            case 0x22 where cell.isEmpty: isQuoted = true
            case separator: endCell()
            case 0x0a:
                endCell()
                rows.append(row)
                row = []
            default: cell.append(byte)
            }
        }
        if !cell.isEmpty || !row.isEmpty {
            endCell()
            rows.append(row)
        }
        return rows
    }
}
