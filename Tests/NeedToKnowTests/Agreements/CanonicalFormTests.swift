import Foundation
import PortVocabulary
import TestSupport
import Testing

@testable import NeedToKnow

@Suite struct CanonicalFormTests {
    /// Written by hand after RFC 8785; the digest is that of `sha256sum`.
    @Test func theCanonicalFormIsThisText() throws {
        let expected =
            #"{"breakwater-agreement":1,"content":{"agreement":"nl-be-port-steering","#
            + #""basis":"Article 1 of an invented law","clauses":[{"#
            + #""basis":"Article 2 of an invented law","clause":"seizures","#
            + #""conditions":{"consent":true,"four-eyes":false,"minimum-cell":5},"#
            + #""countries":[],"fields":["date","place"],"from":["nl-customs"],"#
            + #""handling":["H0","H1"],"ports":["NLRTM"],"purposes":["strategic-analysis"],"#
            + #""records":["seizure"],"release":"fields","roles":["analyst"],"#
            + #""substances":["cocaine"],"to":["be-customs"],"up-to":"AMBER"}],"#
            + #""parties":[{"country":"NL","key":"iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=","#
            + #""kind":"authority","name":"Customs of the north","organisation":"nl-customs"},"#
            + #"{"country":"BE","key":"gTl3Dqh9F19Wo1Rmw0x+zMuNipG07jeiXfYPW4/Js5Q=","#
            + #""kind":"authority","name":"Customs of the south","organisation":"be-customs"}],"#
            + #""preamble":[],"title":"Port steering committee","#
            + #""valid":{"from":"2026-01-01","until":"2027-12-31"},"version":1}}"# + "\n"
        let agreement = try Samples.agreement()
        #expect(agreement.canonicalText == expected)
        #expect(agreement.digest == Self.digest)
    }

    static let digest = "dee3f7d386652e59b16fbe9b6350009722de9aa06f1de022b253fd2da933b899"

    @Test func everyAgreementReadsBackAsItself() throws {
        var random = Seeded(311)
        for _ in 0..<500 {
            let agreement = random.agreement()
            let text = agreement.canonicalText
            #expect(text.last == "\n" && !text.dropLast().contains("\n"))
            #expect(try Agreement(canonicalText: text) == agreement)
        }
    }

    @Test func spellingAndOrderDoNotMatter() throws {
        var random = Seeded(312)
        for _ in 0..<500 {
            let agreement = random.agreement()
            let yaml = random.yaml(of: agreement)
            let read: Agreement
            do {
                read = try AgreementDocument(parsing: yaml).agreement
            } catch {
                Issue.record("\(error.list)\n\(yaml)")
                continue
            }
            #expect(read.canonicalText.utf8.elementsEqual(agreement.canonicalText.utf8))
            #expect(read.digest == agreement.digest)
        }
    }

    @Test func aDifferentAgreementHasADifferentDigest() {
        var random = Seeded(313)
        let digests = (0..<500).map { _ in random.agreement().digest }
        #expect(Set(digests).count == 500)
    }

    /// Changing any one byte gives another agreement or none, never the same one.
    @Test func noOtherTextIsTheSameAgreement() throws {
        let agreement = try Samples.agreement()
        let bytes = Array(agreement.canonicalText.utf8)
        var read = 0
        for index in bytes.indices {
            var changed = bytes
            changed[index] = changed[index] == UInt8(ascii: "1") ? UInt8(ascii: "2") : 0x31
            let text = String(decoding: changed, as: UTF8.self)
            guard let other = try? Agreement(canonicalText: text) else { continue }
            #expect(other != agreement)
            read += 1
        }
        #expect(read > 50)
    }

    @Test func anotherSpellingOfTheCanonicalFormIsRefused() throws {
        let text = try Samples.agreement().canonicalText
        let spellings = [
            String(text.dropLast()), text + "\n", " " + text,
            text.replacing(#""version":1"#, with: #""version":1.0"#),
            text.replacing(#""version":1"#, with: #""version":"1""#),
            text.replacing(#""version":1"#, with: #""version":1,"version":1"#),
            text.replacing(#""preamble":[],"#, with: ""),
            text.replacing(#"["H0","H1"]"#, with: #"["H1","H0"]"#),
            text.replacing(#"["H0","H1"]"#, with: #"["h0","H1"]"#),
            text.replacing("Port steering", with: #"P\u006frt steering"#),
            text.replacing("Port steering", with: "Port  steering"),
            text.replacing(#""breakwater-agreement":1"#, with: #""breakwater-agreement":2"#),
            text.replacing(#""breakwater-agreement":1"#, with: #""breakwater-agreement":"1""#),
            text.replacing(#""country":"NL","#, with: #""country":null,"#),
            "", "{}", "[]", "1",
        ]
        for spelling in spellings {
            #expect(spelling != text)
            #expect(throws: AgreementDefects.self) { try Agreement(canonicalText: spelling) }
        }
    }

    /// The example of RFC 8785, section 3.2.2, with the signs that an agreement's texts lack.
    @Test func textsAreEscapedAsTheStandardSays() {
        let text = "€$\u{0F}\nA'B\"\\\\\"/"
        #expect(CanonicalJSON.text(text).text == #""€$\u000f\nA'B\"\\\\\"/""#)
    }

    @Test func deeplyNestedTextIsRefused() {
        let text = String(repeating: "[", count: 100_000)
        #expect(throws: AgreementDefects.self) { try Agreement(canonicalText: text) }
        let closed = text + String(repeating: "]", count: 100_000)
        #expect(throws: AgreementDefects.self) { try Agreement(canonicalText: closed) }
    }
}
