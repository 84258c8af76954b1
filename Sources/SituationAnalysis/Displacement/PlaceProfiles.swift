import Foundation

/// What the finds of each place looked like before one week.
///
/// Each attribute's shares are a Dirichlet mean: the place's own finds, halving in weight every
/// `halfLife` weeks, plus `commonWeight` finds of the common profile.
struct PlaceProfiles {
    let week: Int
    /// Weighted finds per place and code.
    let counts: [Double]
    /// Weighted finds with the attribute stated, per place and attribute.
    let totals: [Double]
    /// The common share of each code.
    let common: [Double]
    /// The share of each code at each place.
    let shares: [Double]
    /// The first find of the history, and the first at or after the week, per place.
    let spans: [Range<Int>]
    /// The weight of a find by its age in weeks.
    let weights: [Double]

    init(_ panel: FlowPanel, before week: Int, _ settings: FlowSettings) {
        let codes = panel.codeCount
        let attributes = panel.attributeSizes.count
        let earliest = max(0, week - settings.profileWeeks)
        let decay = log(2) / settings.halfLife
        let weights = (0...max(week, 0)).map { exp(-decay * Double($0)) }
        var counts = [Double](repeating: 0, count: panel.placeCount * codes)
        var totals = [Double](repeating: 0, count: panel.placeCount * attributes)
        var common = [Double](repeating: 0.5, count: codes)
        var spans: [Range<Int>] = []
        for place in 0..<panel.placeCount {
            let span = panel.finds(at: place, in: earliest..<week)
            spans.append(span)
            for index in span where Int(panel.reported[index]) < week {
                let weight = weights[week - Int(panel.weeks[index])]
                for attribute in 0..<attributes {
                    let code = Int(panel.codes[index * attributes + attribute])
                    guard code >= 0 else { continue }
                    let cell = panel.codeOffsets[attribute] + code
                    counts[place * codes + cell] += weight
                    totals[place * attributes + attribute] += weight
                    common[cell] += weight
                }
            }
        }
        for (attribute, size) in panel.attributeSizes.enumerated() {
            let cells = panel.codeOffsets[attribute]..<(panel.codeOffsets[attribute] + size)
            let sum = common[cells].reduce(0, +)
            for cell in cells { common[cell] /= sum }
        }
        var shares = counts
        let prior = settings.commonWeight
        for place in 0..<panel.placeCount {
            for (attribute, size) in panel.attributeSizes.enumerated() {
                let total = totals[place * attributes + attribute] + prior
                for code in 0..<size {
                    let cell = panel.codeOffsets[attribute] + code
                    shares[place * codes + cell] =
                        (counts[place * codes + cell] + prior * common[cell]) / total
                }
            }
        }
        self.week = week
        self.counts = counts
        self.totals = totals
        self.common = common
        self.shares = shares
        self.spans = spans
        self.weights = weights
    }
}

extension FlowPanel {
    /// The finds of one place in a span of weeks, as a range of the sorted finds.
    func finds(at place: Int, in span: Range<Int>) -> Range<Int> {
        let all = firstFind[place]..<firstFind[place + 1]
        let from = firstIndex(in: all, atOrAfter: span.lowerBound)
        let to = firstIndex(in: from..<all.upperBound, atOrAfter: span.upperBound)
        return from..<to
    }

    private func firstIndex(in range: Range<Int>, atOrAfter week: Int) -> Int {
        var low = range.lowerBound
        var high = range.upperBound
        while low < high {
            let middle = (low + high) / 2
            if Int(weeks[middle]) < week { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
