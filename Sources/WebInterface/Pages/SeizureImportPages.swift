import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary
import SituationAnalysis

/// `/seizures/import`: hand a file in, look at what its import would do, import it, take it back.
enum SeizureImportPages {
    /// Rows with remarks that the page shows; the counts go over all.
    private static let shownRows = 300
    /// Causes that the page shows, the most frequent first.
    private static let shownCauses = 30

    static func routes<Store: NodeStore>() -> [Route<Store>] {
        let contributors = RouteAccess.roles([.contributor])
        return [
            Route(.get, "/seizures/import", contributors, needsTask: true, handler: overview),
            Route(
                .post, "/seizures/import", contributors, needsTask: true,
                bodyLimit: RouteLimit.uploadBytes, handler: stage),
            Route(
                .get, "/seizures/import/{staged}", contributors, needsTask: true, handler: check),
            Route(
                .post, "/seizures/import/{staged}/commit", contributors, needsTask: true,
                handler: commit),
            Route(
                .post, "/seizures/import/{staged}/discard", contributors, needsTask: true,
                handler: discard),
            Route(
                .post, "/seizures/import/batches/{batch}/withdraw", contributors,
                needsTask: true, handler: withdraw),
        ]
    }

    private static func step<Store>(_ exchange: Exchange<Store>) -> StagedImport<Store> {
        StagedImport(store: exchange.node.store, reference: exchange.node.reference)
    }

    // MARK: - Hand in

