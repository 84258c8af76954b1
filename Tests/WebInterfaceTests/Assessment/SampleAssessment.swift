@testable import SituationAnalysis

/// A small assessment that fills every part of the page. Places and numbers are invented.
enum SampleAssessment {
    /// - Parameter suffix: Put behind every text, for tests of hostile text.
    static func full(suffix: String = "") -> Assessment {
        var maker = SampleMaker(suffix: suffix)
        return maker.assessment()
    }

    static var empty: Assessment {
        var assessment = Assessment()
        assessment.madeOn = "2026-01-02"
        return assessment
    }
}

private struct SampleMaker {
    let suffix: String
    private var book = FigureBook()

    init(suffix: String) { self.suffix = suffix }

    private func t(_ text: String) -> String { text + suffix }

    private mutating func figure(
        _ measure: String, _ value: Double?, unit: String = "seizures",
        sources: [FigureSource] = []
    ) -> String {
        book.add(
            t("Havenstad"), t(measure), period: t("2024"), value: value, unit: t(unit),
            lower: value.map { $0 * 0.8 }, upper: value.map { $0 * 1.2 }, records: 3,
            list: t("breakwater seizures list --port NLHAV"), sources: sources)
    }

    mutating func assessment() -> Assessment {
        var made = Assessment()
        made.title = t("Situation assessment")
        made.mark = t("TLP:AMBER, H1")
        made.madeOn = t("2026-01-02")
        made.selection = t("--substance cocaine")
        made.base = EvidenceBase(
            seizures: 130, counted: 120, held: 4, repeats: 6, mayRepeat: 2, maritime: 90,
            figures: 5, contestedFigures: 2, bodies: 2)
        made.coverage = coverage()
        let published = [series("Havenstad", "NLHAV"), series("Zeebaai", "BEZEE")]
        made.published = published + [single()]
        made.conflicts = [
            PublishedConflict(
                place: t("Havenstad"), period: t("2024"), group: t("cocaine"),
                entries: Array(published[0].entries.suffix(2)), low: 4000, high: 5000)
        ]
        made.publishedShares = [shares(body: t("Customs"))]
        made.upstream = [
            UpstreamComparison(
                country: t("NL"), period: t("2024"), upstream: entry(2024, 9000, "Customs"),
                ports: [
                    PublishedPortEntry(place: t("Havenstad"), entry: entry(2024, 4000, "Customs"))
                ])
        ]
        made.trends = [trend("all", "", "All"), trend("port", "DEELS", "Elsewhere")]
        made.shares = [shares(body: "")]
        made.routes = routes()
        made.methods = methods("Modus operandi", isCompared: true)
        made.concealment = methods("Concealment", isCompared: false)
        made.roles = [
            RoleLine(
                role: t("haulier"), misused: 4, complicit: 1, unknown: 2,
                figure: figure("hauliers named", 7))
        ]
        made.cash = [
            CashLine(
                currency: t("EUR"), seizures: 3, total: 120_500, median: 20_000,
                figure: figure("cash", 120_500, unit: "EUR"))
        ]
        made.stages = [
            StageLine(
                stage: t("at the port"), group: t("cocaine"), seizures: 80, kilograms: 4200,
                figure: figure("at the port", 80))
        ]
        made.ports = [
            port("Havenstad", "NLHAV", published[0]), port("Zeebaai", "BEZEE", published[1]),
        ]
        made.ports.append(bare())
        made.statements = Verdict.allCases.map { statement($0) }
        made.figures = book.figures
        return made
    }

    private mutating func statement(_ verdict: Verdict) -> Statement {
        Statement(
            verdict, t("Seizures at Havenstad fell from 2023 to 2024."),
            because: t("Two complete years, one body."),
            figures: [figure("ratio", 0.62, unit: "ratio"), "N1"], subject: t("Havenstad"))
    }

    private mutating func coverage() -> Coverage {
        var coverage = Coverage()
        coverage.reporters = [
            ReporterCoverage(
                reporter: t("Customs"), kind: t("single seizures"), records: 130, counted: 120,
                repeats: 6, held: 4, mayRepeat: 2, first: t("2019"), last: t("2024"),
                years: [2019, 2020, 2021, 2023, 2024], missingYears: [2022],
                figure: figure("records", 130, unit: "records"))
        ]
        coverage.fields = [
            FieldCoverage(
                field: t("weight"), known: 100, unknown: 15, notAsked: 5, maritimeKnown: 80,
                maritimeAsked: 90, figure: figure("weight: known", 100, unit: "records"))
        ]
        coverage.table = [CountCell(country: t("NL"), group: t("cocaine"), seizures: 120)]
        coverage.silentMembers = [PortName(code: t("FRMUT"), name: t("Muet"))]
        coverage.knownMembers = 3
        (coverage.undatedWithinPeriods, coverage.withoutWeight) = (1, 20)
        coverage.convertedWeight = 7
        coverage.notes = [t("One source ends in June 2024.")]
        return coverage
    }

