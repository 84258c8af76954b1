import NeedToKnow
import PortVocabulary

extension AgreementPages {
    // MARK: - A new version

    static func draft<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        _ = try exchange.leave(.draftAgreement)
        return try .page(
            exchange, "agreement-new", title: "agreements.new.title", ["text": ""])
    }

    /// Checks a draft, tries it, or stores it, as the button says.
    static func takeDraft<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        let permit = try exchange.leave(.draftAgreement)
        let text = given(exchange)
        let agreement: Agreement
        do throws(AgreementDefects) {
            agreement = try self.agreement(in: text)
        } catch {
            // A text far too large for a form is not sent back.
            let shown = text.utf8.count <= Agreement.bytesLimit ? text : ""
            return try .defects(
                exchange, "agreement-new", title: "agreements.new.title", ["text": shown],
                error.list.prefix(shownDefects).map { defect in
                    FormDefect(
                        field: "text",
                        cause: "\(defect.place) \(defect.path) – \(defect.cause)",
                        mend: defect.mend)
                })
        }
        guard exchange.form["act"] == "store" else {
            return try tried(agreement, text: text, permit, exchange)
        }
        switch try exchange.node.store.add(agreement, by: permit, at: exchange.now) {
        case .stored, .absent: return .redirect(path(agreement) + "?done=stored")
        case .unchanged: return .redirect(path(agreement) + "?done=unchanged")
        case .differs:
            return try refused(exchange, text, "agreements.differs", agreement)
        case .otherParties:
            return try refused(exchange, text, "agreements.otherParties", agreement)
        }
    }

    /// Reads a document as people write it, or the canonical text that a node hands out.
    private static func agreement(in text: String) throws(AgreementDefects) -> Agreement {
        if let agreement = try? Agreement(canonicalText: text) { return agreement }
        return try AgreementDocument(parsing: text).agreement
    }

    /// Defects of a document that a page shows.
    private static let shownDefects = 100

    private static func refused<Store: NodeStore>(
        _ exchange: Exchange<Store>, _ text: String, _ key: String, _ agreement: Agreement
    ) throws -> Reply {
        try .defects(
            exchange, "agreement-new", title: "agreements.new.title", ["text": text],
            [
                exchange.defect(
                    "text", key,
                    ["id": agreement.id.text, "version": "\(agreement.version)"])
            ])
    }

    /// The text of the file, where one was chosen, else that of the form.
    static func given<Store: NodeStore>(_ exchange: Exchange<Store>) -> String {
        guard let file = exchange.files.first(where: { $0.field == "file" }) else {
            return exchange.form.raw("text").replacing("\r\n", with: "\n")
        }
        return String(decoding: file.bytes, as: UTF8.self)
    }

    // MARK: - What it would release

    private static func tried<Store: NodeStore>(
        _ agreement: Agreement, text: String, _ permit: NodePermit, _ exchange: Exchange<Store>
    ) throws -> Reply {
        var context = try outcome(agreement, permit, exchange)
        context["text"] = text
        context["draft"] = true
        return try .page(exchange, "agreement-new", title: "agreements.new.title", context)
    }

    static func dryRun<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        let permit = try exchange.leave(.draftAgreement)
        let agreement = try stored(exchange).stored.agreement
        return try .page(
            exchange, "agreement-dry-run", title: "agreements.dryRun.title",
            try outcome(agreement, permit, exchange))
    }

    private static func outcome<Store: NodeStore>(
        _ agreement: Agreement, _ permit: NodePermit, _ exchange: Exchange<Store>
    ) throws -> [String: Any] {
        let steps = AgreementSteps(store: exchange.node.store)
        let released = permit.release(try steps.dryRun(agreement, on: exchange.now.day))
        let lines = released.view.map { line -> [String: Any] in
            [
                "receiver": line.receiver.text,
                "purpose": exchange.text("term.purpose.\(line.purpose.rawValue)"),
                "records": exchange.text("agreements.records.\(line.kind.rawValue)"),
                "form": exchange.text("agreements.form.\(line.form?.rawValue ?? "nothing")"),
                "total": "\(line.total)", "gained": "\(line.gained)", "lost": "\(line.lost)",
                "fields": line.fields.fields.map { exchange.text("term.field.\($0.rawValue)") }
                    .joined(separator: ", "),
            ]
        }
        return [
            "dryRun": ["lines": lines, "isEmpty": lines.isEmpty] as [String: Any],
            "path": path(agreement), "title": agreement.title, "id": agreement.id.text,
            "version": "\(agreement.version)",
        ]
    }
}
