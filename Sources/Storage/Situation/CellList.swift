import Foundation

/// A row's cells as one text: a JSON array of strings, trailing blanks left out.
enum CellList {
    /// The JSON text. Written by hand: it is on the path of every imported row.
    static func encode(_ cells: [String]) throws -> String {
        var last = cells.count
        while last > 0, cells[last - 1].isEmpty { last -= 1 }
        var bytes: [UInt8] = [UInt8(ascii: "[")]
        for (index, cell) in cells[..<last].enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(UInt8(ascii: "\""))
            for byte in cell.utf8 {
                switch byte {
                case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                    bytes.append(UInt8(ascii: "\\"))
                    bytes.append(byte)
                case 0..<0x20:
                    let digits = Array("0123456789abcdef".utf8)
                    bytes.append(contentsOf: "\\u00".utf8)
                    bytes.append(digits[Int(byte >> 4)])
                    bytes.append(digits[Int(byte & 15)])
                default: bytes.append(byte)
                }
            }
            bytes.append(UInt8(ascii: "\""))
        }
        bytes.append(UInt8(ascii: "]"))
        return String(decoding: bytes, as: UTF8.self)
    }

    static func decode(_ text: String) throws -> [String] {
        try JSONDecoder().decode([String].self, from: Data(text.utf8))
    }
}
