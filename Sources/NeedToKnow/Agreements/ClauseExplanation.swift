import PortVocabulary

/// One clause in plain language.
struct ClauseExplanation {
    let clause: Clause
    let agreement: Agreement

    func write(number: String, to page: inout PlainTextPage) {
        page.heading("\(number) Clause “\(clause.id)”")
        let rows: [(String, String)] = [
            ("Who gives", organisations(clause.from) + "."),
            ("Who receives", receivers),
            ("Records", records),
            ("What for", sentence(clause.purposes.purposes.map(\.title))),
            ("Form", form),
            ("Fields", given),
            ("Not these", withheld),
            ("Only of", scope),
            ("Labels", labels),
            ("Handling", handling),
            ("Who may ask", "Persons with the role " + roles + "."),
            ("Conditions", conditions),
            ("Legal basis", clause.basis.isEmpty ? "That of the agreement." : clause.basis),
        ]
        for (lead, text) in rows where !text.isEmpty {
            page.paragraph(text, lead: lead, hanging: 14)
        }
    }

    private func sentence(_ items: [String]) -> String {
        PlainWords.capitalised(PlainWords.series(items)) + "."
    }

    private func organisations(_ members: Set<OrganisationID>) -> String {
        let parties = agreement.parties.filter { members.contains($0.id) }
        if parties.count == agreement.parties.count { return "Every party" }
        return PlainWords.series(parties.map { "\($0.name) (\($0.id))" })
    }

    private var receivers: String {
        let givesToItself = !clause.to.isDisjoint(with: clause.from)
        guard clause.to == clause.from else {
            return organisations(clause.to) + "."
                + (givesToItself ? " Each of them receives the records of the others." : "")
        }
        return "The same; each of them receives the records of the others."
    }

    private var records: String {
        let names = RecordKind.allCases.filter(clause.kinds.contains).map(Self.plural)
        return PlainWords.capitalised(PlainWords.list(names)) + " of those who give."
    }

    static func plural(_ kind: RecordKind) -> String {
        switch kind {
        case .seizure: "seizures"
        case .figure: "published figures"
        case .denominator: "denominators"
        }
    }

    private var form: String {
        switch clause.form {
        case .full: "Whole records: single records with every field that is listed here."
        case .fields: "Single records with the fields that are listed here, and no others."
        case .aggregate: "Counts only. No single record is shown."
        case .hitNoHit:
            "Hit or no hit: the receiver names something and hears whether there is a record. No "
                + "record is shown."
        }
    }

    private var showsRecords: Bool { clause.form == .full || clause.form == .fields }

    private var given: String {
        showsRecords ? sentence(clause.fields.fields.map(\.title)) : ""
    }

    private var withheld: String {
        guard showsRecords else { return "" }
        let all = clause.kinds.reduce(into: FieldSet()) { $0.formUnion($1.fields) }
        let rest = all.subtracting(clause.fields).fields.map(\.title)
        return rest.isEmpty ? "" : sentence(rest)
    }

    private var scope: String {
        var parts: [String] = []
        if !clause.ports.isEmpty {
            parts.append("the ports " + PlainWords.list(clause.ports.sorted().map(\.code)))
        }
        if !clause.countries.isEmpty {
            parts.append(
                "the countries " + PlainWords.list(clause.countries.sorted().map(\.code)))
        }
        let groups = SubstanceGroup.allCases.filter(clause.substances.contains).map(\.title)
        if !groups.isEmpty { parts.append("the substances " + PlainWords.list(groups)) }
        guard !parts.isEmpty else { return "No restriction of ports, countries or substances." }
        let joined = parts.joined(separator: ", and of ")
        return PlainWords.capitalised(joined) + ". Records without that information stay out."
    }

    private var labels: String {
        let narrower = TrafficLight.allCases.filter { $0 > clause.upTo }.map(\.title)
        let limit =
            clause.upTo == .clear
            ? "\(clause.upTo.title) only." : "\(clause.upTo.title) and wider labels."
        let rest = PlainWords.list(narrower, last: "or")
        return narrower.isEmpty ? "All labels." : limit + " Nothing that is marked \(rest)."
    }

