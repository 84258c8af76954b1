/// Who reported, for when, and what is filled.
package struct Coverage: Encodable, Sendable {
    package var reporters: [ReporterCoverage] = []
    package var fields: [FieldCoverage] = []
    /// Seizures by country and substance group, complete: they add up to all counted.
    package var table: [CountCell] = []
    /// Members of the alliance for which neither a record nor a figure is known.
    package var silentMembers: [PortName] = []
    package var knownMembers = 0
    /// Seizures whose date is coarser than the periods of the trends.
    package var undatedWithinPeriods = 0
    /// Seizures in the selection without a weight in kilograms.
    package var withoutWeight = 0
    /// Seizures whose weight was converted by a factor that is no definition.
    package var convertedWeight = 0
    package var notes: [String] = []
}

/// One reporter's part.
package struct ReporterCoverage: Encodable, Sendable {
    package let reporter: String
    /// Single seizures or published figures.
    package let kind: String
    package let records: Int
    package let counted: Int
    package let repeats: Int
    package let held: Int
    package let mayRepeat: Int
    package let first: String
    package let last: String
    /// Years with at least one record.
    package let years: [Int]
    /// Years between first and last without any.
    package let missingYears: [Int]
    package let figure: String
}

/// How often a field is answered.
package struct FieldCoverage: Encodable, Sendable {
    package let field: String
    package let known: Int
    /// Asked, but left blank or «unknown».
    package let unknown: Int
    /// The source has no such question.
    package let notAsked: Int
    /// The same within the maritime picture.
    package let maritimeKnown: Int
    package let maritimeAsked: Int
    package let figure: String
}

/// A cell of the complete count table.
package struct CountCell: Encodable, Sendable {
    package let country: String
    package let group: String
    package let seizures: Int
}

/// A port's code and name.
package struct PortName: Encodable, Hashable, Sendable {
    package let code: String
    package let name: String
}

/// Counts and weights of one subject and substance group over periods.
package struct TrendSeries: Encodable, Sendable {
    /// `all`, `country`, `basin` or `port`.
    package let scope: String
    package let code: String
    package let subject: String
    package let group: String
    /// Periods between the first and the last; one without a record is here, with 0, only when
    /// every reporter of the series has some other record of it.
    package var points: [TrendPoint]
    /// Periods between the first and the last of which nothing is known: missing is not zero.
    package var gaps: [String] = []
    /// The last two complete periods, or the stated comparison, set against one another.
    package var change: TrendChange?
    /// Negative-binomial dispersion of a period's count, from monthly counts; nil where
    /// undefined, and the intervals are then of Poisson kind.
    package let alpha: Double?
}

/// One period of a trend.
package struct TrendPoint: Encodable, Sendable {
    package let period: String
    package let seizures: Int
    /// 95 % interval of the expected count.
    package let lower: Double?
    package let upper: Double?
    package let kilograms: Double
    /// Seizures of the period that have no weight.
    package let withoutWeight: Int
    /// Kilograms that came by a factor which is no definition.
    package let convertedKilograms: Double
    package let median: Double?
    /// Share of the period's weight in its largest seizure, 0 to 1.
    package let largestShare: Double?
    /// Share of the period's weight in its largest tenth of seizures, 0 to 1.
    package let tailShare: Double?
    /// Data begin or end within the period, or the period is not over.
    package let isPartial: Bool
    /// Late reports are to be expected.
    package let isLate: Bool
    package let countFigure: String
    package let weightFigure: String
}

/// Two periods set against one another.
package struct TrendChange: Encodable, Sendable {
    package let before: String
    package let after: String
    package let countBefore: Int
    package let countAfter: Int
    /// Ratio of the rates per day, with a 95 % interval fit for overdispersed counts.
    package let ratio: Double
    package let lower: Double
    package let upper: Double
    /// Of this comparison alone; the verdict judges all comparisons together
    /// (Benjamini–Hochberg: shown under 1 %, likely under 10 %).
    package let pValue: Double
    package var verdict: Verdict
    package let figure: String
}

/// Published totals of one place and substance group.
package struct PublishedSeries: Encodable, Sendable {
    package let place: String
    package let code: String
    package let scope: String
    package let group: String
    package let basin: String
    package let entries: [PublishedEntry]
}

