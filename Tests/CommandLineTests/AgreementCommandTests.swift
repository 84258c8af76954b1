import Foundation
import Testing

/// `breakwater agreement …` and `organisation …` by hand: right, wrong, twice.
struct AgreementCommandTests {
    let pair: NodePair
    var customs: WorkFolder { pair.customs }
    var police: WorkFolder { pair.police }

    init() throws { pair = try NodePair() }

    @Test func everyDefectIsNamedWithLineAndColumn() throws {
        let text = try pair.document().replacingOccurrences(of: "version: 1", with: "version: x")
            .replacingOccurrences(of: "strategic-analysis", with: "curiosity")
        try customs.write(text, to: "pact.yaml")
        for command in ["check", "explain", "dry-run", "sign"] {
            let outcome = try customs.run(["agreement", command, "pact.yaml"])
            #expect(outcome.status == 1, "\(command)")
            #expect(outcome.output.contains("pact.yaml:2:10: version"), "\(outcome.output)")
            #expect(outcome.output.contains("“curiosity”"))
            #expect(outcome.error.contains("pact.yaml has 2 defects; nothing was stored"))
            #expect(outcome.error.contains("mend: "))
        }
        #expect(try customs.number("SELECT COUNT(*) FROM agreement") == 0)
    }

    @Test(arguments: [
        "", "\n\n", "- a\n", "a: b: c", "agreement: &a x\n", String(repeating: "[", count: 200_000),
        String(repeating: "x", count: 1_100_000), "agreement: \u{202e}pact\n",
    ])
    func whatIsNoAgreementIsRefused(text: String) throws {
        try customs.write(text, to: "x.yaml")
        for command in ["check", "sign"] {
            try customs.refused("agreement", command, "x.yaml", because: "x.yaml")
        }
        try customs.refused("agreement", "check", "nowhere.yaml", because: "cannot be opened")
        try customs.write(Data([0xff, 0xfe, 0x00]), to: "binary.yaml")
        try customs.refused("agreement", "check", "binary.yaml", because: "not UTF-8")
        #expect(try customs.number("SELECT COUNT(*) FROM agreement") == 0)
    }

