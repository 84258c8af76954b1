import Synchronization

/// Random bytes of the system's generator, fetched in large pieces: keys, nonces and salts are
/// drawn for every record.
enum RandomBytes {
    private static let pool = Mutex<[UInt8]>([])
    private static let piece = 8_192

    /// Bounds: `count` 0 or more.
    static func draw(_ count: Int) -> [UInt8] {
        guard count < piece else { return fresh(count) }
        return pool.withLock { bytes in
            if bytes.count < count { bytes = fresh(piece) }
            let drawn = Array(bytes.suffix(count))
            bytes.removeLast(count)
            return drawn
        }
    }

    private static func fresh(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 8)
        while bytes.count < count {
            withUnsafeBytes(of: generator.next()) { bytes.append(contentsOf: $0) }
        }
        bytes.removeLast(bytes.count - count)
        return bytes
    }
}
