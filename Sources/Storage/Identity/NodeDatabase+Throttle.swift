import EvidenceLog
package import Identity
package import PortVocabulary

extension NodeDatabase {
    /// How long failures are remembered. The day is part of what is hashed, so that a row says
    /// nothing from midnight on; it is removed with the next failure.
    private static let failureSeconds: Int64 = 86_400
    /// How long a device stays a known one.
    private static let deviceSeconds: Int64 = 180 * 86_400
    /// How often refused sign-ins of one person leave an entry.
    private static let refusalEntrySeconds: Int64 = 3_600

    private func key(_ bucket: SignInBucket, _ moment: Moment) -> SQLValue {
        .blob(keyedHash(bucket.content(on: moment.day), for: "sign-in-bucket"))
    }

    package func failures(
        _ buckets: [SignInBucket], at moment: Moment
    ) throws -> [SignInBucket: FailureCount] {
        try engine.read("read the failed sign-ins") { connection in
            var counted: [SignInBucket: FailureCount] = [:]
            for bucket in buckets {
                counted[bucket] = try connection.first(
                    "SELECT failures, last_failure FROM sign_in_counter WHERE bucket = ?",
                    [key(bucket, moment)]
                ) {
                    FailureCount(
                        failures: try $0.int(0), last: Moment(seconds: Int64(try $0.int(1))))
                }
            }
            return counted
        }
    }

    package func count(_ refused: RefusedSignIn, at moment: Moment) throws {
        let person = refused.person?.text ?? ""
        let isDue = try engine.write("count the failed sign-in") { connection in
            try connection.execute(
                "DELETE FROM sign_in_counter WHERE last_failure < ?",
                [.integer(Int(moment.seconds - Self.failureSeconds))])
            for bucket in refused.buckets {
                try connection.execute(
                    """
                    INSERT INTO sign_in_counter (bucket, failures, last_failure) VALUES (?, 1, ?)
                    ON CONFLICT (bucket) DO UPDATE SET
                        failures = sign_in_counter.failures + 1,
                        last_failure = EXCLUDED.last_failure
                    """, [key(bucket, moment), .integer(Int(moment.seconds))])
            }
            try connection.execute(
                """
                INSERT INTO refused_sign_in (person, since, refusals) VALUES (?, 0, 1)
                ON CONFLICT (person) DO UPDATE SET refusals = refused_sign_in.refusals + 1
                """, [.text(person)])
            return try Self.refusals(of: person, dueAt: moment, connection) != nil
        }
        if isDue { try noteRefusals(of: refused.person, at: moment) }
    }

    /// The number of refusals that no entry speaks of yet; nil where the last entry is too new.
    private static func refusals(
        of person: String, dueAt moment: Moment, _ connection: any SQLConnection
    ) throws -> Int? {
        try connection.number(
            "SELECT refusals FROM refused_sign_in WHERE person = ? AND since <= ? AND refusals > 0",
            [.text(person), .integer(Int(moment.seconds - refusalEntrySeconds))])
    }

    private func noteRefusals(of person: PersonID?, at moment: Moment) throws {
        try writing("write down the refused sign-ins", at: moment) { transaction in
            let connection = transaction.connection
            // Asked again under the lock of the log: of two at once, one writes the entry.
            let text = person?.text ?? ""
            guard let count = try Self.refusals(of: text, dueAt: moment, connection) else {
                return
            }
            try Self.clearRefusals(of: text, since: moment, connection)
            // Nobody is named as the one who did it: it is not known who typed.
            try transaction.append(
                .refuse, by: nil as Person?,
                subject: person.map { "person/\($0)" } ?? "no such account",
                result: "sign-in: \(count)")
        }
    }

    private static func clearRefusals(
        of person: String, since moment: Moment, _ connection: any SQLConnection
    ) throws {
        try connection.execute(
            "UPDATE refused_sign_in SET since = ?, refusals = 0 WHERE person = ?",
            [.integer(Int(moment.seconds)), .text(person)])
    }

    /// Within a sign-in: how many were refused before it that no entry speaks of yet. They are
    /// spoken of now.
    static func takeRefusals(
        of person: PersonID, at moment: Moment, _ connection: any SQLConnection
    ) throws -> Int {
        let count =
            try connection.number(
                "SELECT refusals FROM refused_sign_in WHERE person = ?", [.text(person.text)])
            ?? 0
        if count > 0 { try clearRefusals(of: person.text, since: moment, connection) }
        return count
    }

    package func forget(_ buckets: [SignInBucket], at moment: Moment) throws {
        guard try !failures(buckets, at: moment).isEmpty else { return }
        try engine.write("forget the failed sign-ins") { connection in
            for bucket in buckets {
                try connection.execute(
                    "DELETE FROM sign_in_counter WHERE bucket = ?", [key(bucket, moment)])
            }
        }
    }

    package func deviceOwner(tokenHash: [UInt8], at moment: Moment) throws -> PersonID? {
        try engine.read("read the device") { connection in
            let owner = try connection.first(
                "SELECT person FROM trusted_device WHERE token_hash = ? AND made > ?",
                [.blob(tokenHash), .integer(Int(moment.seconds - Self.deviceSeconds))]
            ) { try $0.text(0) }
            return owner.flatMap { try? PersonID(parsing: $0) }
        }
    }

    package func trust(deviceHash: [UInt8], of person: PersonID, at moment: Moment) throws {
        try engine.write("write down the device") { connection in
            try connection.execute(
                "DELETE FROM trusted_device WHERE made <= ?",
                [.integer(Int(moment.seconds - Self.deviceSeconds))])
            try connection.execute(
                """
                INSERT INTO trusted_device (token_hash, person, made) VALUES (?, ?, ?)
                ON CONFLICT (token_hash) DO UPDATE SET person = EXCLUDED.person,
                    made = EXCLUDED.made
                """,
                [.blob(deviceHash), .text(person.text), .integer(Int(moment.seconds))])
        }
    }

    package func distrustDevices(of person: PersonID) throws {
        try engine.write("forget the devices") { connection in
            try connection.execute(
                "DELETE FROM trusted_device WHERE person = ?", [.text(person.text)])
        }
    }
}
