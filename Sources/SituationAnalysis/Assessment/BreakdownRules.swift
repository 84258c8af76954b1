import PortVocabulary
import Statistics

extension SituationAssessor {
    /// Terms shown in a breakdown at the most; the rest is in the coverage.
    static let routeLimit = 25

    mutating func addBreakdowns() {
        assessment.methods = breakdown(
            "Modus operandi", facts.facts, ModusOperandi.self, asked: .methods, \.methods,
            isKnown: { !$0.methods.isEmpty }, narrow: { $0.methods = [$1] })
        assessment.concealment = breakdown(
            "Concealment", facts.facts.filter(\.isMaritime), Concealment.self,
            asked: .concealment, \.concealmentTerms, isKnown: { !$0.concealmentTerms.isEmpty },
            narrow: { ($0.isMaritimeOnly, $0.concealments) = (true, [$1]) })
        addRoles()
        addCash()
        addStages()
    }

    /// The two periods that shares are compared between: the stated comparison, or the two last
    /// complete periods of the whole.
    func findComparedPeriods() -> (before: DateSpan, after: DateSpan)? {
        if let compared, let period = selection.period { return (compared.period, period) }
        guard let last = facts.facts.lazy.map(\.lastDay).max() else { return nil }
        let number = tally.granularity.number(of: last)
        guard var after = tally.granularity.span(number) else { return nil }
        // The last period counts only when the data reach its end.
        if after.last.dayNumber > last + 31,
            let earlier = tally.granularity.span(number - 1)
        {
            after = earlier
        }
        let start = tally.granularity.number(of: after.first.dayNumber)
        guard let before = tally.granularity.span(start - 1) else { return nil }
        return (before, after)
    }

    /// Shares of terms among the counted records that know the field.
    ///
    /// - Parameter narrow: narrows the selection to the records of a term.
    mutating func breakdown<T: Term>(
        _ title: String, _ source: [SeizureFact], _ terms: T.Type, asked: AskedFields,
        _ values: (SeizureFact) -> [T], isKnown: (SeizureFact) -> Bool, place: PlaceCode? = nil,
        narrow: (inout Selection, T) -> Void
    ) -> Breakdown {
        var result = Breakdown(title: title)
        var counts: [T: Int] = [:]
        let periods = comparedPeriods
        var before: [T: Int] = [:]
        var after: [T: Int] = [:]
        var (knownBefore, knownAfter) = (0, 0)
        for fact in source where fact.state == .counted {
            guard isKnown(fact) else {
                if fact.asked.contains(asked) { result.unknown += 1 } else { result.notAsked += 1 }
                continue
            }
            result.known += 1
            let isAfter = periods?.after.contains(fact) ?? false
            let isBefore = compared == nil && periods?.before.contains(fact) ?? false
            if isAfter { knownAfter += 1 }
            if isBefore { knownBefore += 1 }
            for value in values(fact) {
                counts[value, default: 0] += 1
                if isAfter { after[value, default: 0] += 1 }
                if isBefore { before[value, default: 0] += 1 }
            }
        }
        if let compared, place == nil {
            for fact in compared.facts.facts where fact.state == .counted && isKnown(fact) {
                knownBefore += 1
                for value in values(fact) { before[value, default: 0] += 1 }
            }
        }
        if let periods, knownBefore > 0, knownAfter > 0 {
            (result.before, result.after) = (periods.before.description, periods.after.description)
        }
        let ordered = counts.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
        for (term, count) in ordered {
            let difference =
                knownBefore > 0 && knownAfter > 0
                ? ShareInterval.difference(
                    (after[term] ?? 0, knownAfter), less: (before[term] ?? 0, knownBefore)) : nil
            result.lines.append(
                line(
                    term, title, list { narrow(&$0, term) }, count, of: result.known,
                    before: knownBefore > 0 && knownAfter > 0
                        ? Double(before[term] ?? 0) / Double(knownBefore) : nil,
                    after: knownBefore > 0 && knownAfter > 0
                        ? Double(after[term] ?? 0) / Double(knownAfter) : nil, difference))
        }
        return result
    }

