import Foundation
import NeedToKnow
import PortVocabulary
import Testing

@testable import SituationAnalysis

/// The assessment of the published figures that ship: the story and its caveats.
struct PublishedFiguresTests {
    private static let assessment: Assessment = {
        do {
            var figures = try Intake("published-figures")
            figures.today = CalendarDate(dayNumber: 20_781)
            try figures.run(ProductData.text("figures/published-port-figures.csv"))
            return try AssessSituation(store: figures.store, reference: ProductData.reference)
                .run(
                    try Person.own(), .list, Selection(), compare: nil, granularity: nil,
                    now: figures.now
                ).view
        } catch {
            fatalError("\(error)")
        }
    }()
    private var assessment: Assessment { Self.assessment }

    private func texts(_ verdict: Verdict) -> [String] {
        assessment.statements.filter { $0.verdict == verdict }.map(\.text)
    }

    @Test func everyPublishedRowStandsInOneSeries() {
        #expect(assessment.base.figures == 127)
        #expect(assessment.published.reduce(0) { $0 + $1.entries.count } == 127)
        #expect(Set(assessment.published.flatMap { $0.entries.map(\.record) }).count == 127)
        #expect(assessment.base.contestedFigures == 30)
    }

    @Test func publishedFiguresAreNeverCountedAsSeizures() {
        #expect(assessment.base.seizures == 0)
        #expect(assessment.trends.isEmpty)
    }

    // The figures of these sentences stand in the domain facts, section 8.
    @Test func antwerpFellWhileUpstreamRose() throws {
        #expect(
            texts(.shown).contains {
                $0.hasPrefix(
                    "Antwerp, cocaine: published seizures fell by 62 % to 64 %, from 116–121 t in 2023 to 44 t in 2024"
                )
            })
        #expect(
            texts(.shown).contains {
                $0.contains("on the way to Belgium: 81 t in 2024 against 45 t in 2023 (+80 %)")
            })
        #expect(texts(.likely).contains { $0.contains("Antwerp was stopped on the way") })
    }

    @Test func lotsBecameSmallerInAntwerp() {
        #expect(
            texts(.shown).contains {
                $0.contains("355 kg a seizure (62 seizures") && $0.contains("204 kg (82 seizures")
            })
    }

    @Test func vlissingenShareRoseByOneBodysCount() {
        #expect(
            texts(.shown).contains {
                $0.contains("Vlissingen's share of Rotterdam + Vlissingen")
                    && $0.contains("20 % (2023), 26 % (2024), 39 % (2025)")
            })
    }

    @Test func oneFindDominatedAlgeciras() {
        #expect(
            texts(.shown).contains { $0.contains("Algeciras, cocaine, 2018: one find is 76 %") })
    }

    @Test func bodiesThatDifferStandSideBySide() throws {
        let conflict = try #require(
            assessment.conflicts.first { $0.place == "Vlissingen" && $0.period == "2021" })
        #expect(Set(conflict.entries.compactMap(\.kilograms)) == [250, 2_100])
        #expect(conflict.ratio == 8.4)
        // No figure anywhere carries the mean of the two.
        #expect(!assessment.figures.contains { $0.value == 1_175 })
        #expect(texts(.cannotTell).contains { $0.contains("Vlissingen") && $0.contains("250 kg") })
    }

    @Test func aLowerBoundIsNoFall() {
        #expect(
            texts(.cannotTell).contains { $0.hasPrefix("Hamburg, cocaine: at least 5 t in 2024") })
        #expect(
            !texts(.shown).contains { $0.hasPrefix("Hamburg, cocaine: published seizures fell") })
    }

    @Test func displacementIsNotClaimed() {
        #expect(texts(.cannotTell).contains("Whether traffic moved from one port to another."))
        #expect(!texts(.shown).contains { $0.lowercased().contains("displace") })
    }

    @Test func everySentenceTracesToItsFiguresAndRecords() throws {
        let figures = Dictionary(
            uniqueKeysWithValues: assessment.figures.map { ($0.id, $0) })
        for statement in assessment.statements {
            #expect(!statement.because.isEmpty)
            for id in statement.figures {
                let figure = try #require(figures[id], "\(statement.text): \(id)")
                #expect(figure.records > 0 && !figure.list.isEmpty)
            }
        }
        for entry in assessment.published.flatMap(\.entries) {
            let source = try #require(figures[entry.figure]?.sources.first)
            #expect(source.record == entry.record && source.address == entry.address)
            #expect(entry.address.hasPrefix("http"))
        }
    }

    @Test func membersWithoutAnyFigureAreNamed() {
        let silent = Set(assessment.coverage.silentMembers.map(\.code))
        let known = Set(assessment.published.map(\.code))
        #expect(silent.isDisjoint(with: known))
        #expect(assessment.coverage.knownMembers >= silent.count)
    }

    @Test func theMeanPerSeizureNeedsACountOfTheseSeizures() {
        for entry in assessment.published.flatMap(\.entries)
        where entry.countBasis != CountBasis.same.title {
            #expect(entry.meanKilograms == nil)
        }
    }
}
