import ArgumentParser
import Foundation
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage

/// `breakwater today`
struct TodayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "today",
        abstract: "Show what is new, which clocks run out, what waits, and who read what.")

    @Option(help: "From which day on things are new. Default: a week ago.")
    var since: String?

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    /// *Units: days.*
    private static let usualDays = 7

    func run() throws {
        let desk = try Desk(node)
        let now = Clock.now()
        let first =
            try since.map { try SelectionOptions.span($0, option: "--since").first }
            ?? now.day.advanced(byDays: -Self.usualDays)
        let moment = Moment(seconds: Int64(first.dayNumber) * 86_400)
        try node.withNode { database in
            let requester = try asker.requester(
                Set(Role.allCases), of: database.organisation)
            let summary = try ShowToday(store: database).run(
                requester, since: moment, now: now
            ).view
            let drafts = try KeepDrafts(store: database, template: desk.template)
                .list(requester, now: now)
            let staged = try StagedImport(
                store: database, reference: try desk.reference(database)
            ).waiting(requester, now: now)
            Answer.give("today", Self.document(summary, drafts, staged)) {
                Self.text(summary, drafts, staged)
            }
        }
    }

    private static func document(
        _ summary: TodaySummary, _ drafts: [Draft], _ staged: [StagedLine]
    ) -> JSONValue {
        [
            "since": JSONValue(summary.since), "isFreshCut": .bool(summary.isFreshCut),
            "fresh": JSONValue(summary.fresh) { line in
                [
                    "originator": .text(line.originator.text),
                    "place": JSONValue(line.place?.code), "new": .whole(line.new),
                    "changed": .whole(line.changed),
                ]
            }, "held": .whole(summary.held),
            "due": JSONValue(summary.due) { line in
                ["record": .text(line.record.text), "keepUntil": JSONValue(line.keepUntil)]
            },
            "ending": JSONValue(summary.ending) { line in
                [
                    "agreement": .text(line.agreement.text), "version": .whole(line.version),
                    "title": .text(line.title), "lastDay": JSONValue(line.lastDay),
                ]
            },
            "waiting": JSONValue(summary.waiting) { line in
                [
                    "agreement": .text(line.agreement.text), "version": .whole(line.version),
                    "title": .text(line.title), "isFaulty": .bool(line.isFaulty),
                ]
            },
            "drafts": JSONValue(texts: drafts.map(\.id.text)),
            "staged": JSONValue(texts: staged.map(\.id.text)),
            "reads": JSONValue(summary.reads) { line in
                [
                    "organisation": .text(line.organisation.text),
                    "releases": .whole(line.releases), "records": .whole(line.records),
                ]
            },
            "refusals": JSONValue(summary.refusals) { line in
                [
                    "organisation": .text(line.organisation.text),
                    "refusals": .whole(line.refusals),
                ]
            }, "isHistoryCut": .bool(summary.isHistoryCut),
        ]
    }

    private static func text(
        _ summary: TodaySummary, _ drafts: [Draft], _ staged: [StagedLine]
    ) -> String {
        func part(_ title: String, _ lines: [String]) -> [String] {
            lines.isEmpty ? [] : [title] + lines.map { "  \($0)" }
        }
        var lines = ["since \(summary.since.day)"]
        lines += part(
            "new",
            summary.fresh.map {
                "\($0.originator)  \($0.place?.code ?? "no port named")  \($0.new) new, "
                    + "\($0.changed) changed"
            } + (summary.isFreshCut ? ["more came than is counted here"] : []))
        var waiting = summary.held == 0 ? [] : ["\(summary.held) held: breakwater seizures review"]
        waiting += summary.waiting.map {
            "\($0.title): "
                + ($0.isFaulty
                    ? "a key or a signature does not fit" : "this node has not signed it")
        }
        waiting += drafts.map { "draft \($0.line)" }
        waiting += staged.map { "file \($0.name): breakwater staging check \($0.id)" }
        lines += part("waiting for you", waiting)
        lines += part(
            "clocks running out",
            summary.ending.map { "\($0.title) ends on \($0.lastDay)" }
                + summary.due.map { "\($0.record) kept until \($0.keepUntil)" })
        lines += part(
            "who was shown records of this node",
            summary.reads.map {
                "\($0.organisation)  \(Terminal.grouped($0.records)) records in "
                    + "\(Terminal.grouped($0.releases)) releases"
            })
        lines += part(
            "refused requests", summary.refusals.map { "\($0.organisation)  \($0.refusals)" })
        if summary.isHistoryCut { lines.append("reads and refusals are the latest only") }
        return lines.joined(separator: "\n")
    }
}