    private mutating func line<T: Term>(
        _ term: T, _ title: String, _ list: String, _ count: Int, of known: Int, before: Double?,
        after: Double?,
        _ difference: Interval?
    ) -> BreakdownLine {
        let interval = ShareInterval.wilson(count, of: known)
        let share = Double(count) / Double(max(1, known))
        return BreakdownLine(
            code: term.rawValue, title: term.title, seizures: count, share: share,
            lower: interval?.lower ?? 0, upper: interval?.upper ?? 1, shareBefore: before,
            shareAfter: after,
            difference: before.flatMap { b in after.map { $0 - b } },
            differenceLower: difference?.lower, differenceUpper: difference?.upper,
            figure: book.add(
                term.title, "\(title.lowercased()), share of those that know it", period: "",
                value: share, unit: "share", lower: interval?.lower, upper: interval?.upper,
                records: count, list: list))
    }

    private mutating func addRoles() {
        var counts: [CompanyRole: [Involvement: Int]] = [:]
        var seizures: [CompanyRole: Int] = [:]
        for fact in facts.facts where fact.state == .counted {
            for role in Set(fact.companies.map(\.role)) { seizures[role, default: 0] += 1 }
            for company in fact.companies {
                counts[company.role, default: [:]][company.involvement, default: 0] += 1
            }
        }
        for role in CompanyRole.allCases {
            guard let found = counts[role] else { continue }
            let total = found.values.reduce(0, +)
            let figure = book.add(
                role.title, "named in seizures", period: "", value: Double(total), unit: "seizures",
                records: seizures[role] ?? 0, list: list { $0.roles = [role] })
            assessment.roles.append(
                RoleLine(
                    role: role.title, misused: found[.misused] ?? 0,
                    complicit: found[.complicit] ?? 0, unknown: found[.unknown] ?? 0,
                    figure: figure))
        }
    }

    private mutating func addCash() {
        var amounts: [Currency: [Double]] = [:]
        for fact in facts.facts where fact.state == .counted {
            guard let cash = fact.cash else { continue }
            amounts[cash.currency, default: []].append(Double(cash.hundredths) / 100)
        }
        for (currency, values) in amounts.sorted(by: { $0.key < $1.key }) {
            guard let robust = RobustAmounts(values) else { continue }
            let figure = book.add(
                "cash", "total", period: "", value: robust.total, unit: currency.code,
                records: values.count, list: list { $0.currencies = [currency] })
            assessment.cash.append(
                CashLine(
                    currency: currency.code, seizures: values.count, total: robust.total,
                    median: robust.median, figure: figure))
        }
    }

    private mutating func addStages() {
        struct Key: Hashable {
            let stage: Stage
            let group: SubstanceGroup
        }
        var tallies: [Key: (Int, Double)] = [:]
        for fact in facts.facts where fact.state == .counted {
            let key = Key(stage: fact.stage, group: fact.substance.group)
            let old = tallies[key] ?? (0, 0)
            tallies[key] = (old.0 + 1, old.1 + (fact.kilograms ?? 0))
        }
        let ordered = tallies.sorted {
            ($0.key.group.rawValue, $0.key.stage.rawValue) < (
                $1.key.group.rawValue, $1.key.stage.rawValue
            )
        }
        for (key, value) in ordered {
            let figure = book.add(
                "\(key.group.title), \(key.stage.title)", "seizures", period: "",
                value: Double(value.0), unit: "seizures", records: value.0,
                list: list { ($0.stages, $0.groups) = ([key.stage], [key.group]) })
            assessment.stages.append(
                StageLine(
                    stage: key.stage.title, group: key.group.title, seizures: value.0,
                    kilograms: AmountText.settled(value.1), figure: figure))
        }
    }
}

extension SeizureFact {
    /// The concealment as a list: empty where not known.
    var concealmentTerms: [Concealment] {
        switch concealment {
        case .unknown, .notAsked: []
        default: [concealment]
        }
    }
}

extension DateSpan {
    /// Whether the fact's date lies in this span.
    func contains(_ fact: SeizureFact) -> Bool {
        first.dayNumber <= fact.firstDay && fact.lastDay <= last.dayNumber
    }
}
