import EvidenceLog
import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary

/// The pages on which the evidence is read, searched, verified and taken along.
enum EvidencePages {
    /// Who finds something on the first page.
    private static let readers = NodeAct.traceRecord.roles.union(NodeAct.verifyEvidence.roles)

    static func routes<Store: NodeStore>() -> [Route<Store>] {
        let verifiers = RouteAccess.roles(NodeAct.verifyEvidence.roles)
        let auditors = RouteAccess.roles(NodeAct.readEvidence.roles)
        return [
            Route(.get, "/evidence", .roles(readers), handler: overview),
            Route(.get, "/evidence/record", .roles(NodeAct.traceRecord.roles), handler: record),
            Route(.get, "/evidence/entries", auditors, handler: entries),
            Route(.get, "/evidence/entries/{entry}/proof", auditors, handler: proof),
            Route(.post, "/evidence/check-log", verifiers, handler: checkLog),
            Route(.get, "/evidence/check", verifiers, handler: check),
            Route(.post, "/evidence/check", verifiers, handler: beginCheck),
            Route(.get, "/evidence/checkpoint", .roles(readers), handler: checkpoint),
            Route(.get, "/evidence/log", verifiers, handler: log),
        ]
    }

    private static func may<Store: NodeStore>(
        _ exchange: Exchange<Store>, _ act: NodeAct
    ) -> Bool {
        !act.roles.isDisjoint(with: exchange.signedIn?.roles ?? [])
    }

    // MARK: - Overview

    /// Releases that the summary looks at.
    static let summedReleases = 20_000

    private static func overview<Store: NodeStore>(
        _ exchange: Exchange<Store>
    ) throws -> Reply {
        let store = exchange.node.store
        // The log's size and its signed head are public: partners and witnesses have them.
        var context: [String: Any] = [
            "logKey": store.logVerifierKey, "witnessKey": try store.witnessVerifierKey(),
            "entries": "\(try store.entryCount())", "mayRead": may(exchange, .readEvidence),
            "mayVerify": may(exchange, .verifyEvidence),
        ]
        if let newest = try store.newestCheckpoint() {
            context["checkpoint"] = [
                "size": "\(newest.unverified.size)",
                "text": String(decoding: newest.bytes, as: UTF8.self),
                "signatures": "\(newest.note.signatures.count)",
            ]
        }
        if may(exchange, .traceRecord) {
            let permit = try exchange.leave(.traceRecord, subject: "releases by month")
            let released = permit.release(try store.releaseSums(newest: summedReleases))
            context["sums"] =
                [
                    "isEmpty": released.view.isEmpty,
                    "lines": released.view.map { sum -> [String: Any] in
                        [
                            "month": sum.month, "organisation": sum.organisation,
                            "purpose": exchange.purposeWords(sum.purpose),
                            "releases": "\(sum.releases)", "records": "\(sum.records)",
                        ]
                    },
                ] as [String: Any]
        }
        return try .page(exchange, "evidence", title: "frame.evidence", context)
    }

    // MARK: - Who saw a record

