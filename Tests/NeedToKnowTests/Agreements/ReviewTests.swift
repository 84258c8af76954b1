import Foundation
import PortVocabulary
import TestSupport
import Testing

@testable import NeedToKnow

@Suite struct ReviewTests {
    private let day = Samples.day("2026-11-24")

    private func agreement(
        _ name: String, version: Int = 1, until: String = "2028-12-31",
        _ change: (inout Clause) -> Void = { _ in }
    ) throws -> Agreement {
        var agreement = try Samples.agreement()
        agreement.id = Samples.id(name)
        agreement.version = version
        agreement.valid = try DateSpan(
            from: Samples.day("2026-01-01"), through: Samples.day(until))
        agreement.clauses[0].conditions.needsConsent = false
        change(&agreement.clauses[0])
        return agreement
    }

    private func inForce(_ agreement: Agreement) -> JudgedAgreement {
        JudgedAgreement(
            agreement: agreement, standing: .inForce(VerifiedAgreement(verified: agreement)))
    }

    private func findings(_ agreements: Agreement...) -> [AgreementFinding] {
        AgreementReview(on: day).findings(agreements.map(inForce))
    }

    private func reference(_ name: String) -> ClauseReference {
        ClauseReference(
            agreement: Samples.id(name), version: 1, clause: Samples.id("seizures"))
    }

    @Test func aSoundAgreementGivesNoFinding() throws {
        #expect(findings(try agreement("a")) == [])
    }

    @Test func expiringAgreementsAreFoundOnTheDay() throws {
        let last = day.advanced(byDays: 90)
        let soon = try agreement("a", until: last.description)
        #expect(findings(soon).map(\.matter) == [.expiring(on: last)])
        let later = try agreement("a", until: day.advanced(byDays: 91).description)
        #expect(findings(later) == [])
    }

    @Test func aSignedSuccessorEndsTheWarning() throws {
        let soon = inForce(try agreement("a", until: "2026-12-31"))
        func review(from first: String) throws -> [ReviewMatter] {
            var next = try agreement("a", version: 2)
            next.valid = try DateSpan(
                from: Samples.day(first), through: Samples.day("2028-12-31"))
            let judged = JudgedAgreement(
                agreement: next, standing: .notYet(from: Samples.day(first)))
            return AgreementReview(on: day).findings([soon, judged]).map(\.matter)
        }
        #expect(try review(from: "2027-01-01") == [])
        #expect(try review(from: "2027-01-02") == [.expiring(on: Samples.day("2026-12-31"))])
    }

    @Test func standingsBecomeFindings() throws {
        let one = try agreement("a")
        let cases: [(AgreementStanding, ReviewMatter)] = [
            (.expired(on: day), .expired(on: day)),
            (.unsigned(missing: [Samples.be]), .unsigned(by: [Samples.be])),
            (.badSignature(Samples.nl), .badSignature(Samples.nl)),
            (.unknownKey(Samples.nl), .unknownKey(Samples.nl)),
            (.keyDiffers(Samples.nl), .keyDiffers(Samples.nl)),
            (.revoked(by: Samples.nl, on: day), .revoked(by: Samples.nl, on: day)),
            (.malformed, .malformed),
        ]
        for (standing, matter) in cases {
            let judged = JudgedAgreement(agreement: one, standing: standing)
            let found = AgreementReview(on: day).findings([judged])
            #expect(found.map(\.matter) == [matter])
            #expect(found.allSatisfy { !$0.cause.isEmpty && !$0.mend.isEmpty && $0.clause == nil })
        }
    }

    @Test func replacedVersionsAreNotReviewed() throws {
        let old = JudgedAgreement(
            agreement: try agreement("a"), standing: .revoked(by: Samples.nl, on: day))
        let new = inForce(try agreement("a", version: 2))
        #expect(AgreementReview(on: day).findings([old, new]) == [])
    }

    @Test func unusedAgreementsAreFoundOnTheDay() throws {
        let one = try agreement("a")
        var review = AgreementReview(on: day)
        func matters() -> [ReviewMatter] { review.findings([inForce(one)]).map(\.matter) }
        review.unusedFor = 100
        #expect(matters() == [.unused(since: Samples.day("2026-01-01"), never: true)])
        let used = day.advanced(byDays: -101)
        review.lastUsed = [one.id: used]
        #expect(matters() == [.unused(since: used, never: false)])
        review.lastUsed = [one.id: day.advanced(byDays: -100)]
        #expect(matters() == [])
    }

