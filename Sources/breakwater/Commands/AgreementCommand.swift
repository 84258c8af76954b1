import ArgumentParser
import Foundation
import NeedToKnow
import PortVocabulary
import Storage

/// `breakwater agreement …`
struct AgreementCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agreement",
        abstract: "Check, explain, try, sign, revoke and review agreements.",
        discussion: """
            What an agreement in force allows is what the node does. There is no second place \
            where access is configured.
            """,
        subcommands: [
            AgreementCheck.self, AgreementExplain.self, AgreementDryRun.self, AgreementSign.self,
            AgreementAccept.self, AgreementRevoke.self, AgreementList.self,
            AgreementReviewCommand.self, AgreementExport.self,
        ],
        aliases: ["agreements"])
}

/// An agreement on the command line: a file, or the identifier of a stored one.
enum AgreementArgument {
    /// Reads a document.
    ///
    /// - Throws: ``CommandFailure`` with every defect, each with line and column.
    static func document(_ path: String, forSigning: Bool) throws -> Agreement {
        let bytes = try InputFile.bytes(path, limit: Agreement.bytesLimit)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure(cause: "\(path) is not UTF-8", mend: "save it as UTF-8")
        }
        let defects = AgreementDocument.defects(in: text, forSigning: forSigning)
        guard defects.isEmpty, let document = try? AgreementDocument(parsing: text) else {
            let document: JSONValue = [
                "file": .text(path), "isSound": .bool(false),
                "defects": JSONValue(defects) { .text("\($0)") },
            ]
            Answer.give("agreement-defects", document) {
                defects.map { "\(path):\($0)" }.joined(separator: "\n")
            }
            throw CommandFailure(
                cause: "\(path) has \(defects.count) defects; nothing was stored",
                mend: "see docs/formats/agreement.md")
        }
        return document.agreement
    }

    /// Stores a version where it is not stored yet.
    ///
    /// - Throws: ``CommandFailure`` where another text has the same version.
    static func add(_ agreement: Agreement, by permit: NodePermit, _ database: NodeDatabase) throws
    {
        switch try database.add(agreement, by: permit, at: Clock.now()) {
        case .stored, .unchanged, .absent: return
        case .differs:
            throw CommandFailure(
                cause: "another text is stored as \(agreement.id) version \(agreement.version)",
                mend: "agree on one text, and give it a new version")
        case .otherParties:
            throw CommandFailure(
                cause: "\(agreement.id) is an agreement of other parties",
                mend: "give an agreement of other parties an identifier of its own")
        }
    }

    /// What a stored version is worth today, in words.
    static func standing(_ agreement: Agreement, _ database: NodeDatabase) throws -> String {
        try AgreementSteps(store: database).judged(on: Clock.today())
            .first { $0.agreement == agreement }?.standing.text ?? ""
    }

    /// A stored agreement by `pact`, the highest version, or by `pact/2` as the evidence writes it.
    static func stored(_ text: String, _ database: NodeDatabase) throws -> StoredAgreement {
        let found = try database.agreements().last {
            let id = $0.agreement.id.text
            return text == id || text == "\(id)/\($0.agreement.version)"
        }
        guard let found else {
            throw CommandFailure(
                cause: "there is no agreement \(text)",
                mend: "breakwater agreement list names all; write ID or ID/VERSION")
        }
        return found
    }
}

/// `breakwater agreement check FILE`
struct AgreementCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Find every defect of a document at once, with line and column.")

    @Argument(help: "The document.")
    var file: String

    @Flag(help: "Also what it lacks to be signed, such as keys.")
    var forSigning = false

    @OptionGroup var answer: AnswerOptions

    func run() throws {
        let agreement = try AgreementArgument.document(file, forSigning: forSigning)
        let document: JSONValue = [
            "file": .text(file), "isSound": .bool(true), "defects": [],
            "agreement": .text(agreement.id.text), "version": .whole(agreement.version),
            "parties": JSONValue(agreement.parties) { .text($0.id.text) },
            "clauses": JSONValue(agreement.clauses) { .text($0.id.text) },
            "digest": .text("\(agreement.digest)"),
        ]
        Answer.give("agreement-check", document) {
            "\(agreement.id) version \(agreement.version): \(agreement.parties.count) parties, "
                + "\(agreement.clauses.count) clauses, no defect\ndigest \(agreement.digest)"
        }
    }
}