    private static func record<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let id = try? RecordID(parsing: exchange.query["record"] ?? "") else {
            throw ExchangeStop.notAvailable
        }
        let permit = try exchange.leave(.traceRecord, subject: "record/\(id)")
        guard let uses = try exchange.node.store.uses(ofRecord: id.text) else {
            throw ExchangeStop.notAvailable
        }
        let released = permit.release(uses)
        return try .page(
            exchange, "evidence-record", title: "evidence.record.title",
            [
                "record": id.text, "isEmpty": released.view.isEmpty,
                "uses": released.view.map { use(of: $0, exchange) },
            ])
    }

    private static func use<Store: NodeStore>(
        of use: RecordUse, _ exchange: Exchange<Store>
    ) -> [String: Any] {
        [
            "at": exchange.written(Moment(seconds: use.at)), "person": use.person,
            "organisation": use.organisation, "purpose": exchange.purposeWords(use.purpose),
            "basis": use.basis, "grounds": use.grounds, "subject": use.subject,
            "act": exchange.text("evidence.act.\(use.act.rawValue)"),
            "form": exchange.text("agreements.form.\(use.form)"),
            "fields": use.fields.map { exchange.text("term.field.\($0)") }
                .joined(separator: ", "),
            "entry": "\(use.entry)",
        ]
    }

    // MARK: - Entries

    /// Entries that one page looks at, and those that it shows at most.
    private static let lookedAt = 2_000
    private static let shown = 100

    private static func entries<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        let filter = EntryFilter(exchange.query)
        let permit = try exchange.leave(.readEvidence, subject: filter.subject)
        let below = exchange.query["below"].flatMap { Int($0) }.map { max(0, $0) }
        let found = try matches(filter, below: below, limit: shown, in: exchange.node.store)
        let released = permit.release(found.entries)
        var context: [String: Any] = [
            "acts": EvidenceAct.allCases.map { act -> [String: Any] in
                [
                    "code": act.rawValue,
                    "name": exchange.text("evidence.act.\(act.rawValue)"),
                    "isChosen": act == filter.act,
                ]
            },
            "person": filter.person, "subject": filter.text,
            "isEmpty": released.view.isEmpty,
            "entries": released.view.map { row($0.index, $0.entry, exchange) },
        ]
        if let span = found.lookedAt {
            context["lookedAt"] = ["from": "\(span.lowerBound)", "to": "\(span.upperBound)"]
        }
        if let next = found.next {
            var fields = exchange.query.all.filter { $0.name != "below" }
            fields.append(("below", "\(next)"))
            context["older"] = ["path": "/evidence/entries?\(FormFields(fields).encoded)"]
        }
        return try .page(exchange, "evidence-entries", title: "evidence.entries.title", context)
    }

    /// Entries that a filter passes, newest first, among the newest that are looked at.
    struct Matches {
        var entries: [(index: Int, entry: EvidenceEntry)] = []
        /// The entries that were looked at; nil where there is none.
        var lookedAt: ClosedRange<Int>?
        /// Below which entry to go on; nil at the end of the log.
        var next: Int? { lookedAt.flatMap { $0.lowerBound > 0 ? $0.lowerBound : nil } }
    }

    static func matches(
        _ filter: EntryFilter, below: Int?, limit: Int, in store: some EvidenceStore
    ) throws -> Matches {
        let found = try store.newestEntries(below: below, limit: lookedAt)
        var matches = Matches()
        guard let first = found.first?.index else { return matches }
        for item in found where matches.entries.count < limit {
            matches.lookedAt = item.index...first
            if filter.matches(item.entry) { matches.entries.append(item) }
        }
        return matches
    }

    private static func row<Store: NodeStore>(
        _ index: Int, _ entry: EvidenceEntry, _ exchange: Exchange<Store>
    ) -> [String: Any] {
        [
            "index": "\(index)", "at": exchange.written(Moment(seconds: entry.at)),
            "act": exchange.text("evidence.act.\(entry.act.rawValue)"), "person": entry.person,
            "organisation": entry.organisation, "subject": entry.subject,
            "result": entry.result,
            "purpose": entry.purpose.isEmpty ? "" : exchange.purposeWords(entry.purpose),
        ]
    }
}

/// Which entries an auditor looks for.
struct EntryFilter {
    let act: EvidenceAct?
    let person: String
    let text: String

    init(_ query: FormFields) {
        act = query["act"].flatMap { EvidenceAct(rawValue: $0) }
        person = String((query["person"] ?? "").prefix(64))
        text = String((query["subject"] ?? "").prefix(200))
    }

    func matches(_ entry: EvidenceEntry) -> Bool {
        (act == nil || entry.act == act) && (person.isEmpty || entry.person == person)
            && (text.isEmpty || entry.subject.contains(text) || entry.result.contains(text))
    }

    /// As the evidence of the look itself names it.
    var subject: String {
        var words = ["entries"]
        if let act { words.append("act \(act.rawValue)") }
        if !person.isEmpty { words.append("person \(person)") }
        if !text.isEmpty { words.append("with “\(text)”") }
        return words.joined(separator: ", ")
    }
}
