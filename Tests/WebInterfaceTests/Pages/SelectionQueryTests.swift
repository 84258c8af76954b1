import PortVocabulary
import Testing

@testable import SituationAnalysis
@testable import WebInterface

@Suite struct SelectionQueryTests {
    private static let reference: ReferenceData = {
        do {
            return ReferenceData(
                countries: try CountryRegister(
                    parsing: """
                        code,alpha3,name,grouping,aliases
                        NL,NLD,Netherlands,eu,Nederland
                        BE,BEL,Belgium,eu,België
                        """),
                ports: try PortRegister(
                    parsing: """
                        code,name,latitude,longitude,basin,kind,size,alliance,spellings
                        NLRTM,Rotterdam,51.9,4.5,north-sea,sea,large,yes,
                        BEANR,Antwerp,51.2,4.4,north-sea,sea,large,yes,Antwerpen
                        """),
                substances: try SubstanceRegister(parsing: "term,substance\nsnow,crack\n"),
                units: try UnitRegister(parsing: "term,unit,multiplier\n"),
                conversions: try ConversionTable(
                    parsing: "unit,substance,kilograms_per_unit,basis,source\n"))
        } catch {
            fatalError("\(error)")
        }
    }()

    private func read(
        _ text: String
    ) throws -> (query: SelectionQuery, defects: [SelectionQuery.Defect]) {
        SelectionQuery.read(try #require(FormFields(encoded: text)), Self.reference)
    }

    /// One selection for each criterion, and one with all of them.
    private static func selections() throws -> [Selection] {
        let changes: [(inout Selection) throws -> Void] = [
            { $0.period = try DateSpan(parsing: "2024-02-03/2025-06-30") },
            { $0.groups = [.cocaine, .otherGoods] }, { $0.basins = [.northSea, .rhine] },
            { $0.ports = [try PlaceCode(parsing: "NLRTM"), try PlaceCode(parsing: "XXABC")] },
            { $0.countries = [try Country(parsing: "BE")] },
            { $0.methods = Set(ModusOperandi.allCases) },
            { $0.concealments = Set(Concealment.allCases) }, { $0.stages = Set(Stage.allCases) },
            { $0.transports = Set(TransportMode.allCases) },
            { $0.roles = Set(CompanyRole.allCases) },
            { $0.currencies = [try Currency(parsing: "EUR")] },
            { $0.reporters = ["Customs, North’s 'own' & more", "Douane"] },
            { $0.route = try RouteCriterion(parsing: "EC:PA+CR:NLRTM:intended") },
            { $0.containers = [try ContainerCode(parsing: "CSQU3054383")] },
            { $0.vessels = [try VesselNumber(parsing: "9074729")] },
            { $0.states = Set(ReviewState.allCases) }, { $0.isWithinPeriod = true },
            { $0.isCountedOnly = true }, { $0.isAtPortOnly = true }, { $0.isMaritimeOnly = true },
        ]
        var all = Selection()
        var selections: [Selection] = []
        for change in changes {
            var one = Selection()
            try change(&one)
            try change(&all)
            selections.append(one)
        }
        return selections + [all, Selection()]
    }

    @Test func anAddressSelectsWhatItWasMadeOf() throws {
        for selection in try Self.selections() {
            let found = try read(SelectionQuery(selection).text)
            #expect(found.defects == [])
            #expect(found.query.selection == selection)
        }
    }

    @Test func theCommandOfAFigureBecomesTheSameSelection() throws {
        for selection in try Self.selections() {
            let command = "breakwater seizures list \(selection.words)"
            let text = try #require(SelectionQuery.text(ofCommand: command))
            let found = try read(text)
            #expect(found.defects == [], "\(command)")
            #expect(found.query.selection == selection, "\(command)")
        }
    }

    @Test func everyFieldCanBeTakenAwayAlone() throws {
        for selection in try Self.selections() {
            let query = SelectionQuery(selection)
            for field in query.fields {
                let rest = query.without(field.name, field.value).fields
                #expect(rest.count == query.fields.count - 1, "\(field)")
                #expect(!rest.contains { $0 == field }, "\(field)")
            }
        }
    }

    @Test func flagsOfACommandAreKept() throws {
        let text = SelectionQuery.text(
            ofCommand: "breakwater seizures list --figures --within --period 2024 --port BEANR")
        #expect(text == "figures=yes&within=yes&period=2024&port=BEANR")
        #expect(try read(text ?? "").query.listsFigures)
    }

    @Test(arguments: ["rm -rf /", "breakwater seizures show 1", "breakwater seizures list 'open"])
    func anotherCommandIsNoAddress(_ command: String) {
        #expect(SelectionQuery.text(ofCommand: command) == nil)
    }

    @Test func namesAreReadAndSeveralAtOnce() throws {
        let found = try read("port=Rotterdam%2C+Antwerpen&country=Nederland&substance=snow")
        #expect(found.defects == [])
        #expect(Set(found.query.selection.ports.map(\.code)) == ["NLRTM", "BEANR"])
        #expect(found.query.selection.countries.map(\.code) == ["NL"])
        #expect(found.query.selection.groups == [.cocaine])
    }

    @Test func whatCannotBeReadIsTold() throws {
        let found = try read(
            "period=soon&port=Nowhere&basin=bath&by=week&compare=2024&route=x&method=magic")
        #expect(
            Set(found.defects.map(\.kind))
                == [.period, .port, .basin, .by, .compareAlone, .route, .term])
        #expect(found.query.compare == nil)
    }

    @Test func tooManyValuesAreTold() throws {
        let values = Array(repeating: "country=BE", count: SelectionQuery.maximumValues + 1)
        #expect(try read(values.joined(separator: "&")).defects.map(\.kind) == [.tooMany])
    }

    @Test func comparisonAndStepComeBack() throws {
        var query = SelectionQuery()
        query.selection.period = try DateSpan(parsing: "2025")
        query.compare = try DateSpan(parsing: "2024")
        query.granularity = .month
        query.listsFigures = true
        #expect(try read(query.text).query == query)
        #expect(query.address("/situation") == "/situation?" + query.text)
    }
}