    @Test func aDraftIsCheckedExplainedAndTriedBeforeAnyoneSigns() throws {
        try pair.importFinds()
        try customs.write(try pair.document(), to: "pact.yaml")
        let check = try customs.done("agreement", "check", "pact.yaml", "--for-signing")
        #expect(check.output.hasPrefix("pact version 1: 2 parties, 1 clauses, no defect\ndigest "))
        let explained = try customs.done("agreement", "explain", "pact.yaml")
        #expect(explained.output.contains("Clause “finds”"))
        let digest = try #require(check.lines.last?.split(separator: " ").last)
        #expect(explained.output.contains(digest))
        let tried = try customs.done("agreement", "dry-run", "pact.yaml")
        #expect(
            tried.output.contains(
                "partner-police for strategic-analysis: 3 fields of 2 seizures until 2038-12-31\n"
                    + "  2 would become visible, 0 would stop being visible\n"
                    + "  fields: date, place, substance"), "\(tried.output)")
        #expect(try customs.number("SELECT COUNT(*) FROM agreement") == 0)
        // A narrower version: what would stop being visible.
        try pair.sign(try pair.document())
        try customs.write(
            try pair.document(version: 2, more: "    ports: [BEANR]"), to: "narrow.yaml")
        let narrow = try customs.done("agreement", "dry-run", "narrow.yaml")
        #expect(narrow.output.contains("0 would become visible, 1 would stop being visible"))
    }

    @Test func aSignatureNeedsAPartyItsKeyAndEveryPartysKey() throws {
        let text = try pair.document()
        let (own, theirs) = (try customs.publicKey(), try police.publicKey())
        for (changed, cause) in [
            (
                text.replacingOccurrences(of: "example-customs", with: "other-customs"),
                "not a party"
            ),
            (
                text.replacingOccurrences(
                    of: own,
                    with: Data((0..<32).map { UInt8($0) })
                        .base64EncodedString()), "the private key is not that of"
            ),
            (text.replacingOccurrences(of: "    key: \"\(theirs)\"\n", with: ""), "1 defects"),
        ] {
            try customs.write(changed, to: "pact.yaml")
            let outcome = try customs.refused("agreement", "sign", "pact.yaml", because: cause)
            #expect(!outcome.error.contains("CommandFailure"))
            #expect(!customs.exists("pact.yaml.signed"))
        }
        #expect(try customs.number("SELECT COUNT(*) FROM agreement") == 0)
    }

    @Test func signingTwiceIsOneSignatureAndTheSameFile() throws {
        try customs.write(try pair.document(), to: "pact.yaml")
        let first = try customs.done("agreement", "sign", "pact.yaml")
        #expect(first.output.contains("pact version 1 is signed: not signed by partner-police"))
        let file = try customs.text("pact.yaml.signed")
        try customs.done("agreement", "sign", "pact.yaml", "--output", "again")
        #expect(try customs.text("again") == file)
        #expect(try customs.number("SELECT COUNT(*) FROM agreement_signature") == 1)
        // Another text under the same version.
        try customs.write(
            try pair.document().replacingOccurrences(of: "Article 7", with: "Article 8"),
            to: "other.yaml")
        try customs.refused("agreement", "sign", "other.yaml", because: "another text is stored")
        #expect(!customs.exists("other.yaml.signed"))
        try customs.refused(
            "agreement", "sign", "pact.yaml", "--output", "/proc/none/x", because: "/proc/none/x")
    }

    @Test func onlyAPartnersGoodSignatureIsTaken() throws {
        try police.write(try pair.document(), to: "pact.yaml")
        try police.done("agreement", "sign", "pact.yaml")
        let note = try police.text("pact.yaml.signed")
        for (text, cause) in [
            (note.replacingOccurrences(of: "Article 7", with: "Article 8"), "wrong"),
            (note.replacingOccurrences(of: "— partner-police", with: "— example-customs"), "wrong"),
            (note + "\n", "malformed"), (String(note.dropLast(20)), "signature"), ("", "theirs"),
            ("no note\n", "theirs"),
        ] {
            try customs.write(text, to: "theirs")
            try customs.refused("agreement", "accept", "theirs", because: cause)
        }
        #expect(try customs.number("SELECT COUNT(*) FROM agreement") == 0)
        try customs.write(note, to: "theirs")
        for _ in 0..<2 {
            let taken = try customs.done("agreement", "accept", "theirs")
            #expect(
                taken.output
                    == "pact version 1: signature of partner-police taken; "
                    + "not signed by example-customs\n")
        }
        #expect(try customs.number("SELECT COUNT(*) FROM agreement_signature") == 1)
        // Somebody who is registered and no party.
        let stranger = try WorkFolder(hasNode: false)
        try stranger.done("init", "--organisation", "stranger", "--name", "S")
        try customs.done(
            "organisation", "register", "stranger", "--name", "S", "--key", stranger.publicKey())
        let words = "breakwater-agreement-revocation/1\npact\n1\npartner-police\n2026-01-01\n"
        try customs.write(words + "\n— stranger AAAAAAAAAAAA\n", to: "forged")
        try customs.refused("agreement", "accept", "forged", because: "signature")
    }

    @Test func aRevocationCountsOnceAndForGood() throws {
        try pair.sign(try pair.document())
        try customs.refused("agreement", "revoke", "nothing", because: "no agreement nothing")
        try customs.refused(
            "agreement", "revoke", "pact/9", because: "no agreement pact/9")
        try customs.refused("agreement", "revoke", "pact", "--from", "soon", because: "--from")
        for _ in 0..<2 {
            let outcome = try customs.done("agreement", "revoke", "pact", "--from", "2026-01-01")
            #expect(
                outcome.output
                    == "pact version 1 is revoked from 2026-01-01\nrevocation: pact.revoked\n")
        }
        try customs.refused(
            "agreement", "revoke", "pact", "--from", "2026-02-02", because: "revoked already")
        #expect(try customs.done("agreement", "list").output.contains("revoked by example-customs"))
        try police.write(try customs.text("pact.revoked"), to: "theirs")
        let taken = try police.done("agreement", "accept", "theirs")
        #expect(taken.output.contains("revoked by example-customs from 2026-01-01"))
        #expect(try police.done("agreement", "list").output.contains("revoked by example-customs"))
        // A revocation of what is not here.
        let empty = try NodePair().police
        try empty.write(try customs.text("pact.revoked"), to: "theirs")
        try empty.refused("agreement", "accept", "theirs", because: "mend")
    }

    @Test func listReviewAndExportSayWhatHolds() throws {
        #expect(try customs.done("agreement", "list").output.contains("no agreement is stored"))
        #expect(try customs.done("agreement", "review").output == "0 findings\n")
        try pair.sign(try pair.document())
        #expect(
            try customs.done("agreement", "list").output
                == "pact  version 1  2024-01-01/2038-12-31  in force  Pact of customs and police\n")
        let review = try customs.done("agreement", "review", "--within", "9000")
        #expect(review.output.contains("pact/1"))
        #expect(review.output.contains("  mend: "))
        #expect(review.lines.last?.hasSuffix("findings") == true)
        let cedar = try customs.done("agreement", "export", "--as", "cedar")
        #expect(cedar.output.contains("permit") && cedar.output.contains("partner-police"))
        #expect(
            try customs.done("agreement", "export", "--as", "cedar-schema").output.contains("{"))
        try customs.refused("agreement", "export", "--as", "xacml", because: "“xacml”")
        for name in ["pact", "pact/1"] {
            let text = try customs.done("agreement", "explain", name).output
            #expect(text.contains("Clause “finds”"))
        }
        try customs.refused("agreement", "explain", "nothing", because: "no agreement nothing")
    }

    @Test func organisationsAreRegisteredOnceAndKeysAreWhole() throws {
        let key = try police.publicKey()
        let again = try customs.done(
            "organisation", "register", "partner-police", "--name", "partner-police", "--country",
            "NL", "--key", key)
        #expect(again.output == "partner-police is registered already\n")
        #expect(try customs.done("organisation", "list").lines.count == 2)
        try customs.refused(
            "organisation", "register", "x", "--name", "X", "--key", "AAAA", because: "32 bytes")
        try customs.refused(
            "organisation", "register", "example-customs", "--name", "X", "--key", key,
            because: "this node's own")
        try customs.refused(
            "organisation", "register", "x y", "--name", "X", "--key", key,
            because: "the organisation")
        try customs.refused(
            "organisation", "register", "x", "--name", "", "--key", key, because: "1 to 200")
    }

    /// A new key ends what was signed with the old one.
    @Test func aChangedKeyEndsItsAgreements() throws {
        try pair.importFinds()
        try pair.sign(try pair.document())
        let list = ["seizures", "list", "--for", "partner-police"]
        #expect(try customs.run(list).lines.last == "2 seizures")
        let stranger = try WorkFolder(hasNode: false)
        try stranger.done("init", "--organisation", "partner-police", "--name", "S")
        try customs.done(
            "organisation", "register", "partner-police", "--name", "P", "--key",
            stranger.publicKey())
        #expect(try customs.run(list).lines.last == "0 seizures")
        #expect(
            try customs.done("agreement", "list").output.contains(
                "the key of partner-police is not the registered one"))
    }
}
