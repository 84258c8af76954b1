package import PortVocabulary

/// Writes agreements as policies in the language of Cedar, so that another engine, which others
/// wrote, can decide and be compared. The mapping stands in `docs/formats/cedar.md`.
///
/// What a policy of ours grants nothing for is left out; no expression can err, because Cedar
/// skips a policy that errs where we refuse.
package enum CedarExport {
    /// Policies for every action, deciding as ``Policy/decide(_:_:_:on:)`` does; with a field in
    /// the context, whether that field of the record is released.
    package static func policies(_ agreements: [VerifiedAgreement]) -> String {
        let clauses = Policy(agreements: agreements).agreements.flatMap { verified in
            verified.agreement.sound.flatMap { permits(of: $0, in: verified.agreement) }
        }
        return (roles + retention + ownRights + clauses).joined(separator: "\n\n") + "\n"
    }

    // MARK: What needs no agreement

    private static let roles: [String] = AccessAction.allCases.map { action in
        """
        @id("role for \(action.rawValue)")
        forbid (principal, action == Action::"\(action.rawValue)", resource)
        unless { principal.roles.containsAny(\(list(action.roles))) };
        """
    }

    private static let retention: [String] = [
        """
        @id("retention")
        forbid (principal, action, resource)
        when { resource has keepUntil && resource.keepUntil < context.day }
        unless { action == Action::"retain" };
        """,
        """
        @id("the mark's purposes")
        forbid (principal, action in \(actions { !$0.isOriginatorsOwn }), resource)
        unless { resource.purposes.contains(principal.purpose) };
        """,
    ]

    private static let ownRights: [String] = RecordKind.allCases.flatMap { kind in
        let field = fieldCondition(kind.fields)
        return [
            """
            @id("own \(kind.rawValue)")
            permit (principal, action, resource)
            when {
                principal.organisation == resource.originator
                && resource.kind == "\(kind.rawValue)"
                && \(field)
            };
            """,
            """
            @id("published \(kind.rawValue)")
            permit (principal, action in \(actions { !$0.isOriginatorsOwn }), resource)
            when {
                resource.label == 0 && resource.handling == "H0"
                && !(resource has releasableTo)
                && resource.kind == "\(kind.rawValue)"
                && \(field)
            };
            """,
        ]
    }

    // MARK: Clauses

    private static func permits(of clause: Clause, in agreement: Agreement) -> [String] {
        let canApply =
            !clause.purposes.isEmpty && !clause.handling.isEmpty && !clause.roles.isEmpty
        guard canApply else { return [] }
        return RecordKind.allCases.filter(clause.kinds.contains).compactMap { kind in
            permit(of: clause, in: agreement, for: kind)
        }
    }

    /// One policy for each kind of record, because a clause's fields differ between kinds.
    private static func permit(
        of clause: Clause, in agreement: Agreement, for kind: RecordKind
    ) -> String? {
        let compiled = CompiledClause(clause, of: agreement)
        let fields = compiled.fields(of: kind.fields)
        if clause.form == .fields, fields.isEmpty { return nil }
        let conditions: [String?] =
            [
                "context.day >= \(compiled.first)",
                "context.day <= \(compiled.last)",
                "\(members(clause.from)).contains(resource.originator)",
                "\(members(clause.to)).contains(principal.organisation)",
                "principal.organisation != resource.originator",
                "resource.kind == \"\(kind.rawValue)\"",
                releasable,
                "resource.label <= \(order(clause.upTo))",
                "\(list(clause.handling)).contains(resource.handling)",
                "principal.purpose != \"\(Purpose.publicInformation.rawValue)\"",
                "\(list(Set(clause.purposes.purposes))).contains(principal.purpose)",
            ] + scope(compiled.scope)
            + [
                "principal.roles.containsAny(\(list(clause.roles)))",
                consent(clause),
                clause.conditions.needsFourEyes ? "principal.hasSecondPerson" : nil,
                clause.form.showsRecords ? fieldCondition(fields) : "!(context has field)",
            ]
        return """
            @id("\(compiled.ground.text) \(kind.rawValue)")
            permit (principal, action in \(actions { $0.isGranted(by: clause.form) }), resource)
            when {
                \(conditions.compactMap { $0 }.joined(separator: "\n    && "))
            };
            """
    }

    private static let releasable =
        """
        (if resource has releasableTo then resource.releasableTo.contains(principal.organisation) \
        else resource.label < \(order(.red)))
        """

    private static func scope(_ scope: AccessScope) -> [String?] {
        [
            scope.ports.isEmpty
                ? nil
                : "resource has place && \(list(scope.ports.map(\.code))).contains(resource.place)",
            scope.countries.isEmpty
                ? nil
                : "resource has country && "
                    + "\(list(scope.countries.map(\.code))).contains(resource.country)",
            scope.substances.isEmpty
                ? nil
                : "\(list(scope.substances.map(\.rawValue))).contains(resource.substances)",
        ]
    }

    private static func consent(_ clause: Clause) -> String? {
        let isGiven = "(context has consentUntil && context.consentUntil >= context.day)"
        if clause.conditions.needsConsent { return isGiven }
        return """
            (resource.handling == "H0" \
            || resource.handling == "H1" && \
            principal.purpose != "\(Purpose.criminalProceedings.rawValue)" \
            || \(isGiven))
            """
    }

    // MARK: Words of Cedar

    private static func fieldCondition(_ fields: FieldSet) -> String {
        let names = list(fields.fields.map(\.rawValue))
        return "(if context has field then \(names).contains(context.field) else true)"
    }

    private static func actions(where isMeant: (AccessAction) -> Bool) -> String {
        let names = AccessAction.allCases.filter(isMeant).map { "Action::\"\($0.rawValue)\"" }
        return "[\(names.joined(separator: ", "))]"
    }

    private static func members(_ organisations: Set<OrganisationID>) -> String {
        let names = organisations.sorted().map { "Organisation::\"\($0)\"" }
        return "[\(names.joined(separator: ", "))]"
    }

    private static func list<Word: Term>(_ terms: Set<Word>) -> String {
        list(Word.allCases.filter(terms.contains).map(\.rawValue))
    }

    private static func list(_ words: [String]) -> String {
        "[\(words.map { "\"\($0)\"" }.joined(separator: ", "))]"
    }

    /// The number of a label: Cedar compares numbers, not words.
    package static func order(_ label: TrafficLight) -> Int {
        TrafficLight.allCases.count { $0 < label }
    }

    // MARK: Schema

    /// The entities, attributes and contexts that the policies speak of, in Cedar's schema
    /// language: with it, Cedar's validator proves that no policy can err.
    package static let schema = """
        entity Organisation;
        entity Requester = {
            organisation: Organisation,
            roles: Set<String>,
            purpose: String,
            hasSecondPerson: Bool,
        };
        entity Record = {
            kind: String,
            originator: Organisation,
            label: Long,
            handling: String,
            purposes: Set<String>,
            releasableTo?: Set<Organisation>,
            place?: String,
            country?: String,
            substances: String,
            keepUntil?: Long,
        };
        action \(AccessAction.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "))
        appliesTo {
            principal: Requester,
            resource: Record,
            context: { day: Long, field?: String, consentUntil?: Long },
        };

        """
}
