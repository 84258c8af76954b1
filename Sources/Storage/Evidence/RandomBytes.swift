import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

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
        filled(count) ?? drawn(count)
    }

    /// The most bytes that the system gives at once (getentropy of POSIX.1-2024).
    private static let systemPiece = 256

    /// Few calls of the system for the whole piece, where it has them; nil where one failed. The
    /// standard generator calls the system for every eight bytes, which was a twentieth of the
    /// time of an import.
    private static func filled(_ count: Int) -> [UInt8]? {
        #if canImport(Glibc)
            let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                while filled < count {
                    let end = min(filled + systemPiece, count)
                    let part = UnsafeMutableBufferPointer(rebasing: buffer[filled..<end])
                    guard let start = part.baseAddress, getentropy(start, part.count) == 0 else {
                        break
                    }
                    filled = end
                }
            }
            return bytes.count == count ? bytes : nil
        #else
            return nil
        #endif
    }

    private static func drawn(_ count: Int) -> [UInt8] {
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
