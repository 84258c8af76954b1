import GRDB
package import PortVocabulary
package import SituationAnalysis

extension SituationDatabase {
    package func seizures(_ selection: Selection) throws -> SeizureTable {
        try reading("read the seizures") { database in
            let filter = SelectionFilter(selection, hasStates: true)
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT \(SeizureDecoder.columns) FROM seizure
                    WHERE is_current = 1\(filter.sql) ORDER BY serial
                    """, arguments: filter.arguments)
            var decoder = SeizureDecoder()
            var facts: [SeizureFact] = []
            while let row = try rows.next() { facts.append(decoder.fact(row)) }
            return SeizureTable(reporters: decoder.reporters, facts: facts)
        }
    }

    package func figures(_ selection: Selection) throws -> [FigureFact] {
        try reading("read the figures") { database in
            let filter = SelectionFilter(selection, hasStates: false)
            let rows = try Row.fetchCursor(
                database,
                sql: "SELECT * FROM figure WHERE is_current = 1\(filter.sql) ORDER BY serial",
                arguments: filter.arguments)
            var facts: [FigureFact] = []
            while let row = try rows.next() {
                guard let figure = Self.figure(row) else { continue }
                var fact = FigureFact(record: RecordID(trusted: row["record"]), figure: figure)
                fact.trafficLight = TrafficLight(rawValue: row["traffic_light"]) ?? .red
                fact.handling = HandlingCode(rawValue: row["handling"]) ?? .h2
                facts.append(fact)
            }
            return facts
        }
    }

    private static func figure(_ row: Row) -> AggregateFigure? {
        guard
            let period = try? DateSpan(
                from: CalendarDate(dayNumber: Int32(row["first_day"] as Int)),
                through: CalendarDate(dayNumber: Int32(row["last_day"] as Int)))
        else { return nil }
        var figure = AggregateFigure(
            period: period, body: row["body"],
            scope: FigureScope(rawValue: row["scope"]) ?? .region, placeName: row["place_name"])
        figure.place = (row["place"] as String?).flatMap { try? PlaceCode(parsing: $0) }
        figure.country = (row["country"] as String?).flatMap { try? Country(parsing: $0) }
        figure.substance = Substance(rawValue: row["substance"]) ?? .unknown
        figure.kilograms = row["kilograms"]
        figure.precision = FigurePrecision(rawValue: row["figure_precision"]) ?? .unknown
        figure.seizures = row["seizures"]
        figure.countBasis = CountBasis(rawValue: row["count_basis"]) ?? .unknown
        figure.largestKilograms = row["largest_kilograms"]
        figure.status = FigureStatus(rawValue: row["status"]) ?? .unknown
        figure.isContested = (row["is_contested"] as Int) == 1
        figure.definition = row["definition"]
        figure.address = row["address"]
        return figure
    }

    package func details(_ records: [RecordID]) throws -> [RecordDetail] {
        try reading("read the records") { database in try details(records, database) }
    }

    func details(_ records: [RecordID], _ database: Database) throws -> [RecordDetail] {
        var details: [RecordDetail] = []
        for id in Set(records).sorted() {
            guard
                let row = try Row.fetchOne(
                    database,
                    sql: """
                        SELECT r.version, r.kind, r.row_number, r.given, b.file, b.headers,
                            r.traffic_light, r.handling, r.handling_text,
                            COALESCE(s.state, 'counted') AS state
                        FROM record r JOIN batch b ON b.batch = r.batch
                            LEFT JOIN seizure s ON s.serial = r.serial
                        WHERE r.record = ? ORDER BY r.version DESC LIMIT 1
                        """, arguments: [id.text])
            else { continue }
            let headers = try CellList.decode(row["headers"])
            let cells = try CellList.decode(row["given"])
            details.append(
                RecordDetail(
                    record: id, version: row["version"],
                    kind: RecordKind(rawValue: row["kind"]) ?? .seizure,
                    state: ReviewState(rawValue: row["state"]) ?? .counted,
                    mark: Self.mark(row), file: row["file"],
                    rowNumber: row["row_number"],
                    given: zip(headers, cells).filter { !$1.isEmpty }.map { (header: $0, cell: $1) }
                ))
        }
        return details
    }

    /// The stored mark; the strictest where it cannot be read.
    private static func mark(_ row: Row) -> Mark {
        guard let trafficLight = TrafficLight(rawValue: row["traffic_light"]),
            let handling = HandlingCode(rawValue: row["handling"])
        else { return .strictest }
        let mark = try? Mark(
            trafficLight: trafficLight, handling: handling, handlingText: row["handling_text"])
        return mark ?? .strictest
    }

    package func identifiers(ofSerials serials: [Int]) throws -> [Int: RecordID] {
        try reading("read the identifiers") { database in
            let statement = try database.cachedStatement(
                sql: "SELECT record FROM record WHERE serial = ?")
            return try serials.reduce(into: [:]) { result, serial in
                if let text = try String.fetchOne(statement, arguments: [serial]) {
                    result[serial] = RecordID(trusted: text)
                }
            }
        }
    }

    package func importedPorts() throws -> [Port] {
        try reading("read the ports") { database in
            try Row.fetchAll(database, sql: "SELECT * FROM imported_place ORDER BY code").compactMap
            {
                row in
                guard let code = try? PlaceCode(parsing: row["code"] as String) else { return nil }
                let spellings: String = row["spellings"]
                let point: Coordinates? = (row["latitude"] as Double?).flatMap { latitude in
                    (row["longitude"] as Double?).flatMap {
                        Coordinates(latitude: latitude, longitude: $0)
                    }
                }
                return Port(
                    code: code, name: row["name"], coordinates: point, basin: .unknown,
                    kind: .unknown, size: .unknown, membership: .unknown,
                    spellings: spellings.split(separator: "|").map(String.init))
            }
        }
    }

    package func replaceImportedPorts(_ ports: [Port]) throws -> Int {
        try writing("store the ports") { database in
            try database.execute(sql: "DELETE FROM imported_place")
            let insert = try database.cachedStatement(
                sql: """
                    INSERT INTO imported_place (code, name, spellings, latitude, longitude)
                    VALUES (?, ?, ?, ?, ?) ON CONFLICT (code) DO NOTHING
                    """)
            for port in ports {
                insert.setUncheckedArguments([
                    port.code.code, port.name, port.spellings.joined(separator: "|"),
                    port.coordinates?.latitude, port.coordinates?.longitude,
                ])
                try insert.execute()
            }
            return try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM imported_place") ?? 0
        }
    }
}
