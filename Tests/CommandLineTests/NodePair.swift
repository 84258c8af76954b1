import Foundation
import Testing

/// Two nodes in two folders that know each other's keys, and an agreement between them.
struct NodePair {
    let customs: WorkFolder
    let police: WorkFolder

    init() throws {
        (customs, police) = (try WorkFolder(), try WorkFolder(isPartner: true))
        for (node, other, id) in [
            (customs, police, "partner-police"), (police, customs, "example-customs"),
        ] {
            let outcome = try node.run([
                "organisation", "register", id, "--name", id, "--country", "NL", "--key",
                try other.publicKey(),
            ])
            try #require(outcome.status == 0, "\(outcome.text)")
        }
    }

    /// A document in which customs gives seizures to the police.
    func document(
        version: Int = 1, id: String = "pact", release: String = "fields",
        fields: String? = "date, place, substance", more: String = ""
    ) throws -> String {
        """
        agreement: \(id)
        version: \(version)
        title: Pact of customs and police
        basis: Article 7 of an invented act
        valid: {from: 2024-01-01, until: 2038-12-31}
        parties:
          - organisation: example-customs
            name: Example Customs
            kind: authority
            country: NL
            key: "\(try customs.publicKey())"
          - organisation: partner-police
            name: Partner Police
            kind: authority
            country: NL
            key: "\(try police.publicKey())"
        clauses:
          - clause: finds
            from: [example-customs]
            to: [partner-police]
            records: [seizure, figure]
            purposes: [strategic-analysis]
            release: \(release)
        \(fields.map { "    fields: [\($0)]\n" } ?? "")    up-to: AMBER
            handling: [H0, H1]
        \(more)
        """
    }

    /// Both sign, by exchanging files.
    func sign(_ document: String) throws {
        for node in [customs, police] { try node.write(document, to: "pact.yaml") }
        for (node, other) in [(customs, police), (police, customs)] {
            let signed = try node.run(["agreement", "sign", "pact.yaml"])
            try #require(signed.status == 0, "\(signed.text)")
            try other.write(Data(node.text("pact.yaml.signed").utf8), to: "theirs")
            let taken = try other.run(["agreement", "accept", "theirs"])
            try #require(taken.status == 0, "\(taken.text)")
        }
    }

    static let header =
        "reference,reporter,date,country,place,substance,amount,unit,stage,methods,container,"
        + "tlp,handling,handling_text,note\n"

    /// Four invented finds: two in Rotterdam, one marked H2 and one TLP:RED.
    static let finds =
        header
        + "A-1,Customs Desk Nine,2024-03-05,NL,Rotterdam,cocaine,2786.3,kg,at-port,RIP,CSQU3054383,AMBER,H1,,a\n"
        + "A-2,Customs Desk Nine,2024-04-06,BE,Antwerp,heroin,41.5,kg,at-port,PIN,,AMBER,H1,,b\n"
        + "A-3,Customs Desk Nine,2024-05-07,NL,Rotterdam,cocaine,12,kg,at-port,,,AMBER,H2,,c\n"
        + "A-4,Customs Desk Nine,2024-06-08,NL,Rotterdam,cocaine,13,kg,at-port,,,RED,H1,,d\n"

    /// Imports the finds at the customs node.
    func importFinds() throws {
        try customs.write(Self.finds, to: "finds.csv")
        let outcome = try customs.run([
            "seizures", "import", "finds.csv", "--layout", "breakwater-template",
        ])
        try #require(outcome.status == 0, "\(outcome.text)")
    }
}

extension WorkFolder {
    /// Runs a command on this folder's node.
    @discardableResult
    func run(_ arguments: [String]) throws -> Program.Outcome {
        try Program.run(arguments, in: self, environment: ["BREAKWATER_DATABASE": database])
    }

    /// Runs a command that has to succeed.
    @discardableResult
    func done(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) throws
        -> Program.Outcome
    {
        let outcome = try run(arguments)
        try #require(outcome.status == 0, "\(outcome.text)", sourceLocation: sourceLocation)
        return outcome
    }

    /// Runs a command that has to fail, naming the cause and a mend.
    @discardableResult
    func refused(
        _ arguments: String..., because cause: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Program.Outcome {
        let outcome = try run(arguments)
        #expect(outcome.status == 1, "\(outcome.text)", sourceLocation: sourceLocation)
        #expect(outcome.error.contains(cause), "\(outcome.text)", sourceLocation: sourceLocation)
        #expect(outcome.error.contains("mend: "), sourceLocation: sourceLocation)
        return outcome
    }

    /// The public key with which the node's organisation signs, in Base64.
    func publicKey() throws -> String {
        let own = try done("organisation", "list").lines.first { $0.hasSuffix("this node") }
        return try #require(own).split(separator: " ").map(String.init).dropLast(2).last ?? ""
    }

    /// The keys with which others verify the node's log and its cosignatures.
    func verifierKeys() throws -> (log: String, witness: String) {
        let lines = try done("evidence", "checkpoint", "--show-keys").lines
        let keys = lines.map {
            String($0.split(separator: " ", maxSplits: 1)[1].drop { $0 == " " })
        }
        return (keys[0], keys[1])
    }

    /// Everything derived anew from the rows.
    func expectSound(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let outcome = try run(["evidence", "fsck"])
        #expect(outcome.status == 0, "\(outcome.text)", sourceLocation: sourceLocation)
        #expect(outcome.output.contains("nothing was changed"), sourceLocation: sourceLocation)
    }
}
