import PortVocabulary
import Testing

@testable import SituationAnalysis

/// A file of measures: what cannot be read is named, and the other rows are read.
@Suite struct MeasureFileTests {
    private func rows(_ text: String) throws -> [MeasureRow] {
        try MeasureFile(
            ports: ProductData.reference.ports, owner: OrganisationID(trusted: "example-customs")
        ).rows(Array(text.utf8))
    }

    private static let header =
        "measure,port,facility,type,starts,ends,description,owner,source\n"

    @Test func rowIsReadWithItsDefaults() throws {
        let rows = try rows(
            Self.header + "m1,Rotterdam, Delta ,scanner,2024-03-01,,A scanner,,\n"
                + "m2,BEANR,,joint-team,2024-03-01,2024-05-01,\"A, team\",partner-police,law\n")
        let first = try #require(rows[0].measure)
        #expect(first.port.code == "NLRTM" && first.facility == "Delta" && first.ends == nil)
        #expect(first.owner.text == "example-customs")
        let second = try #require(rows[1].measure)
        #expect(second.facility == nil && second.type == .jointTeam && second.source == "law")
        #expect(second.isInForce(on: try CalendarDate(iso: "2024-05-01")))
        #expect(!second.isInForce(on: try CalendarDate(iso: "2024-05-02")))
    }

    @Test(arguments: [
        ("m 1,Rotterdam,,scanner,2024-03-01,,x,,", "measure"),
        ("m1,Atlantis,,scanner,2024-03-01,,x,,", "port"),
        ("m1,NLRTM,,magic,2024-03-01,,x,,", "type"), ("m1,NLRTM,,scanner,March,,x,,", "starts"),
        ("m1,NLRTM,,scanner,,,x,,", "starts"), ("m1,NLRTM,,scanner,2024-03-01,soon,x,,", "ends"),
        ("m1,NLRTM,,scanner,2024-03-01,2024-02-01,x,,", ""),
        ("m1,NLRTM,,scanner,2024-03-01,,x,a b,", "owner"),
        ("m1,NLRTM,,scanner,2024-03-01,,RESTREINT UE/EU RESTRICTED,,", "description"),
    ])
    func badRowIsNamedWithCauseAndMend(row: String, column: String) throws {
        let rows = try rows(Self.header + row + "\nm9,NLRTM,,scanner,2024-03-01,,x,,\n")
        #expect(rows[0].measure == nil && rows[1].measure != nil)
        let note = try #require(rows[0].notes.first)
        #expect(note.column == column && !note.cause.isEmpty && !note.mend.isEmpty)
        #expect(rows[0].row == 1 && rows[0].line == 2)
    }

    @Test func identifierThatComesTwiceIsNamed() throws {
        let row = "m1,NLRTM,,scanner,2024-03-01,,x,,\n"
        let rows = try rows(Self.header + row + row)
        #expect(rows[0].measure != nil && rows[1].measure == nil)
        #expect(rows[1].notes.first?.cause.contains("row 1") == true)
    }

    @Test func missingColumnIsADefectOfTheFile() {
        #expect(throws: FileDefect.self) { try rows("measure,port,type,starts\n") }
        #expect(throws: FileDefect.self) { try rows("") }
    }
}
