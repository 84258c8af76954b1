import Foundation
import Testing

/// Two nodes sign the same agreement by exchanging files; what it allows is what is seen.
struct TwoNodesTests {
    let pair: NodePair
    var customs: WorkFolder { pair.customs }
    static let partner = ["--for", "partner-police"]

    init() throws {
        pair = try NodePair()
        try pair.importFinds()
    }

    private func list(_ more: String...) throws -> Program.Outcome {
        try customs.run(["seizures", "list"] + Self.partner + more)
    }

    @Test func theAgreementIsInForceAtBothAndNothingIsSeenBefore() throws {
        #expect(try list().output == "0 seizures\n")
        try pair.customs.write(try pair.document(), to: "pact.yaml")
        try customs.done("agreement", "sign", "pact.yaml")
        #expect(try list().output == "0 seizures\n")
        try pair.sign(try pair.document())
        for node in [customs, pair.police] {
            #expect(try node.done("agreement", "list").output.contains("  in force  "))
        }
        #expect(try list().lines.last == "2 seizures")
        // What the police holds itself is another matter: nothing was copied.
        #expect(try pair.police.done("seizures", "list").output == "0 seizures\n")
    }

    @Test func aListShowsTheAgreedFieldsOnly() throws {
        try pair.sign(try pair.document())
        let outcome = try list()
        #expect(outcome.lines.count == 3)
        #expect(
            outcome.lines[0].hasSuffix("2024-04-06  Antwerp  heroin  weight not stated  counted"))
        #expect(!outcome.output.contains("kg") && !outcome.output.contains("41.5"))
        #expect(try customs.done("seizures", "list").lines.last == "4 seizures")
        #expect(try customs.done("seizures", "list").output.contains("41.5 kg"))
        #expect(try list("--substance", "heroin").lines.last == "1 seizures")
        #expect(try list("--port", "Rotterdam", "--period", "2024").lines.last == "1 seizures")
        // The stage is kept back: asking for finds at ports tells nothing.
        #expect(try list("--at-port").output == "0 seizures\n")
        #expect(try list("--purpose", "port-security").output == "0 seizures\n")
    }

    @Test func aRecordIsShownAsFarAsAgreedAndRefusedIsAbsent() throws {
        try pair.sign(try pair.document())
        let open = try #require(try customs.record(with: "A-1"))
        let shown = try customs.done("seizures", "show", open, "--for", "partner-police")
        #expect(
            shown.output
                == "\(open)  version 1  revision 1  seizure  counted\n  of example-customs  TLP:AMBER, H1\n"
                + "  day or period: 2024-03-05\n  port or place: NLRTM\n"
                + "  substance: cocaine (form not stated)\n")
        let absent = "0123456789abcdef0123456789abcdef"
        let none = try customs.run(["seizures", "show", absent] + Self.partner)
        #expect(none.status == 1 && none.error.contains("mend: "))
        for reference in ["A-3", "A-4"] {
            let closed = try #require(try customs.record(with: reference))
            let refused = try customs.run(["seizures", "show", closed] + Self.partner)
            #expect(refused.status == none.status)
            #expect((refused.output, refused.error) == (none.output, none.error))
        }
        let evidence = try customs.done("evidence", "list", "--limit", "100").output
        for noted in ["read: handling-code", "read: not-releasable-to"] {
            #expect(evidence.contains("record/") && evidence.contains(noted), "\(evidence)")
        }
    }

    @Test func everyFormOfTheSituationShowsTheAgreedFieldsOnly() throws {
        try pair.sign(try pair.document())
        let own = try customs.done("situation", "--on", "2026-11-24")
        #expect(own.output.contains("4 seizures") && own.output.contains("Customs Desk Nine"))
        let theirs = try customs.run(
            [
                "situation", "--on", "2026-11-24", "--formats", "html,json,csv", "--output",
                customs.file("theirs"),
            ] + Self.partner)
        #expect(theirs.status == 0, "\(theirs.text)")
        #expect(theirs.output.contains("2 seizures"))
        for ending in ["html", "json", "csv"] {
            let text = try customs.text("theirs.\(ending)")
            #expect(!text.contains("Customs Desk Nine"), "\(ending)")
            #expect(!text.contains("2786") && !text.contains("2,786"), "\(ending)")
        }
        #expect(
            try customs.done("evidence", "list", "--limit", "100").output.contains("  export  "))
    }

    @Test func whoSawNamesWhoWhenWhyAndWhat() throws {
        try pair.sign(try pair.document())
        let open = try #require(try customs.record(with: "A-1"))
        let closed = try #require(try customs.record(with: "A-3"))
        #expect(try customs.done("evidence", "who-saw", open).output == "0 releases\n")
        _ = try list("--as", "piet", "--basis", "request 12")
        _ = try customs.run(["seizures", "show", closed] + Self.partner)
        let saw = try customs.done("evidence", "who-saw", open)
        #expect(saw.output.contains("piet.of.example-customs of partner-police  release"))
        #expect(saw.output.contains("purpose: strategic-analysis, on request 12"))
        #expect(saw.output.contains("ground:  pact/1#finds, fields"))
        #expect(saw.output.contains("fields:  date, place, substance\n"))
        #expect(saw.lines.last == "1 releases")
        #expect(try customs.done("evidence", "who-saw", closed).output == "0 releases\n")
        try customs.refused(
            "evidence", "who-saw", "0123456789abcdef0123456789abcdef",
            because: "there is no such record")
    }

    @Test func afterARevocationNothingIsSeen() throws {
        try pair.sign(try pair.document())
        #expect(try list().lines.last == "2 seizures")
        try customs.done("agreement", "revoke", "pact")
        #expect(try list().output == "0 seizures\n")
        let situation = try customs.run(["situation"] + Self.partner)
        #expect(situation.output.contains("There are no records in this selection."))
        let open = try #require(try customs.record(with: "A-1"))
        #expect(try customs.run(["seizures", "show", open] + Self.partner).status == 1)
        // Also where the partner revokes.
        let other = try NodePair()
        try other.importFinds()
        try other.sign(try other.document())
        try other.police.done("agreement", "revoke", "pact")
        try other.customs.write(try other.police.text("pact.revoked"), to: "theirs")
        try other.customs.done("agreement", "accept", "theirs")
        #expect(
            try other.customs.run(["seizures", "list"] + Self.partner).output == "0 seizures\n")
        try other.customs.expectSound()
    }

    @Test func anUnknownOrganisationIsAnErrorAndNoEmptyAnswer() throws {
        for command in [["seizures", "list"], ["situation"], ["seizures", "show", "abc"]] {
            let outcome = try customs.run(command + ["--for", "partner-polcie"])
            #expect(outcome.status == 1 && outcome.output.isEmpty)
            #expect(outcome.error.contains("partner-polcie is not registered"))
            #expect(outcome.error.contains("mend: "))
        }
    }

    @Test func consentOpensOneRecordUntilItIsWithdrawn() throws {
        try pair.sign(try pair.document(more: "    conditions: {consent: true}"))
        let open = try #require(try customs.record(with: "A-1"))
        let words = ["--to", "partner-police", "--for-purpose", "strategic-analysis"]
        #expect(try list().output == "0 seizures\n")
        for expected in ["consented until 2038-01-01", "nothing had to be done"] {
            let outcome = try customs.run(["consent", open] + words + ["--until", "2038-01-01"])
            #expect(outcome.status == 0 && outcome.output.contains(expected), "\(outcome.text)")
        }
        #expect(try list().lines.last == "1 seizures")
        #expect(try list().lines.first?.hasPrefix(open) == true)
        for expected in ["withdrawn", "nothing had to be done"] {
            let outcome = try customs.run(["consent", open, "--withdraw"] + words)
            #expect(outcome.status == 0 && outcome.output.contains(expected), "\(outcome.text)")
        }
        #expect(try list().output == "0 seizures\n")
        for (arguments, cause) in [
            ([open] + words, "a consent has a last day"),
            ([open, "--withdraw", "--until", "2038"] + words, "a consent has a last day"),
            ([open, "--until", "2020-01-01"] + words, "has passed"),
            ([open, "--until", "soon"] + words, "--until"),
            ([open, "--until", "2038", "--to", "nobody", "--for-purpose", "oversight"], "nobody"),
            ([open, "--until", "2038", "--to", "partner-police", "--for-purpose", "fun"], "“fun”"),
            (["0123456789abcdef0123456789abcdef", "--until", "2038"] + words, "no such record"),
        ] {
            let outcome = try customs.run(["consent"] + arguments)
            #expect(outcome.status == 1 && outcome.error.contains(cause), "\(outcome.text)")
            #expect(outcome.error.contains("mend: "))
        }
        try customs.expectSound()
    }

    @Test func aSecondPersonIsNeededWhereTheAgreementSaysSo() throws {
        try pair.sign(try pair.document(more: "    conditions: {four-eyes: true}"))
        #expect(try list("--as", "piet").output == "0 seizures\n")
        #expect(try list("--as", "piet", "--approved-by", "mia").lines.last == "2 seizures")
        let alone = try list("--as", "piet", "--approved-by", "piet")
        #expect(alone.status == 1 && alone.error.contains("second pair of eyes"))
    }
}
