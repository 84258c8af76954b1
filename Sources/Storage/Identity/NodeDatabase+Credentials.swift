import Crypto
import EvidenceLog
package import Identity
import NeedToKnow
package import PortVocabulary

extension NodeDatabase: CredentialStore {
    package func credentials(of person: PersonID) throws -> [Credential] {
        let seal = CredentialSeal(keys)
        return try engine.read("read the credentials") { connection in
            try connection.rows(
                EvidentTable.credential.select + " WHERE person = ? ORDER BY created, credential",
                [.text(person.text)]
            ) { try seal.credential($0) }.compactMap { $0 }
        }
    }

    package func credential(handle: [UInt8]) throws -> Credential? {
        let seal = CredentialSeal(keys)
        return try engine.read("read the credential") { connection in
            try connection.first(
                EvidentTable.credential.select + " WHERE handle = ?", [.blob(handle)]
            ) { try seal.credential($0) } ?? nil
        }
    }

    package func change(
        _ change: CredentialChange, by actor: CredentialActor, at moment: Moment
    ) throws -> Bool {
        let seal = CredentialSeal(keys)
        let added = try change.added.map { try seal.row($0) }
        return try writing("change the credentials", at: moment) { transaction in
            let connection = transaction.connection
            for id in change.removed {
                let known = try connection.number(
                    "SELECT COUNT(*) FROM credential WHERE credential = ? AND person = ?",
                    [.text(id.text), .text(change.person.text)])
                guard known == 1 else { return false }
            }
            for row in added {
                let taken = try connection.number(
                    "SELECT COUNT(*) FROM credential WHERE handle = ? OR credential = ?",
                    [row[4], row[0]])
                guard taken == 0 else { return false }
            }
            var words: [String] = []
            var objects: [EvidenceObject] = []
            for id in change.removed {
                let kind = try connection.first(
                    "SELECT kind FROM credential WHERE credential = ?", [.text(id.text)]
                ) { try $0.text(0) }
                words.append("\(kind ?? "credential") removed")
                objects.append(try transaction.remove(.credential, key: [.text(id.text)]))
                try connection.execute(
                    "DELETE FROM credential_use WHERE credential = ?", [.text(id.text)])
            }
            for (row, credential) in zip(added, change.added) {
                words.append("\(credential.content.kind.rawValue) added")
                objects.append(try transaction.put(.credential, row))
            }
            if change.endsSessions {
                let ended = try Self.endSessions(of: change.person, connection)
                words.append("sessions ended: \(ended)")
                try connection.execute(
                    "DELETE FROM trusted_device WHERE person = ?", [.text(change.person.text)])
            }
            try Self.note(change, by: actor, words.joined(separator: ", "), objects, transaction)
            return true
        }
    }

    private static func note(
        _ change: CredentialChange, by actor: CredentialActor, _ result: String,
        _ objects: [EvidenceObject], _ transaction: NodeTransaction
    ) throws {
        let subject = "person/\(change.person)"
        switch actor {
        case .administrator(let permit):
            try transaction.append(
                .administer, by: permit.requester, subject: subject, result: result,
                objects: objects)
        case .person:
            try transaction.append(
                .administer, by: try person(change.person, transaction.connection),
                subject: subject, result: result, objects: objects)
        }
    }

    package func use(of credential: CredentialID) throws -> CredentialUse? {
        try engine.read("read the credential's use") { connection in
            try connection.first(
                "SELECT last_used, counter FROM credential_use WHERE credential = ?",
                [.text(credential.text)]
            ) {
                CredentialUse(
                    lastUsed: Moment(seconds: Int64(try $0.int(0))),
                    counter: Int64(try $0.int(1)))
            }
        }
    }

    package func record(_ use: CredentialUse, of credential: CredentialID) throws -> Bool {
        try engine.write("write the credential's use") { connection in
            // One statement: of two who come at once with the same code, one is too late.
            let written = try connection.execute(
                """
                INSERT INTO credential_use (credential, last_used, counter) VALUES (?, ?, ?)
                ON CONFLICT (credential) DO UPDATE SET last_used = EXCLUDED.last_used,
                    counter = EXCLUDED.counter
                WHERE credential_use.counter < EXCLUDED.counter
                    OR (credential_use.counter = 0 AND EXCLUDED.counter = 0)
                """,
                [
                    .text(credential.text), .integer(Int(use.lastUsed.seconds)),
                    .integer(Int(use.counter)),
                ])
            return written == 1
        }
    }

    package func spend(_ challenge: Challenge, at moment: Moment) throws -> Bool {
        try engine.write("mark the challenge as answered") { connection in
            // What is older can no longer be answered, so nobody has to remember it.
            try connection.execute(
                "DELETE FROM spent_challenge WHERE spent < ?",
                [.integer(Int(moment.seconds - Challenge.memorySeconds))])
            let written = try connection.execute(
                """
                INSERT INTO spent_challenge (challenge, spent) VALUES (?, ?)
                ON CONFLICT (challenge) DO NOTHING
                """, [.blob(challenge.bytes), .integer(Int(moment.seconds))])
            return written == 1
        }
    }

    package func keyedHash(_ content: [UInt8], for use: String) -> [UInt8] {
        Array(
            HMAC<SHA256>.authenticationCode(
                for: content, using: keys.derivedKey(for: "identity-\(use)")))
    }
}
