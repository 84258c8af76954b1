import Foundation
import Testing

@testable import PortVocabulary

@Suite struct TermTests {
    /// Every closed vocabulary of the module; a test compares the list with the source.
    static let vocabularies: [any Term.Type] = [
        AllianceMembership.self, AmountCertainty.self, Basin.self, CashForm.self,
        ClassifiedMarking.self, PermissibleActions.self,
        CompanyRole.self, Concealment.self, DatePrecision.self, FactorBasis.self,
        HandlingCode.self, InformationEvaluation.self, Involvement.self, MassBasis.self,
        ModusOperandi.self, PortKind.self, PortSize.self, Purpose.self, QuantityUnit.self,
        RecordField.self, RecordKind.self, RetentionEnd.self, Setting.self,
        SourceEvaluation.self, Stage.self, Substance.self, SubstanceGroup.self,
        TrafficLight.self, TransportMode.self,
        EffortKind.self, EffortUnit.self, MeasureOutcome.self, MeasureType.self,
    ]

    @Test func noVocabularyIsLeftOut() throws {
        let folder = packageRoot.appendingPathComponent("Sources/PortVocabulary")
        var declared: Set<String> = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
        where name.hasSuffix(".swift") {
            let text = try String(
                contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            for match in text.matches(of: /enum (\w+): String, Term\b/) {
                declared.insert(String(match.1))
            }
        }
        #expect(declared == Set(Self.vocabularies.map { String(describing: $0) }))
    }

    func termsReadBack<Vocabulary: Term>(_ type: Vocabulary.Type) throws {
        let terms = Array(Vocabulary.allCases)
        #expect(terms.count > 1)
        #expect(Set(terms.map { $0.rawValue.lowercased() }).count == terms.count, "\(type)")
        #expect(Set(terms.map { $0.title.lowercased() }).count == terms.count, "\(type)")
        for term in terms {
            #expect(!term.title.isEmpty && !term.rawValue.isEmpty)
            #expect(term.rawValue.utf8.allSatisfy { (0x21...0x7e).contains($0) }, "\(term)")
            let raw = term.rawValue
            for text in [raw, raw.lowercased(), raw.uppercased(), raw.capitalized] {
                #expect(try Vocabulary(parsing: text) == term, "\(type) \(text)")
            }
            #expect(try Vocabulary(parsing: "<\(raw)>".dropFirst().dropLast()) == term)
        }
        let data = try JSONEncoder().encode(terms)
        #expect(try JSONDecoder().decode([Vocabulary].self, from: data) == terms)
    }

    @Test func everyTermIsUniqueAndReadsBackInAnyLetterCase() throws {
        for type in Self.vocabularies { try termsReadBack(type) }
        #expect(Set(Self.vocabularies.map { $0.vocabulary }).count == Self.vocabularies.count)
    }

    func unknownIsRefused<Vocabulary: Term>(_ type: Vocabulary.Type) throws {
        let raw = try #require(Vocabulary.allCases.first).rawValue
        for text in ["", " ", "no such term", raw + " ", " " + raw, raw + "\0", raw + raw] {
            let defect = refusal { () throws(WordDefect) in try Vocabulary(parsing: text) }
            guard case .unknownTerm(let vocabulary, let examples)? = defect else {
                Issue.record("\(type) accepts “\(text)”")
                continue
            }
            #expect(vocabulary == Vocabulary.vocabulary)
            let words = examples.split(separator: ", ")
            #expect(words.count == min(4, Vocabulary.allCases.count))
            for word in words { #expect(throws: Never.self) { try Vocabulary(parsing: word) } }
            #expect(defect?.cause == "is not a term of \(vocabulary)")
            #expect(defect?.mend == "use a term such as \(examples)")
        }
    }

    @Test func unknownTermIsRefusedWithVocabularyAndExamples() throws {
        for type in Self.vocabularies { try unknownIsRefused(type) }
    }

    @Test func thereAreExactlyTheTwentyFourMethods() throws {
        let codes = """
            LOAD RIP SWITCH CLONE STRUCT REEFER CHEM GROUP EMPTY TRANS HULL SHIP DROP PIN TROJAN
            EXTRACT MOVE INFO CTRL BADGE CAPTURE CYBER RETAKE CASH
            """.split { $0 == " " || $0 == "\n" }.map(String.init)
        #expect(codes.count == 24)
        #expect(ModusOperandi.allCases.map(\.rawValue) == codes)
        for (alias, method) in [
            ("CREW", ModusOperandi.ship), ("hotel", .trojan), ("Structure", .structure),
        ] {
            #expect(ModusOperandi(alias: alias) == method)
            #expect(ModusOperandi(rawValue: alias.uppercased()) == nil, "an alias is no code")
        }
        for code in codes + ["", "CREW "] { #expect(ModusOperandi(alias: code) == nil) }
    }

    @Test func everySubstanceHasAGroupAndEveryGroupASubstance() {
        let groups = Dictionary(grouping: Substance.allCases, by: \.group)
        #expect(Set(groups.keys) == Set(SubstanceGroup.allCases))
        #expect(groups.values.map(\.count).reduce(0, +) == Substance.allCases.count)
        #expect(groups[.cocaLeaf] == [.cocaLeaf], "leaf never adds to cocaine")
        #expect(groups[.unknown] == [.unknown], "only the unknown is unknown")
        #expect(groups[.allDrugs] == [.allDrugs], "a total is never added to its parts")
        #expect(groups[.cash] == [.cash])
        for substance in Substance.allCases {
            if substance.rawValue.hasPrefix("cannabis") { #expect(substance.group == .cannabis) }
            if substance.rawValue.hasPrefix("cocaine") { #expect(substance.group == .cocaine) }
        }
    }

    @Test func maritimeTermsAreNamedOneByOne() {
        #expect(Setting.allCases.filter(\.isMaritime) == [.seaport, .inlandPort, .water])
        #expect(
            Set(TransportMode.allCases.filter(\.isMaritime))
                == [.container, .vessel, .inlandVessel, .smallCraft])
    }
}
