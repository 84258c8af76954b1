import Foundation
import TestSupport
import Testing

@testable import PortVocabulary

/// python-stdnum, which we did not write, as a judge of container and ship numbers.
enum OutsideJudge {
    static let isPresent = OutsideProgram.hasPython("stdnum.iso6346, stdnum.imo")

    /// Reads a JSON list of texts, answers with the canonical form of each or null.
    static let script = """
        import json, sys
        from stdnum import imo, iso6346
        judge = {"iso6346": iso6346, "imo": imo}[sys.argv[1]]
        answers = []
        for text in json.load(sys.stdin):
            try:
                answers.append(judge.validate(text))
            except ValueError:  # ValidationError is one; so is its own stumble over "_"
                answers.append(None)
        json.dump(answers, sys.stdout)
        """

    static func verdicts(_ scheme: String, on texts: [String]) throws -> [String?] {
        let input = try JSONEncoder().encode(texts)
        let output = try OutsideProgram.runPython(script, scheme, input: input)
        return try JSONDecoder().decode([String?].self, from: output)
    }
}

/// Differences that we accept, each a text that the judge takes and we refuse, or the reverse:
/// - the judge takes digits in the owner code and the category R; ISO 6346 has neither;
/// - we take hyphens and slashes between the parts of a container number, the judge does not;
/// - the judge takes ship numbers that start with 0; no ship has one.
@Suite(
    .enabled(
        if: OutsideJudge.isPresent,
        "python-stdnum not found: install it in .venv or set BREAKWATER_PYTHON"))
struct OutsideJudgeTests {
    /// A valid number as it stands, in another writing, or with one thing wrong.
    func damaged(_ text: String, _ random: inout Seeded) -> String {
        let index = random.number(0...text.count - 1)
        switch random.number(0...9) {
        case 0: return text.lowercased()
        case 1: return String(text.prefix(index)) + " " + text.dropFirst(index)
        case 2: return text.replacing(at: index, with: Character("\(random.number(0...9))"))
        case 3: return text.swapping(at: min(index, text.count - 2))
        case 4: return String(text.prefix(index)) + text.dropFirst(index + 1)
        case 5: return text + "\(random.number(0...9))"
        case 6:
            let letter = random.text(of: Alphabet.letters, length: 1)
            return text.replacing(at: index, with: Character(letter))
        case 7: return text.replacing(at: index, with: Character(random.text(of: "-/_", length: 1)))
        default: return text
        }
    }

    @Test func containerNumbersAreJudgedAsByPythonStdnum() throws {
        var random = Seeded(71)
        var texts: [String] = []
        for _ in 0..<2_000 {
            let text = random.containerNumber()
            texts.append(damaged(text, &random))
        }
        // Met too rarely by chance: right check digits on owners and categories outside the rules.
        for body in ["C5QU305438", "CSQR305438", "123U305438"] {
            texts.append(body + String(CheckDigits.containerRemainder(body) % 10))
        }
        texts += ["CSQU-305438-3", "CSQU/305438/3"]
        var agreed = (valid: 0, refused: 0)
        var differing = 0
        for (text, theirs) in zip(texts, try OutsideJudge.verdicts("iso6346", on: texts)) {
            let ours = accepted { () throws(WordDefect) in try ContainerCode(parsing: text) }
            if ours?.code == theirs {
                if ours == nil { agreed.refused += 1 } else { agreed.valid += 1 }
                continue
            }
            differing += 1
            let owner = Array((theirs ?? "").prefix(4))
            let isTheirsAlone =
                ours == nil && (owner.prefix(3).contains(where: \.isNumber) || owner.last == "R")
            let isOursAlone = theirs == nil && text.contains { "-/".contains($0) }
            #expect(isTheirsAlone || isOursAlone, "\(text): \(theirs ?? "refused")")
        }
        print("containers: \(agreed.valid) valid, \(agreed.refused) refused, \(differing) differ")
        #expect(agreed.valid > 600 && agreed.refused > 600 && differing >= 5)
    }

    @Test func vesselNumbersAreJudgedAsByPythonStdnum() throws {
        var random = Seeded(72)
        var texts: [String] = []
        for _ in 0..<2_000 {
            let text = damaged(random.vesselNumber(), &random)
            texts.append(["", "IMO ", "IMO", "imo", "Imo "][random.number(0...4)] + text)
        }
        texts += ["0000000", "IMO 0123450"]
        var agreed = (valid: 0, refused: 0)
        var differing = 0
        for (text, theirs) in zip(texts, try OutsideJudge.verdicts("imo", on: texts)) {
            let ours = accepted { () throws(WordDefect) in try VesselNumber(parsing: text) }
            if ours.map({ String($0.number) }) == theirs {
                if ours == nil { agreed.refused += 1 } else { agreed.valid += 1 }
                continue
            }
            differing += 1
            #expect(ours == nil && theirs?.first == "0", "\(text): \(theirs ?? "refused")")
        }
        print("ships: \(agreed.valid) valid, \(agreed.refused) refused, \(differing) differ")
        #expect(agreed.valid > 600 && agreed.refused > 600 && differing >= 2)
    }
}
