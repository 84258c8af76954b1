import PortVocabulary
import SituationAnalysis
import Testing

/// How a selection is written down.
@Suite struct SelectionWordsTests {
    @Test(arguments: [
        "EC:PA+CR:NLRTM", "::NLRTM", "EC::", "BRSSZ:ESALG:BE:intended", "::",
    ])
    func routeIsReadAsItIsWritten(_ text: String) throws {
        #expect(try RouteCriterion(parsing: text).description == text)
    }

    @Test(arguments: ["", "EC", "EC:PA", "EC:PA:NL:bound", "E:PA:NL", "EC:PA:NL:intended:x"])
    func whatIsNoRouteIsRefused(_ text: String) {
        #expect(throws: WordDefect.self) { try RouteCriterion(parsing: text) }
    }

    @Test func wordsNameEveryCriterion() throws {
        var selection = Selection()
        (selection.isCountedOnly, selection.isMaritimeOnly) = (true, true)
        selection.methods = [.ripOff, .load]
        selection.reporters = ["Port police", "it's"]
        selection.route = try RouteCriterion(parsing: "EC::NLRTM")
        selection.vessels = [try VesselNumber(parsing: "9074729")]
        #expect(
            selection.words
                == "--counted --maritime --method LOAD --method RIP --reporter 'Port police' "
                + "--reporter 'it'\\''s' --route EC::NLRTM --vessel 9074729")
        #expect(
            selection.neededFields
                == [
                    .stage, .setting, .transport, .methods, .reporter, .departure, .transit,
                    .destination, .intended, .vessel,
                ])
    }
}