/// One published total.
package struct PublishedEntry: Encodable, Sendable {
    package let period: String
    /// Start and end in years and their fractions, for charts.
    package let start: Double
    package let end: Double
    package let kilograms: Double?
    package let precision: String
    package let seizures: Int?
    package let countBasis: String
    /// Kilograms per seizure, only where the count counts these seizures.
    package let meanKilograms: Double?
    package let largestShare: Double?
    package let body: String
    package let status: String
    package let substance: String
    package let isContested: Bool
    package let definition: String
    package let address: String
    package let record: String
    package let figure: String
}

/// Totals of different bodies for one place, period and substance: side by side, never averaged.
package struct PublishedConflict: Encodable, Sendable {
    package let place: String
    package let period: String
    package let group: String
    package let entries: [PublishedEntry]
    package let low: Double
    package let high: Double
    /// The highest total divided by the lowest; 0 where the lowest is 0.
    package var ratio: Double { low > 0 ? high / low : 0 }
}

/// Shares of ports within their basin over periods.
package struct ShareSeries: Encodable, Sendable {
    package let basin: String
    package let group: String
    /// Who counted; empty for single seizures.
    package let body: String
    package let periods: [SharePeriod]
}

/// The shares of one period.
package struct SharePeriod: Encodable, Sendable {
    package let period: String
    package let parts: [SharePart]
    package let figure: String
}

/// One port's share.
package struct SharePart: Encodable, Sendable {
    package let code: String
    package let name: String
    /// Kilograms for published totals, seizures for single seizures.
    package let amount: Double
    package let share: Double
    package let lower: Double?
    package let upper: Double?
}

/// Seized abroad on the way against seized in the country's ports.
package struct UpstreamComparison: Encodable, Sendable {
    package let country: String
    package let period: String
    package let upstream: PublishedEntry
    package let ports: [PublishedPortEntry]
}

/// A published total with its port.
package struct PublishedPortEntry: Encodable, Sendable {
    package let place: String
    package let entry: PublishedEntry
}

/// One route: from, through, to.
package struct RouteLine: Encodable, Sendable {
    package let departure: String
    package let transit: String
    package let destination: String
    package let isIntended: Bool
    package let seizures: Int
    package let kilograms: Double
    package let figure: String
}

/// Shares of a vocabulary's terms among the records that know theirs.
package struct Breakdown: Encodable, Sendable {
    package var title: String
    package var known = 0
    package var unknown = 0
    package var notAsked = 0
    package var before = ""
    package var after = ""
    package var lines: [BreakdownLine] = []

    package init(title: String) { self.title = title }
}

/// One term's share, and its change between two periods.
package struct BreakdownLine: Encodable, Sendable {
    package let code: String
    package let title: String
    package let seizures: Int
    /// Share of the records that know the field, with its Wilson interval, 0 to 1.
    package let share: Double
    package let lower: Double
    package let upper: Double
    package let shareBefore: Double?
    package let shareAfter: Double?
    /// Difference of the two shares with Newcombe's interval.
    package let difference: Double?
    package let differenceLower: Double?
    package let differenceUpper: Double?
    package let figure: String
}

/// How often a role of companies was named, by involvement.
package struct RoleLine: Encodable, Sendable {
    package let role: String
    package let misused: Int
    package let complicit: Int
    package let unknown: Int
    package let figure: String
}

/// Money of one currency; currencies are never added.
package struct CashLine: Encodable, Sendable {
    package let currency: String
    package let seizures: Int
    package let total: Double
    package let median: Double
    package let figure: String
}

/// Seizures of one stage and group.
package struct StageLine: Encodable, Sendable {
    package let stage: String
    package let group: String
    package let seizures: Int
    package let kilograms: Double
    package let figure: String
}

/// One port's page.
package struct PortPage: Encodable, Sendable {
    package let code: String
    package let name: String
    package let country: String
    package let basin: String
    package let kind: String
    package let size: String
    package let membership: String
    package let latitude: Double?
    package let longitude: Double?
    package var seizures: Int
    package var published: [PublishedSeries]
    package var trends: [TrendSeries]
    package var routes: [RouteLine]
    package var methods: Breakdown
    package var events: [EventLine]
    package var statements: [Statement]
}

/// One seizure on a port's page.
package struct EventLine: Encodable, Sendable {
    package let date: String
    package let substance: String
    package let kilograms: Double?
    package let methods: String
    package let route: String
    package let record: String
}