    private var handling: String {
        let codes = HandlingCode.allCases.filter(clause.handling.contains)
        let others = HandlingCode.allCases.filter { !clause.handling.contains($0) }
        let words = PlainWords.series(codes.map { "\($0.rawValue) (\($0.title))" }) + "."
        guard !others.isEmpty else { return words }
        return words + " Nothing with \(PlainWords.list(others.map(\.rawValue), last: "or"))."
    }

    private var roles: String {
        PlainWords.list(Role.allCases.filter(clause.roles.contains).map(\.title), last: "or")
    }

    private var conditions: String {
        var parts: [String] = []
        if clause.conditions.needsConsent {
            parts.append(
                "The party that gave the record must have agreed that this record goes to this "
                    + "receiver for this purpose.")
        }
        if clause.conditions.needsFourEyes {
            parts.append("A second person of the receiver must have approved the request.")
        }
        if clause.form == .aggregate {
            let least = clause.conditions.minimumCell
            parts.append(
                least == 1
                    ? "Counts are shown however small they are."
                    : "Counts below \(least) are withheld, and with them what would let one "
                        + "work them out.")
        } else if clause.conditions.minimumCell != ClauseConditions().minimumCell {
            parts.append(
                "A smallest count of \(clause.conditions.minimumCell) is named; it plays no part "
                    + "in this form.")
        }
        return parts.isEmpty ? "None." : parts.joined(separator: " ")
    }
}

/// What an agreement does not allow, in plain language.
struct AgreementLimitsExplanation {
    let agreement: Agreement

    func write(to page: inout PlainTextPage) {
        page.heading("6. What this agreement does not allow")
        for (index, words) in points.enumerated() {
            page.paragraph(words, lead: "6.\(index + 1)", hanging: 6)
        }
    }

    private var points: [String] {
        var points = [
            "It never widens what the originator has marked. A record whose mark names other "
                + "receivers, or not the purpose, is not released, whatever a clause says; nor "
                + "is one whose time for keeping has run out.",
            "It does not restrict what its originator has published (TLP:CLEAR with H0), nor what "
                + "another agreement allows.",
            "It allows no passing on. What a party receives stays the originator's record; a third "
                + "party needs an agreement with the originator.",
        ]
        let purposes = agreement.clauses.reduce(into: PurposeSet()) { $0.formUnion($1.purposes) }
        let others = PurposeSet.all.subtracting(purposes).purposes.map(\.title)
        if !others.isEmpty {
            points.append("No clause allows the use for: \(PlainWords.series(others)).")
        }
        let kinds = RecordKind.allCases.filter { kind in
            !agreement.clauses.contains { $0.kinds.contains(kind) }
        }
        if !kinds.isEmpty {
            let names = PlainWords.list(kinds.map(ClauseExplanation.plural), last: "or")
            points.append("No clause covers \(names).")
        }
        let widest = agreement.clauses.map(\.upTo).max() ?? .clear
        let labels = TrafficLight.allCases.filter { $0 > widest }.map(\.title)
        if !labels.isEmpty {
            points.append(
                "Records marked \(PlainWords.list(labels, last: "or")) are under no clause.")
        }
        let covered = agreement.clauses.reduce(into: Set<HandlingCode>()) {
            $0.formUnion($1.handling)
        }
        let codes = HandlingCode.allCases.filter { !covered.contains($0) }.map(\.rawValue)
        if !codes.isEmpty {
            points.append(
                "Records with handling code \(PlainWords.list(codes, last: "or")) are under no "
                    + "clause.")
        }
        let receivers = agreement.clauses.reduce(into: Set<OrganisationID>()) {
            $0.formUnion($1.to)
        }
        let silent = agreement.parties.filter { !receivers.contains($0.id) }.map(\.name)
        if !silent.isEmpty {
            points.append("Under no clause anything is received by: \(PlainWords.series(silent)).")
        }
        points.append(
            "Information that is classified (RESTREINT UE/EU RESTRICTED and above, or a national "
                + "equivalent) is not shared under it at all.")
        return points
    }
}
