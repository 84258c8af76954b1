import Crypto
package import NeedToKnow
package import PortVocabulary

extension NodeDatabase: AnswerStore {
    /// How long an answer is kept. *Units: seconds.*
    private static let keptSeconds: Int64 = 86_400
    /// After this time a request that was begun has no process any more. *Units: seconds.*
    private static let workSeconds: Int64 = 300

    private var answerKey: SymmetricKey { keys.derivedKey(for: "answers") }

    package func begin(
        request key: String, digest: [UInt8], of person: PersonID, at moment: Moment
    ) throws -> RememberedRequest {
        let digest = digest.hexadecimal
        return try engine.write("look for an earlier answer") { connection in
            try connection.execute(
                "DELETE FROM remembered_answer WHERE begun_at < ?",
                [.integer(Int(moment.seconds - Self.keptSeconds))])
            // Its own insertion first: of two processes at once one waits here for the other.
            let inserted = try connection.execute(
                """
                INSERT INTO remembered_answer
                    (person, request, digest, status, sealed, begun_at)
                VALUES (?, ?, ?, NULL, NULL, ?) ON CONFLICT (person, request) DO NOTHING
                """,
                [
                    .text(person.text), .text(key), .text(digest), .integer(Int(moment.seconds)),
                ])
            if inserted > 0 { return .begun }
            let row = try connection.first(
                """
                SELECT digest, status, sealed, begun_at FROM remembered_answer
                WHERE person = ? AND request = ?
                """, [.text(person.text), .text(key)]
            ) {
                (
                    digest: try $0.text(0), status: $0.optionalInt(1),
                    sealed: $0.optionalBlob(2), begun: try $0.int(3)
                )
            }
            guard let row else { return .underWay }
            guard row.digest == digest else { return .differs }
            if let status = row.status, let sealed = row.sealed {
                return .answered(
                    status: status,
                    body: try RecordSeal.open(
                        sealed, self.answerKey, Self.answerContext(key, person)))
            }
            guard moment.seconds - Int64(row.begun) >= Self.workSeconds else { return .underWay }
            try connection.execute(
                "UPDATE remembered_answer SET begun_at = ? WHERE person = ? AND request = ?",
                [.integer(Int(moment.seconds)), .text(person.text), .text(key)])
            return .begun
        }
    }

    package func keepAnswer(
        _ body: [UInt8], status: Int, to key: String, of person: PersonID, at moment: Moment
    ) throws {
        let sealed = try RecordSeal.seal(body, answerKey, Self.answerContext(key, person))
        try engine.write("keep the answer") { connection in
            try connection.execute(
                """
                UPDATE remembered_answer SET status = ?, sealed = ?
                WHERE person = ? AND request = ?
                """,
                [.integer(status), .blob(sealed), .text(person.text), .text(key)])
        }
    }

    package func forget(request key: String, of person: PersonID) throws {
        try engine.write("forget a request") { connection in
            try connection.execute(
                """
                DELETE FROM remembered_answer
                WHERE person = ? AND request = ? AND status IS NULL
                """, [.text(person.text), .text(key)])
        }
    }

    private static func answerContext(_ key: String, _ person: PersonID) -> [UInt8] {
        Array("breakwater-answer-v1\n\(person)\n\(key)".utf8)
    }
}
