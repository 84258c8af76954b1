import Crypto
import TestSupport
import Testing

@testable import EvidenceLog

/// Names and keys for tests, the same every time.
struct Party {
    let log: NoteSigner
    let witnesses: [Cosigner]

    init(_ random: inout Seeded) throws {
        log = try NoteSigner(name: "port.example/evidence", privateKey: random.bytes(32))
        witnesses = try (1...3).map {
            try Cosigner(name: "witness.example/w\($0)", privateKey: random.bytes(32))
        }
    }

    var witnessKeys: [NoteVerifierKey] { witnesses.map(\.verifierKey) }
}

extension NoteVerdict {
    var refusal: NoteRefusal? { if case .refused(let refusal) = self { refusal } else { nil } }
    var note: VerifiedNote? { if case .verified(let note) = self { note } else { nil } }
}

@Suite struct NoteTests {
    @Test func publishedNotesOpenWithTheirKeys() throws {
        let cases = try Vectors.load("notes", as: Vectors.Notes.self).cases
        #expect(cases.count == 4)
        for vector in cases {
            let key = try NoteVerifierKey(parsing: vector.key)
            #expect(key.text == vector.key)
            guard let text = vector.note else { continue }
            let note = try SignedNote(parsing: Array(text.utf8))
            #expect(note.bytes == Array(text.utf8))
            #expect(note.verified(by: [key]).note?.signatures.map(\.key) == [key])
            guard let secret = vector.secret else { continue }
            let signer = try NoteSigner(parsing: secret)
            #expect(signer.secretText == secret && signer.verifierKey == key)
            #expect(try signer.sign(note.text) == note)
        }
    }

    @Test func noteComesBackAndVerifies() throws {
        var random = Seeded(331)
        let party = try Party(&random)
        for _ in 0..<200 {
            let lines = (0..<random.number(1...5)).map { _ in
                random.hostileText(0...12).unicodeScalars.filter { $0.value >= 0x20 }
                    .reduce(into: "") { $0.unicodeScalars.append($1) }
            }
            let text = Array((lines.joined(separator: "\n") + "\n").utf8)
            let note = try party.log.sign(text)
            let read = try SignedNote(parsing: note.bytes)
            #expect(read == note && read.text == text)
            #expect(read.verified(by: [party.log.verifierKey]).note != nil)
        }
    }

