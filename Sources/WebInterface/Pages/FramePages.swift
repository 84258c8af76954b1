import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary

/// What belongs to no page of its own: files, health, the stated task, the language.
enum FramePages {
    static func routes<Store: NodeStore>() -> [Route<Store>] {
        [
            Route(.get, "/static/{a}", .everyone, handler: file),
            Route(.get, "/static/{a}/{b}", .everyone, handler: file),
            Route(.get, "/static/{a}/{b}/{c}", .everyone, handler: file),
            Route(.get, "/health/live", .everyone) { _ in Reply.plain("ok") },
            Route(.get, "/health/ready", .everyone, handler: ready),
            Route(.get, "/metrics", .everyone, handler: metrics),
            Route(.get, "/task", .signedIn, handler: task),
            Route(.post, "/task", .signedIn, handler: stateTask),
            Route(.post, "/task/end", .signedIn, handler: endTask),
            Route(.post, "/language", .everyone, handler: language),
        ]
    }

    private static func file<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        let name = ["a", "b", "c"].compactMap { exchange.parameters[$0] }.joined(separator: "/")
        let reply = exchange.node.files.reply(name, digest: exchange.query["v"])
        return try reply ?? .notAvailable(exchange)
    }

    private static func ready<Store>(_ exchange: Exchange<Store>) -> Reply {
        exchange.node.store.isReachable()
            ? .plain("ok") : .plain("the database does not answer", .serviceUnavailable)
    }

    private static func metrics<Store>(_ exchange: Exchange<Store>) -> Reply {
        .plain(exchange.node.metrics.text(isReachable: exchange.node.store.isReachable()))
    }

    // MARK: - The stated task

    private static func taskContext<Store>(
        _ exchange: Exchange<Store>, purpose: String, basis: String
    ) -> [String: Any] {
        [
            "next": exchange.nextAddress, "basis": basis,
            "purposes": Purpose.allCases.map { word -> [String: Any] in
                [
                    "code": word.rawValue,
                    "name": exchange.text("term.purpose.\(word.rawValue)"),
                    "isChosen": word.rawValue == purpose,
                ]
            },
        ]
    }

    private static func task<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        let task = exchange.signedIn?.session.task
        return try .page(
            exchange, "task", title: "frame.task.title",
            taskContext(
                exchange, purpose: task?.purpose.rawValue ?? "", basis: task?.basis ?? ""))
    }

    private static func stateTask<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard var session = exchange.signedIn?.session else { throw ExchangeStop.notAvailable }
        let (purpose, basis) = (exchange.form["purpose"] ?? "", exchange.form["basis"] ?? "")
        var defects: [FormDefect] = []
        let word = try? Purpose(parsing: purpose)
        if word == nil {
            defects.append(
                FormDefect(
                    field: "purpose", cause: exchange.text("frame.task.purposeMissing"),
                    mend: exchange.text("frame.task.purposeMend")))
        }
        if basis.utf8.count > 500 {
            defects.append(
                FormDefect(
                    field: "basis", cause: exchange.text("frame.task.basisLong"),
                    mend: exchange.text("frame.task.basisMend")))
        }
        guard let word, defects.isEmpty else {
            return try .defects(
                exchange, "task", title: "frame.task.title",
                taskContext(exchange, purpose: purpose, basis: basis), defects)
        }
        session.task = StatedTask(purpose: word, basis: basis, since: exchange.now)
        try exchange.node.store.update(session)
        return .redirect(exchange.nextAddress)
    }

    private static func endTask<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard var session = exchange.signedIn?.session else { throw ExchangeStop.notAvailable }
        session.task = nil
        try exchange.node.store.update(session)
        return .redirect("/task")
    }

    private static func language<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let language = Language(rawValue: exchange.form["language"] ?? "") else {
            throw ExchangeStop.notAvailable
        }
        return Reply.redirect(exchange.nextAddress).setting(
            Cookie(name: Cookie.language, value: language.rawValue, seconds: 31_536_000))
    }
}
