import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary
import SituationAnalysis

/// What the analyst's pages show, for programs: the situation, the day, a port, a bulletin.
enum AnalysisOperations {
    static func routes<Store: NodeStore>() -> [Route<Store>] {
        [
            .api(.get, "/situation", .token(.readRecords), situationShape, handler: situation),
            .api(.get, "/today", .anyToken, todayShape, handler: today),
            .api(.get, "/ports/{port}", .token(.readRecords), portShape, handler: port),
            .api(.get, "/bulletins", .token(.readRecords), bulletinShape, handler: bulletin),
            .api(
                .get, "/bulletins/schedules", .token(.readRecords), schedulesShape,
                handler: schedules),
        ]
    }

    private static let count = APISchema.count
    private static let kilograms = APISchema.number(0...1e12)

    // MARK: - Situation

    private static let situationShape = APIOperation(
        "assessSituation", "The assessment of a selection, every figure with its records.",
        tag: "situation",
        parameters: RecordOperations.selection + [
            .query("compare", .string(max: 60), "Period to compare the period with."),
            .query("by", .term(Granularity.self), "Length of the trends' periods."),
        ],
        answer: .object([.needs("document", .document, "The assessment.")]))

    private static func situation<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let query = try RecordOperations.query(input)
        let released = try AssessSituation(
            store: exchange.node.store, reference: exchange.node.reference,
            cache: exchange.node.situations
        ).run(
            exchange.requester(), .list, query.selection, compare: query.compare,
            granularity: query.granularity, now: exchange.now)
        return ["document": try JSONValue(encoding: released.view)]
    }

    // MARK: - Today

    /// *Bounds: lines of one list of the day.*
    private static let lines = 500

    private static let todayShape = APIOperation(
        "today", "What is new, which clocks run out, and who read what was shared.",
        tag: "today",
        parameters: [.query("days", .integer(1...30), "Days back; 7 where it is not said.")],
        answer: .object([
            .needs(
                "fresh",
                .array(
                    .object([
                        .needs("originator", .identifier, "Whose records they are."),
                        .needs("place", .optional(.string(max: 5)), "UN/LOCODE."),
                        .needs("new", count, "New records."),
                        .needs("changed", count, "Changed records."),
                    ]), max: lines), "Most records first."),
            .needs("isFreshCut", .boolean, "Whether more came than was looked at."),
            .needs("held", count, "Records that wait for the owner's decision."),
            .needs(
                "due",
                .array(
                    .object([
                        .needs("record", .identifier, "The record."),
                        .needs("keepUntil", .day, "The last day on which it is kept."),
                    ]), max: lines), "Soonest first."),
            .needs(
                "ending",
                .array(
                    .object([
                        .needs("agreement", .identifier, "The agreement."),
                        .needs("version", .integer(1...1_000_000), "Its version."),
                        .needs("title", .text, "Its title."),
                        .needs("lastDay", .day, "Its last day."),
                    ]), max: lines), "Agreements that end soon."),
            .needs(
                "reads",
                .array(
                    .object([
                        .needs("organisation", .identifier, "Who was shown records."),
                        .needs("releases", count, "How often."),
                        .needs("records", count, "Records over all releases."),
                    ]), max: lines), "Other organisations first."),
            .needs(
                "refusals",
                .array(
                    .object([
                        .needs("organisation", .identifier, "Whose requests were refused."),
                        .needs("count", count, "How many."),
                    ]), max: lines), "Empty for who does not look after the node."),
            .needs("isHistoryCut", .boolean, "Whether more happened than was looked at."),
        ]))

    private static func today<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let days = Int64(input["days"].flatMap { Int($0) } ?? 7)
        let day = try ShowToday(store: exchange.node.store).run(
            exchange.requester(), since: Moment(seconds: exchange.now.seconds - days * 86_400),
            now: exchange.now
        ).view
        func list<Line>(_ all: [Line], _ write: (Line) -> JSONValue) -> JSONValue {
            .array(all.prefix(lines).map(write))
        }
        return [
            "fresh": list(day.fresh) {
                [
                    "originator": .string($0.originator.text),
                    "place": .optional($0.place?.code), "new": .integer($0.new),
                    "changed": .integer($0.changed),
                ]
            },
            "isFreshCut": .bool(day.isFreshCut), "held": .integer(day.held),
            "due": list(day.due) {
                [
                    "record": .string($0.record.text),
                    "keepUntil": .string($0.keepUntil.description),
                ]
            },
            "ending": list(day.ending) {
                [
                    "agreement": .string($0.agreement.text), "version": .integer($0.version),
                    "title": .string($0.title), "lastDay": .string($0.lastDay.description),
                ]
            },
            "reads": list(day.reads) {
                [
                    "organisation": .string($0.organisation.text),
                    "releases": .integer($0.releases), "records": .integer($0.records),
                ]
            },
            "refusals": list(day.refusals) {
                ["organisation": .string($0.organisation.text), "count": .integer($0.refusals)]
            },
            "isHistoryCut": .bool(day.isHistoryCut),
        ]
    }

    // MARK: - One port

    private static let portShape = APIOperation(
        "readPort", "One port: what is on record there, and around it.", tag: "ports",
        parameters: [
            .path(
                "port", .string(min: 5, max: 5, pattern: "^[A-Z]{2}[A-Z2-9]{3}$"), "UN/LOCODE.")
        ],
        answer: .object([
            .needs("code", .string(min: 5, max: 5), "UN/LOCODE."),
            .needs("name", .text, "Its name."),
            .needs("country", .text, "Its country."),
            .needs("basin", .term(Basin.self), "The sea basin."),
            .needs("isRegistered", .boolean, "Whether the register has it."),
            .needs(
                "totals",
                .array(
                    .object([
                        .needs("substance", .term(SubstanceGroup.self), "Group of substances."),
                        .needs("seizures", count, "Counted finds."),
                        .needs("lastYear", count, "Of the last twelve months."),
                        .needs("yearBefore", count, "Of the twelve before."),
                        .needs("kilograms", kilograms, "Sum of the known weights."),
                        .needs("withoutWeight", count, "Finds that are not in the sum."),
                    ]), max: 100), "Most finds first; never add their weights."),
            .needs(
                "finds", .array(RecordOperations.seizureShape, max: 500), "The newest finds."),
            .needs(
                "neighbours",
                .array(
                    .object([
                        .needs("code", .string(min: 5, max: 5), "UN/LOCODE."),
                        .needs("name", .text, "Its name."),
                        .needs("kilometres", .optional(.number(0...21_000)), "Distance."),
                        .needs("seizures", count, "Counted finds that you may see."),
                        .needs("lastYear", count, "Of the last twelve months."),
                        .needs("yearBefore", count, "Of the twelve before."),
                    ]), max: 100), "Nearest first."),
            .needs("counted", count, "Counted finds behind the numbers."),
            .needs("held", count, "Finds that wait for a decision."),
            .needs("repeats", count, "Finds that repeat others."),
            .needs("undated", count, "Finds in no period."),
            .needs("notes", .array(.text, max: 100), "What the numbers do not say."),
        ]))

    private static func port<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        guard let code = try? PlaceCode(parsing: input["port"] ?? "") else {
            throw APIStop.notAvailable
        }
        let view = try PortProfile(
            store: exchange.node.store, reference: exchange.node.reference
        ).run(exchange.requester(), code, now: exchange.now).view
        let (facts, coverage) = (view.profile, view.coverage)
        return [
            "code": .string(facts.code.code), "name": .string(facts.name),
            "country": .string(facts.country), "basin": .string(facts.basin.rawValue),
            "isRegistered": .bool(facts.isRegistered),
            "totals": .array(
                view.totals.map {
                    [
                        "substance": .string($0.group.rawValue), "seizures": .integer($0.seizures),
                        "lastYear": .integer($0.lastYear), "yearBefore": .integer($0.yearBefore),
                        "kilograms": .number($0.kilograms),
                        "withoutWeight": .integer($0.withoutWeight),
                    ]
                }),
            "finds": .array(
                view.finds.prefix(500).map { RecordOperations.seizure($0.fact, $0.record) }),
            "neighbours": .array(
                view.neighbours.prefix(100).map {
                    [
                        "code": .string($0.code.code), "name": .string($0.name),
                        "kilometres": $0.kilometres.map(JSONValue.number) ?? .null,
                        "seizures": .integer($0.seizures), "lastYear": .integer($0.lastYear),
                        "yearBefore": .integer($0.yearBefore),
                    ]
                }),
            "counted": .integer(coverage.counted), "held": .integer(coverage.held),
            "repeats": .integer(coverage.repeats), "undated": .integer(coverage.undated),
            "notes": .array(coverage.notes.prefix(100).map(JSONValue.string)),
        ]
    }

    // MARK: - Bulletin

    private static let bulletinShape = APIOperation(
        "makeBulletin", "The bulletin of a month or quarter, in the owner's edition.",
        tag: "reports",
        parameters: [
            .query("port", .string(min: 5, max: 5), "UN/LOCODE: the bulletin of this port."),
            .query("basin", .term(Basin.self), "The bulletin of this basin."),
            .query("period", .string(max: 20), "A month or quarter; the last month if not said."),
        ],
        answer: .object([.needs("document", .document, "The bulletin.")]))

    private static func bulletin<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        var subject = BulletinSubject.alliance
        if let basin = input["basin"].flatMap({ Basin(rawValue: $0) }) { subject = .basin(basin) }
        if let text = input["port"] {
            guard input["basin"] == nil else {
                throw APIStop.defects([
                    FormDefect(
                        field: "basin", cause: "a port is named too", mend: "name one of the two")
                ])
            }
            guard let code = exchange.node.reference.ports.resolve(text, in: nil).code else {
                throw APIStop.defects([
                    FormDefect(
                        field: "port", cause: "the port is not known", mend: "see listPorts")
                ])
            }
            subject = .port(code)
        }
        let span =
            input["period"].map { try? DateSpan(parsing: $0) }
            ?? BulletinCycle.month.lastPeriod(before: exchange.now.day)
        guard let span, let request = try? BulletinRequest(subject, period: span) else {
            throw APIStop.defects([
                FormDefect(
                    field: "period", cause: "it is no month or quarter",
                    mend: "write 2025-03 or 2025-Q1")
            ])
        }
        let bulletin = try MakeBulletin(
            store: exchange.node.store, reference: exchange.node.reference
        ).run(exchange.requester(), .list, request, now: exchange.now).view
        return ["document": try JSONValue(encoding: bulletin)]
    }

    private static let schedulesShape = APIOperation(
        "listSchedules", "Who receives which bulletin when, and what was made.",
        tag: "reports",
        answer: .object([
            .needs(
                "schedules",
                .array(
                    .object([
                        .needs("schedule", .identifier, "Its name."),
                        .needs("receiver", .identifier, "The organisation that receives it."),
                        .needs("subject", .text, "The alliance, a basin or a port."),
                        .needs("cycle", .term(BulletinCycle.self), "How often."),
                        .needs("dayOfMonth", .integer(1...28), "When it is due."),
                        .needs("formats", .array(.term(ReportFormat.self), max: 10), "Its files."),
                        .needs("made", .array(.text, max: lines), "Periods, newest last."),
                    ]), max: 10_000), "In the order of the names.")
        ]))

    private static func schedules<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let permit = try exchange.leave(.readReports)
        let store = exchange.node.store
        let (all, editions) = permit.release(
            (try store.reportSchedules(), try store.reportEditions())
        ).view
        return [
            "schedules": .array(
                all.map { schedule in
                    let made = editions.filter { $0.key.schedule == schedule.id && $0.made != nil }
                    return [
                        "schedule": .string(schedule.id.text),
                        "receiver": .string(schedule.receiver.text),
                        "subject": .string("\(schedule.subject)"),
                        "cycle": .string(schedule.cycle.rawValue),
                        "dayOfMonth": .integer(schedule.dayOfMonth),
                        "formats": .array(
                            schedule.formats.map(\.rawValue).sorted().map(JSONValue.string)),
                        "made": .array(
                            made.map(\.key.period.description).sorted().suffix(lines)
                                .map(JSONValue.string)),
                    ]
                })
        ]
    }
}