    @Test func overlappingClausesAreNamed() throws {
        let found = findings(
            try agreement("a"), try agreement("b") { $0.fields = [.place, .substance] })
        #expect(found.count == 1)
        #expect(found.first?.agreement == Samples.id("b"))
        #expect(
            found.first?.matter
                == .overlapping(
                    with: reference("a"), .seizure, PurposeSet([.strategicAnalysis]), [.place]))
    }

    /// Each change takes away the one thing that the two clauses share.
    @Test func clausesThatShareNothingDoNotOverlap() throws {
        let changes: [(inout Clause) -> Void] = [
            { $0.fields = [.substance] }, { $0.purposes = [] }, { $0.kinds = [.figure] },
            { ($0.from, $0.to) = ($0.to, $0.from) }, { $0.handling = [.h2] },
            { $0.ports = Set(["BEANR"].compactMap { try? PlaceCode(parsing: $0) }) },
            { $0.substances = [.cannabis] },
            { ($0.form, $0.fields) = (.aggregate, []) },
        ]
        for (index, change) in changes.enumerated() {
            let found = findings(try agreement("a"), try agreement("b", change))
            #expect(found == [], "change \(index)")
        }
        #expect(
            findings(try agreement("a", until: "2026-12-31"), try agreement("b")).count == 2)
        var later = try agreement("b")
        later.valid = try DateSpan(
            from: Samples.day("2029-01-01"), through: Samples.day("2029-12-31"))
        #expect(findings(try agreement("a"), later) == [])
    }

    @Test func theLaxerClauseIsNamed() throws {
        let strict: [(ClauseTerm, (inout Clause) -> Void)] = [
            (.consent, { $0.conditions.needsConsent = true }),
            (.fourEyes, { $0.conditions.needsFourEyes = true }),
            (.upTo, { $0.upTo = .green }), (.handling, { $0.handling = [.h0] }),
        ]
        for (term, change) in strict {
            let found = findings(try agreement("a", change), try agreement("b"))
            let expected = ReviewMatter.contradicted(
                by: reference("b"), .seizure, PurposeSet([.strategicAnalysis]), in: [term])
            #expect(found.map(\.matter) == [expected])
            #expect(found.first?.agreement == Samples.id("a"))
            #expect(found.first?.cause.contains("the laxer clause b/1#seizures wins") ?? false)
        }
        let counts: (inout Clause) -> Void = { ($0.form, $0.fields) = (.aggregate, []) }
        let smaller = try agreement("b") {
            counts(&$0)
            $0.conditions.minimumCell = 3
        }
        let found = findings(try agreement("a", counts), smaller)
        #expect(
            found.map(\.matter) == [
                .contradicted(
                    by: reference("b"), .seizure, PurposeSet([.strategicAnalysis]),
                    in: [.minimumCell])
            ])
    }

    @Test func clausesThatAreLaxerInDifferentThingsAreBothFound() throws {
        let found = findings(
            try agreement("a") { $0.conditions.needsConsent = true },
            try agreement("b") { $0.roles = [.reviewer] })
        #expect(found.map(\.agreement.text) == ["a", "b"])
        #expect(
            found.map(\.matter) == [
                .contradicted(
                    by: reference("b"), .seizure, PurposeSet([.strategicAnalysis]),
                    in: [.consent, .roles]),
                .contradicted(
                    by: reference("a"), .seizure, PurposeSet([.strategicAnalysis]), in: [.roles]),
            ])
    }

    @Test func contradictionsWithinOneAgreementAreFound() throws {
        var one = try agreement("a")
        var second = one.clauses[0]
        second.id = Samples.id("second")
        one.clauses.append(second)
        #expect(findings(one) == [])
        one.clauses[1].conditions.needsFourEyes = true
        #expect(findings(one).map(\.clause) == [Samples.id("second")])
    }

    @Test func clausesThatGrantNothingAreFound() throws {
        let published = try agreement("a") { ($0.upTo, $0.handling) = (.clear, [.h0]) }
        #expect(findings(published).map(\.matter) == [.grantsNothing(.onlyPublished)])
        let nowhere = try agreement("a") {
            $0.countries = Set(["BE"].compactMap { try? Country(parsing: $0) })
        }
        #expect(findings(nowhere).map(\.matter) == [.grantsNothing(.portsOutsideCountries)])
    }

    @Test func clausesThatFitNoRecordSayWhy() throws {
        let marks: [(EmptyGrant?, Mark)] = [
            (nil, try Mark(trafficLight: .amber, handling: .h0)),
            (
                .noPurpose,
                try Mark(
                    trafficLight: .amber, handling: .h0, purposes: PurposeSet([.oversight]))
            ),
            (.noLabel, try Mark(trafficLight: .red, handling: .h0)),
            (.noHandling, try Mark(trafficLight: .amber, handling: .h2)),
            (
                .noReceiver,
                try Mark(trafficLight: .amber, handling: .h0, releasableTo: [Samples.id("fr")])
            ),
        ]
        var review = AgreementReview(on: day)
        let one = inForce(try agreement("a"))
        for (reason, mark) in marks {
            review.classes = [AccessClass(kind: .seizure, originator: Samples.nl, mark: mark)]
            let expected = reason.map { [ReviewMatter.grantsNothing($0)] } ?? []
            #expect(review.findings([one]).map(\.matter) == expected)
        }
        review.classes = [marks[2].1, marks[3].1].map {
            AccessClass(kind: .seizure, originator: Samples.nl, mark: $0)
        }
        #expect(review.findings([one]).map(\.matter) == [.grantsNothing(.noCombination)])
        review.classes = [
            AccessClass(kind: .figure, originator: Samples.nl, mark: .published),
            AccessClass(kind: .seizure, originator: Samples.be, mark: .published),
        ]
        #expect(review.findings([one]).map(\.matter) == [.grantsNothing(.noRecord)])
    }

    @Test func orderOfTheAgreementsDoesNotMatter() throws {
        var random = Seeded(331)
        for _ in 0..<20 {
            let agreements = (0..<12).map { _ in
                var agreement = random.agreement()
                agreement.id = random.pick(["a", "b", "c", "d"].map { Samples.id($0) })
                for index in agreement.clauses.indices {
                    agreement.clauses[index].from = [Samples.nl]
                    agreement.clauses[index].to = random.pick([[Samples.be], [Samples.nl]])
                }
                return inForce(agreement)
            }
            // One agreement of each identifier and version, as a node keeps them.
            let distinct = Dictionary(agreements.map { ($0.agreement.id, $0) }) { first, _ in first
            }
            let list = distinct.values.sorted { $0.agreement.id < $1.agreement.id }
            let found = AgreementReview(on: day).findings(list)
            #expect(AgreementReview(on: day).findings(list.shuffled(using: &random)) == found)
            #expect(Set(found).count == found.count)
        }
    }

    /// Hundreds of memoranda of one customs service with a company each: only clauses of the same
    /// two parties are compared.
    @Test func fiveHundredMemorandaAreComparedWithinThemselves() throws {
        let text = try Templates.text("customs-company-memorandum")
        let memoranda = try (0..<500).map { number in
            try AgreementDocument(
                parsing: text.replacing("template-company", with: "company-\(number)")
                    .replacing("template-customs-company", with: "memorandum-\(number)")
            ).agreement
        }
        let comparison = ClauseComparison(memoranda, limit: 10)
        #expect(comparison.findings == [])
        #expect(comparison.comparisons == 500)
        let found = AgreementReview(on: day).findings(
            memoranda.map {
                JudgedAgreement(agreement: $0, standing: .keyDiffers(Samples.nl))
            })
        #expect(found.count == 500)
    }

    @Test func findingsBeyondTheLimitAreCounted() throws {
        let many = try (0..<200).map { inForce(try agreement("a\($0)")) }
        let found = AgreementReview(on: day).findings(many)
        #expect(found.count == AgreementReview.findingsLimit)
        #expect(found.last?.matter == .moreFindings(limit: AgreementReview.findingsLimit))
    }
}
