package import PortVocabulary
import Statistics

/// How a panel is watched.
///
/// The number of false alarms a year is set first and shared: half among all counts, half among all
/// shares, evenly. So a longer list of series makes each of them stricter, not the list louder.
package struct AlarmRules: Hashable, Sendable {
    /// Looks a year.
    package static let looks = 52.0
    /// Years of history from which counts are watched.
    package static let leastYears = 2
    /// Weeks over which a usual share is taken, at the least.
    package static let leastUsualWeeks = 104
    /// Finds within them, at the least.
    package static let leastUsualFinds = 50
    /// Weeks over which a share is summed up, before those shown.
    package static let summedWeeks = 48
    /// False alarms a year that may be asked for.
    package static let budgetRange = 0.1...100
    /// Share of the weeks, in hundredths, from which a port's finds are divided by inspections.
    static let coveredHundredths = 80

    /// In ``budgetRange``.
    package let falseAlarmsAYear: Double
    /// Last weeks that are shown. Bounds: 1 to 26.
    package let shownWeeks: Int

    /// Nil where a value is out of bounds.
    package init?(falseAlarmsAYear: Double = 4, shownWeeks: Int = 4) {
        guard Self.budgetRange.contains(falseAlarmsAYear), (1...26).contains(shownWeeks) else {
            return nil
        }
        (self.falseAlarmsAYear, self.shownWeeks) = (falseAlarmsAYear, shownWeeks)
    }

    /// - Parameter basin: the basin of a port; nil leaves the port out of all basins.
    package func board(_ panel: WeeklyPanel, basin: (PlaceCode) -> Basin?) -> AlarmBoard {
        let series = AlarmSeries(panel, basin: basin)
        let shown = max(0, panel.weeks - shownWeeks)..<panel.weeks
        let alpha = min(
            0.5,
            max(1e-6, falseAlarmsAYear / 2 / (Self.looks * Double(max(1, series.counts.count)))))
        let weeksPerFalseAlarm =
            Self.looks * Double(max(1, series.shares.count)) / (falseAlarmsAYear / 2)
        var gaps: [AlarmGap: Int] = [:]
        var (counts, countSeries) = ([CountAlarm](), 0)
        for line in series.counts {
            switch assess(line, panel, shown, alpha) {
            case .success(let alarms):
                countSeries += 1
                counts += alarms
            case .failure(let gap): gaps[gap.gap, default: 0] += 1
            }
        }
        var (shares, shareSeries) = ([ShareAlarm](), 0)
        for line in series.shares {
            switch assess(line, panel, shown, weeksPerFalseAlarm) {
            case .success(let alarms):
                shareSeries += 1
                shares += alarms
            case .failure(let gap): gaps[gap.gap, default: 0] += 1
            }
        }
        return AlarmBoard(
            asOf: panel.asOf, heldBackWeeks: panel.heldBackWeeks,
            weeks: shown.map(panel.monday), counts: counts, shares: shares,
            countSeries: countSeries, shareSeries: shareSeries, alpha: alpha,
            weeksPerFalseAlarm: weeksPerFalseAlarm, gaps: gaps)
    }

    private struct Gap: Error {
        let gap: AlarmGap
    }

    /// The alarms of one series of counts in the shown weeks.
    private func assess(
        _ line: AlarmSeries.Counts, _ panel: WeeklyPanel, _ shown: Range<Int>, _ alpha: Double
    ) -> Result<[CountAlarm], Gap> {
        var detector = FarringtonDetector()
        detector.alpha = alpha
        // The first shown week must have its reference window in the oldest year.
        let years = min(
            detector.years, (shown.lowerBound - detector.halfWindow) / detector.weeksPerYear)
        guard !shown.isEmpty, years >= Self.leastYears else {
            return .failure(Gap(gap: .shortHistory))
        }
        detector.years = years
        let effort = effort(line, shown)
        let counts = line.weeks.enumerated().map { week, count in
            effort == nil || effort?[week] != nil ? count : nil
        }
        var alarms: [CountAlarm] = []
        var isAssessed = false
        for week in shown {
            let outcome = detector.assess(counts, at: week, exposures: effort?.map { $0 ?? 1 })
            guard let found = outcome.assessment else { continue }
            isAssessed = true
            guard found.isAlarm else { continue }
            alarms.append(
                CountAlarm(
                    subject: line.subject, week: panel.monday(week), observed: found.observed,
                    expected: found.expected, threshold: found.upperBound, years: years,
                    denominator: effort == nil ? "no denominator" : line.denominator))
        }
        return isAssessed ? .success(alarms) : .failure(Gap(gap: .notEstimable))
    }

    /// The inspections of a port where they cover enough of the weeks and all that are shown; nil
    /// leaves the finds undivided. A week without inspections is a week not observed.
    private func effort(_ line: AlarmSeries.Counts, _ shown: Range<Int>) -> [Double?]? {
        guard let effort = line.inspections else { return nil }
        let positive = effort.map { $0.flatMap { $0 > 0 ? $0 : nil } }
        let covered = positive.count { $0 != nil }
        guard covered * 100 >= positive.count * Self.coveredHundredths,
            shown.allSatisfy({ positive[$0] != nil })
        else { return nil }
        return positive
    }

    /// The alarms of one share in the shown weeks.
    private func assess(
        _ line: AlarmSeries.Share, _ panel: WeeklyPanel, _ shown: Range<Int>, _ weeks: Double
    ) -> Result<[ShareAlarm], Gap> {
        let start = max(0, shown.lowerBound - Self.summedWeeks)
        guard start >= Self.leastUsualWeeks else { return .failure(Gap(gap: .shortHistory)) }
        let usual = (
            ofKind: line.ofKind[..<start].reduce(0, +), among: line.among[..<start].reduce(0, +)
        )
        guard usual.among >= Self.leastUsualFinds,
            let share = ShareCumulativeSum.smoothedShare(ofKind: usual.ofKind, among: usual.among)
        else { return .failure(Gap(gap: .fewFinds)) }
        let (ofKind, among) = (Array(line.ofKind[start...]), Array(line.among[start...]))
        // One find alone is no alarm, and no threshold lies below; most series end here, before
        // the costly calibration.
        guard reaches(ofKind, among, share) else { return .success([]) }
        guard
            let sum = ShareCumulativeSum.calibrated(
                usualShare: share, eventsPerWeek: Array(line.among[..<start]),
                weeksPerFalseAlarm: weeks), let found = sum.assess(ofKind: ofKind, among: among)
        else { return .failure(Gap(gap: .notEstimable)) }
        var alarms: [ShareAlarm] = []
        var first = 0
        for (index, week) in found.enumerated() {
            if week.isAlarm, shown.contains(start + index) {
                alarms.append(
                    ShareAlarm(
                        subject: line.subject, week: panel.monday(start + index),
                        since: panel.monday(start + first),
                        ofKind: ofKind[first...index].reduce(0, +),
                        among: among[first...index].reduce(0, +), usualShare: share))
            }
            if week.isAlarm || week.sum == 0 { first = index + 1 }
        }
        return .success(alarms)
    }

    /// Whether the sum ever passes what one find adds at the most.
    private func reaches(_ ofKind: [Int], _ among: [Int], _ share: Double) -> Bool {
        let step = ShareCumulativeSum.increments(usualShare: share, oddsRatio: 2.5)
        var (sum, most) = (0.0, 0.0)
        for (x, n) in zip(ofKind, among) {
            sum = max(0, sum + Double(x) * step.ofKind + Double(n - x) * step.other)
            most = max(most, sum)
        }
        return most > step.ofKind * 1.000_001
    }
}
