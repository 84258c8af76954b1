import TestSupport
import Testing

@testable import PortVocabulary

@Suite struct RoundTripTests {
    @Test func everyCountryAndCurrencyReadsBack() throws {
        for first in Alphabet.letters {
            for second in Alphabet.letters {
                let code = "\(first)\(second)"
                #expect(try Country(parsing: code).description == code)
                #expect(try Country(parsing: code.lowercased()) == Country(parsing: code))
                for third in Alphabet.letters {
                    let currency = code + "\(third)"
                    guard try Currency(parsing: currency.lowercased()).description == currency
                    else {
                        Issue.record("\(currency) does not read back")
                        return
                    }
                }
            }
        }
    }

    @Test func placeCodesReadBackInEveryWriting() throws {
        var random = Seeded(11)
        for _ in 0..<5_000 {
            let country = random.text(of: Alphabet.letters, length: 2)
            let place = random.text(of: Alphabet.place, length: 3)
            let code = try PlaceCode(parsing: country + place)
            #expect(code.description == country + place)
            #expect(try code.country == Country(parsing: country))
            for text in ["\(country) \(place)", "\(country)-\(place)"] {
                #expect(try PlaceCode(parsing: text) == code)
                #expect(try PlaceCode(parsing: text.lowercased()) == code)
            }
        }
    }

    @Test func containerNumbersReadBackInEveryWriting() throws {
        var random = Seeded(12)
        for _ in 0..<3_000 {
            let text = random.containerNumber()
            let code = try ContainerCode(parsing: text)
            #expect(code.description == text && code.owner == text.prefix(3))
            let parts = (text.prefix(4), text.dropFirst(4).prefix(6), text.suffix(1))
            for separator in [" ", "-", "/"] {
                let written = "\(parts.0)\(separator)\(parts.1)\(separator)\(parts.2)"
                #expect(try ContainerCode(parsing: written.lowercased()) == code)
            }
        }
    }

    @Test func vesselNumbersReadBackInEveryWriting() throws {
        var random = Seeded(13)
        for _ in 0..<5_000 {
            let text = random.vesselNumber()
            let vessel = try VesselNumber(parsing: text)
            #expect(String(vessel.number) == text)
            for written in [vessel.description, "imo\(text)", "Imo \(text)", " \(text) "] {
                #expect(try VesselNumber(parsing: written) == vessel)
            }
        }
    }

    @Test func everyEvaluationReadsBack() throws {
        var texts: Set<String> = []
        for source in SourceEvaluation.allCases {
            for information in InformationEvaluation.allCases {
                let value = Evaluation(source: source, information: information)
                #expect(try Evaluation(parsing: value.description) == value)
                #expect(try Evaluation(parsing: value.description.lowercased()) == value)
                texts.insert(value.description)
            }
        }
        #expect(texts.count == 16 && texts.contains("A1") && texts.contains("X4"))
        for text in ["", "A", "1A", "A5", "D1", "A11", "A 1", "A0"] {
            #expect(refusal { () throws(WordDefect) in try Evaluation(parsing: text) } != nil)
        }
    }

    @Test func everyTrafficLightLabelReadsBack() throws {
        for light in TrafficLight.allCases {
            for label in [light.rawValue, light.title, "tlp:" + light.rawValue.lowercased()] {
                #expect(try TrafficLight(label: label) == light)
            }
        }
        for label in ["", "TLP:", "TLP", "WHITE", "TLP:TLP:RED", "TLP RED", "AMBERSTRICT"] {
            #expect(refusal { () throws(WordDefect) in try TrafficLight(label: label) } != nil)
        }
    }

    @Test func identifiersReadBackAndKeepTheirLetterCase() throws {
        var random = Seeded(14)
        for _ in 0..<2_000 {
            let text = random.text(of: Alphabet.identifier, length: random.number(1...64))
            #expect(try RecordID(parsing: text).description == text)
            #expect(try RecordID(parsing: text) == RecordID(trusted: text))
        }
        let long = String(repeating: "a", count: 65)
        for text in ["", long, "a b", "a/b", "é", "e\u{301}", "\u{212A}", "a\0", "a\r\n", "../a"] {
            #expect(refusal { () throws(WordDefect) in try RecordID(parsing: text) } != nil)
        }
    }
}
