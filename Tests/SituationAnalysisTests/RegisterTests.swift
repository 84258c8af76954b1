import PortVocabulary
import Testing

@testable import SituationAnalysis

@Suite struct RegisterTests {
    private let reference = ProductData.reference

    @Test(
        arguments: [
            ("kg", .kilogram, 1.0), ("Gram", .kilogram, 0.001), ("TONNES", .kilogram, 1000),
            ("lb", .kilogram, 0.453_592_37), ("Litres", .litre, 1), ("millilitre", .litre, 0.001),
            ("Tablets", .tablet, 1), ("Unit", .piece, 1), ("Trip", .dose, 1), ("Plants", .plant, 1),
        ] as [(String, QuantityUnit, Double)])
    func unitSpellingHasItsUnitAndMultiple(
        _ text: String, _ unit: QuantityUnit, _ multiplier: Double
    ) {
        let entry = reference.units.entry(named: text)
        #expect(entry?.unit == unit && entry?.multiplier == multiplier)
    }

    @Test func unitsWithoutAFixedSizeAreNotGuessed() {
        for text in ["gallon", "carton", "bushel", "barrel", "", "?"] {
            #expect(reference.units.entry(named: text) == nil, "\(text)")
        }
    }

    private func mass(_ amount: Double, _ unit: QuantityUnit, _ substance: Substance) throws
        -> ConvertedMass?
    {
        reference.conversions.kilograms(
            of: try Quantity(amount: amount, unit: unit), substance: substance)
    }

