import PortVocabulary

/// The three assessments that a bulletin is drawn from, all of one edition.
struct BulletinParts {
    /// The period, compared with the one before.
    let current: Assessment
    /// The period, compared with the same a year before.
    let yearly: Assessment
    /// Every period of the course.
    let course: Assessment
}

/// Draws a bulletin from assessments. It selects, orders and words; it computes no figure.
struct BulletinWriter {
    /// Series with charts at the most, widest and fullest first.
    static let seriesLimit = 8
    /// Charts of shares at the most, and ports in the table of one.
    static let shareChartLimit = 6
    static let shareLimit = 7
    /// Rows of one table at the most.
    static let rowLimit = 60
    /// Single finds that are named at the most.
    static let findLimit = 12
    /// Sentences of one verdict at the most.
    static let statementLimit = 40

    let request: BulletinRequest
    let parts: BulletinParts
    let reference: ReferenceData
    /// The series of the course that tell something which a wider one does not.
    let shown: [TrendSeries]
    let sinceBefore: BulletinComparison
    let sinceYearBefore: BulletinComparison
    var figures: BulletinFigures

    init(_ request: BulletinRequest, _ parts: BulletinParts, reference: ReferenceData) {
        (self.request, self.parts, self.reference) = (request, parts, reference)
        let name = request.subject.name(reference).capitalizedFirst
        shown = parts.course.trends.filter { Self.isShown($0, request.subject) }.map { series in
            series.scope == "all" ? series.named(name) : series
        }
        sinceBefore = BulletinComparison(parts.course, shown, request.before, request.period)
        sinceYearBefore = BulletinComparison(
            parts.course, shown, request.yearBefore, request.period)
        figures = BulletinFigures([
            (.current, parts.current.figures), (.yearly, parts.yearly.figures),
            (.course, parts.course.figures), (.sinceBefore, sinceBefore.figures),
            (.sinceYearBefore, sinceYearBefore.figures),
        ])
    }

    var period: String { request.period.description }
    var before: String { request.before.description }
    var yearBefore: String { request.yearBefore.description }
    /// `the 24 months to 2024-05`.
    var courseName: String {
        "the \(request.cycle.courseLength) \(request.cycle.rawValue)s to \(period)"
    }

    /// The bulletin.
    func write(edition: OrganisationID) -> Bulletin {
        var work = self
        var bulletin = Bulletin()
        let cycle = request.cycle == .month ? "Monthly" : "Quarterly"
        bulletin.title = "\(cycle) bulletin, \(request.subject.name(reference)), \(period)"
        bulletin.subject = request.subject.description
        bulletin.cycle = request.cycle.rawValue
        bulletin.period = period
        bulletin.periodBefore = before
        bulletin.periodYearBefore = yearBefore
        bulletin.course = request.course.description
        bulletin.substances = request.groups.map(\.title).sorted()
        bulletin.madeOn = parts.current.madeOn
        bulletin.edition = edition.text
        bulletin.mark = BulletinMark.strictest(
            [parts.current.mark, parts.yearly.mark, parts.course.mark])
        bulletin.base = parts.current.base
        bulletin.sections = [
            work.coverage(), work.glance(), work.findings(), work.trends(), work.finds(),
            work.routes(), work.methods(), work.companies(), work.published(), work.missing(),
            definitions(), work.sources(),
        ]
        bulletin.figures = work.figures.cited
        return bulletin
    }

    /// Whether a sentence tells how to read the period. A find at a port is told once, and not
    /// again of its country and its basin.
    private func isCaveat(_ statement: Statement) -> Bool {
        guard statement.topic == .caveat || statement.topic == .displacement else { return false }
        return statement.subject.isEmpty || shown.contains { $0.code == statement.subject }
            || statement.subject == request.subject.code
    }

    private static func isShown(_ series: TrendSeries, _ subject: BulletinSubject) -> Bool {
        switch subject {
        case .alliance: series.scope != "country"
        case .basin: series.scope == "all" || series.scope == "port"
        case .port: series.scope == "all"
        }
    }

    /// Sentences by verdict: what changed since the period before, what since the year before,
    /// then what published totals say.
    private mutating func findings() -> BulletinSection {
        var section = BulletinSection(
            "findings", "What is shown, likely, and cannot be told",
            text: [
                "Sentences compare \(period) with \(before) and with \(yearBefore). "
                    + "Published totals are those of \(courseName)."
            ])
        let current = parts.current.statements
        var statements: [Statement] = []
        for (part, found) in [
            (BulletinPart.current, current.filter { $0.topic == .base }),
            (.sinceBefore, ChangeRules.statements(sinceBefore.series)),
            (.sinceYearBefore, ChangeRules.statements(sinceYearBefore.series)),
            (.course, parts.course.statements.filter { $0.topic == .published }),
            (.current, current.filter(isCaveat)),
        ] {
            for statement in found where !statements.contains(where: { $0.text == statement.text })
            {
                statements.append(figures.cite(statement, of: part))
            }
        }
        section.statements = Verdict.allCases.flatMap { verdict in
            statements.filter { $0.verdict == verdict }.prefix(Self.statementLimit)
        }
        let left = statements.count - section.statements.count
        if left > 0 {
            section.text.append(
                "\(BulletinText.counted(left, "further sentence")) are left out.")
        }
        return section
    }
}

extension TrendSeries {
    /// The same series under another name.
    func named(_ name: String) -> TrendSeries {
        TrendSeries(
            scope: scope, code: code, subject: name, group: group, points: points, gaps: gaps,
            change: change, alpha: alpha)
    }
}