    private mutating func entry(_ year: Int, _ kilograms: Double, _ body: String) -> PublishedEntry
    {
        let address = suffix.isEmpty ? "https://customs.example/\(year)" : "javascript:1" + suffix
        let figure = figure(
            "published", kilograms, unit: "kg",
            sources: [FigureSource(record: t("F1"), body: t(body), address: address)])
        return PublishedEntry(
            period: t("\(year)"), start: Double(year), end: Double(year + 1), kilograms: kilograms,
            precision: year == 2023 ? "lower-bound" : t("rounded"), seizures: 40,
            countBasis: t("all-drugs"), meanKilograms: kilograms / 40, largestShare: 0.25,
            body: t(body), status: t("official"), substance: t("cocaine"),
            isContested: year == 2024, definition: t("Sea containers only."), address: address,
            record: t("F1"), figure: figure)
    }

    private mutating func series(_ place: String, _ code: String) -> PublishedSeries {
        PublishedSeries(
            place: t(place), code: t(code), scope: "port", group: t("cocaine"),
            basin: "north-sea",
            entries: [
                entry(2022, 9000, "Customs"), entry(2023, 7000, "Customs"),
                entry(2024, 4000, "Customs"), entry(2024, 5000, "Ministry"),
            ])
    }

    private mutating func single() -> PublishedSeries {
        PublishedSeries(
            place: t("Inland"), code: "", scope: t("country"), group: t("cocaine"), basin: "",
            entries: [entry(2024, 12_000, "Ministry")])
    }

    private mutating func shares(body: String) -> ShareSeries {
        ShareSeries(
            basin: suffix.isEmpty ? "north-sea" : t("north-sea"), group: t("cocaine"), body: body,
            periods: [
                SharePeriod(
                    period: t("2024"),
                    parts: [
                        SharePart(
                            code: t("NLHAV"), name: t("Havenstad"), amount: 60, share: 0.6,
                            lower: 0.5, upper: 0.7),
                        SharePart(
                            code: t("BEZEE"), name: t("Zeebaai"), amount: 40, share: 0.4,
                            lower: nil, upper: nil),
                    ], figure: figure("shares", nil))
            ])
    }

    private mutating func trend(_ scope: String, _ code: String, _ subject: String) -> TrendSeries {
        var points: [TrendPoint] = []
        for (year, count) in [(2022, 40), (2023, 52), (2024, 28)] {
            points.append(
                TrendPoint(
                    period: t("\(year)"), seizures: count, lower: Double(count) * 0.7,
                    upper: Double(count) * 1.4, kilograms: Double(count) * 33.3, withoutWeight: 2,
                    convertedKilograms: 12, median: 8.25, largestShare: 0.76, tailShare: 0.9,
                    isPartial: year == 2024, isLate: year == 2024,
                    countFigure: figure("seizures", Double(count)),
                    weightFigure: figure("weight", Double(count) * 33.3, unit: "kg")))
        }
        var series = TrendSeries(
            scope: scope, code: t(code), subject: t(subject), group: t("cocaine"), points: points,
            alpha: 0.2)
        series.change = TrendChange(
            before: t("2022"), after: t("2023"), countBefore: 40, countAfter: 52, ratio: 1.3,
            lower: 0.8, upper: 2.1, pValue: 0.27, verdict: .cannotTell,
            figure: figure("change", 1.3, unit: "ratio"))
        return series
    }

    private mutating func routes() -> [RouteLine] {
        [
            RouteLine(
                departure: t("EC"), transit: "", destination: t("NL"), isIntended: true,
                seizures: 12, kilograms: 900.5, figure: figure("route", 12))
        ]
    }

    private mutating func methods(_ title: String, isCompared: Bool) -> Breakdown {
        var breakdown = Breakdown(title: t(title))
        (breakdown.known, breakdown.unknown, breakdown.notAsked) = (60, 40, 20)
        (breakdown.before, breakdown.after) = isCompared ? (t("2023"), t("2024")) : ("", "")
        breakdown.lines = [
            BreakdownLine(
                code: t("LOAD"), title: t("inside a cover load"), seizures: 30, share: 0.5,
                lower: 0.38, upper: 0.62, shareBefore: isCompared ? 0.4 : nil,
                shareAfter: isCompared ? 0.6 : nil, difference: isCompared ? 0.2 : nil,
                differenceLower: isCompared ? -0.05 : nil,
                differenceUpper: isCompared ? 0.42 : nil, figure: figure("inside a load", 30))
        ]
        return breakdown
    }

    private mutating func port(
        _ name: String, _ code: String, _ published: PublishedSeries
    ) -> PortPage {
        PortPage(
            code: t(code), name: t(name), country: t("NL"), basin: "north-sea", kind: "sea",
            size: "large", membership: "yes", latitude: 51.9, longitude: 4.1, seizures: 28,
            published: [published], trends: [trend("port", code, name)], routes: routes(),
            methods: methods("Modus operandi", isCompared: false),
            events: [
                EventLine(
                    date: t("2024-03-01"), substance: t("cocaine"), kilograms: 12.5,
                    methods: t("LOAD"), route: t("EC → NL"), record: t("S1"))
            ], statements: [statement(.likely)])
    }

    private func bare() -> PortPage {
        PortPage(
            code: t("FRMUT"), name: t("Muet"), country: t("FR"), basin: "unknown",
            kind: "unknown", size: "unknown", membership: "unknown", latitude: nil,
            longitude: nil, seizures: 0, published: [], trends: [], routes: [],
            methods: Breakdown(title: t("Modus operandi")), events: [], statements: [])
    }
}
