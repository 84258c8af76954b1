import PortVocabulary
import Testing

@testable import SituationAnalysis

/// Every shipped layout reads, and a small synthetic file under it means what it should.
@Suite struct ShippedLayoutTests {
    static let samples: [(layout: String, file: String)] = [
        ("analyst-sheet", "analyst-sheet.csv"), ("breakwater-json", "breakwater-json.json"),
        ("breakwater-template", "breakwater-template.csv"), ("cen-like", "cen-like.csv"),
        ("denominators", "denominators.csv"),
        ("published-figures", "published-figures.csv"), ("reported-events", "reported-events.csv"),
        ("unodc-ids", "unodc-ids.csv"), ("us-cbp-monthly", "us-cbp-monthly.csv"),
    ]

    private func run(_ name: String) throws -> (MemoryStore, Intake.Outcome) {
        let file = try #require(Self.samples.first { $0.layout == name }?.file)
        let intake = try Intake(name)
        return (intake.store, try intake.run(try ProductData.sample(file)))
    }

    @Test func everyShippedLayoutHasASample() {
        #expect(ProductData.layoutNames == Self.samples.map(\.layout))
    }

    @Test func everyShippedLayoutReadsAndStatesItsMark() throws {
        for name in ProductData.layoutNames {
            let layout = try ProductData.layout(name)
            #expect(layout.name == name)
            #expect(layout.mark != .strictest, "\(name) states no mark")
        }
    }

    /// A term that a layout maps to must exist, or every row would carry a note.
    @Test func everyTermOfAShippedLayoutIsATermOfItsField() throws {
        for name in ProductData.layoutNames {
            let layout = try ProductData.layout(name)
            for column in layout.columns {
                for mapping in column.mappings {
                    let terms = Array(mapping.terms.values) + (mapping.otherwise.map { [$0] } ?? [])
                    for term in terms where !Self.knows(term, mapping.field) {
                        Issue.record("\(name): \(column.header) maps to “\(term)”")
                    }
                }
            }
            for (field, value) in layout.defaults where !Self.knows(value, field) {
                Issue.record("\(name): the default of \(field) is “\(value)”")
            }
        }
    }

    private static func knows(_ term: String, _ field: IntakeField) -> Bool {
        switch field {
        case .stage: Stage(rawValue: term) != nil
        case .setting: Setting(rawValue: term) != nil
        case .transport: TransportMode(rawValue: term) != nil
        case .concealment: Concealment(rawValue: term) != nil
        case .scope: FigureScope(rawValue: term) != nil
        case .precision: FigurePrecision(rawValue: term) != nil
        case .status: FigureStatus(rawValue: term) != nil
        case .countBasis: CountBasis(rawValue: term) != nil
        case .certainty: AmountCertainty(rawValue: term) != nil
        case .unit: ProductData.reference.units.entry(named: term) != nil
        case .country, .producingCountry, .departureCountry, .destinationCountry:
            term.isEmpty || ProductData.reference.countries.country(named: term) != nil
        case .fiscalYear: Int(term) != nil
        case .reporter, .address: !term.isEmpty
        default: false
        }
    }

