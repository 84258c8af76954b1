import PortVocabulary
import Yams

extension Layout {
    /// Largest layout file. Bounds: bytes.
    package static let documentBytesLimit = 1 << 20

    /// Reads a layout document.
    ///
    /// - Throws: ``LayoutDefect`` naming the path, the cause and the mend.
    package init(parsing yaml: String) throws(LayoutDefect) {
        guard yaml.utf8.count <= Self.documentBytesLimit else {
            throw LayoutDefect(
                place: "document", cause: "is longer than \(Self.documentBytesLimit) bytes",
                mend: "shorten it")
        }
        let document = try Self.compose(yaml)
        let reader = LayoutNode(node: document, path: "")
        try reader.allowOnly([
            "layout", "title", "record", "format", "delimiter", "encoding", "decimal", "dates",
            "fiscal_year_starts", "unknown", "mark", "identity", "defaults", "columns",
        ])
        self.init(
            name: try reader.text("layout"), title: try reader.text("title"),
            kind: try reader.term("record"))
        // The name becomes part of file names.
        guard name.utf8.count <= 64, name.utf8.allSatisfy(Self.isNameByte) else {
            throw reader.defect(
                "layout", "is not a plain name", "write up to 64 letters, digits and “-”")
        }
        try readForm(reader)
        try readDefaults(reader)
        columns = try reader.mapping("columns").map { header, node throws(LayoutDefect) in
            try Self.column(header: header, node: node)
        }
        try checkWhole()
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x5f: true
        default: false
        }
    }

    private static func compose(_ yaml: String) throws(LayoutDefect) -> Node {
        do {
            if let line = anchorLine(yaml) {
                throw LayoutDefect(
                    place: "line \(line)", cause: "has an anchor (a word that starts with “&”)",
                    mend: "write the value out; put a space after “&” in a text")
            }
            guard let node = try Yams.compose(yaml: yaml) else {
                throw LayoutDefect(place: "document", cause: "is empty", mend: "write a layout")
            }
            return node
        } catch let defect as LayoutDefect {
            throw defect
        } catch let error as YamlError {
            throw LayoutDefect(
                place: "document", cause: "is not YAML: \(error)", mend: "mend the syntax")
        } catch {
            throw LayoutDefect(place: "document", cause: "is not YAML", mend: "mend the syntax")
        }
    }

    /// The first line on which an anchor may stand. Anchors and the aliases that need them could
    /// expand without bound, already while the document is composed.
    private static func anchorLine(_ yaml: String) -> Int? {
        var line = 1
        var before: UInt8 = 0x0a
        var isComment = false
        var isCandidate = false
        for byte in yaml.utf8 {
            // A letter, a digit, “-” or “_” starts an anchor's name.
            if isCandidate, isNameByte(byte) { return line }
            if byte == 0x0a || byte == 0x0d { isComment = false }
            if byte == 0x23, before == 0x0a || before == 0x0d { isComment = true }
            // What may stand before an anchor: a break, a blank, or a sign of a list or mapping.
            isCandidate =
                byte == 0x26 && !isComment
                && (before <= 0x20 || before >= 0x80 || "[]{},:?-".utf8.contains(before))
            if byte == 0x0a { line += 1 }
            before = byte
        }
        return nil
    }

    private mutating func readForm(_ reader: LayoutNode) throws(LayoutDefect) {
        switch try reader.optionalText("format") ?? "delimited" {
        case "delimited":
            let delimiter = try reader.optionalText("delimiter") ?? ","
            guard let byte = delimiter == "tab" ? 9 : delimiter.utf8.first,
                delimiter == "tab" || delimiter.utf8.count == 1, byte != 0x22,
                byte == 9 || (0x20...0x7e).contains(byte)
            else { throw reader.defect("delimiter", "is not one character", "write “;” or tab") }
            format = .delimited(byte)
        case "json": format = .json
        default: throw reader.defect("format", "is unknown", "write delimited or json")
        }
        if let text = try reader.optionalText("encoding") {
            guard let value = TextEncoding(rawValue: text) else {
                throw reader.defect(
                    "encoding", "is unknown",
                    "write one of \(TextEncoding.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            encoding = value
        }
        if let text = try reader.optionalText("decimal") {
            guard let value = DecimalMark(rawValue: text) else {
                throw reader.defect("decimal", "is unknown", "write point or comma")
            }
            decimal = value
        }
        if let forms = try reader.optionalList("dates") {
            dateForms = try forms.map { text throws(LayoutDefect) in
                guard let form = DateForm(rawValue: text) else {
                    throw reader.defect(
                        "dates", "“\(text)” is unknown", "write iso, dmy, mdy, named")
                }
                return form
            }
        }
        if let text = try reader.optionalText("fiscal_year_starts") {
            guard let month = Int(text), (1...12).contains(month) else {
                throw reader.defect("fiscal_year_starts", "is no month", "write 1 to 12")
            }
            fiscalYearStart = month
        }
    }

    private mutating func readDefaults(_ reader: LayoutNode) throws(LayoutDefect) {
        let texts = try reader.optionalList("unknown") ?? []
        unknownTexts = Set(texts.map(FoldedText.fold))
        for (key, node) in try reader.optionalMapping("defaults") {
            let field: IntakeField = try reader.term(key, in: "defaults")
            defaults[field] = try node.text()
        }
        if let node = try reader.optionalNode("mark") {
            mark = try Self.readMark(node, reader)
        }
        if let list = try reader.optionalList("identity"), list != ["whole-row"] {
            identity = .columns(list)
        }
    }

    /// The mark that records get where a row says nothing else.
    private static func readMark(
        _ node: LayoutNode, _ reader: LayoutNode
    ) throws(LayoutDefect) -> PortVocabulary.Mark {
        try node.allowOnly(["tlp", "handling", "text", "purposes", "releasable-to", "retention"])
        var purposes = PurposeSet.all
        if let list = try node.optionalList("purposes") {
            purposes = []
            for text in list {
                let purpose: Purpose = try node.term(text, in: "purposes")
                purposes.formUnion(PurposeSet([purpose]))
            }
        }
        let named = try node.optionalList("releasable-to")
        let retention = try node.optionalNode("retention").map { clock throws(LayoutDefect) in
            try Self.retention(clock)
        }
        do throws(WordDefect) {
            return try PortVocabulary.Mark(
                trafficLight: TrafficLight(label: node.textOrEmpty("tlp")),
                handling: HandlingCode(parsing: node.textOrEmpty("handling")),
                handlingText: node.textOrEmpty("text").isEmpty ? nil : node.textOrEmpty("text"),
                purposes: purposes,
                releasableTo: named.map { names throws(WordDefect) in
                    try names.map { name throws(WordDefect) in try OrganisationID(parsing: name) }
                }, retention: retention)
        } catch {
            throw reader.defect("mark", error.cause, error.mend)
        }
    }

    private static func retention(_ clock: LayoutNode) throws(LayoutDefect) -> Retention {
        try clock.allowOnly(["days", "then"])
        guard let days = Int(try clock.text("days")) else {
            throw clock.defect("days", "is no number", "write a number of days")
        }
        let end: RetentionEnd = try clock.term("then")
        do throws(WordDefect) {
            return try Retention(days: days, then: end)
        } catch {
            throw clock.defect("days", error.cause, error.mend)
        }
    }

    private static func column(
        header: String, node: LayoutNode
    ) throws(LayoutDefect) -> LayoutColumn {
        if node.isNull { return LayoutColumn(header: header, isRequired: false, mappings: []) }
        if let field = node.scalar {
            let term: IntakeField = try node.term(field, in: "")
            return LayoutColumn(
                header: header, isRequired: false,
                mappings: [ColumnMapping(field: term)])
        }
        let nodes = node.sequence ?? [node]
        var isRequired = false
        var mappings: [ColumnMapping] = []
        for entry in nodes {
            try entry.allowOnly(["field", "terms", "otherwise", "role", "separator", "required"])
            switch try entry.optionalText("required") {
            case "true": isRequired = true
            case "false", nil: break
            default: throw entry.defect("required", "is neither", "write true or false")
            }
            var terms: [String: String] = [:]
            for (key, value) in try entry.optionalMapping("terms") {
                terms[FoldedText.fold(key)] = try value.text()
            }
            let separator = try entry.optionalText("separator") ?? ";"
            guard let character = separator.first, separator.count == 1 else {
                throw entry.defect("separator", "is not one character", "write “;”")
            }
            let field: IntakeField = try entry.term("field")
            var role: CompanyRole?
            if let text = try entry.optionalText("role") { role = try entry.term(text, in: "role") }
            if field == .company, role == nil {
                throw entry.defect("role", "is missing", "name the company's role")
            }
            mappings.append(
                ColumnMapping(
                    field: field, terms: terms, role: role, separator: character,
                    otherwise: try entry.optionalText("otherwise")))
        }
        return LayoutColumn(header: header, isRequired: isRequired, mappings: mappings)
    }

    private func checkWhole() throws(LayoutDefect) {
        var seen: Set<String> = []
        for column in columns {
            guard seen.insert(FoldedText.fold(column.header)).inserted else {
                throw LayoutDefect(
                    place: "columns.\(column.header)", cause: "is named twice", mend: "remove one")
            }
        }
        if case .columns(let names) = identity {
            for name in names where !seen.contains(FoldedText.fold(name)) {
                throw LayoutDefect(
                    place: "identity", cause: "“\(name)” is no column", mend: "name a column")
            }
        }
        let fields = Set(columns.flatMap { $0.mappings.map(\.field) }).union(defaults.keys)
        guard !fields.isDisjoint(with: [.date, .year, .fiscalYear]) else {
            throw LayoutDefect(
                place: "columns", cause: "no column gives a date",
                mend: "map one to date, year or fiscal-year")
        }
        if kind == .denominator {
            guard fields.isSuperset(of: [.effort, .amount, .unit]) else {
                throw LayoutDefect(
                    place: "columns", cause: "no column gives kind, count or unit",
                    mend: "map columns to effort, amount and unit")
            }
            return
        }
        guard fields.contains(.substance) || fields.contains(.cashAmount) else {
            throw LayoutDefect(
                place: "columns", cause: "no column gives a substance",
                mend: "map one to substance, or give a default")
        }
    }
}
