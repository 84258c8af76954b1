import EvidenceLog
package import NeedToKnow
package import PortVocabulary

extension NodeDatabase: AgreementStore {
    package func organisations() throws -> [Organisation] {
        try engine.read("read the organisations") { try organisations($0) }
    }

    /// The own key is that of the folder of keys, whatever the database says: nobody who can
    /// only write to the database can sign for this node.
    private func organisations(_ connection: any SQLConnection) throws -> [Organisation] {
        let ownKey = try keys.organisationPublicKey()
        return try connection.rows(EvidentTable.organisation.select + " ORDER BY organisation") {
            row -> Organisation? in
            guard let id = try? OrganisationID(parsing: try row.text(0)),
                let kind = OrganisationKind(rawValue: try row.text(2))
            else { return nil }
            return Organisation(
                id: id, name: try row.text(1), kind: kind,
                country: row.optionalText(3).flatMap { try? Country(parsing: $0) },
                thirdCountryRole: row.optionalText(4).flatMap(ThirdCountryRole.init(rawValue:)),
                key: id == organisation ? ownKey : try row.blob(5))
        }.compactMap { $0 }
    }

    package func register(
        _ organisation: Organisation, by permit: NodePermit, at moment: Moment
    ) throws -> StoreOutcome {
        try writing("register the organisation", at: moment) { transaction in
            if try organisations(transaction.connection).contains(organisation) {
                return .unchanged
            }
            let object = try transaction.put(
                .organisation, Self.row(organisation, registeredOn: moment.day))
            try transaction.append(
                .administer, by: permit.requester, subject: "organisation/\(organisation.id)",
                result: "registered with key \(organisation.key.hexadecimal.prefix(16))…",
                objects: [object])
            return .stored
        }
    }

    static func row(_ organisation: Organisation, registeredOn day: CalendarDate) -> [SQLValue] {
        [
            .text(organisation.id.text), .text(organisation.name),
            .text(organisation.kind.rawValue), SQLValue(organisation.country?.code),
            SQLValue(organisation.thirdCountryRole?.rawValue), .blob(organisation.key),
            .text(day.description),
        ]
    }

    package func agreements() throws -> [StoredAgreement] {
        try engine.read("read the agreements") { try Self.agreements($0) }
    }

    private static func agreements(_ connection: any SQLConnection) throws -> [StoredAgreement] {
        struct Version: Hashable {
            let id: String
            let number: Int
        }
        var signatures: [Version: [AgreementSignature]] = [:]
        try connection.forEach(
            EvidentTable.agreementSignature.select + " ORDER BY organisation", []
        ) { row in
            guard let party = try? OrganisationID(parsing: try row.text(2)) else { return }
            signatures[Version(id: try row.text(0), number: try row.int(1)), default: []].append(
                AgreementSignature(organisation: party, signature: try row.blob(3)))
        }
        var revocations: [Version: [Revocation]] = [:]
        try connection.forEach(
            EvidentTable.agreementRevocation.select + " ORDER BY organisation", []
        ) { row in
            guard let party = try? OrganisationID(parsing: try row.text(2)),
                let id = try? AgreementID(parsing: try row.text(0)),
                let day = try? CalendarDate(iso: try row.text(3))
            else { return }
            revocations[Version(id: id.text, number: try row.int(1)), default: []].append(
                Revocation(
                    agreement: id, version: try row.int(1), organisation: party, day: day,
                    signature: try row.blob(4)))
        }
        return try connection.rows(
            EvidentTable.agreement.select + " ORDER BY agreement, version"
        ) { row -> StoredAgreement? in
            let key = Version(id: try row.text(0), number: try row.int(1))
            // A text that cannot be read grants nothing; the check of the evidence names it.
            guard let agreement = try? Agreement(canonicalText: try row.text(2)),
                agreement.id.text == key.id, agreement.version == key.number,
                let day = try? CalendarDate(iso: try row.text(3))
            else { return nil }
            return StoredAgreement(
                agreement: agreement, addedOn: day, signatures: signatures[key] ?? [],
                revocations: revocations[key] ?? [])
        }.compactMap { $0 }
    }

    package func add(
        _ agreement: Agreement, by permit: NodePermit, at moment: Moment
    ) throws -> StoreOutcome {
        let text = agreement.canonicalText
        let key: [SQLValue] = [.text(agreement.id.text), .integer(agreement.version)]
        return try writing("store the agreement", at: moment) { transaction in
            let stored = try transaction.connection.first(
                "SELECT canonical FROM agreement WHERE agreement = ? AND version = ?", key
            ) { try $0.text(0) }
            if let stored { return stored == text ? .unchanged : .differs }
            let parties = Set(agreement.parties.map(\.id))
            for other in try Self.agreements(transaction.connection)
            where other.agreement.id == agreement.id
                && Set(other.agreement.parties.map(\.id)) != parties
            {
                return .otherParties
            }
            let object = try transaction.put(
                .agreement, key + [.text(text), .text(moment.day.description)])
            try transaction.append(
                .administer, by: permit.requester,
                subject: "agreement/\(agreement.id)/\(agreement.version)",
                result: "added, digest \(agreement.digest)", objects: [object])
            return .stored
        }
    }

