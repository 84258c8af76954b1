import Crypto
import Foundation
import TestSupport
import Testing

@testable import EvidenceLog

extension Seeded {
    /// Texts that try the encoder: quotes, controls, two-, three- and four-byte characters.
    mutating func hostileText(_ lengths: ClosedRange<Int>) -> String {
        let pieces: [String] = [
            "a", "Z", "0", " ", "\"", "\\", "/", "\n", "\r", "\t", "\u{8}", "\u{c}", "\u{0}",
            "\u{1f}", "\u{7f}", "é", "e\u{301}", "€", "\u{2028}", "🚢", "<",
        ]
        return (0..<number(lengths)).map { _ in pick(pieces) }.joined()
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }

    mutating func entry() throws -> EvidenceEntry {
        var objects: [EvidenceObject] = []
        for _ in 0..<number(0...4) {
            let digest = number(0...4) == 0 ? nil : bytes(number(1...64))
            objects.append(try EvidenceObject(name: hostileText(1...20), digest: digest))
        }
        return try EvidenceEntry(
            act: pick(EvidenceAct.allCases),
            at: Int64(number(0...Int(EvidenceEntry.Limit.at))), person: hostileText(0...9),
            organisation: hostileText(0...9), role: hostileText(0...9),
            purpose: hostileText(0...9), basis: hostileText(0...9), clause: hostileText(0...9),
            subject: hostileText(0...9), result: hostileText(0...9),
            within: number(0...1) == 0 ? nil : Int64(number(0...9_007_199_254_740_991)),
            objects: objects)
    }
}

@Suite struct EvidenceEntryTests {
    @Test func entryOutlivesItsEncoding() throws {
        var random = Seeded(301)
        for _ in 0..<2_000 {
            let entry = try random.entry()
            let body = entry.body
            let read = try EvidenceEntry(decoding: body)
            #expect(read.body == body && read == entry)
        }
    }

