import RealModule

/// A count in the period before a measure and in one after it.
package struct BeforeAfter: Hashable, Sendable {
    /// Bounds: 0 to ``CountInterval/largestCount``.
    package let before: Int
    /// Bounds: 0 to ``CountInterval/largestCount``.
    package let after: Int

    /// Nil where a count is out of bounds.
    package init?(before: Int, after: Int) {
        let bounds = 0...CountInterval.largestCount
        guard bounds.contains(before), bounds.contains(after) else { return nil }
        self.before = before
        self.after = after
    }
}

/// The displacement quotient and its companions: reported numbers, without an error bar.
///
/// R is the area of the measure, D the buffer into which crime may move, C the control. All assume
/// constant effort and that the control says what would have happened; none has a standard error,
/// so no decision rests on them.
/// Source: Bowers and Johnson (2003), Journal of Quantitative Criminology 19, 275–301; Guerette
/// (2009), Problem-Oriented Guides for Police, Problem-Solving Tools 10, appendix B.
package struct DisplacementQuotients: Hashable, Sendable {
    /// R before less R after.
    package let grossEffect: Int
    /// R/C before less R/C after; above 0 where the area did better than the control.
    package let netEffect: Double
    /// D/C after less D/C before.
    package let bufferChange: Double
    /// What became of the quotient.
    package let quotient: WeightedQuotient
    /// [R before · C after/C before - R after] + [D before · C after/C before - D after]: events
    /// prevented in both areas together.
    package let totalNetEffect: Double

    /// The weighted displacement quotient, or why it says nothing.
    package enum WeightedQuotient: Hashable, Sendable {
        /// Below 0 displacement, below -1 the gain is eaten; above 0 benefits spread.
        case value(Double)
        /// The area of the measure did no better than the control: there is no gain that could
        /// have moved. The number is the formula's, for comparison with other reports only.
        case noGain(formula: Double)
        /// Area and control changed alike: the quotient has no denominator.
        case unchanged
    }

    /// Nil where the control counts no event before or after.
    package init?(response: BeforeAfter, buffer: BeforeAfter, control: BeforeAfter) {
        guard control.before > 0, control.after > 0 else { return nil }
        let before = Double(control.before)
        let after = Double(control.after)
        grossEffect = response.before - response.after
        netEffect = Double(response.before) / before - Double(response.after) / after
        bufferChange = Double(buffer.after) / after - Double(buffer.before) / before
        let growth = after / before
        totalNetEffect =
            (Double(response.before) * growth - Double(response.after))
            + (Double(buffer.before) * growth - Double(buffer.after))
        // Whole numbers decide whether the denominator is nought: rounding must not.
        let gain = response.before * control.after - response.after * control.before
        if gain == 0 {
            quotient = .unchanged
        } else {
            let value = -bufferChange / netEffect
            quotient = gain > 0 ? .value(value) : .noGain(formula: value)
        }
    }
}