    @Test func conversionCarriesFactorBasisAndSource() throws {
        for substance in Substance.allCases {
            let kilogram = try #require(try mass(2, .kilogram, substance))
            #expect(kilogram.kilograms == 2 && kilogram.basis == .definition)
            for unit in QuantityUnit.allCases {
                guard let mass = try mass(3, unit, substance) else { continue }
                #expect(
                    mass.kilograms == 3 * mass.factor && mass.factor > 0 && !mass.source.isEmpty)
            }
        }
        let dose = try #require(try mass(1000, .dose, .cocaineUnspecified))
        #expect(abs(dose.kilograms - 0.1) < 1e-12 && dose.basis == .secondHand)
        #expect(try mass(5, .litre, .heroin)?.basis == .convention)
    }

    @Test func whatNoSourceConvertsIsKeptAsGiven() throws {
        let impossible: [(QuantityUnit, Substance)] = [
            (.tablet, .captagon), (.piece, .cocaineUnspecified), (.package, .heroin),
            (.hectare, .cannabisPlant), (.notStated, .cocaineUnspecified), (.other, .mdma),
        ]
        for (unit, substance) in impossible { #expect(try mass(1, unit, substance) == nil) }
    }

    @Test(
        arguments: [
            ("Cocaine", .cocaineUnspecified), ("COCAÏNE", .cocaineUnspecified), ("Crack", .crack),
            ("Hashish", .cannabisResin), ("marijuana", .cannabisHerb), ("Ecstasy", .mdma),
            ("base de coca", .cocaineBase), ("basuco", .cocaPaste),
            ("cannabis-herb", .cannabisHerb),
        ] as [(String, Substance)])
    func substanceSpellingHasItsCode(_ text: String, _ substance: Substance) {
        #expect(reference.substances.substance(named: text) == substance)
    }

    @Test func everySubstanceCodeNamesItself() {
        for substance in Substance.allCases {
            #expect(reference.substances.substance(named: substance.rawValue) == substance)
        }
        #expect(reference.substances.substance(named: "") == nil)
    }

    @Test(arguments: [
        ("NL", "NL"), ("nl", "NL"), ("NLD", "NL"), ("The Netherlands", "NL"), ("Holland", "NL"),
        ("Côte d'Ivoire", "CI"), ("ivory coast", "CI"), ("Türkiye", "TR"), ("Turkey", "TR"),
        ("United Kingdom", "GB"), ("Russian Federation", "RU"), ("Kosovo", "XK"),
    ])
    func countryIsFoundByCodeNameAndSpelling(_ text: String, _ code: String) {
        #expect(reference.countries.country(named: text)?.code == code)
    }

    @Test func unknownCountriesAreNotGuessed() {
        for text in ["ZZ", "Atlantis", "", "Europe", "Unknown"] {
            #expect(reference.countries.country(named: text) == nil, "\(text)")
        }
    }

    @Test(arguments: [
        ("country,x", "has no column"), ("", "the file is empty"),
        ("code,alpha3,name,grouping,aliases\n1,X,Y,eu,", "not two letters"),
        ("code,alpha3,name,grouping,aliases\nNL,NLD,N,other-world,", "is not a term"),
        ("code,alpha3,name,grouping,aliases\nNL,NLD,Same,eu,\nBE,BEL,same,eu,", "already names NL"),
        ("code,alpha3,name,grouping,aliases\n\"NL", "never closes"),
    ])
    func brokenReferenceFileIsRefusedWithFileRowAndCause(_ text: String, _ cause: String) throws {
        let defect = #expect(throws: ReferenceDefect.self) { try CountryRegister(parsing: text) }
        #expect(
            defect?.file == "countries.csv" && defect?.what.contains(cause) == true,
            "\(defect as Any)")
    }

    @Test func contradictingReferenceRowsAreRefused() {
        let ports = "code,name,latitude,longitude,basin,kind,size,alliance,spellings\n"
        #expect(throws: ReferenceDefect.self) {
            try PortRegister(
                parsing: ports + "NLRTM,R,,,rhine,sea,large,yes,\nNLRTM,S,,,rhine,sea,large,yes,")
        }
        #expect(throws: ReferenceDefect.self) {
            try PortRegister(parsing: ports + "NLR,R,,,rhine,sea,large,yes,")
        }
        #expect(throws: ReferenceDefect.self) {
            try UnitRegister(parsing: "term,unit,multiplier\nkg,kilogram,0")
        }
        #expect(throws: ReferenceDefect.self) {
            try UnitRegister(parsing: "term,unit,multiplier\nkg,kilogram,1\nKG,kilogram,2")
        }
        #expect(throws: ReferenceDefect.self) {
            try SubstanceRegister(parsing: "term,substance\nx,heroin\nX,khat")
        }
        let factors = "unit,substance,kilograms_per_unit,basis,source\n"
        #expect(throws: ReferenceDefect.self) {
            try ConversionTable(parsing: factors + "dose,heroin,1,typical,")
        }
        #expect(throws: ReferenceDefect.self) {
            try ConversionTable(parsing: factors + "dose,*,1,typical,s\ndose,*,2,typical,s")
        }
    }

    // MARK: Places

    private func resolve(_ text: String, _ country: String?) -> PlaceResolution {
        reference.ports.resolve(text, in: country.flatMap { try? Country(parsing: $0) })
    }

    @Test(
        arguments: [
            ("NLRTM", nil, "NLRTM", .code), ("NL RTM", "NL", "NLRTM", .code),
            ("Rotterdam", "NL", "NLRTM", .name), ("ROTTERDAM", nil, "NLRTM", .name),
            ("Anvers", "BE", "BEANR", .spelling), ("Antwerpen", "BE", "BEANR", .spelling),
            ("Flushing", "NL", "NLVLI", .spelling), ("Gdansk", "PL", "PLGDN", .name),
            ("Rotterdm", "NL", "NLRTM", .similar), ("Algecirras", "ES", "ESALG", .similar),
            ("Rotterdm", nil, nil, .none), ("Rotterdam", "FR", nil, .none),
            ("NLRTM", "BE", nil, .none),
            ("", "NL", nil, .none), ("Munich", "DE", nil, .none), ("Brest", "FR", "FRBES", .name),
        ] as [(String, String?, String?, PlaceMatch)])
    func placeTextResolvesAsDocumented(
        _ text: String, _ country: String?, _ code: String?, _ match: PlaceMatch
    ) {
        let found = resolve(text, country)
        #expect(found.code?.code == code && found.match == match, "\(found)")
        #expect(!found.reason.isEmpty)
    }

    @Test func everyPortIsFoundByItsCodeAndItsName() {
        for port in reference.ports.all {
            #expect(reference.ports.resolve(port.code.code, in: nil).code == port.code)
            #expect(reference.ports.resolve(port.name, in: port.code.country).code == port.code)
            for spelling in port.spellings where !FoldedText.fold(spelling).isEmpty {
                let found = reference.ports.resolve(spelling, in: port.code.country)
                #expect(found.code == port.code, "\(spelling): \(found)")
            }
        }
    }

    @Test func importedListAddsPortsAndSpellingsAndReplacesNothing() throws {
        var list = CodeListImport()
        let parts = [
            ",\"NL\",,\".NETHERLANDS\",,,,,,,,",
            ",\"NL\",\"RTM\",\"Rotterdam\",\"Rotterdam\",\"ZH\",\"AI\",\"12345---\",,,\"5155N 00430E\",",
            "\"+\",\"SE\",\"QQQ\",\"Göteborg (Gothenburg)\",\"Goteborg (Gothenburg)\",,\"RL\",\"1-------\",,,\"5742N 01156E\",",
            ",\"NL\",\"ABC\",\"Town\",\"Town\",,,\"--3-----\",,,,",
            ",\"NL\",\"A0!\",\"Bad\",\"Bad\",,,\"1-------\",,,,",
        ]
        let bytes = Array(parts.joined(separator: "\r\n").utf8)
        try list.read(Intake.source(bytes, 7), encoding: nil)
        #expect(list.rows == 5 && list.ports.map(\.code.code) == ["NLRTM", "SEQQQ"])
        #expect(list.passedOver.values.reduce(0, +) == 3)
        let point = try #require(list.ports[0].coordinates)
        #expect(abs(point.latitude - 51.9167) < 1e-4 && abs(point.longitude - 4.5) < 1e-9)
        var ports = reference.ports
        let before = ports.port(list.ports[0].code)
        for port in list.ports { ports.add(port) }
        #expect(ports.port(list.ports[0].code) == before)
        let sweden = try Country(parsing: "SE")
        #expect(ports.resolve("SEQQQ", in: sweden).match == .code)
        var empty = CodeListImport()
        #expect(throws: FileDefect.empty) { try empty.read({ nil }, encoding: nil) }
    }
}