    @Test func unodcSampleMeansWhatItShould() throws {
        let (store, outcome) = try run("unodc-ids")
        #expect(outcome.summary.rows == 4 && outcome.summary.outcomes[.rejected] == nil)
        let antwerp = store.events[0]
        #expect(antwerp.place?.code == "BEANR" && antwerp.placeMatch == .name)
        #expect(antwerp.reporter == "Belgium" && antwerp.stage == .atPort)
        #expect(antwerp.mass?.kilograms == 412.5 && antwerp.mass?.basis == .definition)
        #expect(antwerp.departure.country?.code == "EC" && antwerp.concealment == .inLoad)
        let algeciras = store.events[1]
        #expect(algeciras.place?.code == "ESALG" && algeciras.placeMatch == .similar)
        #expect(
            outcome.lines[1].notes.contains {
                $0.cause.contains("similar to a spelling of Algeciras")
            })
        #expect(algeciras.quantity?.unit == .kilogram && algeciras.quantity?.amount == 0.9)
        #expect(algeciras.destination.isEmpty && algeciras.asked.contains(.destination))
        #expect(!algeciras.asked.contains(.companies))
        let munich = store.events[2]
        #expect(munich.place == nil && munich.substance == .mdma && munich.producing == nil)
        #expect(munich.mass.map { $0.factor > 0 && !$0.source.isEmpty } == true)
        #expect(outcome.summary.repeats == [.nearRepeat: 1])
        #expect(store.current.map(\.state).filter { $0 == .held }.count == 1)
    }

    @Test func customsFormSampleMeansWhatItShould() throws {
        let (store, outcome) = try run("cen-like")
        #expect(outcome.summary.outcomes[.rejected] == nil)
        let first = store.events[0]
        #expect(first.when.description == "2024-03-05" && first.place?.code == "NLVLI")
        #expect(first.country?.code == "NL" && first.reporter == "Netherlands")
        #expect(first.mass?.kilograms == 1234.5 && first.stage == .atPort)
        #expect(first.container?.code == "CSQU3054383" && first.vessel?.number == 9_074_729)
        #expect(first.transit.map { $0.country?.code } == ["PA", "CR"])
        #expect(first.companies == [CompanyInvolvement(role: .line, involvement: .unknown)])
        #expect(first.persons == .known(2) && first.cash?.hundredths == 150_050)
        #expect(store.current[0].record.mark.handling == .h2)
        let second = store.events[1]
        #expect(second.when.description == "2024-03-06" && second.concealment == .hull)
        #expect(second.persons == .unknown && second.cash == nil && second.companies.isEmpty)
    }

    @Test func analystSheetSampleMeansWhatItShould() throws {
        let (store, outcome) = try run("analyst-sheet")
        #expect(outcome.lines[0].outcome == .accepted, "\(outcome.lines[0].notes)")
        let first = store.events[0]
        #expect(
            first.place?.code == "ECGYE" && first.stage == .atPort && first.methods == [.ripOff])
        #expect(first.transit.first?.country?.code == "PA")
        #expect(first.destination.place?.code == "BEANR" && first.intended.place?.code == "NLRTM")
        let second = store.events[1]
        #expect(second.when.precision == .month && second.mass?.kilograms == 10_000)
        #expect(outcome.lines[1].notes.contains { $0.cause.contains("says 9000.0 kg") })
    }

    @Test func templateSamplesMeanTheSameAsCSVAndAsJSON() throws {
        let intake = try Intake("breakwater-template")
        let csv = try intake.run(try ProductData.sample("breakwater-template.csv"))
        #expect(csv.summary.outcomes == [.accepted: 2], "\(csv.notes)")
        let first = intake.store.events[0]
        #expect(first.methods == [.ripOff, .pinCode] && first.evaluation?.description == "B2")
        #expect(first.companies.map(\.involvement) == [.misused, .unknown])
        #expect(first.transit.map { $0.place?.code ?? $0.country?.code } == ["PA", "SRPBM"])
        #expect(intake.store.current[0].record.mark.trafficLight == .green)
        let second = intake.store.events[1]
        #expect(second.place?.code == "NLVLI" && second.placeMatch == .code)
        #expect(second.quantity == nil && second.transit.isEmpty)
        #expect(intake.store.current[1].record.mark.handlingText == "for the joint case only")
        var json = try Intake("breakwater-json")
        json.store = intake.store
        let outcome = try json.run(try ProductData.sample("breakwater-json.json"))
        #expect(outcome.summary.outcomes == [.accepted: 2], "\(outcome.notes)")
        #expect(outcome.lines[0].record == csv.lines[0].record)
        #expect(intake.store.events.count == 3)
        let detail = try intake.store.ownDetails([try #require(outcome.lines[1].record)])
        #expect(detail.first?.given.contains { $0.cell == "escort=yes" } == true)
    }

    @Test func publishedFigureSampleMeansWhatItShould() throws {
        let (store, outcome) = try run("published-figures")
        #expect(outcome.summary.outcomes == [.accepted: 2], "\(outcome.notes)")
        let figures = store.figures
        #expect(figures[0].place?.code == "BEANR" && figures[0].kilograms == 1000.5)
        #expect(figures[0].period.precision == .year && figures[0].countBasis == .same)
        #expect(figures[1].scope == .portGroup && figures[1].precision == .lowerBound)
        #expect(figures[1].country == nil && figures[1].isContested && figures[1].seizures == nil)
    }

    @Test func reportedEventSampleMeansWhatItShould() throws {
        let (store, outcome) = try run("reported-events")
        #expect(outcome.summary.outcomes[.rejected] == nil)
        let first = store.events[0]
        #expect(first.transport == .container && first.concealment == .machinery)
        #expect(first.methods == [.reefer] && first.departure.country?.code == "EC")
        #expect(first.quantity?.certainty == .estimated && first.stage == .atPort)
        #expect(store.events[1].destination.country?.code == "PT")
    }

    @Test func borderProtectionSampleCountsFiscalMonthsInPounds() throws {
        let (store, outcome) = try run("us-cbp-monthly")
        #expect(outcome.summary.outcomes == [.accepted: 2], "\(outcome.notes)")
        let figures = store.figures
        #expect(figures.map(\.period.description) == ["2023-10", "2025-01"])
        #expect(abs((figures[0].kilograms ?? 0) - 100) < 1e-6 && figures[0].seizures == 3)
        #expect(figures[1].country?.code == "US" && figures[1].scope == .area)
    }
}