/// `breakwater agreement explain FILE`
struct AgreementExplain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say in plain language what an agreement allows and what it does not.")

    @Argument(
        help: "The document, or a stored agreement: ID, or ID/VERSION.",
        completion: Candidates.agreements)
    var agreement: String

    @OptionGroup var node: NodeOptions

    func run() throws {
        if FileManager.default.fileExists(atPath: agreement) {
            return tell(try AgreementArgument.document(agreement, forSigning: false))
        }
        tell(
            try node.withNode { database in
                try AgreementArgument.stored(agreement, database).agreement
            })
    }

    private func tell(_ agreement: Agreement) {
        let text = AgreementExplanation(agreement).text
        let document: JSONValue = [
            "agreement": .text(agreement.id.text), "version": .whole(agreement.version),
            "title": .text(agreement.title), "text": .text(text),
        ]
        Answer.give("agreement-explain", document) { text }
    }
}

/// `breakwater agreement dry-run FILE`
struct AgreementDryRun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dry-run",
        abstract: "Say what a draft would release and what would stop being visible.")

    @Argument(help: "The document.")
    var file: String

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let draft = try AgreementArgument.document(file, forSigning: false)
        let lines = try node.withNode { database in
            let requester = try asker.requester([.signatory], of: database.organisation)
            _ = try database.leave(requester, .draftAgreement)
            return try AgreementSteps(store: database).dryRun(draft, on: Clock.today())
        }
        let document: JSONValue = [
            "agreement": .text(draft.id.text), "version": .whole(draft.version),
            "until": JSONValue(draft.valid.last), "lines": JSONValue(lines, Self.json),
        ]
        Answer.give("agreement-dry-run", document) {
            lines.isEmpty
                ? "this draft would release nothing"
                : lines.map { Self.text($0, until: draft.valid.last) }.joined(separator: "\n")
        }
    }

    private static func json(_ line: DryRunLine) -> JSONValue {
        [
            "receiver": .text(line.receiver.text), "purpose": .text(line.purpose.rawValue),
            "kind": .text(line.kind.rawValue), "form": JSONValue(line.form?.rawValue),
            "fields": JSONValue(texts: line.fields.fields.map(\.rawValue)),
            "total": .whole(line.total), "gained": .whole(line.gained), "lost": .whole(line.lost),
        ]
    }

    private static func text(_ line: DryRunLine, until: CalendarDate) -> String {
        let count = Terminal.grouped(line.total)
        let nouns =
            switch line.kind {
            case .seizure: "seizures"
            case .figure: "published figures"
            case .denominator: "denominators"
            }
        let what =
            switch line.form {
            case .none: "nothing of \(nouns)"
            case .hitNoHit: "hit or no hit on \(nouns)"
            case .aggregate: "counts over \(count) \(nouns)"
            case .fields, .full: "\(line.fields.fields.count) fields of \(count) \(nouns)"
            }
        var text =
            "\(line.receiver) for \(line.purpose.rawValue): \(what) until \(until)\n"
            + "  \(Terminal.grouped(line.gained)) would become visible, "
            + "\(Terminal.grouped(line.lost)) would stop being visible"
        if !line.fields.isEmpty {
            text += "\n  fields: \(line.fields.fields.map(\.rawValue).joined(separator: ", "))"
        }
        return text
    }
}

