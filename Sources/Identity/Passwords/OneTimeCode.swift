import Crypto
package import PortVocabulary

/// Codes of an authenticator app. Source: RFC 6238, with SHA-1, 30 seconds and 6 digits, which
/// is what every app knows.
package struct OneTimeCode: Hashable, Sendable {
    /// Shape: 20 bytes, as RFC 4226 section 4 recommends.
    package let secret: [UInt8]

    /// How many bytes a secret has.
    package static let secretByteCount = 20
    /// How long a code is shown.
    package static let stepSeconds: Int64 = 30
    /// Clocks that differ by so many steps are accepted. Source: RFC 6238, section 5.2.
    private static let drift: Int64 = 1
    private static let digits = 6

    /// Nil unless the secret has ``secretByteCount`` bytes.
    package init?(secret: [UInt8]) {
        guard secret.count == Self.secretByteCount else { return nil }
        self.secret = secret
    }

    /// The code of a step of 30 seconds, counted from 1970.
    package func code(step: Int64, digits: Int = OneTimeCode.digits) -> String {
        let counter = withUnsafeBytes(of: step.bigEndian) { Array($0) }
        let mac = Array(
            HMAC<Insecure.SHA1>.authenticationCode(
                for: counter, using: SymmetricKey(data: secret)))
        // RFC 4226, section 5.3: the last four bits say where the number is.
        let place = Int(mac[mac.count - 1] & 15)
        var number = mac[place..<(place + 4)].reduce(0) { $0 << 8 | UInt64($1) } & 0x7fff_ffff
        var text: [UInt8] = []
        for _ in 0..<digits {
            text.append(UInt8(ascii: "0") + UInt8(number % 10))
            number /= 10
        }
        return String(decoding: text.reversed(), as: UTF8.self)
    }

    /// The step whose code was typed; nil for a wrong code.
    ///
    /// - Parameter last: the newest step that was used: neither it nor one before it is accepted
    ///   again, for a code that was seen over a shoulder is worth nothing.
    package func step(of typed: String, at moment: Moment, after last: Int64?) -> Int64? {
        let typed = Array(typed.utf8.filter { $0 != UInt8(ascii: " ") })
        let now = moment.seconds / Self.stepSeconds
        var found: Int64?
        for step in (now - Self.drift)...(now + Self.drift) {
            let isSame = ConstantTime.areEqual(Array(code(step: step).utf8), typed)
            if isSame, last.map({ step > $0 }) ?? true { found = found ?? step }
        }
        return found
    }

    /// The address that an app reads from a picture or a link.
    package func address(account: String, issuer: String) -> String {
        let label = "\(Self.escaped(issuer)):\(Self.escaped(account))"
        return "otpauth://totp/\(label)?secret=\(Base32.encode(secret))"
            + "&issuer=\(Self.escaped(issuer))&algorithm=SHA1&digits=6&period=30"
    }

    /// The secret as a person types it into an app.
    package var typedSecret: String { Base32.grouped(secret) }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"):
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = Array("0123456789ABCDEF")
                escaped += "%" + String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            }
        }
        return escaped
    }
}
