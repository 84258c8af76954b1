package import PortVocabulary

/// Reads the official UN/LOCODE list: the CSV parts as UNECE publishes them (no header; change,
/// country, location, name, name without diacritics, subdivision, status, function, date, IATA,
/// coordinates, remarks) or a table with a header.
package struct CodeListImport {
    package private(set) var ports: [Port] = []
    package private(set) var rows = 0
    /// Reasons for which rows were passed over, with their number.
    package private(set) var passedOver: [String: Int] = [:]

    private struct Columns {
        var country = 1, location = 2, name = 3, plainName = 4, function = 7
        var coordinates: Int? = 10
        var latitude: Int?
        var longitude: Int?
    }

    package init() {}

    /// Reads one part.
    ///
    /// - Throws: ``FileDefect`` when the file is not readable text.
    package mutating func read(_ source: ByteSource, encoding: TextEncoding?) throws {
        var decoder = TextDecoder(encoding: encoding ?? .utf8)
        var reader = DelimitedReader(delimiter: UInt8(ascii: ","))
        var columns: Columns?
        var all: [SourceRow] = []
        while let chunk = try source() {
            let text = try decoder.decode(chunk, isLast: false)
            try reader.read(text) { row in all.append(row) }
        }
        try reader.read(try decoder.decode([], isLast: true)) { row in all.append(row) }
        try reader.finish { row in all.append(row) }
        guard !all.isEmpty else { throw FileDefect.empty }
        for row in all {
            if columns == nil, let header = Self.header(row.cells) {
                columns = header
                continue
            }
            take(row.cells, columns ?? Columns())
            columns = columns ?? Columns()
        }
    }

    private mutating func take(_ cells: [String], _ columns: Columns) {
        rows += 1
        let cell = { (index: Int?) -> String in
            guard let index, index < cells.count else { return "" }
            return cells[index]
        }
        guard !cell(columns.location).isEmpty else { return pass("country headings") }
        let function = cell(columns.function)
        guard function.contains("1") || function.contains("6") else {
            return pass("neither a port nor an inland clearance depot")
        }
        guard let code = try? PlaceCode(parsing: cell(columns.country) + cell(columns.location))
        else { return pass("the code is not a UN/LOCODE") }
        let names = [cell(columns.name), cell(columns.plainName)].filter { !$0.isEmpty }
        guard let name = names.first else { return pass("no name") }
        var point: Coordinates?
        if let latitude = Double(cell(columns.latitude)),
            let longitude = Double(cell(columns.longitude))
        {
            point = Coordinates(latitude: latitude, longitude: longitude)
        } else {
            point = Self.coordinates(cell(columns.coordinates))
        }
        ports.append(
            Port(
                code: code, name: name, coordinates: point, basin: .unknown, kind: .unknown,
                size: .unknown, membership: .unknown, spellings: Self.spellings(names)))
    }

    private mutating func pass(_ reason: String) { passedOver[reason, default: 0] += 1 }

    /// `Göteborg (Gothenburg)` and `A = B` give each name.
    private static func spellings(_ names: [String]) -> [String] {
        var spellings = Set(names)
        for name in names {
            for part in name.split(whereSeparator: { "()=/".contains($0) }) {
                let trimmed = part.drop { $0 == " " }
                if trimmed.count >= 3 { spellings.insert(String(trimmed)) }
            }
        }
        return spellings.sorted()
    }

    private static func header(_ cells: [String]) -> Columns? {
        let folded = cells.map { FoldedText.fold($0) }
        guard let country = folded.firstIndex(of: "country"),
            let location = folded.firstIndex(of: "location"),
            let name = folded.firstIndex(of: "name")
        else { return nil }
        var columns = Columns()
        (columns.country, columns.location, columns.name) = (country, location, name)
        columns.plainName = folded.firstIndex(of: "namewodiacritics") ?? name
        columns.function = folded.firstIndex(of: "function") ?? columns.function
        columns.coordinates = folded.firstIndex(of: "coordinates")
        columns.latitude = folded.firstIndex(of: "lat") ?? folded.firstIndex(of: "latitude")
        columns.longitude = folded.firstIndex(of: "lon") ?? folded.firstIndex(of: "longitude")
        return columns
    }

    /// `5155N 00430E` in degrees and minutes.
    private static func coordinates(_ text: String) -> Coordinates? {
        let parts = text.split(separator: " ")
        guard parts.count == 2, let latitude = degrees(parts[0], "N", "S"),
            let longitude = degrees(parts[1], "E", "W")
        else { return nil }
        return Coordinates(latitude: latitude, longitude: longitude)
    }

    private static func degrees(
        _ text: Substring, _ positive: Character, _ negative: Character
    ) -> Double? {
        guard let side = text.last, side == positive || side == negative,
            let number = Int(text.dropLast())
        else { return nil }
        let value = Double(number / 100) + Double(number % 100) / 60
        return side == positive ? value : -value
    }
}
