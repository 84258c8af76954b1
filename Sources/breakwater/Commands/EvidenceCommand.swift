import ArgumentParser
import EvidenceLog
import Foundation
import NeedToKnow
import PortVocabulary
import Storage

/// `breakwater evidence …`
struct EvidenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence",
        abstract: "Verify, prove and publish the evidence log; see who saw a record.",
        subcommands: [
            EvidenceCheckCommand.self, EvidenceWhoSaw.self, EvidenceList.self,
            EvidenceProve.self, EvidenceVerify.self, EvidenceCheckpoint.self,
            EvidencePublish.self, EvidenceWitness.self,
        ])
}

extension NodeDatabase {
    /// Leave for an act on the node, or the refusal as the command line tells it. What is
    /// refused is noted, and so is a look into the evidence or at what is due: it tells about
    /// records and people.
    func leave(
        _ requester: Requester, _ act: NodeAct, subject: String? = nil
    ) throws -> NodePermit {
        switch NodeRules.decide(requester, act, node: organisation) {
        case .permit(let permit):
            if act.isConsultation {
                try note(permit, subject: subject ?? "node/\(organisation)", at: Clock.now())
            }
            return permit
        case .refuse(let reason):
            try note(
                RefusalNote(
                    requester: requester, action: act.rawValue, subject: "node/\(organisation)",
                    reason: reason), at: Clock.now())
            throw CommandFailure(
                cause: "\(act.title): \(reason.title)", mend: "ask a colleague who has the role")
        }
    }
}

/// `breakwater evidence fsck`
struct EvidenceCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fsck",
        abstract: "Derive everything anew from the content of the rows, and name what differs.",
        discussion: "Changes nothing, and works when the node refuses to start.")

    @OptionGroup var progress: ProgressOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let folder = try node.keyFolder()
        let report: EvidenceReport
        let bar = Progress("checking the evidence", isQuiet: progress.quiet)
        defer { bar.end() }
        do {
            report = try NodeDatabase.openForCheck(
                try node.databaseAddress(), keys: try folder.read()
            ).check(
                lastCheckpoint: folder.lastCheckpoint(), progress: { bar.update($0, of: $1) })
        } catch let fault as StorageFault {
            throw CommandFailure(cause: fault.description, mend: fault.mend)
        }
        bar.end()
        let sizes =
            "\(Terminal.grouped(report.entries)) entries, \(Terminal.grouped(report.rows)) rows"
        let document: JSONValue = [
            "entries": .whole(report.entries), "rows": .whole(report.rows),
            "isSound": .bool(report.isSound),
            "findings": JSONValue(report.findings) { finding in
                ["place": .text(finding.place), "cause": .text(finding.cause)]
            },
        ]
        Answer.give("evidence-fsck", document) {
            report.isSound
                ? "\(sizes): nothing was changed"
                : report.findings.map(\.description).joined(separator: "\n")
        }
        guard report.isSound else {
            throw CommandFailure(
                cause: "\(report.findings.count) findings in \(sizes)",
                mend: "restore a backup, and find out who changed it")
        }
    }
}

/// `breakwater evidence who-saw RECORD`
struct EvidenceWhoSaw: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "who-saw",
        abstract: "Tell the originator of a record who saw it, when, why and on which clause.")

    @Argument(help: "Identifier of the record.")
    var record: String

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let id = try RecordArgument.parse(record)
        try node.withNode { database in
            let requester = try asker.requester([.auditor], of: database.organisation)
            _ = try database.leave(requester, .traceRecord, subject: "record/\(id)")
            guard let uses = try database.uses(of: id) else { throw NotAvailable() }
            let document: JSONValue = [
                "record": .text(id.text), "releases": JSONValue(uses, Self.json),
            ]
            Answer.give("evidence-who-saw", document) {
                (uses.map(Self.text) + ["\(Terminal.grouped(uses.count)) releases"])
                    .joined(separator: "\n")
            }
        }
    }

    private static func json(_ use: RecordUse) -> JSONValue {
        [
            "entry": .whole(use.entry), "at": JSONValue(use.at), "act": .text(use.act.rawValue),
            "person": .text(use.person), "organisation": .text(use.organisation),
            "purpose": .text(use.purpose), "basis": .text(use.basis), "form": .text(use.form),
            "grounds": .text(use.grounds), "fields": JSONValue(texts: use.fields),
            "subject": .text(use.subject),
        ]
    }

    private static func text(_ use: RecordUse) -> String {
        var lines = [
            "\(Moment(seconds: use.at))  \(use.person) of \(use.organisation)  "
                + "\(use.act.rawValue)  entry \(use.entry)",
            "  purpose: \(use.purpose)" + (use.basis.isEmpty ? "" : ", on \(use.basis)"),
            "  ground:  \(use.grounds), \(use.form)",
        ]
        if !use.fields.isEmpty {
            lines.append("  fields:  \(use.fields.joined(separator: ", "))")
        }
        lines.append("  asked:   \(use.subject)")
        return lines.joined(separator: "\n")
    }
}

/// `breakwater evidence list`
struct EvidenceList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List entries of the evidence log.")

    @Option(help: "The first entry.")
    var from = 0

    @Option(help: "How many entries at most.")
    var limit = 50

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        guard limit > 0, from >= 0 else {
            throw CommandFailure(
                cause: "--from or --limit is out of bounds", mend: "write numbers from 0 and 1")
        }
        try node.withNode { database in
            let requester = try asker.requester([.auditor], of: database.organisation)
            _ = try database.leave(requester, .readEvidence)
            let entries = try database.entries(from: from, limit: limit)
            let document: JSONValue = [
                "entries": JSONValue(entries) { Self.json($0.0, $0.1) }
            ]
            Answer.give("evidence-list", document) {
                entries.map { Self.text($0.0, $0.1) }.joined(separator: "\n")
            }
        }
    }

    private static func text(_ index: Int, _ entry: EvidenceEntry) -> String {
        let who =
            entry.person.isEmpty
            ? entry.within.map { "within \($0)" } ?? ""
            : "\(entry.person) of \(entry.organisation) for \(entry.purpose)"
        return "\(index)  \(Moment(seconds: entry.at))  \(entry.act.rawValue)  "
            + "\(entry.subject)  \(entry.result)  \(who)"
    }

    private static func json(_ index: Int, _ entry: EvidenceEntry) -> JSONValue {
        [
            "entry": .whole(index), "at": JSONValue(Moment(seconds: entry.at)),
            "act": .text(entry.act.rawValue), "subject": .text(entry.subject),
            "result": .text(entry.result), "person": .text(entry.person),
            "organisation": .text(entry.organisation), "role": .text(entry.role),
            "purpose": .text(entry.purpose), "basis": .text(entry.basis),
            "clause": .text(entry.clause), "within": JSONValue(entry.within.map { Int($0) }),
        ]
    }
}
