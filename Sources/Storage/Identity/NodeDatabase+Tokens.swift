import EvidenceLog
package import Identity
package import NeedToKnow
package import PortVocabulary

extension NodeDatabase {
    package func token(secretHash: [UInt8]) throws -> AccessToken? {
        try engine.read("read the token") { connection in
            try connection.first(
                EvidentTable.accessToken.select + " WHERE secret_hash = ?", [.blob(secretHash)]
            ) { try Self.token($0) } ?? nil
        }
    }

    package func tokens(of person: PersonID?) throws -> [AccessToken] {
        try engine.read("read the tokens") { connection in
            let condition = person == nil ? "" : " WHERE owner = ?"
            return try connection.rows(
                EvidentTable.accessToken.select + condition + " ORDER BY created DESC, token",
                person.map { [.text($0.text)] } ?? []
            ) { try Self.token($0) }.compactMap { $0 }
        }
    }

    package func save(_ token: AccessToken, by requester: Requester, at moment: Moment) throws {
        try writing("store the token", at: moment) { transaction in
            let object = try transaction.put(.accessToken, Self.row(token))
            let words =
                token.revoked == nil
                ? "made for \(token.owner): \(Self.text(token.scopes)), "
                    + "\(token.purpose.rawValue), last day \(token.lastDay)"
                : "revoked, of \(token.owner)"
            try transaction.append(
                .administer, by: requester, subject: "token/\(token.id)", result: words,
                objects: [object])
        }
    }

    private static func text(_ scopes: Set<TokenScope>) -> String {
        scopes.map(\.rawValue).sorted().joined(separator: " ")
    }

    private static func row(_ token: AccessToken) -> [SQLValue] {
        [
            .text(token.id.text), .blob(token.secretHash), .text(token.owner.text),
            .text(token.label), .text(text(token.scopes)), .text(token.purpose.rawValue),
            .text(token.basis), .integer(Int(token.created.seconds)),
            .text(token.lastDay.description),
            SQLValue(token.revoked.map { Int($0.seconds) }),
        ]
    }

    /// Nil for a row that cannot be read: it is no token.
    private static func token(_ row: any SQLRow) throws -> AccessToken? {
        guard let id = try? TokenID(parsing: try row.text(0)),
            let owner = try? PersonID(parsing: try row.text(2)),
            let purpose = Purpose(rawValue: try row.text(5)),
            let lastDay = try? CalendarDate(iso: try row.text(8))
        else { return nil }
        let scopes = try row.text(4).split(separator: " ").compactMap {
            TokenScope(rawValue: String($0))
        }
        return AccessToken(
            id: id, secretHash: try row.blob(1), owner: owner, label: try row.text(3),
            scopes: Set(scopes), purpose: purpose, basis: try row.text(6),
            created: Moment(seconds: Int64(try row.int(7))), lastDay: lastDay,
            // Revoked, whatever the column holds: what cannot be read does not work.
            revoked: row.value(9) == .null
                ? nil : Moment(seconds: Int64(row.optionalInt(9) ?? 0)))
    }
}
