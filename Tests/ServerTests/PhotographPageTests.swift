import EvidenceLog
import Foundation
import HTTPTypes
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage
import TestSupport
import Testing

@testable import WebInterface

/// Photographs on the record's page: taken, refused, seen by who may, and noted.
@Suite struct PhotographPageTests {
    /// Hands back what it was told to.
    private struct Cleaner: ImageCleaner {
        var result: [UInt8]? = SampleImage.cleanJPEG
        func clean(_ bytes: [UInt8], _ kind: ImageKind) throws -> [UInt8]? { result }
    }

    private static func server(_ cleaner: (any ImageCleaner)? = Cleaner()) throws -> (
        TestServer, RecordID
    ) {
        let server = try TestServer { $0.cleaner = cleaner }
        return (server, try server.importRows([SeizurePageTests.row])[0])
    }

    private static func upload(
        _ browser: TestBrowser, _ record: RecordID, _ bytes: [UInt8] = SampleImage.jpeg,
        as visitor: Visitor
    ) async throws -> Served {
        try await browser.upload(
            "/seizures/\(record)/photographs", field: "photograph", file: "IMG_1.jpg", bytes,
            as: visitor)
    }

    @Test func aPhotographIsTakenCleanedListedAndShown() async throws {
        let (server, record) = try Self.server()
        let carl = try SeizureEntryTests.contributor(server)
        try await server.run { browser in
            let before = try await browser.get("/seizures/\(record)", as: carl)
            #expect(before.text.contains("enctype=\"multipart/form-data\""))
            #expect(before.text.contains("No photograph is kept"))
            let taken = try await Self.upload(browser, record, as: carl)
            #expect(taken.status == .seeOther, "\(taken.text.prefix(3_000))")
            #expect(taken.location == "/seizures/\(record)#photographs")
            let address = "/seizures/\(record)/photographs/1"
            let after = try await browser.get("/seizures/\(record)", as: carl)
            #expect(after.text.contains("href=\"\(address)\""))
            #expect(after.text.contains("carl"))
            let page = try await browser.get(address, as: carl)
            #expect(page.status == .ok)
            #expect(page.text.contains("src=\"\(address)/image\""))
            #expect(page.text.contains("TLP:AMBER"))
            let image = try await browser.get("\(address)/image", as: carl)
            #expect(image.bytes == SampleImage.cleanJPEG)
            #expect(image.headers[.contentType] == "image/jpeg")
            #expect(image.headers[.cacheControl] == "no-store")
            let file = try await browser.get("\(address)/image?save=yes", as: carl)
            #expect(file.headers[.contentDisposition]?.hasPrefix("attachment") == true)
            let entries = try server.database.newestEntries(below: nil, limit: 50)
            #expect(
                entries.filter { $0.entry.subject == "photographs of record/\(record)" }.count
                    == 2)
            #expect(try server.database.checkEverything().isSound)
        }
    }

    @Test func whatCannotBeCleanedIsSaidAndNotKept() async throws {
        let large = SampleImage.jpeg + [UInt8](repeating: 0, count: 11 << 20)
        let bomb: [UInt8] =
            SampleImage.png[0..<16] + [0, 1, 0, 0, 0, 1, 0, 0] + SampleImage.png[24...]
        let cases: [((any ImageCleaner)?, [UInt8], String)] = [
            (Cleaner(), Array("GIF89a".utf8), "neither JPEG nor PNG"),
            (Cleaner(result: SampleImage.jpeg), SampleImage.jpeg, "something beside the picture"),
            (Cleaner(), large, "larger than 10 MiB"), (Cleaner(), bomb, "100 million points"),
            (Cleaner(), Array(SampleImage.jpeg.prefix(40)), "damaged"),
            (Cleaner(), [], "No file is chosen"),
            (Cleaner(result: nil), SampleImage.jpeg, "cannot remove metadata"),
            (nil, SampleImage.jpeg, "cannot remove metadata"),
        ]
        for (cleaner, bytes, words) in cases {
            let (server, record) = try Self.server(cleaner)
            let carl = try SeizureEntryTests.contributor(server)
            try await server.run { browser in
                let served = try await Self.upload(browser, record, bytes, as: carl)
                #expect(served.status == .unprocessableContent, "\(words)")
                #expect(served.text.contains(words), "\(words)")
                #expect(served.text.contains("href=\"#field-photograph\""))
                #expect(try server.database.photographs(of: record).isEmpty)
            }
        }
    }

    @Test func withoutACleanerNoFormIsOffered() async throws {
        let (server, record) = try Self.server(nil)
        let carl = try SeizureEntryTests.contributor(server)
        try await server.run { browser in
            let page = try await browser.get("/seizures/\(record)", as: carl)
            #expect(page.text.contains("install mat2"))
            #expect(!page.text.contains("enctype"))
        }
    }

    @Test func aRecordTakesNoMoreThanItsLimit() async throws {
        let (server, record) = try Self.server()
        let carl = try SeizureEntryTests.contributor(server)
        try await server.run { browser in
            for _ in 0..<KeepPhotographs<NodeDatabase>.limit {
                #expect(try await Self.upload(browser, record, as: carl).status == .seeOther)
            }
            let page = try await browser.get("/seizures/\(record)", as: carl)
            #expect(page.text.contains("it takes no more") && !page.text.contains("enctype"))
            let more = try await Self.upload(browser, record, as: carl)
            #expect(more.status == .unprocessableContent)
            #expect(more.text.contains("has 12 photographs already"))
        }
    }

    @Test func whoMayNotSeeTheRecordGetsTheBytesOfAnAbsentOne() async throws {
        let (server, record) = try Self.server()
        let carl = try SeizureEntryTests.contributor(server)
        let anna = try server.signIn("anna", [.analyst], task: .strategicAnalysis)
        let bert = try server.signInPartner("bert", [.analyst, .contributor])
        try await server.run { browser in
            _ = try await Self.upload(browser, record, as: carl)
            let absent = String(record.text.reversed())
            for tail in ["/photographs/1", "/photographs/1/image"] {
                let refused = try await browser.get("/seizures/\(record)\(tail)", as: bert)
                let none = try await browser.get("/seizures/\(absent)\(tail)", as: bert)
                #expect(refused.status == .notFound)
                #expect(
                    RouteAccessTests.told(refused, "/seizures/\(record)\(tail)")
                        == RouteAccessTests.told(none, "/seizures/\(absent)\(tail)"))
                // For who sees the record, a photograph that it lacks is one of those too.
                for number in ["2", "0", "-1", "01", "x"] {
                    let other = tail.replacing("/1", with: "/\(number)")
                    let lacking = try await browser.get("/seizures/\(record)\(other)", as: anna)
                    #expect(lacking.status == .notFound, "\(other)")
                }
            }
            let sent = try await Self.upload(browser, record, as: bert)
            #expect(sent.status == .notFound)
            let removed = try await browser.post(
                "/seizures/\(record)/photographs/1/remove", [("reason", "x")], as: bert)
            #expect(removed.status == .notFound)
            let none = try await browser.post(
                "/seizures/\(record)/photographs/9/remove", [("reason", "x")], as: bert)
            #expect(
                RouteAccessTests.told(removed, "/seizures/\(record)/photographs/1/remove")
                    == RouteAccessTests.told(none, "/seizures/\(record)/photographs/9/remove"))
            // An analyst looks, and has no form.
            let page = try await browser.get("/seizures/\(record)", as: anna)
            #expect(page.text.contains("/photographs/1"))
            #expect(!page.text.contains("enctype"))
            #expect(try server.database.photographs(of: record).count == 1)
        }
    }

    @Test func aPhotographIsRemovedWithAReason() async throws {
        let (server, record) = try Self.server()
        let carl = try SeizureEntryTests.contributor(server)
        try await server.run { browser in
            _ = try await Self.upload(browser, record, as: carl)
            let address = "/seizures/\(record)/photographs/1"
            let why = try await browser.post("\(address)/remove", [("reason", " ")], as: carl)
            #expect(why.status == .unprocessableContent)
            #expect(why.text.contains("href=\"#field-reason\""))
            let done = try await browser.post(
                "\(address)/remove", [("reason", "blurred")], as: carl)
            #expect(done.location == "/seizures/\(record)#photographs")
            #expect(try await browser.get(address, as: carl).status == .notFound)
            let again = try await browser.post(
                "\(address)/remove", [("reason", "blurred")], as: carl)
            #expect(again.status == .notFound)
        }
    }

    @Test func onlyAFewImagesAreCleanedAtOnce() throws {
        let desk = ImageDesk()
        let inner: String? = desk.run { desk.run { desk.run { "third" } ?? "refused" } ?? "" }
        #expect(inner == "refused")
        #expect(desk.run { true } == true)
    }
}
