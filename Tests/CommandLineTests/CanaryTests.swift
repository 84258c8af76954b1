import Foundation
import Testing

/// Values planted where a partner may not see them appear in nothing that is made for the
/// partner: every output is searched byte for byte.
struct CanaryTests {
    let pair: NodePair
    var customs: WorkFolder { pair.customs }

    /// In fields that the agreement keeps back, or in records that it does not cover.
    static let canaries = [
        "CANARY-REFERENCE", "Canary Reporter", "CANARY-NOTE", "canary.example", "CANARY-SEAL",
        "CANARY-FACILITY", "CANARY-VOYAGE", "CSQU3054383", "9074729", "31337.25", "31,337",
        "31337", "EUR 777", "7777.77", "CANARY-HANDLING", "CANARY-CLOSED", "CANARY-REASON",
        "canary-officer", "canary-reviewer", "CANARY-FILE", "CANARY-HELD", "CANARY-BASIS",
        "4242.42", "Gijón", "ESGIJ",
    ]

    static let file =
        "reference,reporter,date,place,substance,amount,unit,stage,methods,container,vessel_imo,"
        + "seal_declared,facility,voyage,cash_amount,cash_currency,companies,departure_country,"
        + "persons,tlp,handling,handling_text,source_link,note\n"
        + "CANARY-REFERENCE-1,Canary Reporter,2024-03-05,Rotterdam,cocaine,31337.25,kg,at-port,"
        + "RIP,CSQU3054383,9074729,CANARY-SEAL,CANARY-FACILITY,CANARY-VOYAGE,7777.77,EUR,"
        + "haulier:misused,EC,3,AMBER,H1,,https://canary.example/1,CANARY-NOTE\n"
        + "CANARY-REFERENCE-2,Canary Reporter,2023-03-05,Rotterdam,cocaine,31337.25,kg,at-port,"
        + "PIN,,,,,,,,,,,AMBER,H1,,,CANARY-NOTE\n"
        // Not covered by the agreement: handling, label; another place than any open record.
        + "CANARY-CLOSED-1,Canary Reporter,2024-05-07,Gijón,heroin,4242.42,kg,at-port,,,,,,,,,,,,"
        + "AMBER,H3,CANARY-HANDLING,,CANARY-NOTE\n"
        + "CANARY-CLOSED-2,Canary Reporter,2024-05-08,Gijón,heroin,4242.42,kg,at-port,,,,,,,,,,,,"
        + "RED,H1,,,CANARY-NOTE\n"
        // Repeats the first with a slip of the unit: held, with findings that tell the amount.
        + "CANARY-HELD-1,Canary Reporter,2024-03-05,Rotterdam,cocaine,31.33725,kg,at-port,,,,,,,,,,"
        + ",,AMBER,H1,,,CANARY-NOTE\n"

    init() throws {
        pair = try NodePair()
        try customs.write(Self.file, to: "CANARY-FILE.csv")
        let imported = try customs.run([
            "seizures", "import", "CANARY-FILE.csv", "--layout", "breakwater-template", "--as",
            "canary-officer", "--basis", "CANARY-BASIS",
        ])
        try #require(imported.status == 0, "\(imported.text)")
        try #require(imported.output.contains("5  recorded as new"), "\(imported.text)")
        try pair.sign(try pair.document())
        let closed = try #require(try customs.record(with: "CANARY-CLOSED-1"))
        for (act, more) in [
            ("keep", ["--until", "2038-01-01"]), ("hold", ["--reviewer", "canary-reviewer"]),
        ] {
            let kept = try customs.run(
                ["retention", act, closed, "--reason", "CANARY-REASON", "--as", "canary-officer"]
                    + more)
            try #require(kept.status == 0, "\(kept.text)")
        }
        let decided = try customs.run([
            "seizures", "decide", try #require(try customs.record(with: "CANARY-REFERENCE-2")),
            "--state", "counted", "--reason", "CANARY-REASON", "--as", "canary-officer",
        ])
        try #require(decided.status == 0, "\(decided.text)")
    }

