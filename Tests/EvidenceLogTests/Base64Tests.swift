import Foundation
import TestSupport
import Testing

@testable import EvidenceLog

@Suite struct Base64Tests {
    /// Foundation's writer, which we did not write, agrees on every length.
    @Test func encodingIsFoundations() {
        var random = Seeded(371)
        for length in 0..<200 {
            let bytes = random.bytes(length)
            let text = Base64.encode(bytes)
            #expect(text == Data(bytes).base64EncodedString())
            #expect(Base64.decode(text.utf8) == bytes)
        }
    }

    @Test func everyTextOfFourIsReadInOneWayOrRefused() {
        let characters = Array("AB/+=Zz09".utf8)
        var read = 0
        for a in characters {
            for b in characters {
                for c in characters {
                    for d in characters {
                        guard let bytes = Base64.decode([a, b, c, d]) else { continue }
                        read += 1
                        #expect(Base64.encodedBytes(bytes) == [a, b, c, d])
                    }
                }
            }
        }
        #expect(read > 8 * 8 * 8 * 8)
    }

    @Test(arguments: [
        "A", "AA", "AAA", "AAA A", "AA==\n", "=AAA", "A===", "====", "AB==", "AAB=", "AA=A", "AA-_",
    ])
    func anyOtherTextIsRefused(_ text: String) {
        #expect(Base64.decode(text.utf8) == nil)
    }

    @Test func numbersHaveOneWriting() {
        for (text, value) in [
            ("0", 0), ("7", 7), ("10", 10), ("9223372036854775807", UInt64(Int64.max)),
        ] {
            #expect(DecimalText.parse(text.utf8) == value)
        }
        for text in [
            "", "00", "01", "+1", "-1", " 1", "1 ", "1.0", "1e1", "9223372036854775808",
            "18446744073709551616", "99999999999999999999999", "١",
        ] {
            #expect(DecimalText.parse(text.utf8) == nil, "\(text)")
        }
    }
}