/// The weighted displacement difference: how the area of a measure and its buffer changed beyond
/// their controls, with an interval.
///
/// Estimator: ΔT - ΔC_t + ΔD - ΔC_d on counts divided by their weights (lengths of periods or
/// sizes of areas); negative where events were prevented. Variance: the sum of all counts over
/// their squared weights, which assumes independent Poisson counts; pass the measured dispersion
/// to widen it.
/// Source: Wheeler and Ratcliffe (2018), Crime Science 7, article 11.
package struct WeightedDisplacementDifference: Hashable, Sendable {
    /// A difference with its standard error.
    package struct Estimate: Hashable, Sendable {
        package let difference: Double
        package let standardError: Double
    }

    /// The area of the measure against its control.
    package let local: Estimate
    /// The buffer against its control; both 0 where none was given.
    package let displaced: Estimate
    /// Both together.
    package let total: Estimate
    /// Of the total. A report's number: a verdict needs the placebo test.
    package let interval: Interval

    /// What stands behind the counts of an area: lengths before and after, and size.
    package struct Weights: Hashable, Sendable {
        package let before: Double
        package let after: Double
        package let area: Double

        /// Nil where one is not above 0 and finite.
        package init?(before: Double = 1, after: Double = 1, area: Double = 1) {
            guard [before, after, area].allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
            self.before = before
            self.after = after
            self.area = area
        }

        /// Equal periods and areas.
        package static let equal = Weights(known: 1)
        private init(known one: Double) {
            before = one
            after = one
            area = one
        }
    }

    /// An area with what its counts are divided by.
    package struct Area: Hashable, Sendable {
        package let counts: BeforeAfter
        package let weights: Weights

        /// Without weights, of equal periods and areas.
        package init(_ counts: BeforeAfter, weights: Weights = .equal) {
            self.counts = counts
            self.weights = weights
        }

        fileprivate var change: Double {
            Double(counts.after) / (weights.after * weights.area)
                - Double(counts.before) / (weights.before * weights.area)
        }

        fileprivate func variance(_ variance: CountVariance) -> Double {
            Self.variance(counts.after, weights.after * weights.area, variance)
                + Self.variance(counts.before, weights.before * weights.area, variance)
        }

        private static func variance(_ count: Int, _ weight: Double, _ variance: CountVariance)
            -> Double
        {
            let mean = Double(count)
            switch variance {
            case .poisson: return mean / (weight * weight)
            case .quasiPoisson(let phi): return max(1, phi) * mean / (weight * weight)
            case .negativeBinomial(let alpha):
                return (mean + alpha * mean * mean) / (weight * weight)
            }
        }
    }

    /// Without a buffer the total is the local difference. Nil where the dispersion is out of
    /// bounds.
    ///
    /// With all counts 0 the standard error is 0 and the interval one point: nothing was counted,
    /// which is no proof that nothing changed.
    package init?(
        treated: Area, control: Area, buffer: (area: Area, control: Area)? = nil,
        variance: CountVariance = .poisson, level: ConfidenceLevel = .ninetyFive
    ) {
        guard variance.isDefined else { return nil }
        let localVariance = treated.variance(variance) + control.variance(variance)
        local = Estimate(
            difference: treated.change - control.change,
            standardError: localVariance.squareRoot())
        var bufferVariance = 0.0
        var moved = 0.0
        if let buffer {
            moved = buffer.area.change - buffer.control.change
            bufferVariance = buffer.area.variance(variance) + buffer.control.variance(variance)
        }
        displaced = Estimate(difference: moved, standardError: bufferVariance.squareRoot())
        let difference = local.difference + moved
        let error = (localVariance + bufferVariance).squareRoot()
        total = Estimate(difference: difference, standardError: error)
        let reach = level.criticalValue * error
        guard let interval = Interval.orNil(lower: difference - reach, upper: difference + reach)
        else { return nil }
        self.interval = interval
    }

    /// The interval whose width comes from the same difference at places and dates where nothing
    /// was done: it holds overdispersion, autocorrelation and swings of effort.
    ///
    /// The spread of the placebo differences, 1.4826 times their median distance from their
    /// median, replaces the standard error where it is larger. Nil with fewer than
    /// ``smallestPlacebos`` of them or one that is not finite.
    package func recalibrated(
        placebos: [Double], level: ConfidenceLevel = .ninetyFive
    ) -> Interval? {
        guard placebos.count >= Self.smallestPlacebos, placebos.allSatisfy(\.isFinite) else {
            return nil
        }
        let middle = Self.median(placebos)
        let spread = 1.482_602_218_505_602 * Self.median(placebos.map { abs($0 - middle) })
        let reach = level.criticalValue * max(spread, total.standardError)
        return Interval.orNil(lower: total.difference - reach, upper: total.difference + reach)
    }

    /// Fewer placebos say too little of their own spread.
    package static let smallestPlacebos = 10

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1
            ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
