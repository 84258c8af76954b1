import PortVocabulary
import SituationAnalysis

/// Reads fields and collects what is wrong with them.
struct SelectionReader {
    let fields: FormFields
    var defects: [SelectionQuery.Defect] = []

    mutating func query(_ reference: ReferenceData) -> SelectionQuery {
        var query = SelectionQuery()
        query.selection.period = span("period", .period)
        query.selection.groups = values("substance", .substance) { text in
            (try? SubstanceGroup(parsing: text))
                ?? reference.substances.substance(named: text)?.group
        }
        query.selection.basins = values("basin", .basin) { try? Basin(parsing: $0) }
        query.selection.ports = values("port", .port) { text in
            let code = try? PlaceCode(parsing: text)
            // Records may name a port that the list lacks: its code, as figures write it, is read.
            return code.flatMap { reference.ports.port($0)?.code }
                ?? reference.ports.resolve(text, in: nil).code
                ?? (code?.code == text ? code : nil)
        }
        query.selection.countries = values("country", .country) {
            reference.countries.country(named: $0)
        }
        readContent(&query.selection)
        query.selection.records = values("record", .record) { try? RecordID(parsing: $0) }
        query.selection.containers = values("container", .container) {
            try? ContainerCode(parsing: $0)
        }
        query.selection.vessels = values("vessel", .vessel) { try? VesselNumber(parsing: $0) }
        query.selection.isCountedOnly = isSet("counted")
        query.selection.isWithinPeriod = isSet("within")
        query.selection.isAtPortOnly = isSet("at-port")
        query.selection.isMaritimeOnly = isSet("maritime")
        query.listsFigures = isSet("figures")
        query.compare = span("compare", .compare)
        if query.compare != nil, query.selection.period == nil {
            add("compare", fields["compare"] ?? "", .compareAlone)
            query.compare = nil
        }
        if let text = fields["by"], !text.isEmpty {
            query.granularity = try? Granularity(parsing: text)
            if query.granularity == nil { add("by", text, .by) }
        }
        return query
    }

    /// What finds say of how, where and with whose help.
    private mutating func readContent(_ selection: inout Selection) {
        selection.methods = values("method", .term) { try? ModusOperandi(parsing: $0) }
        selection.concealments = values("concealment", .term) { try? Concealment(parsing: $0) }
        selection.stages = values("stage", .term) { try? Stage(parsing: $0) }
        selection.transports = values("transport", .term) { try? TransportMode(parsing: $0) }
        selection.roles = values("role", .term) { try? CompanyRole(parsing: $0) }
        selection.currencies = values("currency", .term) { try? Currency(parsing: $0) }
        selection.states = values("state", .term) { try? ReviewState(parsing: $0) }
        if let text = fields["search"], !text.isEmpty {
            selection.search = try? SearchText(parsing: text)
            if selection.search == nil { add("search", text, .term) }
        }
        // Names of reporters are taken as they stand: they may hold commas.
        let reporters = fields.values("reporter")
        if reporters.count > SelectionQuery.maximumValues {
            add("reporter", String(reporters.count), .tooMany)
        }
        selection.reporters = Set(reporters.prefix(SelectionQuery.maximumValues))
        if let text = fields["route"], !text.isEmpty {
            selection.route = try? RouteCriterion(parsing: text)
            if selection.route == nil { add("route", text, .route) }
        }
    }

    private mutating func add(
        _ field: String, _ value: String, _ kind: SelectionQuery.Defect.Kind
    ) {
        defects.append(.init(field: field, value: value, kind: kind))
    }

    private func isSet(_ name: String) -> Bool { !(fields[name] ?? "").isEmpty }

    private mutating func span(
        _ name: String, _ kind: SelectionQuery.Defect.Kind
    ) -> DateSpan? {
        guard let text = fields[name], !text.isEmpty else { return nil }
        let span = try? DateSpan(parsing: text)
        if span == nil { add(name, text, kind) }
        return span
    }

    /// Several fields of one name, or several values in one, parted by commas.
    private mutating func values<Value: Hashable>(
        _ name: String, _ kind: SelectionQuery.Defect.Kind, _ read: (String) -> Value?
    ) -> Set<Value> {
        let texts = fields.values(name).flatMap { $0.split(separator: ",") }
            .map { $0.trimmingBlanks }.filter { !$0.isEmpty }
        if texts.count > SelectionQuery.maximumValues {
            add(name, String(texts.count), .tooMany)
        }
        var values: Set<Value> = []
        for text in texts.prefix(SelectionQuery.maximumValues) {
            guard let value = read(text) else {
                add(name, text, kind)
                continue
            }
            values.insert(value)
        }
        return values
    }
}

extension Substring {
    fileprivate var trimmingBlanks: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
