import Crypto
import EvidenceLog
import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary
import Storage
import Testing

@testable import WebInterface

/// A partner of the served node, with the key that it signs with.
enum ServedPartner {
    static let id = OrganisationID(trusted: "be-police")
    static let secret = Array(repeating: UInt8(5), count: 32)

    static func member() throws -> Organisation {
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: secret)
        return Organisation(
            id: id, name: "Police «Schelde»", kind: .authority,
            country: try Country(parsing: "BE"), thirdCountryRole: nil,
            key: Array(key.publicKey.rawRepresentation))
    }

    static func agreement(
        _ name: String = "nl-be-pact", version: Int = 1, title: String = "Pact <of> the quay",
        on day: CalendarDate
    ) throws -> Agreement {
        var clause = Clause(
            id: ClauseID(trusted: "one"), from: [TestServer.organisation], to: [id],
            kinds: [.seizure], purposes: .all, form: .fields, fields: [.date, .place])
        clause.upTo = .amber
        return Agreement(
            id: AgreementID(trusted: name), version: version, title: title,
            parties: [try TestServer.member(), try member()],
            valid: try DateSpan(from: day, through: day.advanced(byDays: 300)),
            basis: "Treaty of the quay", preamble: ["We share."], clauses: [clause])
    }

    /// The file that the partner's node writes.
    static func note(_ text: String) throws -> [UInt8] {
        try NoteSigner(name: id.text, privateKey: secret).sign(Array(text.utf8)).bytes
    }
}

@Suite struct AgreementPageTests {
    private func served() throws -> TestServer {
        let server = try TestServer()
        _ = try server.database.register(
            ServedPartner.member(), by: server.leave(.registerOrganisation), at: server.now)
        return server
    }

    @Test func aDraftWithDefectsComesBackWithEveryOneAndItsText() async throws {
        let server = try served()
        let anna = try server.signIn("anna", [.signatory])
        try await server.run { browser in
            let text = "id: x\ntitle: \"a <b>\"\n"
            let served = try await browser.post(
                "/agreements/new", [("text", text), ("act", "store")], as: anna)
            #expect(served.status == .unprocessableContent)
            #expect(served.text.contains("href=\"#field-text\""))
            #expect(served.text.contains("a &lt;b&gt;"))
            #expect(try server.database.agreements().isEmpty)
        }
    }

