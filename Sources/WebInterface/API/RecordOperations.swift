import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary
import SituationAnalysis

/// Seizures and published figures for programs: list, read, count, ask, review.
enum RecordOperations {
    static func routes<Store: NodeStore>() -> [Route<Store>] {
        [
            .api(.get, "/seizures", .token(.readRecords), listShape, handler: list),
            .api(.get, "/seizures/{record}", .token(.readRecords), readShape, handler: read),
            .api(.get, "/figures", .token(.readRecords), figuresShape, handler: figures),
            .api(.get, "/counts", .token(.readRecords), countsShape, handler: counts),
            .api(.post, "/questions", .token(.readRecords), questionShape, handler: question),
            .api(.get, "/held", .token(.reviewRecords), heldShape, handler: held),
            .api(
                .post, "/held/{record}/decision", .token(.reviewRecords), decisionShape,
                handler: decision),
        ]
    }

    // MARK: - Selection

    /// The parameters by which records are selected; the same words as in the pages' addresses.
    static let selection: [APIParameter] = [
        .query("period", .string(max: 60), "A year, quarter, month, day, or FROM..THROUGH."),
        .query("substance", .term(SubstanceGroup.self), "Group of substances.", isRepeatable: true),
        .query("basin", .term(Basin.self), "Sea basin of the port.", isRepeatable: true),
        .query("port", .string(min: 5, max: 5), "UN/LOCODE.", isRepeatable: true),
        .query("country", .string(min: 2, max: 2), "ISO 3166-1.", isRepeatable: true),
        .query("method", .term(ModusOperandi.self), "Modus operandi.", isRepeatable: true),
        .query("stage", .term(Stage.self), "Where on the way.", isRepeatable: true),
        .query("transport", .term(TransportMode.self), "How it travelled.", isRepeatable: true),
        .query("container", .string(max: 20), "Container number.", isRepeatable: true),
        .query("vessel", .string(max: 12), "IMO number.", isRepeatable: true),
        .query(
            "concealment", .term(Concealment.self), "How it was hidden.", isRepeatable: true),
        .query("role", .term(CompanyRole.self), "A misused company's role.", isRepeatable: true),
        .query("currency", .string(min: 3, max: 3), "ISO 4217 of cash.", isRepeatable: true),
        .query("reporter", .string(min: 1, max: 300), "Who reported it.", isRepeatable: true),
        .query("route", .string(max: 200), "From, through and to, as figures write it."),
        .query("record", .identifier, "A record.", isRepeatable: true),
        .query("state", .term(ReviewState.self), "Whether it counts.", isRepeatable: true),
        .query("search", .string(max: 200), "Words, or their beginnings."),
        .query("counted", .choice(["yes"]), "Only records that count."),
        .query("within", .choice(["yes"]), "Only what lies in the period as a whole."),
        .query("at-port", .choice(["yes"]), "Only what was found at a port."),
        .query("maritime", .choice(["yes"]), "Only what travelled by sea."),
    ]

    /// - Throws: ``APIStop`` with a defect for each parameter that cannot be read.
    static func query<Store>(_ input: APIInput<Store>) throws -> SelectionQuery {
        let (query, defects) = SelectionQuery.read(
            input.exchange.query, input.exchange.node.reference)
        guard defects.isEmpty else {
            throw APIStop.defects(
                defects.map {
                    FormDefect(
                        field: $0.field, cause: "it is no known \($0.kind.rawValue)",
                        mend: "see the description of the parameter")
                })
        }
        return query
    }

    static let limit = APIParameter.query(
        "limit", .integer(1...500), "How many; 100 where it is not said.")

    static func limit<Store>(_ input: APIInput<Store>) -> Int {
        input["limit"].flatMap { Int($0) } ?? 100
    }

    // MARK: - List

    static let seizureShape = APISchema.object([
        .needs("record", .identifier, "The record's identifier."),
        .needs("first", .optional(.day), "First day on which it may have happened."),
        .needs("last", .optional(.day), "Last day on which it may have happened."),
        .needs("place", .optional(.string(max: 5)), "UN/LOCODE; null: unknown or kept back."),
        .needs("country", .optional(.string(max: 2)), "ISO 3166-1."),
        .needs("substance", .identifier, "The substance."),
        .needs("kilograms", .optional(.number(0...1e9)), "Converted mass; null: not known."),
        .needs("methods", .array(.term(ModusOperandi.self), max: 40), "Modi operandi."),
        .needs("state", .term(ReviewState.self), "Whether it counts."),
        .needs("trafficLight", .term(TrafficLight.self), "TLP 2.0."),
        .needs("handling", .term(HandlingCode.self), "Europol handling code."),
    ])