    private static func overview<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        try .page(
            exchange, "seizure-import", title: "import.title", try context(exchange, reason: ""))
    }

    private static func context<Store>(
        _ exchange: Exchange<Store>, reason: String
    ) throws -> [String: Any] {
        let batches = try step(exchange).batches(try exchange.requester(), now: exchange.now)
        let waiting = try step(exchange).waiting(try exchange.requester(), now: exchange.now)
        let chosen = exchange.form["layout"] ?? exchange.node.template?.name ?? ""
        return [
            "layouts": exchange.node.layouts.map { layout -> [String: Any] in
                [
                    "code": layout.name, "name": layout.title,
                    "isChosen": layout.name == chosen,
                ]
            },
            "hasWaiting": !waiting.isEmpty,
            "waiting": waiting.map { file -> [String: Any] in
                [
                    "address": "/seizures/import/\(file.id.text)", "name": file.name,
                    "until": exchange.written(file.kept),
                ]
            },
            "hasBatches": !batches.isEmpty,
            "batches": batches.map { batch -> [String: Any] in
                [
                    "id": batch.batch.text, "file": batch.file, "layout": batch.layout,
                    "day": batch.startedOn.description, "person": batch.person ?? "",
                    "records": batch.records, "withdrawn": batch.withdrawn,
                    "reason": exchange.parameters["batch"] == batch.batch.text ? reason : "",
                    "csrf": exchange.csrf,
                    "mayWithdraw": batch.records > 0 && batch.withdrawn < batch.records,
                ]
            },
        ]
    }

    private static func layout<Store>(_ name: String?, _ exchange: Exchange<Store>) -> Layout? {
        exchange.node.layouts.first { $0.name == name }
    }

    private static func stage<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let file = exchange.files.first(where: { $0.field == "file" }) else {
            return try refused(exchange, field: "file", "fileMissing")
        }
        guard let layout = layout(exchange.form["layout"], exchange) else {
            return try refused(exchange, field: "layout", "layoutMissing")
        }
        let id = StagingID(trusted: Base64URL.encode(exchange.node.random(18)))
        let outcome = try step(exchange).stage(
            try exchange.requester(), file.bytes, name: file.name, as: id, now: exchange.now)
        switch outcome {
        case .staged:
            return .redirect(
                "/seizures/import/\(id.text)?layout=\(FormFields.encoded(layout.name))")
        case .unfit(let cause, let mend):
            return try again(
                exchange, [FormDefect(field: "file", cause: cause, mend: mend)], reason: "")
        case .full: return try refused(exchange, field: "", "full")
        case .notAvailable: return try .notAvailable(exchange)
        }
    }

    private static func refused<Store>(
        _ exchange: Exchange<Store>, field: String, _ key: String,
        _ values: [String: String] = [:], reason: String = ""
    ) throws -> Reply {
        try again(
            exchange,
            [
                FormDefect(
                    field: field, cause: exchange.text("import.cause.\(key)", values),
                    mend: exchange.text("import.mend.\(key)", values))
            ], reason: reason)
    }

    private static func again<Store>(
        _ exchange: Exchange<Store>, _ defects: [FormDefect], reason: String
    ) throws -> Reply {
        try .defects(
            exchange, "seizure-import", title: "import.title",
            try context(exchange, reason: reason), defects)
    }

    // MARK: - Check and import

    private static func staged<Store>(
        _ exchange: Exchange<Store>, layout name: String?
    ) -> (id: StagingID, layout: Layout)? {
        guard let id = try? StagingID(parsing: exchange.parameters["staged"] ?? ""),
            let layout = layout(name, exchange)
        else { return nil }
        return (id, layout)
    }

    private static func check<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let (id, layout) = staged(exchange, layout: exchange.query["layout"]) else {
            return try .notAvailable(exchange)
        }
        let answer = try step(exchange).check(
            try exchange.requester(), id, layout, now: exchange.now)
        switch answer {
        case .preview(let preview):
            return try .page(
                exchange, "seizure-import-check", title: "import.checkTitle",
                checkContext(preview, id, layout, exchange))
        case .unreadable(let defect):
            return try unreadable(defect, id, layout, exchange)
        case .notAvailable: return try .notAvailable(exchange)
        }
    }

    private static func checkContext<Store>(
        _ preview: ImportPreview, _ id: StagingID, _ layout: Layout, _ exchange: Exchange<Store>
    ) -> [String: Any] {
        let text = RecordText(exchange)
        let stored = preview.rows - preview.outcomes[.rejected, default: 0]
        var context = fileContext(id, layout, exchange)
        context["rows"] = AmountText.grouped(preview.rows)
        context["outcomes"] = outcomes(preview.outcomes, text)
        context["mayImport"] = stored > 0
        context["unknownHeaders"] =
            preview.unknownHeaders.isEmpty
            ? false : ["names": preview.unknownHeaders.joined(separator: ", ")] as Any
        context["causes"] = causes(preview.causes)
        context["hasCauses"] = !preview.causes.isEmpty
        context["lines"] = preview.lines.prefix(shownRows).flatMap { line in
            line.notes.map { note -> [String: Any] in
                [
                    "row": line.row, "outcome": text.word(line.outcome),
                    "isRejected": line.outcome == .rejected, "column": note.column,
                    "cause": note.cause, "mend": note.mend,
                ]
            }
        }
        context["hasLines"] = !preview.lines.isEmpty
        return context
    }

    private static func fileContext<Store>(
        _ id: StagingID, _ layout: Layout, _ exchange: Exchange<Store>
    ) -> [String: Any] {
        [
            "id": id.text, "layout": layout.name, "layoutTitle": layout.title,
            "layouts": exchange.node.layouts.map { other -> [String: Any] in
                [
                    "code": other.name, "name": other.title, "isChosen": other.name == layout.name,
                ]
            }, "isUnreadable": false, "mayImport": false, "hasCauses": false, "hasLines": false,
            "unknownHeaders": false, "outcomes": [[String: Any]](),
        ]
    }

    private static func outcomes<Store>(
        _ counts: [RowOutcome: Int], _ text: RecordText<Store>
    ) -> [[String: Any]] {
        RowOutcome.allCases.map {
            ["name": text.word($0), "count": AmountText.grouped(counts[$0, default: 0])]
        }
    }

    private static func causes(_ counts: [String: Int]) -> [[String: Any]] {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(shownCauses).map {
            ["cause": $0.key, "count": AmountText.grouped($0.value)]
        }
    }

    private static func unreadable<Store>(
        _ defect: FileDefect, _ id: StagingID, _ layout: Layout, _ exchange: Exchange<Store>
    ) throws -> Reply {
        var context = fileContext(id, layout, exchange)
        context["isUnreadable"] = true
        return try .defects(
            exchange, "seizure-import-check", title: "import.checkTitle", context,
            [FormDefect(field: "layout", cause: defect.cause, mend: defect.mend)])
    }

    private static func commit<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let (id, layout) = staged(exchange, layout: exchange.form["layout"]) else {
            return try .notAvailable(exchange)
        }
        let answer = try step(exchange).commit(
            try exchange.requester(), id, layout, now: exchange.now)
        switch answer {
        case .imported(_, let summary):
            let text = RecordText(exchange)
            return try .page(
                exchange, "seizure-import-done", title: "import.doneTitle",
                [
                    "rows": AmountText.grouped(summary.rows),
                    "outcomes": outcomes(summary.outcomes, text),
                    "written": AppendOutcome.allCases.map { outcome -> [String: Any] in
                        [
                            "name": text.word(outcome),
                            "count": AmountText.grouped(summary.written[outcome, default: 0]),
                        ]
                    },
                    "repeats": summary.repeats.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                        ["name": text.word($0.key), "count": AmountText.grouped($0.value)]
                    }, "hasRepeats": !summary.repeats.isEmpty,
                    "causes": causes(summary.causes), "hasCauses": !summary.causes.isEmpty,
                ])
        case .unreadable(let defect): return try unreadable(defect, id, layout, exchange)
        case .notAvailable: return try .notAvailable(exchange)
        }
    }

    private static func discard<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let id = try? StagingID(parsing: exchange.parameters["staged"] ?? ""),
            try step(exchange).discard(try exchange.requester(), id)
        else { return try .notAvailable(exchange) }
        return .redirect("/seizures/import")
    }

    // MARK: - Take back

    private static func withdraw<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let batch = try? BatchID(parsing: exchange.parameters["batch"] ?? "") else {
            return try .notAvailable(exchange)
        }
        let reason = exchange.form["reason"] ?? ""
        guard (1...StagedImport<Store>.reasonBytes).contains(reason.utf8.count) else {
            return try refused(exchange, field: "", "reason", reason: reason)
        }
        let outcome = try step(exchange).withdraw(
            try exchange.requester(), batch, reason: reason, now: exchange.now)
        func told(_ key: String, _ count: Int) throws -> Reply {
            try refused(
                exchange, field: "", key, ["count": AmountText.grouped(count)], reason: reason)
        }
        switch outcome {
        case .withdrawn, .unchanged: return .redirect("/seizures/import")
        case .later(let count): return try told("later", count)
        case .decided(let count): return try told("decided", count)
        case .tooLarge(let count): return try told("tooLarge", count)
        case .notAvailable: return try .notAvailable(exchange)
        }
    }
}
