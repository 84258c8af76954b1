import Foundation
import PortVocabulary
import TestSupport
import Testing

@testable import NeedToKnow

@Suite struct HostileDocumentTests {
    private func faults(_ text: String) -> [AgreementFault] {
        AgreementDocument.defects(in: text, forSigning: false).map(\.fault)
    }

    @Test func tenMegabytesAreRefusedUnread() {
        // An anchor in it would be named if anything were read.
        let text = String(repeating: "a: &b c\n", count: 1_310_720)
        #expect(faults(text) == [.tooLarge(bytes: 10_485_760, limit: 1_048_576)])
        #expect(throws: AgreementDefects.self) { try Agreement(canonicalText: text) }
    }

    @Test(arguments: ["[", "{a: ", "- ", "? ", "[{a: "])
    func deepNestingIsRefused(_ opening: String) {
        for depth in [17, 400, 20_000] {
            let text = String(repeating: opening, count: depth)
            #expect(faults(text).count == 1)
            #expect(faults("title: " + text + "x").count == 1)
        }
        let closed = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        #expect(faults("title: \(closed)") == [.tooDeep(limit: AgreementNode.depthLimit)])
    }

    @Test func expandingAliasesAreRefusedBeforeTheyExpand() {
        var text = "a0: &a0 [x, x]\n"
        for level in 1...40 {
            text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n"
        }
        #expect(faults(text) == [.anchor])
    }

    /// A line of a quoted text may look like a comment; an anchor behind it still is one.
    @Test func anchorsBehindWhatLooksLikeACommentAreFound() {
        #expect(faults("a: [\"x\n  # y\", &b [z]]") == [.anchor])
        #expect(faults("a: [\"x\n# y\", &b [z]]") == [.anchor])
        #expect(faults("? \"x\"\n: &b z") == [.anchor])
    }

    @Test func anAmpersandWithinATextIsNoAnchor() throws {
        let text = Samples.replacing("Port steering committee", "Research & R&D of ports")
        #expect(try Samples.agreement(text).title == "Research & R&D of ports")
    }

    @Test(arguments: ["\u{0}", "\u{7}", "\u{85}", "\u{2028}", "\u{202E}", "\u{200B}", "\u{E000}"])
    func hiddenCharactersAreRefused(_ character: String) {
        let number = character.unicodeScalars.first?.value ?? 0
        #expect(faults("title: a" + character) == [.character(number)])
    }

    @Test func emptyAndForeignTextsAreRefused() {
        #expect(faults("") == [.emptyDocument])
        #expect(faults("# only a comment\n") == [.emptyDocument])
        #expect(faults("just words") == [.shape(expected: .mapping)])
        #expect(faults("[1, 2]") == [.shape(expected: .mapping)])
        #expect(faults("a: 1\n---\nb: 2\n").count == 1)
        #expect(faults("? [a, b]\n: c\n") == [.shape(expected: .text)])
        #expect(faults("%PDF-1.7\n").count == 1)
    }

    /// Reading again for each of them would take as long as their number times their length.
    @Test func thousandsOfDuplicateKeysAreRefusedSoon() {
        let same = String(repeating: "a: 1\n", count: 20_000)
        let sorts = (0..<40_000).map { "key-\($0 / 2): 1\n" }.joined()
        for text in [same, sorts] {
            let found = faults(text)
            #expect((1...AgreementNode.duplicateLimit).contains(found.count))
            for fault in found {
                guard case .repeatedKey = fault else {
                    Issue.record("\(fault)")
                    continue
                }
            }
        }
    }

    @Test func tooManyValuesAreRefused() {
        let text = "a: [" + String(repeating: "x,", count: 200_000) + "]"
        #expect(faults(text) == [.tooManyValues(limit: AgreementNode.countLimit)])
    }

    /// Any one byte replaced, doubled or left out: a document or defects, never a crash, and every
    /// defect has a place, a cause and a mend.
    @Test func damagedDocumentsAreReadOrRefused() {
        var random = Seeded(301)
        let original = Array(Samples.document.utf8)
        var (readable, refused) = (0, 0)
        for _ in 0..<3_000 {
            var bytes = original
            for _ in 0...random.number(0...3) {
                let index = random.number(0...bytes.count - 1)
                switch random.number(0...2) {
                case 0: bytes[index] = UInt8(random.number(0...127))
                case 1: bytes.insert(random.pick(Array("[]{}:,-?&*!|>'\"#%@\n ".utf8)), at: index)
                default: bytes.remove(at: index)
                }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            let defects = AgreementDocument.defects(in: text, forSigning: false)
            for defect in defects {
                #expect(defect.place.line >= 1 && defect.place.column >= 1)
                #expect(!defect.cause.isEmpty && !defect.mend.isEmpty)
            }
            guard let agreement = try? AgreementDocument(parsing: text).agreement else {
                #expect(!defects.isEmpty)
                refused += 1
                continue
            }
            #expect(defects.isEmpty)
            #expect((try? Agreement(canonicalText: agreement.canonicalText)) == agreement)
            readable += 1
        }
        #expect(readable > 100 && refused > 100, "\(readable) readable, \(refused) refused")
    }
}
