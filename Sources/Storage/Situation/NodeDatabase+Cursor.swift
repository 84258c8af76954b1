import Crypto
import Foundation
package import SituationAnalysis

extension NodeDatabase {
    /// How a position is laid out before it is sealed: eight bytes each for day and arrival.
    private static let positionBytes = 16
    /// Longer texts are no cursors. Bounds: bytes.
    private static let cursorBytes = 100

    /// Sealed, because the number of arrival tells how many records others gave. The nonce
    /// follows from the content, so that the same page has the same address.
    package func cursor(_ position: ListPosition) throws -> String {
        var content: [UInt8] = []
        for number in [Int64(position.day), Int64(position.serial)] {
            withUnsafeBytes(of: number.bigEndian) { content.append(contentsOf: $0) }
        }
        let code = HMAC<SHA256>.authenticationCode(
            for: content, using: keys.derivedKey(for: "cursor-nonce"))
        let box = try AES.GCM.seal(
            content, using: keys.derivedKey(for: "cursor"),
            nonce: AES.GCM.Nonce(data: Array(code).prefix(12)))
        let sealed = Data(Array(box.nonce) + box.ciphertext + box.tag)
        return sealed.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    package func position(_ cursor: String) throws -> ListPosition? {
        guard cursor.utf8.count <= Self.cursorBytes else { return nil }
        let standard = cursor.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: standard + padding),
            let box = try? AES.GCM.SealedBox(combined: data),
            let content = try? AES.GCM.open(box, using: keys.derivedKey(for: "cursor")),
            content.count == Self.positionBytes
        else { return nil }
        let numbers = [content.prefix(8), content.suffix(8)].map { bytes in
            bytes.reduce(Int64(0)) { $0 << 8 | Int64($1) }
        }
        return ListPosition(day: Int32(clamping: numbers[0]), serial: Int(numbers[1]))
    }
}
