/// A set of stored versions as runs of neighbours, in few bytes: a release of all records of a
/// node takes a handful. Each run is the gap to the last one and its length, as variable-length
/// numbers of seven bits (LEB128).
enum SerialRuns {
    /// - Parameter serials: ascending, each once; numbers from 0.
    static func encode(_ serials: [Int]) -> [UInt8] {
        var bytes: [UInt8] = []
        var next = 0
        var index = serials.startIndex
        while index < serials.endIndex {
            let first = serials[index]
            var last = first
            index += 1
            while index < serials.endIndex, serials[index] == last + 1 {
                last += 1
                index += 1
            }
            append(first - next, to: &bytes)
            append(last - first, to: &bytes)
            next = last + 1
        }
        return bytes
    }

    /// Whether the set holds the serial; nil for bytes that are no set.
    static func contains(_ serial: Int, in bytes: [UInt8]) -> Bool? {
        var place = bytes.startIndex
        var next = 0
        while place < bytes.endIndex {
            guard let gap = number(bytes, &place), let more = number(bytes, &place) else {
                return nil
            }
            let (first, isTooFar) = next.addingReportingOverflow(gap)
            let (last, isTooLong) = first.addingReportingOverflow(more)
            guard !isTooFar, !isTooLong, last < Int.max else { return nil }
            if serial >= first, serial <= last { return true }
            next = last + 1
        }
        return false
    }

    private static func append(_ number: Int, to bytes: inout [UInt8]) {
        var rest = UInt(bitPattern: number)
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private static func number(_ bytes: [UInt8], _ place: inout Int) -> Int? {
        var value = 0
        for shift in stride(from: 0, through: 42, by: 7) {
            guard place < bytes.endIndex else { return nil }
            let byte = bytes[place]
            place += 1
            value |= Int(byte & 0x7f) << shift
            if byte & 0x80 == 0 { return value }
        }
        return nil
    }
}
