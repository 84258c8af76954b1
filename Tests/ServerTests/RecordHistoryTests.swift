import EvidenceLog
import Foundation
import HTTPTypes
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage
import Testing

@testable import WebInterface

/// The history on a record's page.
@Suite struct RecordHistoryTests {
    @Test func versionsAndDecisionsSayWhoWhenAndWhat() async throws {
        let server = try TestServer()
        let record = try server.importRows([SeizurePageTests.row])[0]
        let row = SeizurePageTests.row.replacing("412", with: "415")
        #expect(try server.importRows([row], file: "mended.csv") == [record])
        let rita = try server.signIn("rita", [.reviewer], task: .strategicAnalysis)
        try await server.run { browser in
            let revision = try #require(
                try await browser.get("/seizures/\(record)", as: rita).text
                    .firstMatch(of: /name="revision" value="(\d+)"/)?.1)
            let decided = try await browser.post(
                "/seizures/\(record)/decision",
                [
                    ("state", "repeat"), ("reason", "the same <find>"),
                    ("revision", String(revision)),
                ], as: rita)
            #expect(decided.status == .seeOther)
            let page = try await browser.get("/seizures/\(record)", as: rita)
            for text in [
                "Version 1", "Version 2", "finds.csv, row", "mended.csv, row", "founder",
                "before: </span>412</del>", "now: </span>415</ins>", "rita",
                "the same &lt;find&gt;", server.today.description,
            ] {
                #expect(page.text.contains(text), "\(text)")
            }
            // The first version is the record's beginning: nothing changed in it.
            #expect(page.text.matches(of: /<del>/).count == 1)
        }
        let entries = try server.database.newestEntries(below: nil, limit: 1)
        #expect(entries[0].entry.subject == "record/\(record)")
        // Both versions were shown, and the evidence says so.
        let uses = try #require(try server.database.uses(of: record))
        #expect(uses.filter { $0.entry == entries[0].index }.count == 2)
    }
}
