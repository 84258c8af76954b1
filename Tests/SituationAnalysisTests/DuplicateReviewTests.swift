import PortVocabulary
import TestSupport
import Testing

@testable import SituationAnalysis

@Suite struct DuplicateReviewTests {
    /// A candidate of one day; the fields that tests vary.
    private func candidate(
        _ serial: Int, _ amount: Double, _ unit: QuantityUnit = .kilogram, day: Int32 = 10,
        place: String = "antwerp", substance: Substance = .mdma, occurrence: Int = 0,
        compared: [String] = ["", "", "", "", "", ""]
    ) -> ReviewCandidate {
        ReviewCandidate(
            record: RecordID(trusted: "r\(serial)"), serial: serial, day: day,
            substance: substance, amount: amount, unit: unit, place: place,
            occurrence: occurrence, compared: compared)
    }

    private func findings(_ candidates: [ReviewCandidate]) -> [ReviewFinding] {
        DuplicateReview(candidates).findings()
    }

    /// The weights that the reasons name: `same place (+1.5)`.
    private func weights(_ reasons: [String]) -> [Double] {
        reasons.compactMap { reason in
            guard reason.hasSuffix(")"), let open = reason.lastIndex(of: "(") else { return nil }
            return Double(reason[reason.index(after: open)...].dropLast())
        }
    }

    @Test func tabletsAndKilogramsWithTheSameDigitsAreANearRepeat() throws {
        let found = findings([candidate(1, 2786, .tablet), candidate(2, 2.786)])
        let finding = try #require(found.first)
        #expect(found.count == 1 && finding.kind == .nearRepeat)
        #expect(finding.score == 3.5 && finding.kind.stateByRule == .held)
        #expect(finding.reasons.contains { $0.contains("a slip of the unit") })
    }

    @Test func gramsAndKilogramsOfPlacesInTwoScriptsAreANearRepeat() throws {
        let intake = try Intake("breakwater-template")
        try intake.run(
            Template.file([
                ["reference": "A1", "place": "Пирей", "country": "GR", "amount": "21.425"],
                [
                    "reference": "A2", "place": "Piraeus", "country": "GR", "amount": "21425",
                    "unit": "g",
                ],
            ]))
        let finding = try #require(intake.store.findings.first)
        #expect(finding.kind == .nearRepeat && finding.score == 3.75)
        #expect(finding.reasons.contains("places in two scripts cannot be compared"))
        #expect(intake.store.current.map(\.state) == [.counted, .held])
    }

