import Foundation

extension String {
    /// The text of these bytes; nil where they are no UTF-8.
    ///
    /// Decodes as one does who trusts the bytes, and then looks whether anything was mended.
    /// For short texts that is a third faster than the validating initialiser, and a large
    /// result consists of them.
    init?(stored bytes: UnsafeBufferPointer<UInt8>) {
        var text = String(decoding: bytes, as: UTF8.self)
        let isWhole = text.withUTF8 { made in
            guard made.count == bytes.count else { return false }
            guard let first = made.baseAddress, let second = bytes.baseAddress else { return true }
            return memcmp(first, second, made.count) == 0
        }
        guard isWhole else { return nil }
        self = text
    }
}
