import Foundation
import Identity
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Testing

@testable import WebInterface

/// The catalogues say the same things in every language.
@Suite struct MessageTests {
    static let messages: [Language: [String: String]] = {
        do { return try MessageCatalogue.read() } catch { fatalError("\(error)") }
    }()

    static var english: [String: String] { messages[.english] ?? [:] }

    @Test(arguments: Language.allCases)
    func everyLanguageHasEveryMessage(_ language: Language) throws {
        let own = try #require(Self.messages[language])
        let missing = Set(Self.english.keys).subtracting(own.keys)
        let more = Set(own.keys).subtracting(Self.english.keys)
        #expect(missing.isEmpty, "\(language) lacks \(missing.sorted())")
        #expect(more.isEmpty, "only \(language) has \(more.sorted())")
        for (key, text) in own {
            #expect(text.contains { !$0.isWhitespace }, "\(key) is blank in \(language)")
        }
    }

    @Test(arguments: Language.allCases)
    func everyTranslationHasThePlaceholdersOfTheOriginal(_ language: Language) throws {
        let own = try #require(Self.messages[language])
        for (key, text) in Self.english {
            #expect(
                Self.names(text) == Self.names(own[key] ?? ""), "\(key) in \(language)")
        }
    }

    @Test func everyWordThatPagesShowIsTranslated() {
        var missing: [String] = []
        func look<Word: Term>(_ words: Word.Type) {
            for word in Word.allCases {
                let key = "term.\(TermGroup.name(Word.self)).\(word.rawValue)"
                if Self.english[key] == nil { missing.append(key) }
            }
        }
        look(SubstanceGroup.self)
        look(Substance.self)
        look(ModusOperandi.self)
        look(Concealment.self)
        look(Stage.self)
        look(Setting.self)
        look(TransportMode.self)
        look(CompanyRole.self)
        look(Involvement.self)
        look(TrafficLight.self)
        look(HandlingCode.self)
        look(RetentionEnd.self)
        look(SourceEvaluation.self)
        look(InformationEvaluation.self)
        look(ReviewState.self)
        look(Role.self)
        look(AccessAction.self)
        look(NodeAct.self)
        look(RecordField.self)
        look(RecordKind.self)
        look(RepeatKind.self)
        look(RowOutcome.self)
        look(AppendOutcome.self)
        look(Refusal.self)
        look(QuantityUnit.self)
        look(Basin.self)
        look(OrganisationKind.self)
        look(ReleaseForm.self)
        #expect(missing.isEmpty, "no message for \(missing)")
        for purpose in Purpose.allCases {
            #expect(Self.english["term.purpose.\(purpose.rawValue)"] != nil)
        }
    }

    @Test func everyKeyInTheSourcesIsAMessage() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sources/WebInterface/Pages")
        var seen = 0
        for file in try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        where ["Seizure", "Today"].contains(where: { file.lastPathComponent.hasPrefix($0) }) {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: /"((?:seizures|today|entry|import)\.[A-Za-z.]+)"/) {
                seen += 1
                let key = String(match.1)
                if key.hasSuffix(".js") { continue }
                #expect(Self.english[key] != nil, "\(file.lastPathComponent): \(key)")
            }
        }
        #expect(seen > 10)
    }

    private static func names(_ text: String) -> Set<String> {
        Set(text.matches(of: /\{\{[^}]*\}\}/).map { String($0.0) })
    }
}
