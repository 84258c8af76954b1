import ArgumentParser
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage

/// `breakwater draft …`
struct DraftCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draft",
        abstract: "Put entries aside and take them up again, each person their own.",
        discussion: """
            A draft is no record. After 30 days it is gone. breakwater seizures add --draft \
            stores one.
            """,
        subcommands: [DraftSave.self, DraftList.self, DraftShow.self, DraftDiscard.self])
}

/// `breakwater draft save`
struct DraftSave: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "save", abstract: "Put an entry aside, or go on with a draft.")

    @Option(help: "The draft to go on with; what is not given stays. Default: a new one.")
    var draft: String?

    @OptionGroup var entry: EntryOptions

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let desk = try Desk(node)
        let given = try draft.map(DeskArgument.draft)
        let id = given ?? DraftID(trusted: Desk.newName())
        let outcome = try node.withNode { database in
            let requester = try asker.requester([.contributor], of: database.organisation)
            let drafts = KeepDrafts(store: database, template: desk.template)
            var form = EntryForm(
                token: FormToken(trusted: Desk.newName()), cells: EntryOptions.usual)
            if let given {
                guard let kept = try drafts.open(requester, given, now: Clock.now()) else {
                    return DraftOutcome.notAvailable
                }
                form = kept.form
            }
            form.cells = try entry.cells(over: form.cells, desk.template)
            return try drafts.save(requester, form, as: id, now: Clock.now())
        }
        switch outcome {
        case .saved:
            Answer.give("draft-save", ["draft": .text(id.text)]) { id.text }
        case .full:
            throw CommandFailure(
                cause: "there are \(Draft.limit) drafts already",
                mend: "store or discard one first")
        case .refused(let remarks):
            throw CommandFailure(
                cause: remarks.map { "\($0.column): \($0.cause)" }.joined(separator: "; "),
                mend: remarks.first?.mend ?? "")
        case .notAvailable: throw NotAvailable()
        }
    }
}

/// `breakwater draft list`
struct DraftList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the person's drafts, newest first.")

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let desk = try Desk(node)
        let drafts = try node.withNode { database in
            try KeepDrafts(store: database, template: desk.template).list(
                try asker.requester([.contributor], of: database.organisation),
                now: Clock.now())
        }
        let document: JSONValue = ["drafts": JSONValue(drafts, \.json)]
        Answer.give("draft-list", document) {
            drafts.isEmpty ? "no drafts" : drafts.map(\.line).joined(separator: "\n")
        }
    }
}

/// `breakwater draft show DRAFT`
struct DraftShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what a draft holds, column by column.")

    @Argument(help: "Name of the draft. Put -- before one that begins with -.")
    var draft: String

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let desk = try Desk(node)
        let id = try DeskArgument.draft(draft)
        let kept = try node.withNode { database in
            try KeepDrafts(store: database, template: desk.template).open(
                try asker.requester([.contributor], of: database.organisation), id,
                now: Clock.now())
        }
        guard let kept else { throw NotAvailable() }
        Answer.give("draft-show", kept.json) {
            ([kept.line]
                + desk.template.columns.compactMap { column in
                    kept.form.cells[column.header].map { "  \(column.header): \($0)" }
                }).joined(separator: "\n")
        }
    }
}

/// `breakwater draft discard DRAFT`
struct DraftDiscard: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard", abstract: "Throw a draft away.")

    @Argument(help: "Name of the draft. Put -- before one that begins with -.")
    var draft: String

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let desk = try Desk(node)
        let id = try DeskArgument.draft(draft)
        let isDone = try node.withNode { database in
            try KeepDrafts(store: database, template: desk.template).discard(
                try asker.requester([.contributor], of: database.organisation), id)
        }
        guard isDone else { throw NotAvailable() }
        Answer.give("draft-discard", ["draft": .text(id.text)]) { "\(id) is discarded" }
    }
}

extension Draft {
    var json: JSONValue {
        [
            "draft": .text(id.text), "saved": JSONValue(saved),
            "cells": .object(form.cells.mapValues { .text($0) }),
        ]
    }

    /// The draft in one line.
    var line: String {
        let words = ["date", "place", "substance", "amount", "unit"]
            .compactMap { form.cells[$0] }.joined(separator: "  ")
        return "\(id)  saved \(saved.day)  \(words)"
    }
}
