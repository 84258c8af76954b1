package import HTTPTypes
import NeedToKnow

extension Reply {
    /// A page of the node.
    ///
    /// - Parameters:
    ///   - template: its template, without the shell around it.
    ///   - title: the key of its title's message, or the title itself.
    ///   - context: what the template shows.
    ///   - mark: the strictest label of what the page shows; nil for none.
    package static func page<Store>(
        _ exchange: Exchange<Store>, _ template: String, title: String,
        _ context: [String: Any] = [:], status: HTTPResponse.Status = .ok, mark: String? = nil
    ) throws -> Reply {
        let templates = exchange.node.templates
        var inner = context
        inner["csrf"] = exchange.csrf
        guard let content = templates.render(template, inner, in: exchange.language) else {
            throw WebDefect(cause: "no template \(template)", mend: "install the node anew")
        }
        var shell = Shell.context(exchange)
        shell["title"] = exchange.text(title)
        shell["content"] = content
        if let mark, !mark.isEmpty { shell["mark"] = MarkBadge(mark).context }
        guard let page = templates.render("shell", shell, in: exchange.language) else {
            throw WebDefect(cause: "no template shell", mend: "install the node anew")
        }
        return Reply(status, type: "text/html; charset=utf-8", Array(page.utf8))
    }

    /// What is absent, and what is refused: the same bytes for the same reader.
    package static func notAvailable<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        if exchange.isForProgram { return Problem.notAvailable.reply }
        return try page(
            exchange, "not-available", title: "frame.notAvailable.title", status: .notFound)
    }

    /// A form again, with what is wrong in it. The context holds the values as typed.
    ///
    /// - Parameter mark: the strictest label of what the page shows; nil for none.
    package static func defects<Store>(
        _ exchange: Exchange<Store>, _ template: String, title: String,
        _ context: [String: Any], _ defects: [FormDefect], mark: String? = nil
    ) throws -> Reply {
        var context = context
        context["defects"] = [
            "list": defects.map { defect -> [String: Any] in
                [
                    "field": defect.field, "hasField": !defect.field.isEmpty,
                    "cause": defect.cause, "mend": defect.mend,
                ]
            }
        ]
        return try page(
            exchange, template, title: title, context, status: .unprocessableContent, mark: mark)
    }
}

extension Exchange {
    /// Whether a program asks, which is answered in JSON.
    var isForProgram: Bool { path == "/api" || path.hasPrefix("/api/") }
}
