import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary
import SituationAnalysis

/// `/seizures/{record}/photographs`: hand a photograph in, look at it, remove it. The list stands
/// on the record's page.
enum PhotographPages {
    static func routes<Store: NodeStore>() -> [Route<Store>] {
        let readers = RouteAccess.roles([.analyst, .contributor, .reviewer])
        let contributors = RouteAccess.roles([.contributor])
        return [
            Route(
                .post, "/seizures/{record}/photographs", contributors, needsTask: true,
                bodyLimit: RouteLimit.uploadBytes, handler: add),
            Route(
                .get, "/seizures/{record}/photographs/{photograph}", readers, needsTask: true,
                handler: show),
            Route(
                .get, "/seizures/{record}/photographs/{photograph}/image", readers,
                needsTask: true, handler: image),
            Route(
                .post, "/seizures/{record}/photographs/{photograph}/remove", contributors,
                needsTask: true, handler: remove),
        ]
    }

    private static func mayChange<Store>(
        _ detail: RecordDetail, _ exchange: Exchange<Store>
    ) -> Bool {
        detail.originator == exchange.node.store.organisation
            && (exchange.signedIn?.roles.contains(.contributor) ?? false)
    }

    /// Whether names of people of the node may be shown.
    private static func showsPeople<Store>(_ exchange: Exchange<Store>) -> Bool {
        exchange.signedIn?.person.organisation == exchange.node.store.organisation
    }

    // MARK: - On the record's page

    /// The photographs of a record and, for who may change it, the form for another one; false
    /// where the reader may not see them.
    static func section<Store>(
        _ opened: OpenedRecord, _ exchange: Exchange<Store>
    ) -> Any {
        guard let lines = opened.photographs else { return false }
        let detail = opened.shown.detail
        let isFull = lines.count >= KeepPhotographs<Store>.limit
        let mayChange = mayChange(detail, exchange)
        let hasCleaner = exchange.node.settings.cleaner != nil
        return [
            "lines": lines.map { line($0, of: detail.record, exchange) },
            "isEmpty": lines.isEmpty, "isFull": isFull && mayChange,
            "limit": KeepPhotographs<Store>.limit,
            "lacksCleaner": mayChange && !hasCleaner,
            "form": mayChange && hasCleaner && !isFull
                ? [
                    "action": "/seizures/\(detail.record.text)/photographs",
                    "csrf": exchange.csrf, "limit": KeepPhotographs<Store>.limit,
                ] as Any : false,
        ]
    }

    private static func line<Store>(
        _ line: PhotographLine, of record: RecordID, _ exchange: Exchange<Store>
    ) -> [String: Any] {
        [
            "number": line.number, "kind": line.kind.rawValue.uppercased(),
            "size": AmountText.grouped((line.byteCount + 1_023) / 1_024),
            "day": line.addedOn.description,
            "person": showsPeople(exchange) ? ["name": line.addedBy.text] as Any : false,
            "address": "/seizures/\(record.text)/photographs/\(line.number)",
        ]
    }

    // MARK: - Hand in

