import Foundation
import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary
import SituationAnalysis

/// `/seizures/new`: the short form for one find. The same form changes a record and continues a
/// draft.
enum SeizureEntryPage {
    // MARK: - The form

    static func new<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard exchange.node.template != nil else { return try .notAvailable(exchange) }
        let cells = ["tlp": TrafficLight.amber.rawValue, "handling": HandlingCode.h1.rawValue]
        let form = EntryForm(token: token(exchange), cells: cells)
        return try .page(
            exchange, "seizure-entry", title: "entry.title",
            SeizureEntryForm(form: form).context(exchange))
    }

    /// A record of one's own, to be changed.
    static func edit<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let template = exchange.node.template,
            let id = try? RecordID(parsing: exchange.parameters["record"] ?? "")
        else { return try .notAvailable(exchange) }
        let answer = try step(exchange, template).open(
            try exchange.requester(), id, token: token(exchange), now: exchange.now)
        guard case .released(let released) = answer else { return try .notAvailable(exchange) }
        return try .page(
            exchange, "seizure-entry", title: "entry.changeTitle",
            SeizureEntryForm(form: released.view.form, opened: released.view.opened)
                .context(exchange))
    }

    private static func token<Store>(_ exchange: Exchange<Store>) -> FormToken {
        FormToken(trusted: Base64URL.encode(exchange.node.random(18)))
    }

    private static func step<Store>(
        _ exchange: Exchange<Store>, _ template: Layout
    ) -> EnterRecord<Store> {
        EnterRecord(
            store: exchange.node.store, reference: exchange.node.reference, template: template)
    }

    // MARK: - What comes back

    /// The form as it was sent; nil where no page of ours made it.
    private static func sent<Store>(
        _ exchange: Exchange<Store>, _ template: Layout
    ) -> SeizureEntryForm? {
        guard let token = try? FormToken(parsing: exchange.form["token"] ?? "") else { return nil }
        var cells: [String: String] = [:]
        for column in template.columns {
            let values = exchange.form.values(column.header)
            if !values.isEmpty { cells[column.header] = values.joined(separator: ";") }
        }
        var entry = SeizureEntryForm(form: EntryForm(token: token, cells: cells))
        if let record = try? RecordID(parsing: exchange.form["record"] ?? ""),
            let version = exchange.form["version"].flatMap(Int.init), version >= 1
        {
            entry.opened = OpenedVersion(record: record, version: version)
        }
        entry.draft = try? DraftID(parsing: exchange.form["draft"] ?? "")
        entry.isAccepted = exchange.form["accept"] != nil
        return entry
    }

    static func take<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let template = exchange.node.template, let entry = sent(exchange, template) else {
            return try .notAvailable(exchange)
        }
        switch exchange.form["act"] {
        case "draft": return try putAside(entry, exchange, template)
        case "check": return try checked(entry, exchange, template)
        default: return try store(entry, exchange, template)
        }
    }

    private static func store<Store>(
        _ entry: SeizureEntryForm, _ exchange: Exchange<Store>, _ template: Layout
    ) throws -> Reply {
        let requester = try exchange.requester()
        // A likely repeat is stored too: the review holds it, and a person decides.
        let answer = try step(exchange, template).run(
            requester, entry.form, changing: entry.opened, acceptsRemarks: entry.isAccepted,
            now: exchange.now)
        switch answer {
        case .stored(let stored):
            if let draft = entry.draft {
                _ = try KeepDrafts(store: exchange.node.store, template: template)
                    .discard(requester, draft)
            }
            return .redirect("/seizures/\(stored.record.text)")
        case .remarks(let remarks):
            return try again(
                entry, exchange, remarks, try repeats(entry, exchange, template).view)
        case .changed:
            return try again(
                entry, exchange,
                [
                    EntryRemark(
                        column: "", cause: exchange.text("entry.changed"),
                        mend: exchange.text("entry.changedMend"), isDefect: true)
                ], [])
        case .notAvailable: return try .notAvailable(exchange)
        }
    }

    private static func checked<Store>(
        _ entry: SeizureEntryForm, _ exchange: Exchange<Store>, _ template: Layout
    ) throws -> Reply {
        let remarks = try step(exchange, template).check(entry.form, today: exchange.now.day)
        let repeats = try repeats(entry, exchange, template)
        return try again(entry, exchange, remarks, repeats.view)
    }

    private static func repeats<Store>(
        _ entry: SeizureEntryForm, _ exchange: Exchange<Store>, _ template: Layout
    ) throws -> Released<[LikelyRepeat]> {
        let step = LikelyRepeats(
            store: exchange.node.store, reference: exchange.node.reference, template: template)
        return try step.find(
            try exchange.requester(), entry.form, except: entry.opened?.record, now: exchange.now)
    }

    /// The form once more, with what is to be said about it and what it may repeat.
    private static func again<Store>(
        _ entry: SeizureEntryForm, _ exchange: Exchange<Store>, _ remarks: [EntryRemark],
        _ repeats: [LikelyRepeat]
    ) throws -> Reply {
        var context = entry.context(exchange)
        let hasDefect = remarks.contains(where: \.isDefect)
        context["mayAccept"] = !hasDefect && (!remarks.isEmpty || !repeats.isEmpty)
        context["isClean"] = remarks.isEmpty && repeats.isEmpty
        context["repeats"] = self.lines(repeats, exchange)
        context["hasRepeats"] = !repeats.isEmpty
        return try .defects(
            exchange, "seizure-entry",
            title: entry.opened == nil ? "entry.title" : "entry.changeTitle", context,
            remarks.map { remark in
                FormDefect(
                    field: remark.column,
                    cause: remark.column.isEmpty
                        ? remark.cause
                        : "\(exchange.text("entry.column.\(remark.column)")): \(remark.cause)",
                    mend: remark.mend)
            })
    }

    private static func lines<Store>(
        _ repeats: [LikelyRepeat], _ exchange: Exchange<Store>
    ) -> [[String: Any]] {
        let text = RecordText(exchange)
        return repeats.map { found in
            [
                "address": "/seizures/\(found.record.text)",
                "kind": text.word(found.kind),
                "place": text.place(found.place, found.country) ?? RecordText<Store>.nothing,
                "reasons": found.reasons.joined(separator: "; "),
            ]
        }
    }

    /// The likely repeats of a half-filled form, for the script that asks while it is typed.
    static func likelyRepeats<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let template = exchange.node.template, let entry = sent(exchange, template) else {
            return try .notAvailable(exchange)
        }
        let found = try repeats(entry, exchange, template)
        return .json(
            Array(
                try JSONSerialization.data(
                    withJSONObject: ["repeats": lines(found.view, exchange)],
                    options: [.sortedKeys, .withoutEscapingSlashes])))
    }

    // MARK: - Drafts

    private static func putAside<Store>(
        _ entry: SeizureEntryForm, _ exchange: Exchange<Store>, _ template: Layout
    ) throws -> Reply {
        let id = entry.draft ?? DraftID(trusted: Base64URL.encode(exchange.node.random(18)))
        let drafts = KeepDrafts(store: exchange.node.store, template: template)
        switch try drafts.save(try exchange.requester(), entry.form, as: id, now: exchange.now) {
        case .saved: return .redirect("/seizures/drafts")
        case .full:
            return try again(
                entry, exchange,
                [
                    EntryRemark(
                        column: "", cause: exchange.text("entry.draftsFull"),
                        mend: exchange.text("entry.draftsFullMend"), isDefect: true)
                ], [])
        case .refused(let remarks): return try again(entry, exchange, remarks, [])
        case .notAvailable: return try .notAvailable(exchange)
        }
    }

    static func drafts<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let template = exchange.node.template else { return try .notAvailable(exchange) }
        let drafts = try KeepDrafts(store: exchange.node.store, template: template)
            .list(try exchange.requester(), now: exchange.now)
        return try .page(
            exchange, "seizure-drafts", title: "entry.drafts",
            [
                "isEmpty": drafts.isEmpty, "days": Draft.keptDays,
                "drafts": drafts.map { draft -> [String: Any] in
                    let cells = draft.form.cells
                    return [
                        "id": draft.id.text, "csrf": exchange.csrf,
                        "saved": draft.saved.day.description,
                        "title": ["date", "place", "substance", "amount", "unit"]
                            .compactMap { cells[$0] }.joined(separator: " · "),
                    ]
                },
            ])
    }

    static func openDraft<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let template = exchange.node.template,
            let id = try? DraftID(parsing: exchange.parameters["draft"] ?? ""),
            let draft = try KeepDrafts(store: exchange.node.store, template: template)
                .open(try exchange.requester(), id, now: exchange.now)
        else { return try .notAvailable(exchange) }
        return try .page(
            exchange, "seizure-entry", title: "entry.title",
            SeizureEntryForm(form: draft.form, draft: id).context(exchange))
    }

    static func discardDraft<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let template = exchange.node.template,
            let id = try? DraftID(parsing: exchange.parameters["draft"] ?? ""),
            try KeepDrafts(store: exchange.node.store, template: template)
                .discard(try exchange.requester(), id)
        else { return try .notAvailable(exchange) }
        return .redirect("/seizures/drafts")
    }
}
