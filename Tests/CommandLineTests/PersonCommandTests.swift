import Foundation
import Testing

/// `breakwater person …` and `breakwater token …` by hand: right, wrong, twice.
struct PersonCommandTests {
    let folder: WorkFolder

    init() throws { folder = try WorkFolder() }

    private func add(_ id: String, _ more: String...) throws -> Program.Outcome {
        try folder.run(["person", "add", id, "--name", "Name of \(id)"] + more)
    }

    @Test func peopleAreAddedChangedAndListed() throws {
        #expect(try add("j.ruiz", "--roles", "analyst,reviewer", "--language", "es").status == 0)
        #expect(
            try add("crane", "--roles", "analyst", "--system").output.contains("token make"))
        let list = try folder.done("person", "list").lines
        #expect(
            list.contains(
                "j.ruiz  Name of j.ruiz  example-customs  analyst,reviewer  not enrolled"))
        #expect(list.contains { $0.hasPrefix("crane  ") && $0.hasSuffix("  system") })
        // The two, and the administrator that came with the node.
        #expect(list.last == "3 accounts")
        _ = try folder.done("person", "change", "j.ruiz", "--roles", "auditor")
        _ = try folder.done("person", "leave", "j.ruiz")
        let line = try folder.done("person", "list").lines.first { $0.hasPrefix("j.ruiz") }
        #expect(line?.contains("  auditor  not enrolled  left on ") == true)
        _ = try folder.done("person", "change", "j.ruiz", "--last-day", "none")
        try folder.expectSound()
    }

    @Test func wrongWordsAreNamedAndChangeNothing() throws {
        let before = try folder.done("person", "list").output
        for (more, cause) in [
            (["--roles", "king"], "--roles"),
            (["--roles", "analyst", "--language", "xx"], "--lan"),
            (["--roles", "analyst", "--last-day", "soon"], "--last-day"),
            (["--roles", "analyst", "--organisation", "unknown"], "not registered"),
            (["--roles", "administrator", "--system"], "system"),
        ] {
            let outcome = try folder.run(["person", "add", "anna", "--name", "Anna"] + more)
            #expect(outcome.status == 1 && outcome.error.contains(cause), "\(outcome.error)")
            #expect(outcome.error.contains("mend: "))
        }
        try folder.refused("person", "enrol", "nobody", because: "no account")
        try folder.refused("person", "leave", "nobody", because: "no account")
        #expect(try folder.done("person", "list").output == before)
    }

    @Test func theLastAdministratorCannotLeave() throws {
        let list = try folder.done("person", "list").lines
        let own = try #require(list.first?.split(separator: " ").first).description
        try folder.refused("person", "leave", own, because: "nobody would be left")
        _ = try add("anna", "--roles", "administrator")
        _ = try folder.done("person", "leave", own)
        try folder.refused("person", "leave", "anna", because: "nobody would be left")
    }

    @Test func anEnrolmentCodeIsPrintedAndNotStored() throws {
        _ = try add("anna", "--roles", "analyst")
        let lines = try folder.done("person", "enrol", "anna").lines
        #expect(lines[0].wholeMatch(of: /(?:[A-Z2-7]{4}-){6}[A-Z2-7]{2}/) != nil)
        #expect(lines[1].hasPrefix("for anna, once, until "))
        let stored = try Data(contentsOf: URL(fileURLWithPath: folder.database))
        #expect(stored.range(of: Data(lines[0].utf8)) == nil)
        _ = try add("crane", "--roles", "analyst", "--system")
        try folder.refused("person", "enrol", "crane", because: "does not sign in")
        _ = try folder.done("person", "leave", "anna")
        try folder.refused("person", "enrol", "anna", because: "does not sign in")
        try folder.expectSound()
    }

    @Test func anAgencyAccountBelongsToOnePerson() throws {
        _ = try add("anna", "--roles", "analyst")
        _ = try add("bert", "--roles", "analyst")
        let account = ["--issuer", "https://id.agency.example", "--subject", "4711"]
        #expect(try folder.run(["person", "link", "anna"] + account).status == 0)
        let other = try folder.run(["person", "link", "bert"] + account)
        #expect(other.status == 1 && other.error.contains("another person"))
        let line = try folder.done("person", "list").lines.first { $0.hasPrefix("anna") }
        #expect(line?.hasSuffix("  provider") == true)
    }

    @Test func aDeputyStandsInForTheDaysThatAreGiven() throws {
        _ = try add("anna", "--roles", "signatory")
        _ = try add("bert", "--roles", "analyst")
        func deputy(_ roles: String, _ days: String) throws -> Program.Outcome {
            try folder.run([
                "person", "deputy", "anna", "--deputy", "bert", "--roles", roles, "--days", days,
            ])
        }
        let tooLong = try deputy("signatory", "2190-01-01/2192-01-01")
        #expect(tooLong.status == 1 && tooLong.error.contains("longer than a year"))
        #expect(try deputy("custodian", "2190-01-01/2190-02-01").status == 1)
        #expect(
            try deputy("signatory", "2190-01-01/2190-02-01").output
                == "bert stands in for anna from 2190-01-01 to 2190-02-01\n")
        #expect(
            try folder.done("person", "list").lines.contains(
                "bert stands in for anna  signatory  2190-01-01 to 2190-02-01"))
        _ = try folder.done("person", "end-deputy", "anna", "--deputy", "bert")
        try folder.refused(
            "person", "end-deputy", "anna", "--deputy", "bert", because: "no such account")
        try folder.expectSound()
    }

    @Test func aTokenIsPrintedOnceAndRevoked() throws {
        _ = try add("crane", "--roles", "analyst", "--system")
        let made = try folder.done(
            "token", "make", "--owner", "crane", "--label", "daily export", "--scopes",
            "records:read,evidence:read"
        ).lines
        #expect(made[0].wholeMatch(of: /bwt_[a-z2-7]{32}/) != nil)
        let id = try #require(made[1].split(separator: " ").dropFirst().first).description
        let list = try folder.done("token", "list")
        #expect(
            list.lines[0].hasPrefix(
                "\(id)  crane  daily export  evidence:read,records:read  strategic-analysis"))
        #expect(!list.output.contains(made[0].dropFirst(4)) && list.lines.last == "1 token")
        let stored = try Data(contentsOf: URL(fileURLWithPath: folder.database))
        #expect(stored.range(of: Data(made[0].dropFirst(4).utf8)) == nil)
        _ = try folder.done("token", "revoke", id)
        #expect(try folder.done("token", "list").lines[0].contains("  revoked on "))
        try folder.refused("token", "revoke", "nothing", because: "no such account or token")
        _ = try add("anna", "--roles", "analyst")
        for (more, cause) in [
            (["--owner", "anna", "--scopes", "records:read"], "another person's"),
            (["--owner", "crane", "--scopes", "everything"], "--scopes"),
            (["--owner", "crane", "--scopes", "records:read", "--days", "0"], "1 to 366"),
        ] {
            let outcome = try folder.run(["token", "make", "--label", "x"] + more)
            #expect(outcome.status == 1 && outcome.error.contains(cause), "\(outcome.error)")
        }
        try folder.expectSound()
    }

    @Test func everyCommandAnswersWithItsDocument() throws {
        func answer(_ arguments: String...) throws -> [String: Any] {
            let outcome = try folder.run(arguments + ["--json"])
            #expect(outcome.status == 0, "\(outcome.text)")
            return try JSONRun.object(outcome.output)
        }
        func format(_ arguments: String...) throws -> String? {
            let outcome = try folder.run(arguments + ["--json"])
            return try JSONRun.object(outcome.output)["format"] as? String
        }
        _ = try add("anna", "--roles", "signatory")
        let crane = try answer(
            "person", "add", "crane", "--name", "Crane", "--roles", "analyst", "--system")
        #expect(crane["isSystem"] as? Bool == true)
        #expect(
            try format("person", "change", "anna", "--name", "Anna") == "breakwater.person-change")
        let code = try answer("person", "enrol", "anna")["code"] as? String
        #expect(code?.count == 32)
        #expect(
            try format("person", "link", "anna", "--issuer", "https://i.example", "--subject", "1")
                == "breakwater.person-link")
        _ = try add("bert", "--roles", "analyst")
        let deputy = try answer(
            "person", "deputy", "anna", "--deputy", "bert", "--roles", "signatory", "--days",
            "2190-01-01/2190-02-01")
        #expect(deputy["last"] as? String == "2190-02-01")
        let list = try answer("person", "list")
        let people = try #require(list["people"] as? [[String: Any]])
        #expect(people.count == 4)
        let anna = try #require(people.first { $0["person"] as? String == "anna" })
        #expect(anna["waysToSignIn"] as? [String] == ["provider"])
        #expect(anna["lastDay"] is NSNull && anna["isActive"] as? Bool == true)
        #expect((list["deputies"] as? [Any])?.count == 1)
        #expect(
            try format("person", "end-deputy", "anna", "--deputy", "bert")
                == "breakwater.person-end-deputy")
        let made = try answer(
            "token", "make", "--owner", "crane", "--label", "x", "--scopes", "records:read")
        let token = try #require(made["token"] as? String)
        #expect((made["secret"] as? String)?.hasPrefix("bwt_") == true)
        let tokens = try answer("token", "list")["tokens"] as? [[String: Any]]
        #expect(tokens?.first?["token"] as? String == token)
        #expect(try format("token", "revoke", token) == "breakwater.token-revoke")
        #expect(try answer("person", "leave", "anna")["lastDay"] is String)
    }
}