    private static func add<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        let record: RecordID = try exchange.identifier("record")
        guard let file = exchange.files.first(where: { $0.field == "photograph" }),
            !file.bytes.isEmpty
        else { return try refused(exchange, record, "missing") }
        let step = KeepPhotographs(store: exchange.node.store)
        let cleaner: any ImageCleaner = exchange.node.settings.cleaner ?? NoCleaner()
        let requester = try exchange.requester()
        let outcome = try exchange.node.images.run {
            try step.add(
                requester, file.bytes, to: record, cleaner: cleaner, now: exchange.now)
        }
        switch outcome {
        case .added: return .redirect("/seizures/\(record.text)#photographs")
        case .unfit(let defect): return try refused(exchange, record, defect.rawValue)
        case .full: return try refused(exchange, record, "full")
        case .notAvailable: return try .notAvailable(exchange)
        case nil: return try refused(exchange, record, "busy")
        }
    }

    /// The record's page again, with what is wrong with the file.
    private static func refused<Store>(
        _ exchange: Exchange<Store>, _ record: RecordID, _ key: String
    ) throws -> Reply {
        let values = ["limit": "\(KeepPhotographs<Store>.limit)"]
        return try SeizureRecordPage.page(
            exchange, record,
            [
                FormDefect(
                    field: "photograph",
                    cause: exchange.text("photographs.cause.\(key)", values),
                    mend: exchange.text("photographs.mend.\(key)", values))
            ])
    }

    // MARK: - Look

    private static func number<Store>(_ exchange: Exchange<Store>) throws -> Int {
        let text = exchange.parameters["photograph"] ?? ""
        // One photograph has one address.
        guard let number = Int(text), number > 0, String(number) == text else {
            throw ExchangeStop.notAvailable
        }
        return number
    }

    private static func show<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        let record: RecordID = try exchange.identifier("record")
        return try page(exchange, record, try number(exchange), [])
    }

    private static func page<Store>(
        _ exchange: Exchange<Store>, _ record: RecordID, _ number: Int,
        _ defects: [FormDefect]
    ) throws -> Reply {
        let step = OpenRecord(store: exchange.node.store, reference: exchange.node.reference)
        let answer = try step.run(try exchange.requester(), record, now: exchange.now)
        guard case .released(let released) = answer,
            let index = released.view.photographs?.firstIndex(where: { $0.number == number }),
            let lines = released.view.photographs
        else { return try .notAvailable(exchange) }
        let shown = released.view.shown
        let text = RecordText(exchange)
        func neighbour(_ place: Int) -> Any {
            lines.indices.contains(place)
                ? line(lines[place], of: record, exchange) as Any : false
        }
        var context: [String: Any] = line(lines[index], of: record, exchange)
        context["record"] = "/seizures/\(record.text)"
        context["heading"] = SeizureRecordPage.heading(shown, text)
        context["previous"] = neighbour(index - 1)
        context["next"] = neighbour(index + 1)
        context["remove"] =
            mayChange(shown.detail, exchange)
            ? ["csrf": exchange.csrf, "reason": exchange.form["reason"] ?? ""] as Any : false
        let mark = shown.detail.mark
        let label = RecordText<Store>.label(mark.trafficLight, [mark.handling])
        guard defects.isEmpty else {
            return try .defects(
                exchange, "photograph", title: "photographs.title", context, defects,
                mark: label)
        }
        return try .page(
            exchange, "photograph", title: "photographs.title", context, mark: label)
    }

    /// The picture itself.
    private static func image<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        let record: RecordID = try exchange.identifier("record")
        let answer = try KeepPhotographs(store: exchange.node.store).open(
            try exchange.requester(), try number(exchange), of: record, now: exchange.now)
        guard case .released(let released) = answer else { return try .notAvailable(exchange) }
        let photograph = released.view
        guard exchange.query["save"] != nil else {
            return Reply(.ok, type: photograph.line.kind.mediaType, photograph.bytes)
        }
        return .file(
            photograph.bytes, type: photograph.line.kind.mediaType,
            name: "\(record.text)-\(photograph.line.number).\(photograph.line.kind.rawValue)")
    }

    // MARK: - Remove

    private static func remove<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        let record: RecordID = try exchange.identifier("record")
        let number = try number(exchange)
        let reason = exchange.form["reason"] ?? ""
        guard (1...KeepPhotographs<Store>.reasonBytes).contains(reason.utf8.count) else {
            return try page(
                exchange, record, number,
                [
                    FormDefect(
                        field: "reason", cause: exchange.text("photographs.cause.reason"),
                        mend: exchange.text("photographs.mend.reason"))
                ])
        }
        let isRemoved = try KeepPhotographs(store: exchange.node.store).remove(
            try exchange.requester(), number, of: record, reason: reason, now: exchange.now)
        guard isRemoved else { return try .notAvailable(exchange) }
        return .redirect("/seizures/\(record.text)#photographs")
    }
}

/// Stands where the machine has nothing that removes metadata: no image passes.
private struct NoCleaner: ImageCleaner {
    func clean(_ bytes: [UInt8], _ kind: ImageKind) throws -> [UInt8]? { nil }
}
