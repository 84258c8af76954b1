/// What the node says about displacement on one day: every measure, every alert with its words,
/// and how many pairs could not be told.
package struct DisplacementBoard: Sendable, Encodable {
    /// A port as the board names it.
    package struct Place: Sendable, Hashable, Encodable {
        package let code: String
        package let name: String
        /// What the port's finds are divided by, in words.
        package let denominator: String
    }

    /// One port before and after the start: finds and inspections side by side, a year.
    package struct Side: Sendable, Hashable, Encodable {
        package let findsBefore: Double
        package let findsAfter: Double
        /// Nil: no denominator.
        package let inspectionsBefore: Double?
        package let inspectionsAfter: Double?
    }

    /// A measure and one port that its traffic may have gone to.
    package struct Entry: Sendable, Encodable {
        package let measure: String
        package let from: Place
        package let to: Place
        package let verdict: String
        /// Weeks after the start at which the alert rose; nil without an alert.
        package let alertWeeks: Int?
        /// The statistic that ranks entries, in units of the placebo's spread.
        package let score: Double
        package let source: Side
        package let receiver: Side
        /// Extra finds a year at the receiver: 90 % interval; nil where none are shown or likely.
        package let displaced: FlowRange?
        /// Extra finds a year that would be seen in half and in four fifths of cases.
        package let leastDetectable: LeastDetectable?
        /// What is said, in the order in which it is read.
        package let sentences: [String]
        /// What would change our mind.
        package let doubts: [String]
        /// Measures whose ports explain the same finds at least as well.
        package let alternatives: [String]
    }

    /// A measure with the verdicts on all other ports.
    package struct MeasureLine: Sendable, Encodable {
        package let id: String
        package let type: String
        package let place: Place
        package let starts: String
        /// How the port itself fared.
        package let fall: String
        /// Pairs by verdict.
        package let verdicts: [String: Int]
        /// Why nothing can be told, where nothing can.
        package let obstacles: [String]
        /// The least detectable displacement over its pairs: smallest, middle and largest, in
        /// finds a year seen in half of cases; nil where the test says nothing.
        package let leastDetectable: FlowRange?
    }

    package let asOf: String
    package let weeks: Int
    package let finds: Int
    package let ports: Int
    /// Weeks after a start at which the test looks.
    package let looks: [Int]
    /// Alerts among these that are expected to be false.
    package let expectedFalseAlerts: Double
    package let measures: [MeasureLine]
    /// Alerts and the watch list, strongest first.
    package let entries: [Entry]
    /// What is said of the whole.
    package let summary: [String]

    /// Shown and likely entries.
    package func entries(_ verdict: DisplacementVerdict) -> [Entry] {
        entries.filter { $0.verdict == verdict.rawValue }
    }
}