    @Test func anyChangedByteIsRefused() throws {
        var random = Seeded(332)
        let party = try Party(&random)
        let note = try party.log.sign(Array("one\n\n— two\nthree é\n".utf8))
        for place in note.bytes.indices {
            for bit in 0..<8 {
                var bytes = note.bytes
                bytes[place] ^= 1 << bit
                guard let read = try? SignedNote(parsing: bytes) else { continue }
                #expect(
                    read.verified(by: [party.log.verifierKey]).refusal != nil,
                    "bit \(bit) of byte \(place)")
            }
        }
    }

    @Test func unknownSignaturesAreKeptAndMeanNothing() throws {
        var random = Seeded(333)
        let party = try Party(&random)
        let stranger = try NoteSigner(name: "stranger.example", privateKey: random.bytes(32))
        let text = Array("text\n".utf8)
        let note = try stranger.sign(text).adding(party.log.sign(text).signatures[0])
        let read = try SignedNote(parsing: note.bytes)
        #expect(read.signatures.count == 2)
        let verified = read.verified(by: [party.log.verifierKey]).note
        #expect(verified?.signatures.map(\.key.name) == ["port.example/evidence"])
        #expect(read.verified(by: []).refusal == .noKnownSignature)
        // The same name with another key is unknown too.
        let namesake = try NoteSigner(name: "stranger.example", privateKey: random.bytes(32))
        #expect(read.verified(by: [namesake.verifierKey]).refusal == .noKnownSignature)
    }

    @Test func badSignatureOfAKnownKeyRefusesAllOthers() throws {
        var random = Seeded(334)
        let party = try Party(&random)
        let second = try NoteSigner(name: "second.example", privateKey: random.bytes(32))
        let text = Array("text\n".utf8)
        let forged = try second.sign(Array("other\n".utf8)).signatures[0]
        let note = try party.log.sign(text).adding(forged)
        let keys = [party.log.verifierKey, second.verifierKey]
        #expect(note.verified(by: keys).refusal == .badSignature(key: "second.example"))
        #expect(note.verified(by: [party.log.verifierKey]).note != nil)
        // A good signature before a bad one of the same key does not help.
        let twice = try party.log.sign(text).adding(
            NoteSignature(
                name: party.log.verifierKey.name, keyID: party.log.verifierKey.id,
                bytes: Array(repeating: 0, count: 64)))
        #expect(twice.verified(by: keys).refusal == .badSignature(key: "port.example/evidence"))
    }

    /// Two keys whose ids collide, found by trying 120,855 keys that SHA-256 gives.
    @Test func keysOfOneNameAndIDAreAmbiguous() throws {
        var random = Seeded(335)
        let keys = try [31_400, 120_855].map { number in
            try NoteVerifierKey(
                name: "n", algorithm: .ed25519,
                publicKey: Array(SHA256.hash(data: Array("key \(number)".utf8))))
        }
        #expect(keys[0].id == keys[1].id && keys[0] != keys[1])
        let log = try Party(&random).log
        let note = try log.sign(Array("text\n".utf8))
        #expect(note.verified(by: keys + [log.verifierKey]).refusal == .ambiguousKeys)
        // The same key twice is one key.
        #expect(note.verified(by: [keys[0], keys[0], log.verifierKey]).note != nil)
    }

    @Test(arguments: [
        "", "\n", "\n\n", "text\n", "text\n\n", "text\n\n— n AAAAAAA=", "— n AAAAAAA=\n",
        "text\n— n AAAAAAA=\n", "text\n\n- n AAAAAAA=\n", "text\n\n—n AAAAAAA=\n",
        "text\n\n— n\n", "text\n\n— n \n", "text\n\n—  AAAAAAA=\n", "text\n\n— n AAAAAA==\n",
        "text\n\n— n AAAAAAB=\n", "text\n\n— n AAAAAAA\n", "text\n\n— n AAAA AAA=\n",
        "text\n\n— n+m AAAAAAA=\n", "text\n\n— n\u{a0}m AAAAAAA=\n", "text\n\n— n AAAAAAA=\r\n",
        "te\txt\n\n— n AAAAAAA=\n", "text\n\n— n AAAAAAA=\n ", "text\n\n— n AAAAAAA=\nmore\n",
        "text\n\n— n AAAAA\u{0}A=\n",
    ])
    func anyOtherTextIsNoNote(_ text: String) {
        #expect(throws: NoteDefect.self) { try SignedNote(parsing: Array(text.utf8)) }
    }

    @Test func limitsOfNotesHold() throws {
        let line = "— n AAAAAAA=\n"
        let most = "t\n\n" + String(repeating: line, count: NoteLimit.signatures)
        #expect(try SignedNote(parsing: Array(most.utf8)).signatures.count == 64)
        #expect(throws: NoteDefect.tooManySignatures) {
            try SignedNote(parsing: Array((most + line).utf8))
        }
        let long = String(repeating: "t", count: NoteLimit.noteBytes) + "\n\n" + line
        #expect(throws: NoteDefect.tooLong(bytes: long.utf8.count)) {
            try SignedNote(parsing: Array(long.utf8))
        }
        let broken: [UInt8] = [0xff, 0x0a, 0x0a] + Array(line.utf8)
        #expect(throws: NoteDefect.characters) { try SignedNote(parsing: broken) }
    }

    @Test func keysComeBackAndChangedOnesAreRefused() throws {
        var random = Seeded(336)
        let party = try Party(&random)
        let witness = party.witnesses[0]
        #expect(try NoteVerifierKey(parsing: witness.verifierKey.text) == witness.verifierKey)
        #expect(try Cosigner(parsing: witness.secretText).verifierKey == witness.verifierKey)
        #expect(throws: KeyDefect.algorithm(expected: 1)) {
            try NoteSigner(parsing: witness.secretText)
        }
        #expect(throws: KeyDefect.algorithm(expected: 4)) {
            try Cosigner(parsing: party.log.secretText)
        }
        let text = Array(party.log.verifierKey.text.utf8)
        for place in text.indices {
            var changed = text
            changed[place] ^= UInt8(1 << random.number(0...6))
            #expect(throws: KeyDefect.self, "byte \(place)") {
                try NoteVerifierKey(parsing: String(decoding: changed, as: UTF8.self))
            }
        }
        let secret = Array(party.log.secretText.utf8)
        for place in secret.indices {
            var changed = secret
            changed[place] ^= UInt8(1 << random.number(0...6))
            #expect(throws: KeyDefect.self, "byte \(place)") {
                try NoteSigner(parsing: String(decoding: changed, as: UTF8.self))
            }
        }
        for name in ["", "a b", "a+b", "a\nb", "a\u{2003}b", String(repeating: "n", count: 256)] {
            #expect(throws: KeyDefect.name) {
                try NoteSigner(name: name, privateKey: random.bytes(32))
            }
        }
        #expect(throws: KeyDefect.length(31)) {
            try NoteSigner(name: "n", privateKey: random.bytes(31))
        }
    }

    @Test func printedSignerShowsNoKey() throws {
        var random = Seeded(337)
        let party = try Party(&random)
        let bytes = Array(party.log.secretText.suffix(20))
        var dumped = ""
        dump(party.log, to: &dumped)
        for shown in ["\(party.log)", String(reflecting: party.log), dumped] {
            #expect(!shown.contains("PRIVATE") && !shown.contains(String(bytes)))
            #expect(!shown.contains("rawRepresentation") && !shown.contains("Curve25519"))
        }
    }

    /// Two writings of é are one text to Swift, but two names to a log.
    @Test func namesAreComparedByteForByte() throws {
        var random = Seeded(338)
        let secret = random.bytes(32)
        let composed = try NoteSigner(name: "\u{e9}", privateKey: secret)
        let decomposed = try NoteSigner(name: "e\u{301}", privateKey: secret)
        #expect(composed.verifierKey.id != decomposed.verifierKey.id)
        let text = Array("text\n".utf8)
        let signature = try composed.sign(text).signatures[0]
        let renamed = NoteSignature(
            name: decomposed.verifierKey.name, keyID: composed.verifierKey.id,
            bytes: signature.bytes)
        let note = try SignedNote(text: text, signatures: [renamed])
        #expect(note.verified(by: [composed.verifierKey]).refusal == .noKnownSignature)
    }
}
