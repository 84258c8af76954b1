import EvidenceLog
package import Identity
package import NeedToKnow
package import PortVocabulary

extension NodeDatabase: IdentityStore {
    package func people() throws -> [Person] {
        try engine.read("read the people") { connection in
            try connection.rows(EvidentTable.person.select + " ORDER BY person") {
                try Self.person($0)
            }.compactMap { $0 }
        }
    }

    package func person(_ id: PersonID) throws -> Person? {
        try engine.read("read a person") { try Self.person(id, $0) }
    }

    package func save(_ person: Person, by permit: NodePermit, at moment: Moment) throws {
        try writing("store the person", at: moment) { transaction in
            let before = try Self.person(person.id, transaction.connection)
            guard before != person else { return }
            var result = Self.description(of: person, before: before)
            if let before, Self.shrinks(from: before, to: person) {
                let ended = try Self.endSessions(of: person.id, transaction.connection)
                if ended > 0 { result += "; sessions ended: \(ended)" }
            }
            let object = try transaction.put(.person, Self.row(person))
            try transaction.append(
                .administer, by: permit.requester, subject: "person/\(person.id)",
                result: result, objects: [object])
        }
    }

    package func deputyships(on day: CalendarDate) throws -> [Deputyship] {
        try engine.read("read the deputies") { connection in
            // A day is stored as a text of one form, which sorts as days do.
            try connection.rows(
                EvidentTable.deputyship.select
                    + " WHERE last_day >= ? ORDER BY person, deputy", [.text(day.description)]
            ) { try Self.deputyship($0) }.compactMap { $0 }
        }
    }

    package func save(_ deputyship: Deputyship, by requester: Requester, at moment: Moment) throws {
        try writing("store the deputy", at: moment) { transaction in
            let object = try transaction.put(
                .deputyship,
                [
                    .text(deputyship.person.text), .text(deputyship.deputy.text),
                    .text(Self.text(deputyship.roles)), .text(deputyship.span.first.description),
                    .text(deputyship.span.last.description),
                ])
            try transaction.append(
                .administer, by: requester, subject: "person/\(deputyship.person)",
                result: "deputy \(deputyship.deputy): \(Self.text(deputyship.roles)), "
                    + "\(deputyship.span.first) to \(deputyship.span.last)",
                objects: [object])
        }
    }

    package func endDeputyship(
        of person: PersonID, deputy: PersonID, by requester: Requester, at moment: Moment
    ) throws {
        try writing("end the deputy's time", at: moment) { transaction in
            let key: [SQLValue] = [.text(person.text), .text(deputy.text)]
            let known = try transaction.connection.number(
                "SELECT COUNT(*) FROM deputyship WHERE person = ? AND deputy = ?", key)
            guard known == 1 else { return }
            let object = try transaction.remove(.deputyship, key: key)
            try transaction.append(
                .administer, by: requester, subject: "person/\(person)",
                result: "deputy \(deputy) ended", objects: [object])
        }
    }
}

extension NodeDatabase {
    static func person(_ id: PersonID, _ connection: any SQLConnection) throws -> Person? {
        try connection.first(
            EvidentTable.person.select + " WHERE person = ?", [.text(id.text)]
        ) { try person($0) } ?? nil
    }

    /// Nil for a row that cannot be read: it is nobody's account, and the check names it.
    private static func person(_ row: any SQLRow) throws -> Person? {
        guard let id = try? PersonID(parsing: try row.text(0)),
            let organisation = try? OrganisationID(parsing: try row.text(2)),
            let language = Language(rawValue: try row.text(4))
        else { return nil }
        var lastDay: CalendarDate?
        if row.value(6) != .null {
            guard let day = try? CalendarDate(iso: try row.text(6)) else { return nil }
            lastDay = day
        }
        return Person(
            id: id, name: try row.text(1), organisation: organisation,
            roles: roles(try row.text(3)), language: language,
            isSystem: try row.int(5) != 0, lastDay: lastDay)
    }

    static func row(_ person: Person) -> [SQLValue] {
        [
            .text(person.id.text), .text(person.name), .text(person.organisation.text),
            .text(text(person.roles)), .text(person.language.rawValue),
            .integer(person.isSystem ? 1 : 0), SQLValue(person.lastDay?.description),
        ]
    }

    private static func deputyship(_ row: any SQLRow) throws -> Deputyship? {
        guard let person = try? PersonID(parsing: try row.text(0)),
            let deputy = try? PersonID(parsing: try row.text(1)),
            let first = try? CalendarDate(iso: try row.text(3)),
            let last = try? CalendarDate(iso: try row.text(4)),
            let span = try? DateSpan(from: first, through: last)
        else { return nil }
        return Deputyship(
            person: person, deputy: deputy, roles: roles(try row.text(2)), span: span)
    }

    static func text(_ roles: Set<Role>) -> String {
        roles.map(\.rawValue).sorted().joined(separator: " ")
    }

    /// A word that is no role grants nothing.
    private static func roles(_ text: String) -> Set<Role> {
        Set(text.split(separator: " ").compactMap { Role(rawValue: String($0)) })
    }

    /// Whether someone may do less, or acts for someone else: then they sign in anew.
    private static func shrinks(from before: Person, to after: Person) -> Bool {
        before.organisation != after.organisation || !after.roles.isSuperset(of: before.roles)
            || after.isSystem
            || (after.lastDay.map { last in before.lastDay.map { last < $0 } ?? true } ?? false)
    }

    private static func description(of person: Person, before: Person?) -> String {
        let roles = "roles: \(person.roles.isEmpty ? "none" : text(person.roles))"
        let end = person.lastDay.map { ", last day \($0)" } ?? ""
        return "\(before == nil ? "added" : "changed"), \(roles)\(end)"
    }
}
