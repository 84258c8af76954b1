import PortVocabulary
import TestSupport
import Testing

@testable import Identity

@Suite struct OneTimeCodeTests {
    private let secret = Array("12345678901234567890".utf8)
    private func code() throws -> OneTimeCode { try #require(OneTimeCode(secret: secret)) }

    /// Source: RFC 6238, appendix B, the rows of SHA-1, eight digits.
    @Test(
        arguments: [
            (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"), (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ] as [(Int64, String)])
    func codesAreThoseOfTheStandard(seconds: Int64, digits: String) throws {
        #expect(try code().code(step: seconds / 30, digits: 8) == digits)
    }

    /// Source: RFC 4226, appendix D, six digits.
    @Test func countedCodesAreThoseOfTheStandard() throws {
        let expected = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583",
            "399871", "520489",
        ]
        let code = try code()
        #expect((0..<10).map { code.code(step: $0) } == expected)
    }

    @Test(.enabled(if: PythonJudge.isPresent))
    func anotherImplementationComputesTheSameCodes() throws {
        let script = """
            import sys
            from cryptography.hazmat.primitives.hashes import SHA1
            from cryptography.hazmat.primitives.twofactor.totp import TOTP
            for line in sys.argv[1].split():
                secret, seconds = line.split(":")
                totp = TOTP(bytes.fromhex(secret), 6, SHA1(), 30)
                print(totp.generate(int(seconds)).decode())
            """
        var random = Seeded(901)
        var lines: [String] = []
        var ours: [String] = []
        for _ in 0..<50 {
            let secret = (0..<20).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let seconds = random.number(0...4_000_000_000)
            let hex = secret.map { byte in
                let digits = Array("0123456789abcdef")
                return String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            }.joined()
            lines.append("\(hex):\(seconds)")
            ours.append(
                try #require(OneTimeCode(secret: secret)).code(step: Int64(seconds) / 30))
        }
        let theirs = try PythonJudge.answer(script, lines.joined(separator: " "))
        #expect(theirs.split(separator: "\n").map(String.init) == ours)
    }

    @Test func aCodeWorksOneStepEarlyAndLateAndNoMore() throws {
        let code = try code()
        let now = Moment(seconds: 1_800_000_015)
        let step = now.seconds / 30
        for offset in -4...4 as ClosedRange<Int64> {
            let found = code.step(of: code.code(step: step + offset), at: now, after: nil)
            #expect(found == (abs(offset) <= 1 ? step + offset : nil))
        }
    }

    @Test func aCodeAndThoseBeforeItWorkOnce() throws {
        let code = try code()
        let now = Moment(seconds: 1_800_000_015)
        let step = now.seconds / 30
        #expect(code.step(of: code.code(step: step), at: now, after: step) == nil)
        #expect(code.step(of: code.code(step: step - 1), at: now, after: step) == nil)
        #expect(code.step(of: code.code(step: step + 1), at: now, after: step) == step + 1)
    }

    @Test(arguments: ["", "12345", "1234567", "abcdef", "０００００００", "287 08", "-28708"])
    func whatIsNoCodeIsRefused(text: String) throws {
        #expect(try code().step(of: text, at: Moment(seconds: 59), after: nil) == nil)
    }

    @Test func spacesBetweenDigitsAreAllowed() throws {
        #expect(try code().step(of: "287 082", at: Moment(seconds: 59), after: nil) == 1)
    }

    /// Source of the form: Google Authenticator, Key Uri Format.
    @Test func theAddressIsThatOfApps() throws {
        #expect(
            try code().address(account: "anna.berg", issuer: "Zoll & Häfen")
                == "otpauth://totp/Zoll%20%26%20H%C3%A4fen:anna.berg"
                + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                + "&issuer=Zoll%20%26%20H%C3%A4fen&algorithm=SHA1&digits=6&period=30")
        #expect(
            try code().typedSecret == "GEZD-GNBV-GY3T-QOJQ-GEZD-GNBV-GY3T-QOJQ")
    }

    /// Source: RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"),
        ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI"),
    ])
    func base32IsThatOfTheStandard(plain: String, text: String) {
        let bytes = Array(plain.utf8)
        #expect(Base32.encode(bytes) == text)
        #expect(Base32.decode(typed: text, count: bytes.count) == bytes)
    }

    @Test func whatAPersonTypesIsReadKindlyAndOnlyOneWay() {
        var random = Seeded(902)
        for count in 1...40 {
            let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let typed = Base32.grouped(bytes).lowercased().replacing("-", with: " ")
                .replacing("o", with: "0").replacing("i", with: "1").replacing("b", with: "8")
            #expect(Base32.decode(typed: typed, count: count) == bytes)
            #expect(Base32.decode(typed: typed + "a", count: count) == nil)
            #expect(Base32.decode(typed: typed, count: count + 1) == nil)
        }
        // Unused bits that are set.
        #expect(Base32.decode(typed: "MZ", count: 1) == nil)
        #expect(Base32.decode(typed: "M!", count: 1) == nil)
    }
}
