/// Reads the sets of stored versions that releases were noted with, as `SerialSet` writes them:
/// runs of neighbours, each the gap to the last one and its length less one, as variable-length
/// numbers of seven bits (LEB128).
enum SerialRuns {
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
