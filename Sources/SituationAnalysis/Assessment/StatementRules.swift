import PortVocabulary

extension SituationAssessor {
    mutating func addStatements() {
        var statements = baseStatements()
        statements += publishedStatements().about(.published)
        statements += seizureStatements()
        statements += [displacementStatement()].about(.displacement)
        assessment.statements = statements
        for index in assessment.ports.indices {
            let code = assessment.ports[index].code
            assessment.ports[index].statements = statements.filter { $0.subject == code }
        }
    }

    private func baseStatements() -> [Statement] {
        let base = assessment.base
        guard base.seizures + base.figures > 0 else {
            return [
                Statement(
                    .cannotTell, "There are no records in this selection.",
                    because: "Nothing was imported for it, or the selection is too narrow. "
                        + "That is no sign that nothing happened.", figures: [], subject: "")
            ]
        }
        var statements: [Statement] = []
        if base.figures > 0 {
            let places = assessment.conflicts.count
            let differing =
                places == 0
                ? "nowhere do two bodies state different totals"
                : "for \(places) pairs of place and period the bodies state different totals"
            let noun = base.bodies == 1 ? "body" : "bodies"
            let bodies = assessment.coverage.reporters.filter { $0.kind == "published figures" }
            statements.append(
                Statement(
                    .shown,
                    "\(AmountText.grouped(base.figures)) published figures by "
                        + "\(base.bodies) \(noun) stand behind this assessment; \(differing), and "
                        + "\(base.contestedFigures) figures are marked as contested.",
                    because: "Each figure is shown with its body and address; differing figures "
                        + "stand side by side.", figures: bodies.prefix(5).map(\.figure),
                    subject: ""))
        }
        if base.seizures > 0 {
            let reporters = assessment.coverage.reporters.filter { $0.kind == "seizures" }
            statements.append(
                Statement(
                    .shown,
                    "\(AmountText.grouped(base.seizures)) single seizures "
                        + "\(Self.names(reporters)): "
                        + "\(AmountText.grouped(base.counted)) count, "
                        + "\(AmountText.grouped(base.repeats)) are set aside as repeats and "
                        + "\(AmountText.grouped(base.held)) wait for a person.",
                    because: "Repeats are told apart by a stated rule; each has its reasons.",
                    figures: reporters.prefix(5).map(\.figure), subject: ""))
        }
        let silent = assessment.coverage.silentMembers
        if !silent.isEmpty {
            statements.append(
                Statement(
                    .cannotTell,
                    "\(silent.count) of \(assessment.coverage.knownMembers) known alliance "
                        + "members have neither a record nor a figure here: "
                        + silent.map(\.name).joined(separator: ", ") + ".",
                    because: "Missing is not zero: nothing can be said about these ports.",
                    figures: [], subject: ""))
        }
        return statements
    }

    /// By how many, as far as their names are released.
    private static func names(_ reporters: [ReporterCoverage]) -> String {
        let named = reporters.count { $0.reporter != FigureFact.withheldName }
        let noun = named == 1 ? "reporter" : "reporters"
        switch (named, reporters.count - named) {
        case (_, 0): return "by \(named) \(noun)"
        case (0, _): return "by reporters whose names are not released"
        default: return "by \(named) \(noun) and others whose names are not released"
        }
    }

    private func seizureStatements() -> [Statement] {
        ChangeRules.statements(assessment.trends).about(.change)
            + (dominanceStatements() + fieldStatements()).about(.caveat)
    }

    private func dominanceStatements() -> [Statement] {
        let finds = assessment.trends.filter { $0.scope != "all" }.flatMap { series in
            series.points.filter {
                ($0.largestShare ?? 0) >= 0.5 && $0.kilograms >= 1000 && $0.seizures >= 5
            }
            .map { (series, $0) }
        }.sorted { $0.1.kilograms > $1.1.kilograms }
        return finds.prefix(5).map { series, point in
            Statement(
                .shown,
                "\(series.subject), \(series.group), \(point.period): one find is "
                    + "\(AmountText.percent(point.largestShare ?? 0)) of the "
                    + "\(AmountText.mass(point.kilograms)) seized.",
                because:
                    "Totals by weight follow single finds; counts and medians carry the trend.",
                figures: [point.weightFigure], subject: series.code)
        }
    }

    private func fieldStatements() -> [Statement] {
        let total = assessment.base.seizures
        let weak = assessment.coverage.fields.filter { field in
            total > 0 && field.known * 2 < total
                && [
                    "departure", "destination", "modus operandi", "concealment", "companies' roles",
                ]
                .contains(field.field)
        }
        guard !weak.isEmpty else { return [] }
        let parts = weak.map {
            "\($0.field) \(AmountText.percent(Double($0.known) / Double(max(1, total))))"
        }
        return [
            Statement(
                .cannotTell,
                "Routes, methods and misused companies are known for a minority of seizures only: "
                    + parts.joined(separator: ", ") + ".",
                because: "Shares are of those records that know the field; the others may differ. "
                    + "Filled fields would change this.",
                figures: weak.map(\.figure), subject: "")
        ]
    }

    private func displacementStatement() -> Statement {
        Statement(
            .cannotTell, "Whether traffic moved from one port to another.",
            because: "Published totals and seizures without inspections cannot tell moved traffic "
                + "from moved effort. A test needs two years of single seizures with methods and "
                + "routes at both ports, and inspections as the denominator.",
            figures: [], subject: "")
    }
}
