import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary
import Storage
import Testing

@testable import SituationAnalysis
@testable import WebInterface

/// Assessments are made before somebody waits for them, and parts of pages drawn once: readers
/// see no difference, and the evidence none either.
@Suite struct WarmSituationTests {
    private static let row =
        "A-1,Customs,2024-02-03,Rotterdam,cocaine,120,kg,at-port,RIP,TLP:AMBER,"
    private static let later =
        "A-2,Customs,2024-03-09,Rotterdam,cocaine,80,kg,at-port,RIP,TLP:AMBER,"

    private typealias Warming = WarmingService<NodeDatabase>

    @Test func theFirstReaderFindsTheAssessmentMade() async throws {
        let server = try TestServer()
        try server.importRows([Self.row])
        let anna = try server.signIn("anna", [.analyst], task: .strategicAnalysis)
        _ = try Warming.warm(server.node, unless: nil)
        #expect(server.node.situations.counts == .init(found: 0, made: 1))
        try await server.run { browser in
            let page = try await browser.get("/situation", as: anna)
            #expect(page.status == .ok && page.text.contains("key-figure"))
        }
        #expect(server.node.situations.counts == .init(found: 1, made: 1))
    }

    @Test func afterAChangeTheQuestionsOfLateAreMadeAnew() async throws {
        let server = try TestServer()
        try server.importRows([Self.row])
        let anna = try server.signIn("anna", [.analyst], task: .strategicAnalysis)
        let address = "/situation?substance=cocaine&by=month"
        try await server.run { browser in
            _ = try await browser.get(address, as: anna)
            let first = try Warming.warm(server.node, unless: nil)
            try server.importRows([Self.later], file: "later.csv")
            let second = try Warming.warm(server.node, unless: first)
            #expect(second != first)
            let made = server.node.situations.counts.made
            let page = try await browser.get(address + "&section=trends", as: anna)
            #expect(page.text.contains("200"))
            #expect(server.node.situations.counts.made == made)
        }
    }

    @Test func withoutAChangeNothingIsMadeAndNothingIsNoted() throws {
        let server = try TestServer()
        try server.importRows([Self.row])
        let entries = try server.database.entryCount()
        let first = try Warming.warm(server.node, unless: nil)
        let made = server.node.situations.counts
        #expect(try Warming.warm(server.node, unless: first) == first)
        #expect(server.node.situations.counts == made)
        // Nobody was shown anything.
        #expect(try server.database.entryCount() == entries)
    }

    @Test func theNextDayIsAChange() throws {
        let server = try TestServer()
        let first = try Warming.warm(server.node, unless: nil)
        server.advance(seconds: 86_400)
        #expect(try Warming.warm(server.node, unless: first) != first)
    }

    @Test func oneQuestionOfManyPeopleIsRememberedOnce() throws {
        let desk = WarmingDesk()
        for number in 0..<20 {
            let requester = try Requester(
                person: PersonID(trusted: "p\(number)"), organisation: TestServer.organisation,
                roles: [.analyst], purpose: .strategicAnalysis)
            var query = SelectionQuery()
            query.selection.isCountedOnly = number.isMultiple(of: 2)
            desk.note(WarmQuestion(requester, query))
        }
        #expect(desk.questions.map(\.requester.person.text) == ["p19", "p18"])
        for purpose in Purpose.allCases {
            let requester = try Requester(
                person: PersonID(trusted: "q"), organisation: TestServer.organisation,
                roles: [.analyst], purpose: purpose)
            desk.note(WarmQuestion(requester, SelectionQuery()))
        }
        #expect(desk.questions.count == WarmingDesk.limit)
    }

    @Test func whatWasDrawnForOneIsShownToNobodyWithOtherRights() async throws {
        let server = try TestServer()
        try server.importRows([Self.row, Self.later])
        let anna = try server.signIn("anna", [.analyst], task: .strategicAnalysis)
        let otto = try server.signIn("otto", [.analyst], task: .strategicAnalysis)
        let bert = try server.signInPartner()
        try await server.run { browser in
            for part in SituationView.Part.allCases {
                let address = "/situation?section=\(part.rawValue)"
                let first = try await browser.get(address, as: anna)
                let count = server.node.drawn.count
                let same = try await browser.get(address, as: otto)
                // Drawn once for both; only their own names differ.
                #expect(server.node.drawn.count == count)
                #expect(
                    same.text.replacing("otto", with: "anna")
                        .replacing(otto.csrf, with: anna.csrf) == first.text, "\(part)")
                let other = try await browser.get(address, as: bert)
                for secret in ["2024-02", "href=\"/ports/NLRTM", "TLP:AMBER"] {
                    #expect(!other.text.contains(secret), "\(part): \(secret)")
                }
            }
        }
    }

    @Test func aChangeAndALanguageAreDrawnAnew() async throws {
        let server = try TestServer()
        try server.importRows([Self.row])
        let anna = try server.signIn("anna", [.analyst], task: .strategicAnalysis)
        try await server.run { browser in
            let before = try await browser.get("/situation", as: anna)
            #expect(before.text.contains("Seizures"))
            let french = try await browser.send(
                .get, "/situation", as: anna,
                [.cookie: anna.cookie + "; \(Cookie.language)=fr"])
            #expect(french.text.contains("Saisies") && french.text != before.text)
            try server.importRows([Self.later], file: "later.csv")
            let after = try await browser.get("/situation", as: anna)
            let figure = #/<span class="key-figure"><a[^>]*>([0-9]+)<\/a>/#
            #expect(before.text.firstMatch(of: figure)?.1 == "1")
            #expect(after.text.firstMatch(of: figure)?.1 == "2")
        }
    }

    @Test func drawnPartsStayWithinTheirRoom() {
        let drawn = DrawnParts(bytesLimit: 10_000)
        func key(_ number: Int) -> DrawnParts.Key {
            .init(
                edition: SituationEdition(number: number), query: SelectionQuery(), part: .trends,
                page: 1, language: .english)
        }
        for number in 0..<40 {
            drawn.keep(String(repeating: "x", count: 1_000), key(number))
            _ = drawn.find(key(0))
        }
        // The one that is used stays; the oldest others are gone.
        #expect(drawn.find(key(0)) != nil && drawn.find(key(39)) != nil)
        #expect(drawn.find(key(1)) == nil)
        #expect((7...10).contains(drawn.count))
        drawn.keep(String(repeating: "y", count: 2_501), key(50))
        #expect(drawn.find(key(50)) == nil)
    }
}
