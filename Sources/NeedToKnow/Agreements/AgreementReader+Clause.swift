import PortVocabulary

extension AgreementReader {
    static let clauseKeys = (
        required: ["clause", "records", "purposes", "release"],
        optional: [
            "from", "to", "fields", "up-to", "handling", "roles", "ports", "countries",
            "substances", "conditions", "basis",
        ]
    )

    /// A clause as far as it can be read; nil when it cannot be named.
    ///
    /// - Parameter parties: nil when they could not be read; then nobody is called a stranger.
    mutating func clause(_ node: AgreementNode, parties: [OrganisationID]?) -> Clause? {
        guard
            let members = members(
                of: node, required: Self.clauseKeys.required, optional: Self.clauseKeys.optional)
        else { return nil }
        let isCanonical = source == .canonical
        let id: ClauseID? = identifier(members["clause"])
        let from = organisations(members["from"], among: parties)
        let to = organisations(members["to"], among: parties)
        let kinds: Set<RecordKind>? = terms(members["records"])
        let purposes: Set<Purpose>? = terms(members["purposes"])
        let form: ReleaseForm? = term(members["release"])
        let fields = fields(members["fields"], of: node, form: form, kinds: kinds)
        let upTo = word(members["up-to"]) { text throws(WordDefect) in
            try TrafficLight(label: text)
        }
        let handling: Set<HandlingCode>? = terms(members["handling"])
        let roles: Set<Role>? = terms(members["roles"])
        let ports = set(
            members["ports"], limit: AgreementLimits.scope, mayBeEmpty: isCanonical
        ) { reader, item in
            reader.word(item) { text throws(WordDefect) in try PlaceCode(parsing: text) }
        }
        let countries = set(
            members["countries"], limit: AgreementLimits.scope, mayBeEmpty: isCanonical
        ) { reader, item in
            reader.word(item) { text throws(WordDefect) in try Country(parsing: text) }
        }
        let substances: Set<SubstanceGroup>? = terms(
            members["substances"], mayBeEmpty: isCanonical)
        let conditions = members["conditions"].map { self.conditions($0) }
        let basis = paragraph(
            members["basis"], limit: AgreementLimits.basis, mayBeEmpty: isCanonical)
        let (givers, receivers) = Self.sides(from: from, to: to, parties: parties ?? [])
        if givers.count == 1, givers == receivers, let only = givers.first {
            add(.onlyItself(only), at: members["to"] ?? members["from"] ?? node)
        }
        guard let id else { return nil }
        var clause = Clause(
            id: id, from: givers, to: receivers, kinds: kinds ?? [],
            purposes: PurposeSet(purposes ?? []), form: form ?? .hitNoHit, fields: fields)
        clause.upTo = upTo ?? clause.upTo
        clause.handling = handling ?? clause.handling
        clause.roles = roles ?? clause.roles
        clause.ports = ports ?? []
        clause.countries = countries ?? []
        clause.substances = substances ?? []
        clause.conditions = conditions ?? ClauseConditions()
        clause.basis = basis ?? ""
        return clause
    }

    /// Who gives and who receives where the document leaves it out: every party gives; everyone
    /// but the givers receives, or everyone where all give.
    private static func sides(
        from: Set<OrganisationID>?, to: Set<OrganisationID>?, parties: [OrganisationID]
    ) -> (Set<OrganisationID>, Set<OrganisationID>) {
        let givers = from ?? Set(parties)
        if let to { return (givers, to) }
        let others = Set(parties).subtracting(givers)
        return (givers, others.isEmpty ? Set(parties) : others)
    }

    private mutating func terms<T: Term>(
        _ node: AgreementNode?, mayBeEmpty: Bool = false
    ) -> Set<T>? {
        set(node, limit: AgreementLimits.scope, mayBeEmpty: mayBeEmpty) { reader, item in
            reader.term(item, T.self)
        }
    }

    private mutating func organisations(
        _ node: AgreementNode?, among parties: [OrganisationID]?
    ) -> Set<OrganisationID>? {
        set(node, limit: AgreementLimits.parties) { reader, item in
            guard let id: OrganisationID = reader.identifier(item) else { return nil }
            if let parties, !parties.contains(id) { reader.add(.notAParty(id), at: item) }
            return id
        }
    }

    /// The fields that the form releases. The canonical form lists them for whole records too, so
    /// that a field which later records have is not released by an earlier signature.
    private mutating func fields(
        _ given: AgreementNode?, of clause: AgreementNode, form: ReleaseForm?,
        kinds: Set<RecordKind>?
    ) -> FieldSet {
        let isCanonical = source == .canonical
        let needsFields = form == .fields || form == .full && isCanonical
        let all = kinds.map { $0.reduce(into: FieldSet()) { $0.formUnion($1.fields) } }
        var result: FieldSet = []
        if let given {
            let mayBeEmpty = isCanonical && !needsFields
            let read: Set<RecordField>? = set(
                given, limit: AgreementLimits.scope, mayBeEmpty: mayBeEmpty
            ) { reader, item in
                guard let field = reader.term(item, RecordField.self) else { return nil }
                if let all, let kinds, !kinds.isEmpty, !all.contains(field) {
                    let names = kinds.sorted { $0.rawValue < $1.rawValue }
                    reader.add(.fieldOfOtherKind(field, kinds: names), at: item)
                }
                return field
            }
            result = FieldSet(read ?? [])
            if let form, !needsFields, !isCanonical || !result.isEmpty {
                add(.fieldsWithoutForm(form), at: given)
            }
        } else if needsFields {
            add(.missingKey("fields"), at: clause.place, path: clause.path + ".fields")
        }
        return form == .full && !isCanonical ? all ?? [] : result
    }

    private mutating func conditions(_ node: AgreementNode) -> ClauseConditions {
        var conditions = ClauseConditions()
        let members = members(
            of: node, required: [], optional: ["consent", "four-eyes", "minimum-cell"])
        guard let members else { return conditions }
        if members.isEmpty, source == .document { add(.emptyList, at: node) }
        conditions.needsConsent = flag(members["consent"]) ?? false
        conditions.needsFourEyes = flag(members["four-eyes"]) ?? false
        conditions.minimumCell =
            integer(members["minimum-cell"], in: AgreementLimits.minimumCell)
            ?? conditions.minimumCell
        return conditions
    }
}
