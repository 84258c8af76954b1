/// What a detector says about one port that may have received the flow of a measured port.
package struct PairVerdict: Hashable, Sendable {
    /// The measure, by its place in the world.
    package var measure: Int
    /// The port, by its place in the world; never the measured one.
    package var toPort: Int
    /// The larger, the more likely a displacement; finite.
    package var score: Double
    /// The week at whose beginning the detector raised an alarm; nil where it raised none.
    package var alarmWeek: Int?

    /// One verdict.
    package init(measure: Int, toPort: Int, score: Double, alarmWeek: Int? = nil) {
        self.measure = measure
        self.toPort = toPort
        self.score = score
        self.alarmWeek = alarmWeek
    }
}

/// Judges every pair of a measure and another port from what the ports know.
///
/// A detector sees a world and never its truth. An alarm of a week uses only what was reported
/// before that week began.
package protocol Detector: Sendable {
    /// The word in the column `detector` of claims.
    var name: String { get }

    /// A verdict for each candidate pair of the world.
    func detect(_ world: World) -> [PairVerdict]
}
