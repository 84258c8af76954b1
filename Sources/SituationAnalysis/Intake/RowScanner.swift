/// Turns the bytes of a file into rows under a layout, chunk by chunk.
package struct RowScanner {
    /// Name of the column that holds a JSON record's members unknown to the layout.
    package static let otherMembers = "other members"

    private var decoder: TextDecoder
    private var delimited: DelimitedReader?
    private var objects = ObjectReader()
    private let layoutHeaders: [String]
    private var sawBytes = false
    private var rowsSeen = 0
    /// The header, once read. A JSON file has the layout's.
    package private(set) var header: [String]?

    /// - Parameter encoding: overrides the layout's.
    package init(layout: Layout, encoding: TextEncoding? = nil) {
        decoder = TextDecoder(encoding: encoding ?? layout.encoding)
        layoutHeaders = layout.columns.map(\.header)
        switch layout.format {
        case .delimited(let delimiter): delimited = DelimitedReader(delimiter: delimiter)
        case .json: header = layoutHeaders + [Self.otherMembers]
        }
    }

    /// The rows that the chunk completes. Pass an empty chunk with `isLast` to end.
    ///
    /// - Throws: ``FileDefect``; nothing of the file must be stored then.
    package mutating func rows(
        from chunk: [UInt8], isLast: Bool = false
    ) throws(FileDefect) -> [SourceRow] {
        sawBytes = sawBytes || !chunk.isEmpty
        guard sawBytes || !isLast else { throw .empty }
        let text = try decoder.decode(chunk, isLast: isLast)
        var rows: [SourceRow] = []
        if delimited != nil {
            try delimited?.read(text) { row in rows.append(row) }
            if isLast { try delimited?.finish { row in rows.append(row) } }
            if header == nil, !rows.isEmpty { header = rows.removeFirst().cells }
        } else {
            let headers = layoutHeaders
            try objects.read(text) { number, line, members in
                rows.append(Self.row(number, line, members, headers))
            }
            if isLast { try objects.finish() }
        }
        rowsSeen += rows.count
        if isLast, rowsSeen == 0 {
            if header == nil { throw .empty }
            throw .headerOnly
        }
        return rows
    }

    private static func row(
        _ number: Int, _ line: Int, _ members: [String: String], _ headers: [String]
    ) -> SourceRow {
        var rest = members
        var cells = headers.map { rest.removeValue(forKey: $0) ?? "" }
        cells.append(
            rest.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                .joined(separator: "; "))
        return SourceRow(number: number, line: line, cells: cells)
    }
}
