import Foundation

/// Splits JSON input into its records, chunk by chunk: an array of objects, or objects one
/// after another (JSON lines). Holds no more than one record.
struct ObjectReader {
    private var record: [UInt8] = []
    private var depth = 0
    private var inString = false
    private var escaped = false
    private var count = 0
    private var line = 1
    private var recordLine = 1
    private var offset = 0
    /// Commas between the record's own members: one fewer than there are members.
    private var commas = 0
    private var insideArray = false
    private var ended = false

    /// Reads on; every complete object goes to `body` with its number (from 1), its line, and
    /// its members as texts. Nested members are refused; arrays of scalars are joined by `;`.
    ///
    /// - Throws: ``FileDefect/notJSON(row:reason:)``, binary or too long.
    mutating func read(
        _ chunk: [UInt8], _ body: (Int, Int, [String: String]) throws(FileDefect) -> Void
    ) throws(FileDefect) {
        for byte in chunk {
            if byte == 0x0a { line += 1 }
            if byte == 0 { throw .binary(offset: offset) }
            offset += 1
            if depth == 0 {
                try takeOutside(byte)
                continue
            }
            guard record.count < InputLimit.recordBytes else {
                throw .notJSON(
                    row: count + 1, reason: "longer than \(InputLimit.recordBytes) bytes")
            }
            record.append(byte)
            if takeInside(byte) {
                count += 1
                guard count <= InputLimit.rows else { throw .tooManyRows(limit: InputLimit.rows) }
                try body(count, recordLine, try members())
                record.removeAll(keepingCapacity: true)
            }
        }
    }

    /// - Throws: ``FileDefect`` when the last record or the array does not end.
    func finish() throws(FileDefect) {
        guard depth == 0 else {
            throw .notJSON(row: count + 1, reason: "the record does not end")
        }
        guard !insideArray || ended else {
            throw .notJSON(row: count + 1, reason: "the array does not end")
        }
    }

    private mutating func takeOutside(_ byte: UInt8) throws(FileDefect) {
        switch byte {
        case 0x20, 0x09, 0x0a, 0x0d: return
        case UInt8(ascii: ",") where count > 0 && !ended: return
        case UInt8(ascii: "[") where count == 0 && !insideArray: insideArray = true
        case UInt8(ascii: "]") where insideArray && !ended: ended = true
        case UInt8(ascii: "{") where !ended:
            (depth, commas, recordLine) = (1, 0, line)
            record = [byte]
        default:
            // Only what a terminal can show.
            let shown = (0x21...0x7e).contains(byte) ? "“\(UnicodeScalar(byte))”" : "byte \(byte)"
            throw .notJSON(row: count + 1, reason: "unexpected \(shown) on line \(line)")
        }
    }

    /// Whether the byte ended the record.
    private mutating func takeInside(_ byte: UInt8) -> Bool {
        if inString {
            if escaped {
                escaped = false
            } else if byte == UInt8(ascii: "\\") {
                escaped = true
            } else if byte == 0x22 {
                inString = false
            }
            return false
        }
        switch byte {
        case 0x22: inString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        case UInt8(ascii: ",") where depth == 1: commas += 1
        default: break
        }
        return depth == 0
    }

    private func members() throws(FileDefect) -> [String: String] {
        let members: [String: String]
        do {
            members = try JSONDecoder().decode([String: Scalar].self, from: Data(record))
                .mapValues(\.text)
        } catch DecodingError.typeMismatch(_, let context) {
            let path = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw .notJSON(row: count, reason: "“\(path.prefix(60))” is not a text or number")
        } catch {
            throw .notJSON(row: count, reason: "the record on line \(recordLine) is malformed")
        }
        // The decoder keeps one of two members of one name and drops the other in silence.
        guard commas == 0 || members.count == commas + 1 else {
            throw .notJSON(row: count, reason: "a member on line \(recordLine) is named twice")
        }
        return members
    }

    /// A JSON scalar or an array of them, as the text a cell would hold.
    private struct Scalar: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            if let list = try? decoder.singleValueContainer().decode([Scalar].self) {
                text = list.map(\.text).joined(separator: ";")
                return
            }
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                text = ""
            } else if let value = try? container.decode(String.self) {
                text = value
            } else if let value = try? container.decode(Bool.self) {
                text = value ? "yes" : "no"
            } else if let value = try? container.decode(Decimal.self) {
                text = "\(value)"
            } else {
                throw DecodingError.typeMismatch(
                    String.self, .init(codingPath: decoder.codingPath, debugDescription: "nested"))
            }
        }
    }
}