    /// Foundation's reader of JSON, which we did not write, sees the same values.
    @Test func encodingIsJSONWithTheSameValues() throws {
        var random = Seeded(302)
        for _ in 0..<500 {
            let entry = try random.entry()
            let json = try #require(
                try JSONSerialization.jsonObject(with: Data(entry.body)) as? [String: Any])
            #expect(json["act"] as? String == entry.act.rawValue)
            #expect((json["at"] as? NSNumber)?.int64Value == entry.at)
            #expect((json["within"] as? NSNumber)?.int64Value == entry.within)
            let texts = [
                "person": entry.person, "organisation": entry.organisation, "role": entry.role,
                "purpose": entry.purpose, "basis": entry.basis, "clause": entry.clause,
                "subject": entry.subject, "result": entry.result,
            ]
            for (key, text) in texts {
                #expect((json[key] as? String ?? "").utf8.elementsEqual(text.utf8))
                #expect((json[key] == nil) == text.isEmpty)
            }
            let objects = json["objects"] as? [[String: String]] ?? []
            #expect(objects.count == entry.objects.count)
            for (theirs, ours) in zip(objects, entry.objects) {
                #expect((theirs["name"] ?? "").utf8.elementsEqual(ours.name.utf8))
                let hex = ours.digest?.map { String(format: "%02x", $0) }.joined()
                #expect(theirs["digest"] == hex)
            }
        }
    }

    @Test func canonicalFormIsThis() throws {
        let entry = try EvidenceEntry(
            act: .beginImport, at: 1_767_225_600, person: "p\"1\"", purpose: "a\\b\n\u{1}é",
            within: 0,
            objects: [
                EvidenceObject(name: "record 7", digest: [0, 0xab]),
                EvidenceObject(name: "gone", digest: nil),
            ])
        let expected = #"""
            {"act":"import","at":1767225600,"objects":[{"digest":"00ab","name":"record 7"},{"name":"gone"}],"person":"p\"1\"","purpose":"a\\b\n\u0001é","within":0}
            """#
        #expect(String(decoding: entry.body, as: UTF8.self) == expected)
    }

    @Test(arguments: [
        "", "{}", "null", #"{"act":"write"}"#, #"{"at":0,"act":"write"}"#,
        #"{"act":"write","at":0} "#, #" {"act":"write","at":0}"#, #"{"act": "write","at":0}"#,
        #"{"act":"write","at":00}"#, #"{"act":"write","at":-1}"#, #"{"act":"write","at":1.0}"#,
        #"{"act":"write","at":1e3}"#, #"{"act":"write","at":253402300800}"#,
        #"{"act":"write","at":99999999999999999999}"#, #"{"act":"Write","at":0}"#,
        #"{"act":"unknown","at":0}"#, #"{"act":"write","at":0,"basis":""}"#,
        #"{"act":"write","at":0,"basis":"\u0041"}"#, #"{"act":"write","at":0,"basis":"\/"}"#,
        #"{"act":"write","at":0,"basis":"\u000a"}"#, #"{"act":"write","at":0,"basis":"\u001F"}"#,
        #"{"act":"write","at":0,"clause":"c","basis":"b"}"#,
        #"{"act":"write","at":0,"basis":"b","basis":"b"}"#,
        #"{"act":"write","at":0,"colour":"red"}"#, #"{"act":"write","at":0,"objects":[]}"#,
        #"{"act":"write","at":0,"objects":[{"name":""}]}"#,
        #"{"act":"write","at":0,"objects":[{"digest":"","name":"n"}]}"#,
        #"{"act":"write","at":0,"objects":[{"digest":"AB","name":"n"}]}"#,
        #"{"act":"write","at":0,"objects":[{"digest":"abc","name":"n"}]}"#,
        #"{"act":"write","at":0,"objects":[{"name":"n","digest":"ab"}]}"#,
        #"{"act":"write","at":0,"objects":[{"name":"n"},]}"#,
        #"{"act":"write","at":0,"within":9007199254740992}"#,
        #"{"act":"write","at":0,"within":null}"#, "{\"act\":\"write\",\"at\":0,\"basis\":\"\n\"}",
        #"{"act":"write","at":0,"basis":"b}"#,
    ])
    func anyOtherTextIsRefused(_ text: String) {
        #expect(throws: EntryDefect.self) { try EvidenceEntry(decoding: Array(text.utf8)) }
    }

    @Test func brokenCharactersAreRefused() throws {
        let start = Array(#"{"act":"write","at":0,"basis":""#.utf8)
        for broken: [UInt8] in [[0x80], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xff], [0xe2, 0x82]] {
            #expect(throws: EntryDefect.self) {
                try EvidenceEntry(decoding: start + broken + Array("\"}".utf8))
            }
        }
    }

    @Test func limitsAreThoseThatErrorsName() throws {
        let longest = String(repeating: "x", count: EvidenceEntry.Limit.textBytes)
        #expect(try EvidenceEntry(act: .write, at: 0, person: longest).person == longest)
        #expect(throws: EntryDefect.tooLong(member: "person", bytes: 1_001, limit: 1_000)) {
            try EvidenceEntry(act: .write, at: 0, person: longest + "x")
        }
        let object = try EvidenceObject(name: "n", digest: nil)
        #expect(throws: EntryDefect.tooManyObjects(4_097)) {
            try EvidenceEntry(
                act: .write, at: 0, objects: Array(repeating: object, count: 4_097))
        }
        #expect(throws: EntryDefect.digest(bytes: 65)) {
            try EvidenceObject(name: "n", digest: Array(repeating: 0, count: 65))
        }
        #expect(throws: EntryDefect.digest(bytes: 0)) {
            try EvidenceObject(name: "n", digest: [])
        }
    }

    /// The longest name and texts of nothing but escapes: what `init` allows, decoding reads.
    @Test func longestEntryCanBeReadBack() throws {
        let text = String(repeating: "\u{1}", count: EvidenceEntry.Limit.textBytes)
        let name = String(repeating: "\u{1}", count: EvidenceObject.Limit.nameBytes.upperBound)
        let object = try EvidenceObject(name: name, digest: Array(repeating: 0xff, count: 64))
        let entry = try EvidenceEntry(
            act: .administer, at: EvidenceEntry.Limit.at, person: text, organisation: text,
            role: text, purpose: text, basis: text, clause: text, subject: text, result: text,
            within: EvidenceEntry.Limit.index,
            objects: Array(repeating: object, count: EvidenceEntry.Limit.objects))
        #expect(entry.body.count <= EvidenceEntry.Limit.bodyBytes)
        #expect(try EvidenceEntry(decoding: entry.body) == entry)
    }

    @Test func anyChangedByteIsRefusedOrAnotherEntry() throws {
        var random = Seeded(303)
        for _ in 0..<100 {
            let body = try random.entry().body
            let salt = try #require(EvidenceSalt(bytes: random.bytes(16)))
            let commitment = EvidenceCommitment(body: body, salt: salt)
            var changed = body
            let place = random.number(0...body.count - 1)
            changed[place] ^= UInt8(1 << random.number(0...7))
            guard let read = try? EvidenceEntry(decoding: changed) else { continue }
            #expect(read.body == changed)
            #expect(read.commitment(salt: salt) != commitment)
        }
    }

    @Test func commitmentIsHashOfLineSaltAndBody() throws {
        let entry = try EvidenceEntry(act: .release, at: 5, person: "p")
        let salt = try #require(EvidenceSalt(bytes: 0..<16))
        let hashed = Array("breakwater-evidence-v1\n".utf8) + salt.bytes + entry.body
        let commitment = entry.commitment(salt: salt)
        #expect(commitment.bytes == Array(SHA256.hash(data: hashed)))
        #expect(commitment.leafHash.bytes == Array(SHA256.hash(data: [0] + commitment.bytes)))
        #expect(EvidenceSalt(bytes: 0..<15) == nil && EvidenceSalt(bytes: 0..<17) == nil)
    }
}