/// `breakwater agreement list`
struct AgreementList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List every version and what it is worth today.")

    @OptionGroup var node: NodeOptions

    func run() throws {
        let judged = try node.withNode { database in
            try AgreementSteps(store: database).judged(on: Clock.today())
        }
        let document: JSONValue = ["agreements": JSONValue(judged, Self.json)]
        Answer.give("agreement-list", document) {
            judged.isEmpty
                ? "no agreement is stored: only the own records are seen"
                : judged.map(Self.text).joined(separator: "\n")
        }
    }

    private static func text(_ entry: JudgedAgreement) -> String {
        let agreement = entry.agreement
        return "\(agreement.id)  version \(agreement.version)  \(agreement.valid)  "
            + "\(entry.standing.text)  \(agreement.title)"
    }

    private static func json(_ entry: JudgedAgreement) -> JSONValue {
        let agreement = entry.agreement
        return [
            "agreement": .text(agreement.id.text), "version": .whole(agreement.version),
            "title": .text(agreement.title), "first": JSONValue(agreement.valid.first),
            "last": JSONValue(agreement.valid.last), "standing": .text(entry.standing.text),
            "isInForce": .bool(entry.standing.isInForce),
            "parties": JSONValue(agreement.parties) { .text($0.id.text) },
        ]
    }
}

extension AgreementStanding {
    var isInForce: Bool { if case .inForce = self { true } else { false } }

    /// What it is worth, in words.
    var text: String {
        switch self {
        case .inForce: "in force"
        case .notYet(let day): "begins on \(day)"
        case .expired(let day): "ended on \(day)"
        case .unsigned(let missing):
            "not signed by \(missing.map(\.text).joined(separator: ", "))"
        case .badSignature(let party): "the signature of \(party) is wrong"
        case .unknownKey(let party): "\(party) is not registered"
        case .keyDiffers(let party): "the key of \(party) is not the registered one"
        case .revoked(let party, let day): "revoked by \(party) from \(day)"
        case .malformed: "cannot be read"
        }
    }
}

/// `breakwater agreement review`
struct AgreementReviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Find agreements that expire, are unused, overlap or contradict one another.")

    @Option(help: "Days within which an agreement is found to be expiring.")
    var within = 90

    @Option(help: "Days without a release after which an agreement is found to be unused.")
    var unusedFor = 365

    @OptionGroup var node: NodeOptions

    func run() throws {
        let findings = try node.withNode { database in
            var review = AgreementReview(on: Clock.today())
            (review.expiringWithin, review.unusedFor) = (within, unusedFor)
            review.lastUsed = try database.usage()
            for kind in RecordKind.allCases {
                review.classes += try database.accessClasses(kind).values
            }
            return review.findings(
                try AgreementSteps(store: database).judged(on: Clock.today()))
        }
        let document: JSONValue = [
            "findings": JSONValue(findings) { finding in
                [
                    "agreement": .text(finding.agreement.text),
                    "version": .whole(finding.version), "clause": JSONValue(finding.clause),
                    "cause": .text(finding.cause), "mend": .text(finding.mend),
                ]
            }
        ]
        Answer.give("agreement-review", document) {
            let lines = findings.map { finding in
                let clause = finding.clause.map { "#\($0)" } ?? ""
                return "\(finding.agreement)/\(finding.version)\(clause): \(finding.cause)\n"
                    + "  mend: \(finding.mend)"
            }
            return (lines + ["\(findings.count) findings"]).joined(separator: "\n")
        }
    }
}

/// `breakwater agreement export --as cedar`
struct AgreementExport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the agreements in force as policies of another system.")

    @Option(name: .customLong("as"), help: "cedar, or cedar-schema.")
    var format: String

    @OptionGroup var node: NodeOptions

    func run() throws {
        let text: String
        switch format {
        case "cedar-schema": text = CedarExport.schema
        case "cedar":
            let inForce = try node.withNode { database in
                AgreementVerification.inForce(
                    try AgreementSteps(store: database).judged(on: Clock.today()),
                    on: Clock.today())
            }
            text = CedarExport.policies(inForce)
        default:
            throw CommandFailure(
                cause: "--as “\(format)” is not known", mend: "use cedar or cedar-schema")
        }
        Answer.give("agreement-export", ["as": .text(format), "text": .text(text)]) { text }
    }
}
