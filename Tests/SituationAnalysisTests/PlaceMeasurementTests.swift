import Foundation
import PortVocabulary
import Testing

@testable import SituationAnalysis

/// What the thresholds of place resolution give: the figures of `docs/formats/place-resolution.md`.
@Suite struct PlaceMeasurementTests {
    private let ports = ProductData.reference.ports

    private struct Tally {
        var right = 0, wrong = 0, none = 0
        var all: Int { right + wrong + none }
        var precision: Double { Double(right) / Double(max(right + wrong, 1)) }
        var recall: Double { Double(right) / Double(max(all, 1)) }
    }

    /// One slip of the pen: a letter left out, doubled, swapped with its neighbour or replaced.
    private func misspelt(_ name: String, _ random: inout Seeded) -> String {
        var letters = Array(name)
        let index = random.number(0...letters.count - 1)
        switch random.number(0...3) {
        case 0: letters.remove(at: index)
        case 1: letters.insert(letters[index], at: index)
        case 2 where index + 1 < letters.count: letters.swapAt(index, index + 1)
        default: letters[index] = random.pick(Array("abcdefghijklmnopqrstuvwxyz"))
        }
        return String(letters)
    }

    private func measure(slips: Int, _ random: inout Seeded) -> Tally {
        var tally = Tally()
        for port in ports.all {
            var text = FoldedText.fold(port.name)
            for _ in 0..<slips where !text.isEmpty { text = misspelt(text, &random) }
            // A slip that hits another spelling exactly is no matter of likeness.
            let found = ports.resolve(text, in: port.code.country)
            guard [.similar, .none].contains(found.match) else { continue }
            if found.code == port.code {
                tally.right += 1
            } else if found.code == nil {
                tally.none += 1
            } else {
                tally.wrong += 1
            }
        }
        return tally
    }

    @Test func misspeltPortNamesAreFoundOrLeftOpenAndHardlyEverMistaken() {
        var random = Seeded(83)
        for (slips, leastRecall, leastPrecision) in [(1, 0.60, 0.99), (2, 0.10, 0.98)] {
            let tally = measure(slips: slips, &random)
            print(
                "\(slips) slips: \(tally.all) names, right \(tally.right), wrong \(tally.wrong), "
                    + "open \(tally.none), precision \(tally.precision), recall \(tally.recall)")
            #expect(tally.all > 2_000)
            #expect(tally.precision >= leastPrecision)
            #expect(tally.recall >= leastRecall)
        }
    }

    /// A name of another port of the same country must not pass for a misspelling of this one.
    @Test func noPortsNameIsSimilarToAnotherPort() {
        var mistaken = 0
        for port in ports.all {
            let found = ports.resolve(port.name, in: port.code.country)
            if found.match == .similar || found.code != port.code { mistaken += 1 }
        }
        #expect(mistaken == 0)
    }

    /// Leaves each port out in turn: what its name is then taken for would be a mistake, as a
    /// place that the list lacks would be mistaken.
    @Test func placesThatTheListLacksAreHardlyEverTakenForAPort() throws {
        let rows = try ProductData.text("ports/ports.csv").split(separator: "\n")
        let header = String(rows[0])
        var random = Seeded(89)
        var (asked, mistaken) = (0, 0)
        let chosen = ports.all.shuffled(using: &random).prefix(300)
        let left = Set(chosen.map(\.code.code))
        let rest = rows.dropFirst().filter { !left.contains(String($0.prefix(5))) }
        let register = try PortRegister(
            parsing: ([header] + rest.map(String.init)).joined(separator: "\n"))
        for port in chosen {
            asked += 1
            if register.resolve(port.name, in: port.code.country).match == .similar {
                mistaken += 1
            }
        }
        print("left out: \(asked) names, taken for another port: \(mistaken)")
        #expect(Double(mistaken) <= 0.02 * Double(asked))
    }

    /// The ports of the country that one of the allowed slips leads to, nearest first.
    private func near(_ folded: String, _ country: Country, _ edits: Bool = true) -> [(
        Double, PlaceCode
    )] {
        var best: [PlaceCode: Double] = [:]
        for port in ports.all where port.code.country == country {
            for spelling in [port.name] + port.spellings {
                let known = FoldedText.fold(spelling)
                let allowed = PortRegister.editsAllowed(min(folded.utf8.count, known.utf8.count))
                guard known.utf8.count >= 5,
                    !edits || StringSimilarity.edits(folded, known, limit: allowed) <= allowed
                else { continue }
                let similarity = StringSimilarity.jaroWinkler(folded, known)
                best[port.code] = max(best[port.code] ?? 0, similarity)
            }
        }
        return best.map { ($0.value, $0.key) }.sorted { ($1.0, $0.1) < ($0.0, $1.1) }
    }

    /// Distinct places of the whole UNODC file that no spelling fits exactly: how many would be
    /// matched at which threshold, with the rule of slips and without it.
    @Test func realPlacesThatAreNoPortsAreNotTakenForPorts() throws {
        guard let lines = ProductData.distinctUNODCPlaces() else { return }
        var (asked, exact) = (0, 0)
        var matched: [String] = []
        var open: [(String, Country)] = []
        for line in lines {
            let cells = line.split(separator: ";", omittingEmptySubsequences: false).map(
                String.init)
            guard cells.count == 2, !cells[1].isEmpty,
                let country = ProductData.reference.countries.country(named: cells[0])
            else { continue }
            asked += 1
            let found = ports.resolve(cells[1], in: country)
            switch found.match {
            case .code, .name, .spelling: exact += 1
            case .similar:
                matched.append("\(country) \(cells[1]) \(found.code?.code ?? "") \(found.reason)")
            case .none:
                open.append((FoldedText.fold(cells[1]), country))
            }
        }
        print("places \(asked), exact \(exact), similar \(matched.count), open \(open.count)")
        for match in matched.sorted() { print("  \(match)") }
        #expect(asked > 5_000 && exact > 200)
        #expect(Double(matched.count) < 0.02 * Double(asked))
    }
}
