import EvidenceLog
import Foundation
import HTTPTypes
import NeedToKnow
import PortVocabulary
import Storage
import TestSupport
import Testing

@testable import WebInterface

@Suite struct EvidencePageTests {
    /// A page of the full check once it is done; every look is a request that takes its time.
    private func finished(_ browser: TestBrowser, as visitor: Visitor) async throws -> Served {
        for _ in 0..<5_000 {
            let page = try await browser.get("/evidence/check", as: visitor)
            if !page.text.contains("data-look-again") { return page }
            await Task.yield()
        }
        throw TestFault(what: "the check does not end")
    }

    @Test func theLogAndEverythingAreVerifiedNow() async throws {
        let server = try TestServer()
        let anna = try server.signIn("anna", [.auditor])
        _ = try server.database.signCheckpoint()
        try await server.run { browser in
            let quick = try await browser.post("/evidence/check-log", as: anna)
            #expect(quick.text.contains("The log is what was signed."))
            let idle = try await browser.get("/evidence/check", as: anna)
            #expect(idle.text.contains("No full check has run"))
            let begun = try await browser.post("/evidence/check", as: anna)
            #expect(begun.location == "/evidence/check")
            let done = try await finished(browser, as: anna)
            #expect(done.text.contains("Nothing was changed past the log."))
        }
    }

    @Test func aChangedRowIsFoundByTheFullCheck() async throws {
        let server = try TestServer()
        let anna = try server.signIn("anna", [.auditor])
        try server.add("victim", [.analyst])
        try server.tamper("UPDATE person SET roles = 'administrator' WHERE person = 'victim'")
        try await server.run { browser in
            _ = try await browser.post("/evidence/check", as: anna)
            let done = try await finished(browser, as: anna)
            #expect(done.text.contains("Something was changed past the log."))
            #expect(done.text.contains("person/victim"))
        }
    }

    @Test func entriesAreFilteredAndTheLookIsAnEntryItself() async throws {
        let server = try TestServer()
        let anna = try server.signIn("anna", [.auditor])
        try server.add("someone-else", [.analyst])
        try await server.run { browser in
            let before = try server.database.entryCount()
            let page = try await browser.get(
                "/evidence/entries?act=administer&subject=someone", as: anna)
            #expect(page.text.contains("person/someone-else"))
            #expect(!page.text.contains(">person/anna<"))
            #expect(try server.database.entryCount() == before + 1)
            let none = try await browser.get("/evidence/entries?person=nobody", as: anna)
            #expect(none.text.contains("None of these entries fits"))
        }
    }

    @Test func aProofHoldsWithoutTheNode() async throws {
        let server = try TestServer()
        let anna = try server.signIn("anna", [.auditor])
        try await server.run { browser in
            let file = try await browser.get("/evidence/entries/0/proof", as: anna)
            let proof = try EvidenceProof(parsing: file.bytes)
            let key = try NoteVerifierKey(parsing: server.database.logVerifierKey)
            guard case .proven(let proven) = proof.verify(logKey: key) else {
                Issue.record("the proof does not hold")
                return
            }
            #expect(proven.index == 0)
            for entry in ["999999", "-1", "x"] {
                let absent = try await browser.get("/evidence/entries/\(entry)/proof", as: anna)
                #expect(absent.status == .notFound)
            }
        }
    }

    @Test func thePublishedLogIsAnArchiveThatTarReads() async throws {
        let server = try TestServer()
        let anna = try server.signIn("anna", [.auditor])
        _ = try server.database.signCheckpoint()
        let folder = FileManager.default.temporaryDirectory.path + "/log-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await server.run { browser in
            let file = try await browser.get("/evidence/log", as: anna)
            #expect(file.status == .ok)
            try Data(file.bytes).write(to: URL(fileURLWithPath: folder + "/log.tar"))
            let tar = Process()
            tar.executableURL = URL(fileURLWithPath: "/bin/tar")
            tar.arguments = ["-xf", folder + "/log.tar", "-C", folder]
            try tar.run()
            tar.waitUntilExit()
            #expect(tar.terminationStatus == 0)
            let checkpoint = try Data(
                contentsOf: URL(fileURLWithPath: folder + "/checkpoint"))
            #expect(Array(checkpoint) == (try server.database.newestCheckpoint())?.bytes)
        }
    }

    @Test func aRecordThatIsNotThereLooksLikeARefusedOne() async throws {
        let server = try TestServer()
        let anna = try server.signIn("anna", [.auditor])
        let bert = try server.signIn(
            "bert", Set(Role.allCases), organisation: OrganisationID(trusted: "be-police"))
        try await server.run { browser in
            let record = "0123456789abcdef0123456789abcdef"
            for query in [record, "", "<script>"] {
                let path = "/evidence/record?record=\(FormFields.encoded(query))"
                let absent = try await browser.get(path, as: anna)
                let foreign = try await browser.get(path, as: bert)
                #expect(absent.status == .notFound)
                #expect(foreign.status == .notFound)
            }
            #expect(try await browser.get("/evidence", as: anna).status == .ok)
            #expect(try await browser.get("/evidence", as: bert).status == .notFound)
        }
    }
}
