import ArgumentParser
import Foundation
import NeedToKnow
import PortVocabulary
import Storage

/// `breakwater retention …`
struct RetentionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention",
        abstract: "Review, hold and erase records whose time has run out.",
        subcommands: [
            RetentionDue.self, RetentionKeep.self, RetentionHold.self, RetentionUnhold.self,
            RetentionErase.self, RetentionRun.self,
        ])
}

extension NodeDatabase {
    /// Leave to do something to a record, or the same answer as for an absent one; what is
    /// refused is noted.
    func leave(
        _ requester: Requester, _ action: AccessAction, _ record: RecordID, now: Moment
    ) throws -> Permit {
        guard let resource = try resource(record) else { throw NotAvailable() }
        switch try policy(on: now.day).decide(requester, action, resource, on: now.day) {
        case .permit(let permit): return permit
        case .refuse(let reason):
            try note(
                RefusalNote(
                    requester: requester, action: action.rawValue, subject: "record/\(record)",
                    reason: reason), at: now)
            throw NotAvailable()
        }
    }
}

/// The words that a custodian's acts share.
struct CustodyOptions: ParsableArguments {
    @Argument(help: "Identifier of the record.")
    var record: String

    @Option(help: "Why, in words.")
    var reason: String

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    /// A last day that has not passed.
    static func lastDay(_ text: String) throws -> CalendarDate {
        let day = try SelectionOptions.span(text, option: "--until").last
        guard day >= Clock.today() else {
            throw CommandFailure(
                cause: "--until \(day) has passed", mend: "write today or a later day")
        }
        return day
    }

    static func tell(_ record: RecordID, _ outcome: String, _ text: String) {
        let document: JSONValue = ["record": .text(record.text), "outcome": .text(outcome)]
        Answer.give("retention-act", document) { text }
    }

    /// Runs an act on the record with the custodian's leave, and prints what became of it.
    func run(
        _ done: String, _ act: (NodeDatabase, RecordID, Permit, Moment) throws -> RetentionOutcome
    ) throws {
        guard (1...500).contains(reason.count) else {
            throw CommandFailure(
                cause: "--reason is empty or too long", mend: "write 1 to 500 characters")
        }
        let id = try RecordArgument.parse(record)
        let outcome = try node.withNode { database in
            let now = Clock.now()
            let requester = try asker.requester([.custodian], of: database.organisation)
            let permit = try database.leave(requester, .retain, id, now: now)
            return try act(database, id, permit, now)
        }
        switch outcome {
        case .done: Self.tell(id, "done", "\(id) \(done)")
        case .unchanged: Self.tell(id, "unchanged", "\(id): nothing had to be done")
        case .absent: throw NotAvailable()
        case .changed: throw ChangedSince()
        case .held(let hold):
            throw CommandFailure(
                cause: "\(id) is held since \(hold.placedOn): \(hold.reason)",
                mend: "\(hold.reviewer) reviews the hold; breakwater retention unhold ends it")
        }
    }
}

/// `breakwater retention due`
struct RetentionDue: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "due",
        abstract: "List records whose time has run out; nobody else reaches them any more.")

    @Option(help: "The day. Default: today.")
    var on: String?

    @Option(help: "How many records at most.")
    var limit = 100

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let day =
            try on.map { try SelectionOptions.span($0, option: "--on").first } ?? Clock.today()
        guard limit > 0 else {
            throw CommandFailure(cause: "--limit is not above 0", mend: "write 1 or more")
        }
        try node.withNode { database in
            let requester = try asker.requester([.custodian], of: database.organisation)
            _ = try database.leave(requester, .readDueRecords)
            let due = try database.due(on: day, limit: limit)
            let document: JSONValue = ["on": JSONValue(day), "due": JSONValue(due, Self.json)]
            Answer.give("retention-due", document) {
                let lines = due.map { record in
                    let hold = record.hold.map { ", held: \($0.reason) (\($0.reviewer))" } ?? ""
                    return "\(record.record)  \(record.kind.title)  "
                        + "kept until \(record.keepUntil)  \(record.then.title)\(hold)"
                }
                return (lines + ["\(Terminal.grouped(due.count)) due"]).joined(separator: "\n")
            }
        }
    }

    private static func json(_ record: DueRecord) -> JSONValue {
        [
            "record": .text(record.record.text), "kind": .text(record.kind.rawValue),
            "keepUntil": JSONValue(record.keepUntil), "then": .text(record.then.rawValue),
            "hold": record.hold.map { hold in
                [
                    "reason": .text(hold.reason), "reviewer": .text(hold.reviewer.text),
                    "placedOn": JSONValue(hold.placedOn),
                ]
            } ?? .null,
        ]
    }
}

/// `breakwater retention keep RECORD --until DAY`
struct RetentionKeep: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keep", abstract: "Give a record a new last day after a review.")

    @OptionGroup var custody: CustodyOptions

    @Option(help: "The new last day.")
    var until: String

    @Option(help: "The revision that was looked at. A record that changed since is left alone.")
    var revision: Int?

    func run() throws {
        let day = try CustodyOptions.lastDay(until)
        try custody.run("is kept until \(day)") { database, record, permit, now in
            try database.keep(
                record, until: day, reason: custody.reason, revision: revision, by: permit,
                at: now)
        }
    }
}