    private func expectNone(
        _ bytes: Data, _ place: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for canary in Self.canaries {
            #expect(
                bytes.range(of: Data(canary.utf8)) == nil, "\(canary) in \(place)",
                sourceLocation: sourceLocation)
        }
    }

    @Test func noCommandForThePartnerShowsACanary() throws {
        let records = try customs.texts("SELECT record FROM record ORDER BY serial")
        let partner = ["--for", "partner-police"]
        var commands: [[String]] = [
            ["seizures", "list"], ["seizures", "list", "--figures"],
            ["seizures", "list", "--counted", "--within", "--period", "2024"],
            ["seizures", "list", "--at-port"], ["seizures", "list", "--country", "ES"],
            ["seizures", "list", "--substance", "heroin"], ["situation"],
            ["situation", "--period", "2024", "--compare", "2023", "--by", "month"],
            ["situation", "--country", "ES"], ["seizures", "list", "--purpose", "oversight"],
            ["seizures", "list", "--limit", "0"], ["seizures", "list", "--port", "Atlantis"],
            ["seizures", "show", "0123456789abcdef0123456789abcdef"],
        ]
        commands += records.flatMap { record in
            [
                ["seizures", "show", record], ["seizures", "history", record],
                ["photograph", "list", record],
            ]
        }
        for command in commands {
            let outcome = try customs.run(command + partner)
            expectNone(Data(outcome.text.utf8), command.joined(separator: " "))
        }
        let exported = try customs.run(
            [
                "situation", "--formats", "html,json,csv", "--output", customs.file("edition/s"),
            ] + partner)
        #expect(exported.status == 0, "\(exported.text)")
        let edition = try customs.files("edition")
        #expect(edition.count == 3)
        for (name, bytes) in edition { expectNone(bytes, name) }
    }

    @Test func nothingThatIsHandedToThePartnerCarriesACanary() throws {
        try customs.write(
            try pair.document(version: 2, release: "full", fields: nil), to: "v2.yaml")
        for command in [
            ["agreement", "dry-run", "v2.yaml"], ["agreement", "dry-run", "pact.yaml"],
            ["agreement", "explain", "pact"], ["agreement", "export", "--as", "cedar"],
            ["agreement", "list"], ["agreement", "review"], ["evidence", "witness"],
            ["evidence", "checkpoint"], ["evidence", "checkpoint", "--show-keys"],
            ["evidence", "publish", "published"],
        ] {
            let outcome = try customs.run(command)
            #expect(outcome.status == 0, "\(outcome.text)")
            expectNone(Data(outcome.text.utf8), command.joined(separator: " "))
        }
        let published = try customs.files("published")
        #expect(published.count >= 3)
        for (name, bytes) in published { expectNone(bytes, name) }
        expectNone(Data(try customs.text("pact.yaml.signed").utf8), "signed agreement")
        try customs.done("agreement", "revoke", "pact")
        expectNone(Data(try customs.text("pact.revoked").utf8), "revocation")
        // The partner's own node knows nothing of the records.
        for record in try customs.texts("SELECT record FROM record") {
            let outcome = try pair.police.run(["evidence", "who-saw", record])
            #expect(outcome.status == 1)
            expectNone(Data(outcome.text.utf8), "who-saw")
        }
        expectNone(try pair.police.bytesOfDatabase(), "the partner's database")
    }

    /// What was sealed does not lie open in the database either, and secrets lie nowhere.
    @Test func sealedCellsAndKeysLieOpenNowhere() throws {
        let database = try customs.bytesOfDatabase()
        for sealed in ["CANARY-NOTE", "CANARY-SEAL", "CANARY-VOYAGE", "CANARY-REFERENCE"] {
            #expect(database.range(of: Data(sealed.utf8)) == nil, "\(sealed)")
        }
        for name in ["wrapping", "log", "organisation", "witness"] {
            let text = try String(contentsOfFile: customs.keys + "/\(name).key", encoding: .utf8)
            let secret = try #require(
                Data(base64Encoded: text.trimmingCharacters(in: .newlines)))
            #expect(database.range(of: secret) == nil, "\(name)")
            #expect(database.range(of: Data(text.dropLast().utf8)) == nil, "\(name)")
        }
    }

    /// The search finds what is there: the originator sees every canary.
    @Test func theOriginatorSeesTheCanaries() throws {
        var seen = ""
        for record in try customs.texts("SELECT record FROM record") {
            seen += try customs.done("seizures", "show", record).output
        }
        seen += try customs.done("evidence", "list", "--limit", "100").output
        for canary in [
            "CANARY-REFERENCE", "Canary Reporter", "CANARY-NOTE", "canary.example", "CANARY-SEAL",
            "CANARY-FACILITY", "CANARY-VOYAGE", "CSQU3054383", "9074729", "31337.25", "7777.77",
            "CANARY-HANDLING", "CANARY-CLOSED", "canary-officer", "CANARY-FILE", "CANARY-HELD",
            "4242.42", "Gijón",
        ] { #expect(seen.contains(canary), "\(canary)") }
        let list = try customs.run(["seizures", "list", "--for", "partner-police"])
        #expect(list.output.contains("Rotterdam"), "\(list.text)")
    }
}
