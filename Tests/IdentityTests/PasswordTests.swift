import Foundation
import TestSupport
import Testing

@testable import Identity

/// pyca/cryptography, which we did not write, as a judge of Argon2id and of codes.
enum PythonJudge {
    static let isPresent = OutsideProgram.hasPython(
        "cryptography.hazmat.primitives.kdf.argon2, "
            + "cryptography.hazmat.primitives.twofactor.totp")

    static func answer(_ script: String, _ arguments: String) throws -> String {
        let output = try OutsideProgram.runPython(script, arguments, input: Data())
        return String(decoding: output, as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

@Suite struct PasswordTests {
    /// Little work, so that a test is quick.
    static let cheap = PasswordCost(memoryKibibytes: 8_192, passes: 1)
    private let salt = Array("0123456789abcdef".utf8)

    private func hash(_ text: String, _ cost: PasswordCost = cheap) throws -> PasswordHash {
        try #require(PasswordHash(of: Password(unchecked: text), salt: salt, cost: cost))
    }

    @Test func aHashMatchesItsPasswordAndNoOther() throws {
        let made = try hash("correct horse battery staple")
        #expect(made.text.hasPrefix("$argon2id$v=19$m=8192,t=1,p=1$"))
        #expect(made.matches(Password(unchecked: "correct horse battery staple")))
        for other in ["", "correct horse battery stapl", "Correct horse battery staple"] {
            #expect(!made.matches(Password(unchecked: other)))
        }
        let stored = try #require(PasswordHash(stored: made.text))
        #expect(stored.matches(Password(unchecked: "correct horse battery staple")))
    }

    @Test(.enabled(if: PythonJudge.isPresent), arguments: [cheap, .recommended])
    func anotherImplementationComputesTheSameHash(cost: PasswordCost) throws {
        let script = """
            import base64, sys
            from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
            memory, passes = map(int, sys.argv[1].split())
            kdf = Argon2id(salt=b"0123456789abcdef", length=32, iterations=passes, lanes=1,
                memory_cost=memory)
            key = kdf.derive("pässword of a judge".encode())
            print(base64.b64encode(key).decode().rstrip("="))
            """
        let theirs = try PythonJudge.answer(script, "\(cost.memoryKibibytes) \(cost.passes)")
        let ours = try hash("pässword of a judge", cost)
        #expect(ours.text.split(separator: "$").last.map(String.init) == theirs)
    }

    @Test func theSamePasswordFromAnotherKeyboardMatches() throws {
        let made = try hash("Stra\u{df}e am Fl\u{fc}sschen 9")
        let decomposed = try #require(Password(typed: "Stra\u{df}e am Flu\u{308}sschen 9"))
        #expect(made.matches(decomposed))
    }

    @Test(arguments: [
        "", "x", "$argon2id$v=19$m=8192,t=1,p=1$", "$argon2i$v=19$m=8192,t=1,p=1$YWFh$YWFh",
        "$argon2id$v=19$m=99999999,t=1,p=1$YWFh$YWFh", String(repeating: "$", count: 200),
    ])
    func whatIsNoHashIsNotReadAsOne(text: String) {
        #expect(PasswordHash(stored: text) == nil)
    }

    @Test func aHashOfLessWorkIsKnown() throws {
        let made = try hash("anything")
        #expect(made.isWeaker(than: .recommended))
        #expect(!made.isWeaker(than: Self.cheap))
        #expect(made.isWeaker(than: PasswordCost(memoryKibibytes: 8_192, passes: 2)))
    }

    @Test func nobodysHashIsAHashOfTodaysWorkAndLetsNobodyIn() throws {
        let nobody = try #require(PasswordHash.ofNobody)
        #expect(!nobody.isWeaker(than: .recommended))
        #expect(!nobody.matches(Password(unchecked: "")))
    }

    @Test(arguments: [
        ("short word", PasswordDefect.short), (String(repeating: "ab cd ", count: 22), .long),
        ("Password123!", .common), ("password2026", .common), ("P@ssw0rd1234", .common),
        ("qwertyuiop12", .common), ("1qaz2wsx3edc", .common), ("abcdefghijklm", .common),
        ("xyxyxyxyxyxyxy", .common), ("aaaaaaaaaaaaa", .common), ("123456789012", .common),
        ("Welcome2Rotterdam!", .common), ("anna.berg-2026", .common),
        ("Wachtwoord2026!!", .common), ("Douane-Antwerpen-1", .common),
        ("ruizruizruiz12", .common),
    ])
    func aPasswordThatIsTriedFirstIsNotTaken(text: String, defect: PasswordDefect) {
        #expect(throws: defect) {
            try Password(chosen: text, apartFrom: ["anna.berg", "Anna Ruiz", "nl-customs"])
        }
    }

    @Test(arguments: [
        "correct horse battery staple", "tegel kraan mist olie", "kf8#Lq2!zvRt9w",
        "Fähre nach Göteborg um sechs", "лодка у причала ночью",
    ])
    func aPasswordOfOnesOwnIsTaken(text: String) throws {
        _ = try Password(chosen: text, apartFrom: ["anna.berg", "Anna Ruiz", "nl-customs"])
    }

    @Test func aPasswordStandsInNoDescription() {
        let password = Password(unchecked: "correct horse battery staple")
        #expect(!"\(password)".contains("horse"))
    }

    @Test func theGateLetsFewThroughAtOnceAndSendsTheRestAway() async throws {
        let gate = PasswordGate(slots: 1, anyoneWaiting: 0, knownDevicesWaiting: 1)
        // Within the one slot: anyone else is sent away.
        let inner = gate.run(isKnownDevice: false) {
            gate.run(isKnownDevice: false) { 1 }
        }
        let refused = try #require(inner)
        #expect(refused == nil)
        #expect(gate.run(isKnownDevice: false) { 2 } == 2)
        // Known devices wait their turn, and all of them are served.
        let served = await withTaskGroup(of: Int?.self) { group in
            for number in 0..<2 { group.addTask { gate.run(isKnownDevice: true) { number } } }
            return await group.reduce(into: [Int?]()) { $0.append($1) }
        }
        #expect(Set(served) == [0, 1])
    }
}
