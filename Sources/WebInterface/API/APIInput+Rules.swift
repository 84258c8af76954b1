import Identity
import NeedToKnow
import PortVocabulary
import SituationAnalysis

extension APIInput {
    /// Leave for an act that pages ask a fresh proof for: signing, revoking, erasing, changing
    /// who takes part. A program cannot prove anew who it is, so that the token needs the scope,
    /// its owner the right, and the owner must be a person: nobody answers for a system.
    ///
    /// - Throws: ``ExchangeStop/notAvailable`` where it is refused, which is noted.
    func personalLeave(_ act: NodeAct, subject: String? = nil) throws -> NodePermit {
        try requirePerson(act.rawValue, subject: subject ?? "node/\(exchange.owner)")
        return try exchange.leave(act, subject: subject)
    }

    /// Refuses a system's token, with the answer that the absent has.
    ///
    /// - Throws: ``ExchangeStop/notAvailable`` where it is refused, which is noted.
    func requirePerson(_ action: String, subject: String) throws {
        guard exchange.bearer?.person.isSystem == true else { return }
        try exchange.node.store.note(
            RefusalNote(
                requester: try exchange.accountRequester(), action: action, subject: subject,
                reason: .role), at: exchange.now)
        throw ExchangeStop.notAvailable
    }

    /// The part of a whole list that is asked for: as many as `limit` from behind `after`.
    ///
    /// - Parameter name: what finds an element again; no two have the same.
    /// - Throws: ``APIStop`` where no element has the name `after`.
    func page<Element>(
        _ all: [Element], name: (Element) -> String
    ) throws -> (part: [Element], next: JSONValue) {
        var rest = all[...]
        if let after = self["after"], !after.isEmpty {
            guard let index = all.firstIndex(where: { name($0) == after }) else {
                throw APIStop.defects([
                    FormDefect(
                        field: "after", cause: "the list has no such element",
                        mend: "give the next of the page before, or begin anew")
                ])
            }
            rest = all[(index + 1)...]
        }
        let part = Array(rest.prefix(RecordOperations.limit(self)))
        let isWhole = part.count == rest.count
        return (part, isWhole ? .null : .optional(part.last.map(name)))
    }

    /// A text of the body; empty where there is none.
    func text(_ name: String) -> String { body[name]?.string ?? "" }

    /// A day of the body; nil where it is left out.
    ///
    /// - Throws: ``APIStop`` for a text of the right form that names no day.
    func day(_ name: String) throws -> CalendarDate? {
        guard let text = body[name]?.string else { return nil }
        guard let day = try? CalendarDate(iso: text) else {
            throw APIStop.defect(name, "there is no such day", "write it as 2026-03-31")
        }
        return day
    }
}

extension APIStop {
    /// One thing that is wrong.
    static func defect(_ field: String, _ cause: String, _ mend: String) -> APIStop {
        .defects([FormDefect(field: field, cause: cause, mend: mend)])
    }
}

extension APISchema {
    /// What an act answers that has nothing else to tell.
    static let done = APISchema.object([.needs("done", .boolean, "True.")])
    static let count = APISchema.integer(0...1_000_000_000)
    static let version = APISchema.integer(1...1_000_000)
    /// A reason keeps the bound of 500 bytes, whatever its characters are.
    static let reason = APISchema.string(min: 1, max: 125)

    /// How often each word of a vocabulary occurs.
    static func counts<Word: Term>(of word: Word.Type) -> APISchema {
        .array(
            .object([.needs("word", .term(word), "What."), .needs("count", count, "How many.")]),
            max: 100)
    }
}

extension JSONValue {
    /// What an act answers that has nothing else to tell.
    static let done: JSONValue = ["done": true]

    /// How often each word occurs; those that do not are left out.
    static func counts<Word: Term>(_ counts: [Word: Int]) -> JSONValue {
        .array(
            Word.allCases.compactMap { word in
                counts[word].map { ["word": .string(word.rawValue), "count": .integer($0)] }
            })
    }
}
