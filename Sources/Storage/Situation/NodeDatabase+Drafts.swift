import Crypto
import Foundation
package import PortVocabulary
package import SituationAnalysis

extension NodeDatabase: DraftStore {
    private var draftKey: SymmetricKey { keys.derivedKey(for: "draft") }

    private static func context(_ id: DraftID, _ person: PersonID) -> [UInt8] {
        Array("breakwater-draft-v1\n\(id)\n\(person)".utf8)
    }

    /// The first moment of which drafts are kept.
    private static func oldest(at moment: Moment) -> SQLValue {
        .integer(Int(moment.seconds) - Draft.keptDays * 86_400)
    }

    package func save(_ draft: Draft) throws -> Bool {
        let content = try JSONEncoder().encode(
            StoredForm(token: draft.form.token.text, cells: draft.form.cells))
        let sealed = try RecordSeal.seal(
            Array(content), draftKey, Self.context(draft.id, draft.person))
        return try engine.write("store the draft") { connection in
            try connection.execute(
                "DELETE FROM draft WHERE saved < ?", [Self.oldest(at: draft.saved)])
            let others = try connection.number(
                "SELECT COUNT(*) FROM draft WHERE person = ? AND draft <> ?",
                [.text(draft.person.text), .text(draft.id.text)])
            guard (others ?? 0) < Draft.limit else { return false }
            // Another person's draft of this name is left alone.
            return try connection.execute(
                """
                INSERT INTO draft (draft, person, saved, sealed) VALUES (?, ?, ?, ?)
                ON CONFLICT (draft) DO UPDATE SET saved = EXCLUDED.saved,
                    sealed = EXCLUDED.sealed WHERE draft.person = EXCLUDED.person
                """,
                [
                    .text(draft.id.text), .text(draft.person.text),
                    .integer(Int(draft.saved.seconds)), .blob(sealed),
                ]) > 0
        }
    }

    package func drafts(of person: PersonID, at moment: Moment) throws -> [Draft] {
        try engine.read("read the drafts") { connection in
            try connection.rows(
                """
                SELECT draft, saved, sealed FROM draft WHERE person = ? AND saved >= ?
                ORDER BY saved DESC, draft
                """, [.text(person.text), Self.oldest(at: moment)]
            ) { row -> Draft? in
                guard let id = try? DraftID(parsing: try row.text(0)) else { return nil }
                let opened = try RecordSeal.open(
                    try row.blob(2), draftKey, Self.context(id, person))
                let stored = try JSONDecoder().decode(StoredForm.self, from: Data(opened))
                guard let token = try? FormToken(parsing: stored.token) else { return nil }
                return Draft(
                    id: id, person: person, saved: Moment(seconds: Int64(try row.int(1))),
                    form: EntryForm(token: token, cells: stored.cells))
            }.compactMap { $0 }
        }
    }

    package func discard(_ draft: DraftID, of person: PersonID) throws -> Bool {
        try engine.write("discard the draft") { connection in
            try connection.execute(
                "DELETE FROM draft WHERE draft = ? AND person = ?",
                [.text(draft.text), .text(person.text)]) > 0
        }
    }

    private struct StoredForm: Codable {
        let token: String
        let cells: [String: String]
    }
}
