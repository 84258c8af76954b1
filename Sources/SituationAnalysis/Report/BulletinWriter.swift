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
    static let seriesLimit = 10
    /// Rows of one table at the most.
    static let rowLimit = 60
    /// Single finds that are named at the most.
    static let findLimit = 12
    /// Sentences of one verdict at the most.
    static let statementLimit = 40

    let request: BulletinRequest
    let parts: BulletinParts
    let reference: ReferenceData
    let sinceBefore: BulletinComparison
    let sinceYearBefore: BulletinComparison
    var figures: BulletinFigures

    init(_ request: BulletinRequest, _ parts: BulletinParts, reference: ReferenceData) {
        (self.request, self.parts, self.reference) = (request, parts, reference)
        sinceBefore = BulletinComparison(parts.course, request.before, request.period)
        sinceYearBefore = BulletinComparison(parts.course, request.yearBefore, request.period)
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
            (.current, current.filter { $0.topic == .caveat || $0.topic == .displacement }),
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