    @Test func aDraftIsTriedWithoutBeingStored() async throws {
        let server = try served()
        let anna = try server.signIn("anna", [.signatory])
        let agreement = try ServedPartner.agreement(on: server.today)
        try await server.run { browser in
            let tried = try await browser.post(
                "/agreements/new", [("text", agreement.canonicalText), ("act", "try")], as: anna)
            #expect(tried.status == .ok, "\(tried.text)")
            #expect(tried.text.contains("be-police"))
            #expect(try server.database.agreements().isEmpty)
            let stored = try await browser.upload(
                "/agreements/new", [("act", "store")], field: "file", file: "pact.json",
                Array(agreement.canonicalText.utf8), as: anna)
            #expect(stored.location == "/agreements/nl-be-pact/1?done=stored")
            let page = try await browser.get(try #require(stored.location), as: anna)
            #expect(page.text.contains("Pact &lt;of&gt; the quay"))
            #expect(page.text.contains("waits for the signature of nl-customs, be-police"))
            let trial = try await browser.get("/agreements/nl-be-pact/1/dry-run", as: anna)
            #expect(trial.status == .ok)
        }
    }

    @Test func signingAsksForAProofAndBringsTheAgreementIntoForce() async throws {
        let server = try served()
        let agreement = try ServedPartner.agreement(on: server.today)
        _ = try server.database.add(
            agreement, by: server.leave(.draftAgreement), at: server.now)
        let anna = try server.signIn("anna", [.signatory])
        try await server.run { browser in
            let path = "/agreements/nl-be-pact/1"
            let stale = try await browser.post(
                path + "/sign", [("digest", "another text's")], as: anna)
            #expect(stale.status == .unprocessableContent)
            server.advance(seconds: SessionLimit.proofSeconds)
            let fields = [("digest", agreement.digest)]
            let unproven = try await browser.post(path + "/sign", fields, as: anna)
            #expect(unproven.location?.hasPrefix("/proof?next=") == true)
            #expect(try server.database.agreements().first?.signatures.isEmpty == true)

            let again = try server.signIn("anna", [.signatory])
            let signed = try await browser.post(path + "/sign", fields, as: again)
            #expect(signed.location == path + "?done=signed")
            let waiting = try await browser.get("/agreements", as: again)
            #expect(waiting.text.contains("waits for the signature of be-police"))

            let note = try ServedPartner.note(agreement.canonicalText)
            let taken = try await browser.upload(
                "/agreements/accept", field: "file", file: "pact.signed", note, as: again)
            #expect(taken.location == path + "?done=taken")
            let list = try await browser.get("/agreements", as: again)
            #expect(list.text.contains(">in force<"))
            // The file for the partners holds both signatures, and their nodes can verify them.
            let file = try await browser.get(path + "/signatures", as: again)
            let both = try SignedNote(parsing: file.bytes)
            let keys = try [TestServer.member(), ServedPartner.member()].map {
                try NoteVerifierKey(name: $0.id.text, algorithm: .ed25519, publicKey: $0.key)
            }
            guard case .verified(let verified) = both.verified(by: keys) else {
                Issue.record("the signatures do not verify")
                return
            }
            #expect(verified.signatures.count == 2)
        }
    }

    @Test func aForgedOrForeignNoteIsNotTaken() async throws {
        let server = try served()
        let anna = try server.signIn("anna", [.signatory])
        let agreement = try ServedPartner.agreement(on: server.today)
        var forged = try ServedPartner.note(agreement.canonicalText)
        forged[10] ^= 1
        let stranger = try NoteSigner(
            name: "stranger", privateKey: Array(repeating: 9, count: 32)
        ).sign(Array(agreement.canonicalText.utf8)).bytes
        try await server.run { [forged] browser in
            for bytes in [forged, stranger, Array("no note".utf8), []] {
                let served = try await browser.upload(
                    "/agreements/accept", field: "file", file: "a", bytes, as: anna)
                #expect(served.status == .unprocessableContent)
            }
            #expect(try server.database.agreements().isEmpty)
        }
    }

    @Test func aRevokedVersionGrantsNothingFromItsDay() async throws {
        let server = try served()
        let agreement = try ServedPartner.agreement(on: server.today)
        _ = try server.database.add(
            agreement, by: server.leave(.draftAgreement), at: server.now)
        let anna = try server.signIn("anna", [.signatory])
        try await server.run { browser in
            let path = "/agreements/nl-be-pact/1"
            let noDay = try await browser.post(path + "/revoke", [("from", "soon")], as: anna)
            #expect(noDay.status == .unprocessableContent)
            #expect(noDay.text.contains("href=\"#field-from\""))
            let day = server.today.description
            let done = try await browser.post(path + "/revoke", [("from", day)], as: anna)
            #expect(done.location == path + "?done=revoked")
            #expect(try server.database.agreements().first?.revocations.count == 1)
        }
    }

    @Test func anEarlierVersionIsCompared() async throws {
        let server = try served()
        for version in 1...2 {
            let agreement = try ServedPartner.agreement(
                version: version, title: "Pact of \(version)", on: server.today)
            _ = try server.database.add(
                agreement, by: server.leave(.draftAgreement), at: server.now)
        }
        let anna = try server.signIn("anna", [.analyst])
        try await server.run { browser in
            let page = try await browser.get("/agreements/nl-be-pact/2", as: anna)
            #expect(page.text.contains("<del>PACT OF 1</del>"))
            #expect(page.text.contains("<ins>PACT OF 2</ins>"))
            #expect(!page.text.contains("action=\"/agreements/nl-be-pact/2/sign\""))
        }
    }

    @Test func peopleOfAnotherOrganisationSeeNoAgreement() async throws {
        let server = try served()
        let agreement = try ServedPartner.agreement(on: server.today)
        _ = try server.database.add(
            agreement, by: server.leave(.draftAgreement), at: server.now)
        let bert = try server.signIn(
            "bert", Set(Role.allCases), organisation: ServedPartner.id)
        try await server.run { browser in
            let there = try await browser.get("/agreements/nl-be-pact/1", as: bert)
            let absent = try await browser.get("/agreements/nl-be-pact/7", as: bert)
            #expect(there.status == .notFound)
            #expect(
                RouteAccessTests.told(there, "/agreements/nl-be-pact/1")
                    == RouteAccessTests.told(absent, "/agreements/nl-be-pact/7"))
            #expect(try await browser.get("/agreements", as: bert).status == .notFound)
        }
    }
}
