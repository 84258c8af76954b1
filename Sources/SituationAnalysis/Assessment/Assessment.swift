import PortVocabulary

/// A situation assessment: everything that its pages, files and sentences say, as values. What
/// is shown anywhere is here, and every number carries the identifier of its ``Figure``.
package struct Assessment: Encodable, Sendable {
    package var title = "Situation assessment"
    /// The day it was made.
    package var madeOn = ""
    /// Command-line words of the selection; empty for everything.
    package var selection = ""
    /// The strictest label of its records and every handling code above H0 among them, such as
    /// `TLP:AMBER, H1`; empty without records.
    package var mark = ""
    package var granularity = Granularity.year
    package var base = EvidenceBase()
    package var statements: [Statement] = []
    package var coverage = Coverage()
    package var published: [PublishedSeries] = []
    package var conflicts: [PublishedConflict] = []
    package var publishedShares: [ShareSeries] = []
    package var upstream: [UpstreamComparison] = []
    package var trends: [TrendSeries] = []
    package var shares: [ShareSeries] = []
    package var routes: [RouteLine] = []
    package var methods = Breakdown(title: "Modus operandi")
    package var concealment = Breakdown(title: "Concealment")
    package var roles: [RoleLine] = []
    package var cash: [CashLine] = []
    package var stages: [StageLine] = []
    package var ports: [PortPage] = []
    package var figures: [Figure] = []
}

/// How many records stand behind the assessment, and what became of the others.
package struct EvidenceBase: Encodable, Sendable {
    /// All seizure records of the selection; the next three add up to it.
    package var seizures = 0
    package var counted = 0
    package var held = 0
    package var repeats = 0
    /// Of the counted: those that may repeat another.
    package var mayRepeat = 0
    /// Of the counted: those of the maritime picture.
    package var maritime = 0
    /// Published figures; never added to seizures.
    package var figures = 0
    package var contestedFigures = 0
    package var bodies = 0
}

/// One number with what stands behind it.
package struct Figure: Encodable, Sendable {
    /// `N1`, `N2`, … in the order of their making.
    package let id: String
    package let subject: String
    package let measure: String
    package let period: String
    package let value: Double?
    package let lower: Double?
    package let upper: Double?
    package let unit: String
    /// Records behind the number.
    package let records: Int
    /// The command that lists these records, as far as their fields are released; for the
    /// coverage of fields the selection in which the number was counted.
    package let list: String
    /// Records named one by one, where they are few: published figures with their addresses.
    package let sources: [FigureSource]
}

/// A record named beside a figure.
package struct FigureSource: Encodable, Hashable, Sendable {
    package let record: String
    package let body: String
    package let address: String
}

/// How far a sentence can be relied on.
package enum Verdict: String, Encodable, CaseIterable, Sendable {
    case shown, likely
    case cannotTell = "cannot tell"
    case unlikely
}

/// A sentence of the assessment with its verdict, its reason and its figures.
package struct Statement: Encodable, Sendable {
    package let verdict: Verdict
    package let text: String
    /// Why the verdict is what it is, and what would change it.
    package let because: String
    /// Identifiers of ``Figure``.
    package let figures: [String]
    /// What the sentence is about, for sorting: a port, a basin, the whole.
    package let subject: String
    /// Which rule made it.
    var topic = StatementTopic.base

    private enum CodingKeys: String, CodingKey { case verdict, text, because, figures, subject }

    package init(
        _ verdict: Verdict, _ text: String, because: String, figures: [String], subject: String
    ) {
        (self.verdict, self.text, self.because) = (verdict, text, because)
        (self.figures, self.subject) = (figures, subject)
    }
}

/// The rules that make sentences.
enum StatementTopic: Hashable, Sendable {
    /// What stands behind the assessment, and who is silent.
    case base
    /// What bodies published.
    case published
    /// Periods set against one another.
    case change
    /// Single finds that carry a total, and fields that few records know.
    case caveat
    case displacement
}

extension [Statement] {
    func about(_ topic: StatementTopic) -> [Statement] {
        map { statement in
            var named = statement
            named.topic = topic
            return named
        }
    }
}

/// Collects the figures of an assessment.
struct FigureBook {
    private(set) var figures: [Figure] = []

    /// Adds a figure and answers its identifier.
    mutating func add(
        _ subject: String, _ measure: String, period: String, value: Double?, unit: String,
        lower: Double? = nil, upper: Double? = nil, records: Int, list: String,
        sources: [FigureSource] = []
    ) -> String {
        let id = "N\(figures.count + 1)"
        figures.append(
            Figure(
                id: id, subject: subject, measure: measure, period: period, value: value,
                lower: lower, upper: upper, unit: unit, records: records, list: list,
                sources: sources))
        return id
    }
}
