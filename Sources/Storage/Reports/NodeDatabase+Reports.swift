import EvidenceLog
package import NeedToKnow
package import PortVocabulary
package import SituationAnalysis

extension NodeDatabase: ReportStore {
    package func reportSchedules() throws -> [ReportSchedule] {
        try engine.read("read the schedules of reports") { try Self.schedules($0) }
    }

    private static func schedules(
        _ connection: any SQLConnection, named name: ReportScheduleID? = nil
    ) throws -> [ReportSchedule] {
        try connection.rows(
            EvidentTable.reportSchedule.select
                + "\(name == nil ? "" : " WHERE schedule = ?") ORDER BY schedule",
            name.map { [.text($0.text)] } ?? []
        ) { row -> ReportSchedule? in
            // A row that cannot be read makes no report; the check of the evidence names it.
            guard let id = try? ReportScheduleID(parsing: try row.text(0)),
                let receiver = try? OrganisationID(parsing: try row.text(1)),
                let subject = try? BulletinSubject(parsing: try row.text(2)),
                let cycle = BulletinCycle(rawValue: try row.text(3)),
                let purpose = Purpose(rawValue: try row.text(7)),
                let person = try? PersonID(parsing: try row.text(9)),
                let start = try? CalendarDate(iso: try row.text(10))
            else { return nil }
            let groups = words(try row.text(4)).map { SubstanceGroup(rawValue: $0) }
            let formats = words(try row.text(6)).map { ReportFormat(rawValue: $0) }
            let end = try row.optionalText(11).map { try CalendarDate(iso: $0) }
            guard !groups.contains(nil), !formats.contains(nil) else { return nil }
            return try? ReportSchedule(
                id: id, receiver: receiver, subject: subject, cycle: cycle,
                groups: Set(groups.compactMap { $0 }), dayOfMonth: try row.int(5),
                formats: Set(formats.compactMap { $0 }), purpose: purpose,
                basis: try row.text(8), setBy: person, startsOn: start, endsOn: end)
        }.compactMap { $0 }
    }

    private static func words(_ text: String) -> [String] {
        text.split(separator: ",").map(String.init)
    }

    private static func row(_ schedule: ReportSchedule) -> [SQLValue] {
        [
            .text(schedule.id.text), .text(schedule.receiver.text),
            .text(schedule.subject.description), .text(schedule.cycle.rawValue),
            .text(schedule.groups.map(\.rawValue).sorted().joined(separator: ",")),
            .integer(schedule.dayOfMonth),
            .text(schedule.formats.map(\.rawValue).sorted().joined(separator: ",")),
            .text(schedule.purpose.rawValue), .text(schedule.basis),
            .text(schedule.setBy.text), .text(schedule.startsOn.description),
            SQLValue(schedule.endsOn?.description),
        ]
    }

    package func add(
        _ schedule: ReportSchedule, by permit: NodePermit, at moment: Moment
    ) throws -> StoreOutcome {
        try writing("store the schedule", at: moment) { transaction in
            let stored = try transaction.connection.rows(
                EvidentTable.reportSchedule.select + " WHERE schedule = ?",
                [.text(schedule.id.text)]
            ) { $0.values }.first
            let row = Self.row(schedule)
            if let stored { return stored == row ? .unchanged : .differs }
            let object = try transaction.put(.reportSchedule, row)
            try transaction.append(
                .administer, by: permit.requester, subject: "report/\(schedule.id)",
                result: "\(schedule.cycle.title) \(schedule.subject) for \(schedule.receiver)",
                objects: [object])
            return .stored
        }
    }

    package func end(
        _ schedule: ReportScheduleID, on day: CalendarDate, by permit: NodePermit,
        at moment: Moment
    ) throws -> StoreOutcome {
        try writing("end the schedule", at: moment) { transaction in
            guard var stored = try Self.schedules(transaction.connection, named: schedule).first
            else { return .absent }
            guard stored.endsOn != day else { return .unchanged }
            stored.endsOn = day
            let object = try transaction.put(.reportSchedule, Self.row(stored))
            try transaction.append(
                .administer, by: permit.requester, subject: "report/\(schedule)",
                result: "ends on \(day)", objects: [object])
            return .stored
        }
    }

