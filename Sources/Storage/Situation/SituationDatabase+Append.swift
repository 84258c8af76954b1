import GRDB
package import PortVocabulary
package import SituationAnalysis

extension SituationDatabase {
    package func begin(_ batch: BatchHeader) throws {
        try writing("write down the import") { database in
            try database.execute(
                sql: """
                    INSERT INTO batch (batch, file, layout, headers, started_on)
                    VALUES (?, ?, ?, ?, ?) ON CONFLICT (batch) DO NOTHING
                    """,
                arguments: [
                    batch.id.text, batch.file, batch.layout, try CellList.encode(batch.headers),
                    batch.startedOn.description,
                ])
        }
    }

    package func append(_ records: [IntakeRecord], batch: BatchID) throws -> [AppendOutcome] {
        guard !records.isEmpty else { return [] }
        return try writing("store the records") { database in
            var serial =
                try Int.fetchOne(database, sql: "SELECT COALESCE(MAX(serial), 0) FROM record") ?? 0
            let find = try database.cachedStatement(
                sql: """
                    SELECT version, digest FROM record WHERE record = ?
                    ORDER BY version DESC LIMIT 1
                    """)
            let insert = try database.cachedStatement(
                sql: """
                    INSERT INTO record (serial, record, version, kind, digest, batch, row_number,
                        given, traffic_light, handling, handling_text)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """)
            return try records.map { record in
                let last = try Row.fetchOne(find, arguments: [record.id.text])
                if let last, last["digest"] as String == record.digest { return .unchanged }
                let version = (last?["version"] as Int? ?? 0) + 1
                serial += 1
                insert.setUncheckedArguments([
                    serial, record.id.text, version, record.content.kind.rawValue, record.digest,
                    batch.text, record.rowNumber, try CellList.encode(record.given),
                    record.mark.trafficLight.rawValue, record.mark.handling.rawValue,
                    record.mark.handlingText,
                ])
                try insert.execute()
                if version > 1 { try retire(record, database) }
                switch record.content {
                case .seizure(let event):
                    let state = try state(of: record, version: version, database)
                    try insertSeizure(event, of: record, serial: serial, state, database)
                case .figure(let figure):
                    try insertFigure(figure, of: record, serial: serial, database)
                }
                return version == 1 ? .new : .newVersion
            }
        }
    }

    private func retire(_ record: IntakeRecord, _ database: Database) throws {
        let sql =
            switch record.content {
            case .seizure: "UPDATE seizure SET is_current = 0 WHERE record = ?"
            case .figure: "UPDATE figure SET is_current = 0 WHERE record = ?"
            }
        try database.execute(sql: sql, arguments: [record.id.text])
    }

    /// A reason to hold comes first; then what a person decided on an earlier version.
    private func state(
        of record: IntakeRecord, version: Int, _ database: Database
    ) throws -> ReviewState {
        guard record.holdReason == nil else { return .held }
        guard version > 1 else { return .counted }
        let decided = try String.fetchOne(
            database,
            sql: "SELECT state FROM decision WHERE record = ? ORDER BY number DESC LIMIT 1",
            arguments: [record.id.text])
        return decided.flatMap(ReviewState.init(rawValue:)) ?? .counted
    }

    private func insertSeizure(
        _ event: SeizureEvent, of record: IntakeRecord, serial: Int, _ state: ReviewState,
        _ database: Database
    ) throws {
        let statement = try database.cachedStatement(sql: SeizureColumns.insert)
        let transit = event.transit.map { $0.place?.code ?? $0.country?.code ?? "" }
        let companies = event.companies.map { "\($0.role.rawValue):\($0.involvement.rawValue)" }
        let declared: String? =
            switch event.cash?.declared {
            case .known(let value): value ? "yes" : "no"
            case .unknown: "unknown"
            case .notAsked, nil: nil
            }
        let values: [(any DatabaseValueConvertible)?] = [
            serial, record.id.text, 1, state.rawValue, record.holdReason, record.occurrence, 0,
            Int(event.when.first.dayNumber), Int(event.when.last.dayNumber), event.reporter,
            event.asked.rawValue, event.country?.code, event.place?.code,
            event.placeMatch.rawValue, event.placeText, event.stage.rawValue,
            event.setting.rawValue, event.transport.rawValue, event.concealment.rawValue,
            event.substance.rawValue, event.substance.group.rawValue, event.quantity?.amount,
            event.quantity?.unit.rawValue, event.quantity?.basis.rawValue,
            event.quantity?.certainty.rawValue, event.mass?.kilograms, event.mass?.factor,
            event.mass?.basis.rawValue, event.mass?.source, event.producing?.code,
            event.departure.country?.code, event.departure.place?.code,
            transit.isEmpty ? nil : transit.joined(separator: "|"),
            event.destination.country?.code, event.destination.place?.code,
            event.intended.country?.code, event.intended.place?.code,
            event.methods.isEmpty ? nil : event.methods.map(\.rawValue).joined(separator: ";"),
            companies.isEmpty ? nil : companies.joined(separator: ";"),
            event.cash?.currency.code, event.cash?.hundredths, event.cash?.form.rawValue,
            declared, event.container?.code, event.vessel?.number, event.persons.value,
            event.evaluation?.description, record.mark.trafficLight.rawValue,
            record.mark.handling.rawValue,
        ]
        statement.setUncheckedArguments(StatementArguments(values))
        try statement.execute()
    }

    private func insertFigure(
        _ figure: AggregateFigure, of record: IntakeRecord, serial: Int, _ database: Database
    ) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO figure (serial, record, is_current, first_day, last_day, body, scope,
                    place_name, place, country, substance, substance_group, kilograms,
                    figure_precision, seizures, count_basis, largest_kilograms, status,
                    is_contested, definition, address, traffic_light, handling)
                VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        let values: [(any DatabaseValueConvertible)?] = [
            serial, record.id.text, Int(figure.period.first.dayNumber),
            Int(figure.period.last.dayNumber), figure.body, figure.scope.rawValue,
            figure.placeName, figure.place?.code, figure.country?.code, figure.substance.rawValue,
            figure.substance.group.rawValue, figure.kilograms, figure.precision.rawValue,
            figure.seizures, figure.countBasis.rawValue, figure.largestKilograms,
            figure.status.rawValue, figure.isContested ? 1 : 0, figure.definition, figure.address,
            record.mark.trafficLight.rawValue, record.mark.handling.rawValue,
        ]
        statement.setUncheckedArguments(StatementArguments(values))
        try statement.execute()
    }
}

/// The columns of `seizure` in the order in which they are written.
enum SeizureColumns {
    static let names = [
        "serial", "record", "is_current", "state", "hold_reason", "occurrence", "may_repeat",
        "first_day", "last_day", "reporter", "asked", "country", "place", "place_match",
        "place_text", "stage", "setting", "transport", "concealment", "substance",
        "substance_group", "amount", "unit", "mass_basis", "certainty", "kilograms", "factor",
        "factor_basis", "factor_source", "producing", "departure_country", "departure_place",
        "transit", "destination_country", "destination_place", "intended_country",
        "intended_place", "methods", "companies", "cash_currency", "cash_hundredths", "cash_form",
        "cash_declared", "container", "vessel", "persons", "evaluation", "traffic_light",
        "handling",
    ]

    static let insert =
        "INSERT INTO seizure (\(names.joined(separator: ", "))) VALUES "
        + "(\(names.map { _ in "?" }.joined(separator: ", ")))"
}
