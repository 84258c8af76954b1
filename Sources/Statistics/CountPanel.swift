/// Counts of several units (ports) over the same periods, each cell with its own exposure.
package struct CountPanel: Hashable, Sendable {
    package let units: Int
    package let periods: Int
    /// Unit by unit.
    let counts: [Double]
    /// 0 for cells that were not observed.
    let exposures: [Double]

    package static let largestSide = 10_000

    /// A row of counts per unit, nil for cells not observed; exposures of the same shape, all 1
    /// where absent.
    ///
    /// A cell without exposure is not observed. Nil where rows differ in length, a count or an
    /// exposure is negative or not finite, or a side is 0 or above ``largestSide``.
    package init?(counts: [[Int?]], exposures: [[Double?]]? = nil) {
        guard let periods = counts.first?.count, (1...Self.largestSide).contains(counts.count),
            (1...Self.largestSide).contains(periods),
            counts.allSatisfy({ $0.count == periods }),
            exposures.map({ rows in
                rows.count == counts.count && rows.allSatisfy { $0.count == periods }
            }) ?? true
        else { return nil }
        var (values, efforts) = ([Double](), [Double]())
        for (unit, row) in counts.enumerated() {
            for (period, count) in row.enumerated() {
                let effort = exposures == nil ? 1 : exposures?[unit][period] ?? 0
                guard (count ?? 0) >= 0, effort >= 0, effort.isFinite else { return nil }
                values.append(count.map(Double.init) ?? 0)
                efforts.append(count == nil ? 0 : effort)
            }
        }
        for cell in values.indices where efforts[cell] == 0 { values[cell] = 0 }
        units = counts.count
        self.periods = periods
        self.counts = values
        self.exposures = efforts
    }

    private init(units: Int, periods: Int, counts: [Double], exposures: [Double]) {
        self.units = units
        self.periods = periods
        self.counts = counts
        self.exposures = exposures
    }

    /// The panel of some of the units, in the order given; the caller vouches for the indices.
    func selecting(_ chosen: [Int]) -> CountPanel {
        CountPanel(
            units: chosen.count, periods: periods,
            counts: chosen.flatMap { counts[$0 * periods..<($0 + 1) * periods] },
            exposures: chosen.flatMap { exposures[$0 * periods..<($0 + 1) * periods] })
    }
}
