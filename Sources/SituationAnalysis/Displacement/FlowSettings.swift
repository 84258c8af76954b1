/// The choices of the displacement test, with the values that won on worlds with known truth
/// (docs/decisions/0021-displacement.md).
package struct FlowSettings: Sendable, Equatable {
    /// Weeks after a measure's start at which the test looks.
    package var looks = [13, 26, 39, 52]
    /// Share of false alerts accepted, split over the looks.
    package var falseDiscovery = 0.10
    /// Weeks of history from which a place's profile is read.
    package var profileWeeks = 156
    /// Weeks in which an old find's part in the profile halves: profiles drift.
    package var halfLife = 104.0
    /// Finds that the common profile of all places counts for in each place's own.
    package var commonWeight = 20.0
    /// Share of moved loads assumed among the finds after the start, in the score of one find.
    package var movedShare = 0.15
    /// Weeks before the start against which rates are read.
    package var rateWeeks = 104
    /// Weeks between placebo dates.
    package var placeboStep = 4
    /// Finds that a source needs before its measure.
    package var leastSourceFinds = 30
    /// Weeks of history that a measure needs.
    package var leastHistory = 80
    /// Places beside the source that a comparison needs.
    package var leastPlaces = 10
    /// Share of the stated attributes that the finds need.
    package var leastStated = 0.85
    /// Share of moved loads that still look like the source's, assumed where the least detectable
    /// displacement is stated.
    package var keptLook = 0.7
    /// Standard deviation of the logarithm of a displaced amount around its estimate that profiles
    /// and their drift leave, as laboratory worlds show it.
    package var amountDoubt = 0.5

    /// The values above.
    package init() {}
}
