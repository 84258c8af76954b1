import Foundation

/// Base64 for addresses, cookies and JSON: RFC 4648, section 5, without padding.
package enum Base64URL {
    /// The text of some bytes.
    package static func encode(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    /// The bytes of a text; nil for one that ``encode(_:)`` does not write.
    package static func decode(_ text: String) -> [UInt8]? {
        guard text.utf8.count <= 65_536, !text.contains("+"), !text.contains("/") else {
            return nil
        }
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: plain + padding), encode(Array(data)) == text else {
            return nil
        }
        return Array(data)
    }
}