    package func reportEditions() throws -> [ReportEdition] {
        try engine.read("read the reports") { connection in
            try connection.rows(EvidentTable.reportEdition.select) { row -> ReportEdition? in
                try Self.edition(row.values)
            }.compactMap { $0 }.sorted {
                ($1.key.period, $0.key.schedule) < ($0.key.period, $1.key.schedule)
            }
        }
    }

    private static func edition(_ values: [SQLValue]) throws -> ReportEdition? {
        guard case .text(let name) = values[0], case .text(let period) = values[1],
            case .integer(let claimed) = values[2],
            let id = try? ReportScheduleID(parsing: name),
            let span = try? DateSpan(parsing: period)
        else { return nil }
        var edition = ReportEdition(
            key: ReportKey(schedule: id, period: span), claimed: Moment(seconds: Int64(claimed)))
        if case .text(let text) = values[3], let day = try? CalendarDate(iso: text),
            case .text(let digest) = values[4], case .text(let mark) = values[5],
            case .integer(let records) = values[6]
        {
            edition.made = ReportEdition.Made(
                day: day, digest: digest, mark: mark, records: records)
        }
        return edition
    }

    private static func edition(
        _ key: ReportKey, _ connection: any SQLConnection
    ) throws -> ReportEdition? {
        try connection.rows(
            EvidentTable.reportEdition.select + " WHERE schedule = ? AND period = ?",
            [.text(key.schedule.text), .text(key.period.description)]
        ) { try Self.edition($0.values) }.first ?? nil
    }

    private static func row(_ key: ReportKey, _ claimed: Moment, _ made: ReportEdition.Made?)
        -> [SQLValue]
    {
        [
            .text(key.schedule.text), .text(key.period.description),
            .integer(Int(claimed.seconds)), SQLValue(made?.day.description),
            SQLValue(made?.digest), SQLValue(made?.mark),
            made.map { .integer($0.records) } ?? .null,
        ]
    }

    package func claim(_ key: ReportKey, at moment: Moment) throws -> ReportClaim {
        try writing("claim the report", at: moment) { transaction in
            if let known = try Self.edition(key, transaction.connection) {
                if known.made != nil { return .alreadyMade }
                let age = moment.seconds - known.claimed.seconds
                if age < ReportLimit.claimSeconds { return .busy }
            }
            let object = try transaction.put(.reportEdition, Self.row(key, moment, nil))
            try transaction.append(
                .administer, by: nil, subject: "report/\(key)", result: "in the making",
                objects: [object])
            return .taken
        }
    }

    package func finish(
        _ key: ReportKey, claimed: Moment, _ made: ReportEdition.Made, at moment: Moment
    ) throws -> StoreOutcome {
        try writing("write down the report", at: moment) { transaction in
            guard let known = try Self.edition(key, transaction.connection) else { return .absent }
            if let earlier = known.made { return earlier == made ? .unchanged : .differs }
            guard known.claimed == claimed else { return .differs }
            let object = try transaction.put(.reportEdition, Self.row(key, claimed, made))
            try transaction.append(
                .administer, by: nil, subject: "report/\(key)",
                result: "made, digest \(made.digest)", objects: [object])
            return .stored
        }
    }

    package func abandon(_ key: ReportKey, claimed: Moment, at moment: Moment) throws {
        try writing("give the report back", at: moment) { transaction in
            guard let known = try Self.edition(key, transaction.connection), known.made == nil,
                known.claimed == claimed
            else { return }
            let object = try transaction.remove(
                .reportEdition,
                key: [.text(key.schedule.text), .text(key.period.description)])
            try transaction.append(
                .administer, by: nil, subject: "report/\(key)", result: "could not be made",
                objects: [object])
        }
    }
}