/// `breakwater retention hold RECORD --reviewer PERSON`
struct RetentionHold: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold", abstract: "Keep a record from erasure, for a proceeding.")

    @OptionGroup var custody: CustodyOptions

    @Option(help: "Who looks again whether the hold is still needed.")
    var reviewer: String

    func run() throws {
        guard let reviewer = try? PersonID(parsing: reviewer) else {
            throw CommandFailure(
                cause: "--reviewer is no short name", mend: "write letters, digits, “-”, “.”")
        }
        try custody.run("is held") { database, record, permit, now in
            try database.place(
                LegalHold(
                    record: record, reason: custody.reason, reviewer: reviewer, placedOn: now.day),
                by: permit, at: now)
        }
    }
}

/// `breakwater retention unhold RECORD`
struct RetentionUnhold: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unhold", abstract: "End the hold on a record.")

    @OptionGroup var custody: CustodyOptions

    func run() throws {
        try custody.run("is held no longer") { database, record, permit, now in
            try database.endHold(record, reason: custody.reason, by: permit, at: now)
        }
    }
}

/// `breakwater retention erase RECORD`
struct RetentionErase: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Destroy the keys and readings of a record; a tombstone and the evidence stay.",
        discussion: "It cannot be taken back, and the same row does not come in again.")

    @OptionGroup var custody: CustodyOptions

    func run() throws {
        if try repeated() { return }
        try custody.run("is erased") { database, record, permit, now in
            try database.erase(record, reason: custody.reason, by: permit, at: now)
        }
    }

    /// Where the record is erased already, overwrites once more: the last attempt may have been
    /// cut off before that.
    private func repeated() throws -> Bool {
        let id = try RecordArgument.parse(custody.record)
        return try custody.node.withNode { database in
            guard try database.isErased(id) else { return false }
            let requester = try custody.asker.requester([.custodian], of: database.organisation)
            _ = try database.leave(requester, .readDueRecords)
            try database.overwriteErased()
            CustodyOptions.tell(id, "unchanged", "\(id) is erased already")
            return true
        }
    }
}

/// `breakwater retention run`
struct RetentionRun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Erase every due record whose mark says so; the others wait for a person.",
        discussion: "Run it once a day. Records under a legal hold stay.")

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        try node.withNode { database in
            let now = Clock.now()
            let requester = try asker.requester([.custodian], of: database.organisation)
            _ = try database.leave(requester, .readDueRecords)
            var (erased, waiting, held) = (0, 0, 0)
            for record in try database.due(on: now.day, limit: .max) {
                guard record.then == .erase else {
                    waiting += 1
                    continue
                }
                let permit = try database.leave(requester, .retain, record.record, now: now)
                switch try database.eraseWithoutOverwriting(
                    record.record, reason: "kept until \(record.keepUntil)", by: permit, at: now)
                {
                case .done: erased += 1
                case .held: held += 1
                case .absent, .unchanged, .changed: break
                }
            }
            if erased > 0 { try database.overwriteErased() }
            let document: JSONValue = [
                "erased": .whole(erased), "held": .whole(held), "waiting": .whole(waiting),
            ]
            Answer.give("retention-run", document) {
                "\(Terminal.grouped(erased)) erased, \(Terminal.grouped(held)) held, "
                    + "\(Terminal.grouped(waiting)) wait for review"
            }
        }
    }
}

/// `breakwater consent RECORD --to ORGANISATION`
struct ConsentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consent",
        abstract: "Consent, as the originator, to a record going to a receiver; or withdraw it.")

    @Argument(help: "Identifier of the record.")
    var record: String

    @Option(help: "The receiver.", completion: Candidates.organisations)
    var to: String

    @Option(
        name: .customLong("for-purpose"), help: "What the receiver may use it for.",
        completion: Candidates.purposes)
    var receiverPurpose: String

    @Option(help: "The last day on which the consent holds.")
    var until: String?

    @Flag(help: "Withdraw the consent.")
    var withdraw = false

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let id = try RecordArgument.parse(record)
        guard let purpose = try? Purpose(parsing: receiverPurpose) else {
            throw CommandFailure(
                cause: "--for-purpose “\(receiverPurpose)” is not known",
                mend: "use one of \(Purpose.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        guard withdraw == (until == nil) else {
            throw CommandFailure(
                cause: "a consent has a last day, and a withdrawal has none",
                mend: "give --until DAY or --withdraw")
        }
        let day = try until.map { try CustodyOptions.lastDay($0) }
        let outcome = try node.withNode { database in
            let now = Clock.now()
            let requester = try asker.requester([.signatory], of: database.organisation)
            let receiver = try OrganisationArgument.registered(to, database)
            let permit = try database.leave(requester, .consent, id, now: now)
            return try database.consent(
                id, to: receiver, for: purpose, until: day, by: permit, at: now)
        }
        switch outcome {
        case .absent, .held, .changed: throw NotAvailable()
        case .unchanged, .done: break
        }
        let document: JSONValue = [
            "record": .text(id.text), "to": .text(to), "purpose": .text(purpose.rawValue),
            "until": JSONValue(day), "outcome": .text(outcome == .done ? "done" : "unchanged"),
        ]
        Answer.give("consent", document) {
            outcome == .done
                ? "\(id) to \(to) for \(purpose.rawValue): "
                    + (day.map { "consented until \($0)" } ?? "withdrawn")
                : "\(id): nothing had to be done"
        }
    }
}