    package func add(
        _ signature: AgreementSignature, to agreement: AgreementID, version: Int,
        by permit: NodePermit, at moment: Moment
    ) throws -> StoreOutcome {
        let row: [SQLValue] = [
            .text(agreement.text), .integer(version), .text(signature.organisation.text),
            .blob(signature.signature),
        ]
        return try add(
            .agreementSignature, row, agreement, version, moment,
            operation: "store the signature"
        ) { transaction, object in
            try transaction.append(
                .sign, by: permit.requester, subject: "agreement/\(agreement)/\(version)",
                result: "signed by \(signature.organisation)", objects: [object])
        }
    }

    package func add(
        _ revocation: Revocation, by permit: NodePermit, at moment: Moment
    ) throws -> StoreOutcome {
        let row: [SQLValue] = [
            .text(revocation.agreement.text), .integer(revocation.version),
            .text(revocation.organisation.text), .text(revocation.day.description),
            .blob(revocation.signature),
        ]
        return try add(
            .agreementRevocation, row, revocation.agreement, revocation.version, moment,
            operation: "store the revocation"
        ) { transaction, object in
            try transaction.append(
                .revoke, by: permit.requester,
                subject: "agreement/\(revocation.agreement)/\(revocation.version)",
                result: "revoked by \(revocation.organisation) from \(revocation.day)",
                objects: [object])
        }
    }

    private func add(
        _ table: EvidentTable, _ row: [SQLValue], _ agreement: AgreementID, _ version: Int,
        _ moment: Moment, operation: String,
        entry: (NodeTransaction, EvidenceObject) throws -> Void
    ) throws -> StoreOutcome {
        try writing(operation, at: moment) { transaction in
            let connection = transaction.connection
            let known = try connection.number(
                "SELECT COUNT(*) FROM agreement WHERE agreement = ? AND version = ?",
                [.text(agreement.text), .integer(version)])
            guard known == 1 else { return .absent }
            let stored = try connection.first(
                table.select + " WHERE agreement = ? AND version = ? AND organisation = ?",
                Array(row.prefix(3))
            ) { $0.values }
            if let stored { return stored == row ? .unchanged : .differs }
            try entry(transaction, try transaction.put(table, row))
            return .stored
        }
    }

    package func usage() throws -> [AgreementID: CalendarDate] {
        try engine.read("read when agreements were used") { connection in
            let newest = try connection.rows(
                """
                SELECT grounds, MAX(entry) FROM release WHERE grounds LIKE '%#%'
                GROUP BY grounds
                """
            ) { (grounds: try $0.text(0), entry: try $0.int(1)) }
            let log = StoredLog(connection: connection)
            var last: [AgreementID: CalendarDate] = [:]
            for use in newest {
                guard let body = try log.entry(use.entry)?.body,
                    let entry = try? EvidenceEntry(decoding: body)
                else { continue }
                let day = Moment(seconds: entry.at).day
                for ground in use.grounds.split(separator: " ") {
                    guard let end = ground.firstIndex(of: "/"),
                        let id = try? AgreementID(parsing: String(ground[..<end]))
                    else { continue }
                    last[id] = max(last[id] ?? day, day)
                }
            }
            return last
        }
    }

    /// The agreements in force on a day, every signature verified.
    func verifiedPolicy(_ connection: any SQLConnection, on day: CalendarDate) throws -> Policy {
        let registered = Dictionary(
            try organisations(connection).map { ($0.id, $0.key) }
        ) { first, _ in first }
        let judged = try Self.agreements(connection).map { stored in
            JudgedAgreement(
                agreement: stored.agreement,
                standing: AgreementVerification.verify(
                    stored.agreement, signatures: stored.signatures, registered: registered,
                    revocations: stored.revocations, on: day))
        }
        return Policy(agreements: AgreementVerification.inForce(judged, on: day))
    }

    package func difference(
        of visible: Visibility, without other: Visibility
    ) throws -> (total: Int, notInOther: Int) {
        try engine.read("compare what would be visible") { connection in
            let clause = VisibilityClause(visible)
            let minus = VisibilityClause(other)
            let table = KindTable.name(visible.kind)
            let total = try connection.number(
                "SELECT COUNT(*) FROM \(table) WHERE is_current = 1\(clause.sql)",
                clause.arguments)
            // Not by NOT over the condition: a comparison with NULL is neither true nor false.
            // Not by NOT IN either: a list of a million serials outgrows PostgreSQL's memory for
            // one step, and is then read anew for every row.
            let outside = try connection.number(
                """
                SELECT COUNT(*) FROM \(table) WHERE is_current = 1\(clause.sql)
                    AND CASE WHEN 1 = 1\(minus.sql) THEN 0 ELSE 1 END = 1
                """, clause.arguments + minus.arguments)
            return (total ?? 0, outside ?? 0)
        }
    }
}