    @Test func exactRepeatOfAParticularAmountIsSetAside() throws {
        let finding = try #require(
            findings([candidate(1, 21.425), candidate(2, 21.425, occurrence: 1)]).first)
        #expect(finding.kind == .exactRepeat && finding.kind.stateByRule == .repeated)
        #expect((finding.record.text, finding.other.text) == ("r2", "r1"))
        #expect(
            finding.score == 5 && finding.reasons.contains("the amount has 5 significant digits"))
    }

    @Test func exactRepeatOfASmallOrCommonAmountIsPossiblyGenuine() throws {
        let small = findings([candidate(1, 1.5), candidate(2, 1.5, occurrence: 1)])
        #expect(small.map(\.kind) == [.possiblyGenuine])
        let common = (3...5).map { candidate($0, 21.425, day: Int32($0 * 20), place: "elsewhere") }
        let found = findings([candidate(1, 21.425), candidate(2, 21.425, occurrence: 1)] + common)
        #expect(found.map(\.kind) == [.possiblyGenuine])
        #expect(found[0].reasons.contains("the amount occurs on 3 other days"))
        #expect(
            findings(
                [candidate(1, 21.425), candidate(2, 21.425, occurrence: 1)] + common.prefix(2)
            )
            .map(\.kind) == [.exactRepeat])
    }

    @Test func parcelsThatLeftDifferentCountriesArePossiblyGenuine() throws {
        let parcel = { (serial: Int, from: String) in
            self.candidate(
                serial, 0.317, place: "liege", substance: .ketamine,
                compared: ["postal", "post", "", "", from, "BE"])
        }
        let different = try #require(findings([parcel(1, "NL"), parcel(2, "DE")]).first)
        // Digits .75, unit 1, place 1.5, substance .5, three fields alike 1.5, one not -1.
        #expect(different.score == 4.25)
        #expect(different.reasons.contains("another departure (-1.0)"))
        let apart = { (serial: Int, from: String, place: String) in
            self.candidate(serial, 0.317, place: place, compared: ["", "", "", "", from, ""])
        }
        let genuine = try #require(findings([apart(1, "NL", ""), apart(2, "DE", "")]).first)
        #expect(genuine.kind == .possiblyGenuine && genuine.kind.stateByRule == .counted)
    }

    @Test func unlikeAmountsDaysAndRoundAmountsAreNoFinding() {
        #expect(findings([candidate(1, 21.425), candidate(2, 21.426)]).isEmpty)
        #expect(findings([candidate(1, 21.425), candidate(2, 21.425, day: 11)]).isEmpty)
        #expect(findings([candidate(1, 50), candidate(2, 5)]).isEmpty)
        #expect(
            findings([candidate(1, 0.317), candidate(2, 0.317, place: "lisbon", substance: .khat)])
                .allSatisfy { $0.kind == .possiblyGenuine })
    }

    @Test func fullerRecordStays() throws {
        let full = candidate(2, 21.425, compared: ["seaport", "container", "", "", "EC", "BE"])
        let finding = try #require(findings([candidate(1, 21.425), full]).first)
        #expect((finding.record.text, finding.other.text) == ("r1", "r2"))
    }

    private func randomCandidates(_ random: inout Seeded) -> [ReviewCandidate] {
        let fields = [
            ["", "seaport", "airport"], ["", "vessel"], ["", "hull"], ["", "CO"], ["", "EC", "BR"],
            ["", "BE"],
        ]
        return (1...60).map { serial in
            candidate(
                serial, random.pick([2786, 2.786, 21.425, 21_425, 1.5, 317, 0.317]),
                random.pick([.kilogram, .tablet, .litre]), day: Int32(random.number(1...3)),
                place: random.pick(["", "antwerp", "antwerpen", "лиепая", "lisbon"]),
                substance: random.pick([.mdma, .khat]),
                occurrence: random.number(0...9) == 0 ? 1 : 0,
                compared: fields.map { random.pick($0) })
        }
    }

    @Test func findingsDoNotDependOnTheOrderOfTheInput() {
        var random = Seeded(59)
        for _ in 0..<40 {
            let candidates = randomCandidates(&random)
            let usual = findings(candidates)
            for _ in 0..<5 { #expect(findings(candidates.shuffled(using: &random)) == usual) }
        }
    }

    @Test func everyFindingHasReasonsWhoseWeightsAddUpToItsScore() {
        var random = Seeded(61)
        var seen: Set<RepeatKind> = []
        for _ in 0..<60 {
            let pair = [candidate(61, 4.4321), candidate(62, 4.4321, occurrence: 1)]
            for finding in findings(randomCandidates(&random) + pair) {
                seen.insert(finding.kind)
                #expect(finding.record != finding.other && !finding.reasons.isEmpty)
                let weights = weights(finding.reasons)
                if finding.reasons[0].hasPrefix("every cell is the same") {
                    // Of an exact repeat the score is the number of significant digits.
                    #expect(
                        finding.reasons.contains(
                            "the amount has \(Int(finding.score)) significant digits"))
                } else {
                    #expect(abs(weights.reduce(0, +) - finding.score) < 1e-9, "\(finding.reasons)")
                    #expect(
                        (finding.kind == .nearRepeat) == (finding.score >= DuplicateRules.nearScore)
                    )
                    #expect(finding.score >= DuplicateRules.notedScore)
                }
            }
        }
        #expect(seen == Set(RepeatKind.allCases))
    }

    @Test(arguments: [
        (2786.0, 2786), (2.786, 2786), (21.425, 21_425), (21_425, 21_425), (1000, 1),
        (0.000317, 317), (1e300, 1), (.leastNonzeroMagnitude, 494_066), (123_456_789, 123_457),
        (999_999.7, 1),
    ])
    func significandKeepsDigitsAndDropsTheScale(_ amount: Double, _ digits: Int) {
        #expect(DuplicateRules.significand(amount) == digits)
    }

    @Test func significandOfNoAmountIsNone() {
        for amount in [0, -1, .infinity, .nan] as [Double] {
            #expect(DuplicateRules.significand(amount) == nil)
        }
    }
}