    private static let listShape = APIOperation(
        "listSeizures", "The newest seizures of a selection, a page at a time.", tag: "seizures",
        parameters: selection + [
            limit, .query("after", .string(max: 300), "The next of the page before."),
        ],
        answer: .object([
            .needs("total", .integer(0...1_000_000_000), "Length of the whole list."),
            .needs("seizures", .array(seizureShape, max: 500), "Newest first."),
            .needs("next", .optional(.string(max: 300)), "Null at the end of the list."),
        ]))

    private static func list<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let step = ListRecords(store: exchange.node.store, reference: exchange.node.reference)
        let page: SeizurePage
        do {
            page = try step.seizures(
                exchange.requester(), query(input).selection, limit: limit(input),
                after: input["after"].flatMap { $0.isEmpty ? nil : $0 }, now: exchange.now
            ).view
        } catch let defect as CursorDefect {
            throw APIStop.defects([
                FormDefect(field: "after", cause: defect.cause, mend: defect.mend)
            ])
        }
        return [
            "total": .integer(page.total),
            "seizures": .array(
                page.table.facts.map { seizure($0, page.identifiers[$0.serial]) }),
            "next": .optional(page.next),
        ]
    }

    static func seizure(_ fact: SeizureFact, _ id: RecordID?) -> JSONValue {
        let when = fact.when
        return [
            "record": .string(id?.text ?? ""), "first": .optional(when?.first.description),
            "last": .optional(when?.last.description),
            "place": .optional(fact.place?.code), "country": .optional(fact.country?.code),
            "substance": .string(fact.substance.rawValue),
            "kilograms": fact.kilograms.map(JSONValue.number) ?? .null,
            "methods": .array(fact.methods.map { .string($0.rawValue) }),
            "state": .string(fact.state.rawValue),
            "trafficLight": .string(fact.trafficLight.rawValue),
            "handling": .string(fact.handling.rawValue),
        ]
    }

    // MARK: - One record

    static let record = APIParameter.path("record", .identifier, "The record.")

    private static let readShape = APIOperation(
        "readRecord", "One record as far as your rights go.", tag: "seizures",
        parameters: [record],
        answer: .object([
            .needs("record", .identifier, "The record's identifier."),
            .needs("kind", .term(RecordKind.self), "Seizure, published figure or denominator."),
            .needs("version", .integer(1...1_000_000), "Its version."),
            .needs("revision", .integer(0...1_000_000), "Changes of its reading."),
            .needs("originator", .identifier, "Whose record it is."),
            .needs("state", .term(ReviewState.self), "Whether it counts."),
            .needs("trafficLight", .term(TrafficLight.self), "TLP 2.0."),
            .needs("handling", .term(HandlingCode.self), "Europol handling code."),
            .needs(
                "fields", .array(.term(RecordField.self), max: 40),
                "The fields that are released to you; the others are kept back."),
            .needs(
                "values",
                .array(
                    .object([
                        .needs("field", .term(RecordField.self), "The field."),
                        .needs("text", .text, "What it was read as, in words."),
                    ]), max: 200), "What the record was read as, as far as it is released."),
            .needs(
                "given",
                .array(
                    .object([
                        .needs("header", .text, "The column."), .needs("cell", .text, "As given."),
                    ]), max: 500), "The cells as given; empty where they are kept back."),
        ]))

    private static func read<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let step = ListRecords(store: exchange.node.store, reference: exchange.node.reference)
        let id = try RecordID(parsing: input["record"] ?? "")
        guard
            case .released(let released) = try step.record(
                exchange.requester(), id, now: exchange.now)
        else { throw APIStop.notAvailable }
        let shown = released.view
        let detail = shown.detail
        return [
            "record": .string(detail.record.text), "kind": .string(detail.kind.rawValue),
            "version": .integer(detail.version), "revision": .integer(detail.revision),
            "originator": .string(detail.originator.text),
            "state": .string(detail.state.rawValue),
            "trafficLight": .string(detail.mark.trafficLight.rawValue),
            "handling": .string(detail.mark.handling.rawValue),
            "fields": .array(
                RecordField.allCases.filter { shown.fields.contains($0) }
                    .map { .string($0.rawValue) }),
            "values": .array(
                shown.lines.map {
                    ["field": .string($0.field.rawValue), "text": .string($0.text)]
                }),
            "given": .array(
                detail.given.map { ["header": .string($0.header), "cell": .string($0.cell)] }),
        ]
    }

    // MARK: - Figures, counts, questions

    private static let figuresShape = APIOperation(
        "listFigures", "Published figures of a selection.", tag: "seizures",
        parameters: selection + [
            limit, .query("after", .identifier, "The next of the page before."),
        ],
        answer: .object([
            .needs("total", .integer(0...1_000_000_000), "How many there are."),
            .needs(
                "figures",
                .array(
                    .object([
                        .needs("record", .identifier, "The record's identifier."),
                        .needs("body", .text, "Who published it; empty: kept back."),
                        .needs("place", .text, "The place as published."),
                        .needs("first", .day, "First day of its period."),
                        .needs("last", .day, "Last day of its period."),
                        .needs("substance", .identifier, "The substance."),
                        .needs("kilograms", .optional(.number(0...1e12)), "Mass."),
                        .needs("seizures", .optional(.integer(0...1_000_000_000)), "Count."),
                    ]), max: 500), "In the order of arrival."),
            .needs("next", .optional(.identifier), "Null at the end of the list."),
        ]))

    private static func figures<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let step = ListRecords(store: exchange.node.store, reference: exchange.node.reference)
        let page = try step.figures(
            exchange.requester(), query(input).selection, limit: .max, now: exchange.now
        ).view
        let (part, next) = try input.page(page.facts) { $0.record.text }
        return [
            "total": .integer(page.total),
            "figures": .array(
                part.map { fact in
                    let figure = fact.figure
                    return [
                        "record": .string(fact.record.text), "body": .string(figure.body),
                        "place": .string(figure.placeName),
                        "first": .string(figure.period.first.description),
                        "last": .string(figure.period.last.description),
                        "substance": .string(figure.substance.rawValue),
                        "kilograms": figure.kilograms.map(JSONValue.number) ?? .null,
                        "seizures": figure.seizures.map(JSONValue.integer) ?? .null,
                    ]
                }), "next": next,
        ]
    }

    private static let lineShape = APISchema.object([
        .needs("labels", .array(.text, max: 4), "The values of the dimensions."),
        .needs("count", .integer(0...1_000_000_000), "How many."),
        .needs("isAtLeast", .boolean, "Whether small counts were left out."),
    ])

    private static let countsShape = APIOperation(
        "countSeizures", "Counts; what you may only count is protected against small cells.",
        tag: "seizures",
        parameters: Array(selection.prefix(5)) + [
            .query(
                "by", .term(CountDimension.self), "What to tell apart.", isRepeatable: true)
        ],
        answer: .object([
            .needs("listed", .array(lineShape, max: 100_000), "Of records that you may list."),
            .needs("protected", .array(lineShape, max: 100_000), "Of those you may only count."),
            .needs("threshold", .integer(1...1_000), "Smaller counts are withheld."),
        ]))

    private static func counts<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        // “by” is another word here than in the pages' addresses: it does not select.
        let plain = FormFields(exchange.query.all.filter { $0.name != "by" })
        let (query, defects) = SelectionQuery.read(plain, exchange.node.reference)
        guard defects.isEmpty else {
            throw APIStop.defects(
                defects.map {
                    FormDefect(
                        field: $0.field, cause: "it cannot be read",
                        mend: "see the description of the parameter")
                })
        }
        let dimensions = exchange.query.values("by").compactMap { CountDimension(rawValue: $0) }
        guard Set(dimensions).count == dimensions.count else {
            throw APIStop.defects([
                FormDefect(field: "by", cause: "a dimension stands twice", mend: "name it once")
            ])
        }
        let table = try CountRecords(
            store: exchange.node.store, reference: exchange.node.reference
        ).run(exchange.requester(), query.selection, by: dimensions, now: exchange.now).view
        func lines(_ lines: [CountLine]) -> JSONValue {
            .array(
                lines.map {
                    [
                        "labels": .array($0.labels.map(JSONValue.string)),
                        "count": .integer($0.count), "isAtLeast": .bool($0.isAtLeast),
                    ]
                })
        }
        return [
            "listed": lines(table.listed), "protected": lines(table.protected),
            "threshold": .integer(table.threshold),
        ]
    }

    private static let questionShape = APIOperation(
        "askRecords", "Whether a container or a ship was found in a seizure: hit or no hit.",
        tag: "seizures", parameters: [.idempotencyKey],
        body: .object([
            .may("containers", .array(.string(max: 20), max: 50), "Container numbers."),
            .may("vessels", .array(.string(max: 12), max: 50), "IMO numbers."),
        ]), answer: .object([.needs("isHit", .boolean, "Whether there is one.")]))

    private static func question<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        var defects: [FormDefect] = []
        func read<Code>(_ name: String, _ parse: (String) throws -> Code) -> [Code] {
            (input.body[name]?.array ?? []).enumerated().compactMap { index, value in
                do {
                    return try parse(value.string ?? "")
                } catch let defect as WordDefect {
                    defects.append(
                        FormDefect(
                            field: "\(name)[\(index)]", cause: defect.cause, mend: defect.mend))
                } catch {}
                return nil
            }
        }
        let containers = read("containers") { try ContainerCode(parsing: $0) }
        let vessels = read("vessels") { try VesselNumber(parsing: $0) }
        guard defects.isEmpty else { throw APIStop.defects(defects) }
        let exchange = input.exchange
        let released = try AskRecords(store: exchange.node.store).isHit(
            exchange.requester(), containers: Set(containers), vessels: Set(vessels),
            now: exchange.now)
        return ["isHit": .bool(released.view)]
    }

    // MARK: - Review

    private static let heldShape = APIOperation(
        "listHeld", "Records that wait for a person, oldest first.", tag: "seizures",
        parameters: [limit],
        answer: .object([
            .needs(
                "held",
                .array(
                    .object([
                        .needs("record", .identifier, "The record."),
                        .needs("revision", .integer(0...1_000_000), "Name it in a decision."),
                        .needs("reason", .text, "Why it is held."),
                        .needs("mayRepeat", .optional(.identifier), "The record it may repeat."),
                    ]), max: 500), "Oldest first.")
        ]))

    private static func held<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let held = try ReviewRecords(store: exchange.node.store).held(
            exchange.requester(), limit: limit(input), now: exchange.now
        ).view
        return [
            "held": .array(
                held.map { entry in
                    let finding = entry.held.finding
                    return [
                        "record": .string(entry.held.detail.record.text),
                        "revision": .integer(entry.held.detail.revision),
                        "reason": .string(
                            entry.held.holdReason.isEmpty
                                ? finding?.reasons.joined(separator: "; ") ?? ""
                                : entry.held.holdReason),
                        "mayRepeat": .optional(finding?.other.text),
                    ]
                })
        ]
    }

    private static let decisionShape = APIOperation(
        "decideHeld", "Decides whether a held record counts.", tag: "seizures",
        parameters: [record, .idempotencyKey],
        body: .object([
            .needs("state", .choice(["counted", "repeat"]), "What it is."),
            .needs("reason", .string(min: 1, max: 500), "Why, in words."),
            .needs("revision", .integer(0...1_000_000), "The revision that you looked at."),
        ]), answer: .object([.needs("done", .boolean, "True.")]))

    private static func decision<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        guard let state = input.body["state"]?.string.flatMap({ ReviewState(rawValue: $0) })
        else {
            throw APIStop.defects([
                FormDefect(
                    field: "state", cause: "no such state",
                    mend: "use \(ReviewState.allCases.map(\.rawValue).joined(separator: ", "))")
            ])
        }
        let outcome = try ReviewRecords(store: exchange.node.store).decide(
            exchange.requester(),
            ReviewDecision(
                record: try RecordID(parsing: input["record"] ?? ""), state: state,
                reason: input.body["reason"]?.string ?? "",
                revision: input.body["revision"]?.integer), now: exchange.now)
        switch outcome {
        case .done: return ["done": true]
        case .absent: throw APIStop.notAvailable
        case .changed: throw APIStop.conflict("Look at the record again.")
        }
    }
}
