import EvidenceLog
package import NeedToKnow
package import PortVocabulary
package import SituationAnalysis

extension NodeDatabase: MeasureStore {
    package func measures() throws -> [KeptMeasure] {
        try engine.read("read the measures") { try Self.measures($0) }
    }

    private static func measures(
        _ connection: any SQLConnection, named id: MeasureID? = nil
    ) throws -> [KeptMeasure] {
        var plans: [String: [Preregistration]] = [:]
        let key: [SQLValue] = id.map { [.text($0.text)] } ?? []
        let only = id == nil ? "" : " WHERE measure = ?"
        try connection.forEach(
            EvidentTable.preregistration.select + only + " ORDER BY measure, number", key
        ) { row in
            guard let plan = try plan(row) else { return }
            plans[plan.measure.text, default: []].append(plan)
        }
        return try connection.rows(
            EvidentTable.measure.select + only + " ORDER BY starts_on, measure", key
        ) { row -> KeptMeasure? in
            guard let measure = try measure(row),
                let recorded = try? CalendarDate(iso: try row.text(9))
            else { return nil }
            return KeptMeasure(
                measure: measure, recorded: recorded, plans: plans[measure.id.text] ?? [])
        }.compactMap { $0 }
    }

    /// A row that cannot be read is left out; the check of the evidence names it.
    private static func measure(_ row: any SQLRow) throws -> Measure? {
        guard let id = try? MeasureID(parsing: try row.text(0)),
            let port = try? PlaceCode(parsing: try row.text(1)),
            let type = MeasureType(rawValue: try row.text(3)),
            let starts = try? CalendarDate(iso: try row.text(4)),
            let owner = try? OrganisationID(parsing: try row.text(7))
        else { return nil }
        return try? Measure(
            id: id, port: port, facility: row.optionalText(2), type: type, starts: starts,
            ends: try row.optionalText(5).map { try CalendarDate(iso: $0) },
            description: try row.text(6), owner: owner, source: try row.text(8))
    }

    private static func plan(_ row: any SQLRow) throws -> Preregistration? {
        guard let id = try? MeasureID(parsing: try row.text(0)),
            let outcome = MeasureOutcome(rawValue: try row.text(2)),
            let day = try? CalendarDate(iso: try row.text(6))
        else { return nil }
        let ports = try row.text(5).split(separator: " ").map { try? PlaceCode(parsing: $0) }
        guard !ports.contains(nil) else { return nil }
        return Preregistration(
            measure: id, outcome: outcome, weeksBefore: try row.int(3), weeksAfter: try row.int(4),
            comparison: ports.compactMap { $0 }, registered: day)
    }

    package func keep(
        _ measure: Measure, by permit: NodePermit, at moment: Moment
    ) throws -> MeasureKeeping {
        try writing("store the measure", at: moment) { transaction in
            let stored = try Self.measures(transaction.connection, named: measure.id).first
            if let stored {
                if stored.measure == measure { return .unchanged }
                var ended = stored.measure
                ended.ends = measure.ends
                guard ended == measure, stored.measure.ends == nil else { return .differs }
            }
            let row: [SQLValue] = [
                .text(measure.id.text), .text(measure.port.code), SQLValue(measure.facility),
                .text(measure.type.rawValue), .text(measure.starts.description),
                SQLValue(measure.ends?.description), .text(measure.description),
                .text(measure.owner.text), .text(measure.source),
                .text((stored?.recorded ?? moment.day).description),
            ]
            let object = try transaction.put(.measure, row)
            let end = measure.ends.map { ", to \($0)" } ?? ""
            try transaction.append(
                .administer, by: permit.requester, subject: "measure/\(measure.id)",
                result: "\(measure.type.title) at \(measure.port) from \(measure.starts)\(end)",
                objects: [object])
            return stored == nil ? .stored : .ended
        }
    }

    package func keep(
        measure: MeasureID, plan make: (CalendarDate) -> Preregistration, by permit: NodePermit,
        at moment: Moment
    ) throws -> PlanOutcome {
        try writing("register the plan", at: moment) { transaction in
            guard let stored = try Self.measures(transaction.connection, named: measure).first
            else { return .absent }
            let plan = make(moment.day)
            if let last = stored.plans.last, plan.saysTheSame(as: last) { return .unchanged }
            if let refusal = plan.refusal(for: stored.measure) { return .refused(refusal) }
            let number = stored.plans.count + 1
            let ports = plan.comparison.map(\.code).joined(separator: " ")
            // A row of its own: no plan is ever written over.
            let object = try transaction.put(
                .preregistration,
                [
                    .text(measure.text), .integer(number), .text(plan.outcome.rawValue),
                    .integer(plan.weeksBefore), .integer(plan.weeksAfter), .text(ports),
                    .text(plan.registered.description), .text(permit.requester.person.text),
                ])
            try transaction.append(
                .administer, by: permit.requester, subject: "measure/\(measure)/plan/\(number)",
                result: "\(plan.outcome.title), \(plan.weeksBefore) and \(plan.weeksAfter) weeks, "
                    + "compared with \(ports)", objects: [object])
            return .stored(number)
        }
    }
}
