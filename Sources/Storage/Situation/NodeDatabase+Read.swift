package import NeedToKnow
package import PortVocabulary
package import SituationAnalysis

extension NodeDatabase {
    package func seizures(_ selection: Selection, visible: Visibility) throws -> SeizureTable {
        try engine.read("read the seizures") { connection in
            let most = try mostFound(selection, visible: visible, connection)
            let newest = try connection.number("SELECT MAX(serial) FROM seizure") ?? 0
            // Who sees a good part of the table has it read in its own order: to find the rows
            // by class and to sort them afterwards takes half as long again.
            let filter = SelectionFilter(
                selection,
                VisibilityClause(
                    branches: visible.branches, day: visible.day,
                    findsByClass: most < newest / 4),
                hasStates: true, SearchClause(selection.search, visible: visible, searchDialect))
            var decoder = SeizureDecoder(marks: try Self.marks(connection))
            var facts: [SeizureFact] = []
            facts.reserveCapacity(min(most, newest))
            try connection.forEach(
                """
                SELECT \(SeizureDecoder.columns) FROM seizure
                WHERE is_current = 1\(filter.sql) ORDER BY serial
                """, filter.arguments
            ) { facts.append(try decoder.fact($0)) }
            return SeizureTable(reporters: decoder.reporters, facts: facts)
        }
    }

    /// As many records as fit the selection at the most: by class, place, country and group, from
    /// the tally, apart from those that a consent adds.
    private func mostFound(
        _ selection: Selection, visible: Visibility, _ connection: any SQLConnection
    ) throws -> Int {
        var wide = Selection()
        (wide.groups, wide.basins) = (selection.groups, selection.basins)
        (wide.ports, wide.countries) = (selection.ports, selection.countries)
        wide.selectsNothing = selection.selectsNothing
        let parts = Self.countParts(wide, visible: visible, searchDialect)
        return try Self.total(Array(parts.prefix(1)), connection)
    }

    package func figures(_ selection: Selection, visible: Visibility) throws -> [FigureFact] {
        try engine.read("read the figures") { connection in
            let filter = SelectionFilter(
                selection, visible: visible, hasStates: false, searchDialect)
            let marks = try Self.marks(connection)
            var facts: [FigureFact] = []
            try connection.forEach(
                """
                SELECT \(FigureColumns.names.joined(separator: ", ")) FROM figure
                WHERE is_current = 1\(filter.sql) ORDER BY serial
                """, filter.arguments
            ) { row in
                guard var fact = try Self.figure(row) else { return }
                if let mark = marks[fact.accessClass] {
                    (fact.trafficLight, fact.handling) = (mark.trafficLight, mark.handling)
                }
                facts.append(fact)
            }
            return facts
        }
    }

    /// The marks of the access classes by number; those that cannot be read are left out.
    static func marks(_ connection: any SQLConnection) throws -> [Int: Mark] {
        var marks: [Int: Mark] = [:]
        try connection.forEach(EvidentTable.accessClass.select, []) { row in
            if let access = accessClass(row) { marks[try row.int(0)] = access.mark }
        }
        return marks
    }

    private static func figure(_ row: any SQLRow) throws -> FigureFact? {
        guard
            let period = try? DateSpan(
                from: CalendarDate(dayNumber: Int32(clamping: try row.int(3))),
                through: CalendarDate(dayNumber: Int32(clamping: try row.int(4))))
        else { return nil }
        var figure = AggregateFigure(
            period: period, body: try row.text(5),
            scope: FigureScope(rawValue: try row.text(6)) ?? .region,
            placeName: try row.text(7))
        figure.place = row.optionalText(8).flatMap { try? PlaceCode(parsing: $0) }
        figure.country = row.optionalText(9).flatMap { try? Country(parsing: $0) }
        figure.substance = Substance(rawValue: try row.text(10)) ?? .unknown
        figure.kilograms = row.optionalReal(12)
        figure.precision = FigurePrecision(rawValue: try row.text(13)) ?? .unknown
        figure.seizures = row.optionalInt(14)
        figure.countBasis = CountBasis(rawValue: try row.text(15)) ?? .unknown
        figure.largestKilograms = row.optionalReal(16)
        figure.status = FigureStatus(rawValue: try row.text(17)) ?? .unknown
        figure.isContested = try row.int(18) == 1
        figure.definition = try row.text(19)
        figure.address = try row.text(20)
        var fact = FigureFact(record: RecordID(trusted: try row.text(1)), figure: figure)
        fact.serial = try row.int(0)
        fact.accessClass = try row.int(21)
        return fact
    }

    package func identifiers(ofSerials serials: [Int]) throws -> [Int: RecordID] {
        try engine.read("read the identifiers") { connection in
            var found: [Int: RecordID] = [:]
            var rest = Array(Set(serials)).sorted()[...]
            while !rest.isEmpty {
                let part = rest.prefix(400)
                rest = rest.dropFirst(400)
                let places = part.map { _ in "?" }.joined(separator: ", ")
                try connection.forEach(
                    "SELECT serial, record FROM record WHERE serial IN (\(places))",
                    part.map { .integer($0) }
                ) { found[try $0.int(0)] = RecordID(trusted: try $0.text(1)) }
            }
            return found
        }
    }

    package func importedPorts() throws -> [Port] {
        try engine.read("read the ports") { connection in
            try connection.rows(
                """
                SELECT code, name, spellings, latitude, longitude FROM imported_place
                ORDER BY code
                """
            ) { row -> Port? in
                guard let code = try? PlaceCode(parsing: try row.text(0)) else { return nil }
                let point: Coordinates? = row.optionalReal(3).flatMap { latitude in
                    row.optionalReal(4).flatMap {
                        Coordinates(latitude: latitude, longitude: $0)
                    }
                }
                return Port(
                    code: code, name: try row.text(1), coordinates: point, basin: .unknown,
                    kind: .unknown, size: .unknown, membership: .unknown,
                    spellings: try row.text(2).split(separator: "|").map(String.init))
            }.compactMap { $0 }
        }
    }
}
