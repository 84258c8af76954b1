extension CountRegression {
    /// How the covariance of the coefficients is estimated.
    package enum Covariance: Hashable, Sendable {
        /// From the information, times ``pearsonDispersion`` for the quasi-Poisson family.
        case model
        /// Right for any variance of independent counts (HC0).
        ///
        /// Source: White (1980), Econometrica 48, 817–838.
        case independent
        /// Right for counts that hang together over up to `lag` rows in the order of time.
        ///
        /// Estimator: Bartlett weights 1 - l/(lag+1), no small-sample factor.
        /// Source: Newey and West (1987), Econometrica 55, 703–708. Bounds: `lag` from 0.
        case longRun(lag: Int)
        /// Right for counts that hang together within a cluster in any way; one label per row.
        ///
        /// No small-sample factor: below 30 clusters it is too small, and placebo intervals are
        /// better. Source: Liang and Zeger (1986), Biometrika 73, 13–22.
        case clustered([Int])
    }

    /// The standard error of each coefficient; nil where a lag is negative or labels are missing,
    /// or fewer than two clusters.
    package func standardErrors(_ covariance: Covariance = .model) -> [Double]? {
        guard let matrix = covarianceMatrix(covariance) else { return nil }
        let p = design.columns
        return (0..<p).map { max(0, matrix[$0 * p + $0]).squareRoot() }
    }

    /// The covariance of the coefficients, row by row; nil as in ``standardErrors(_:)``.
    package func covarianceMatrix(_ covariance: Covariance) -> [Double]? {
        let p = design.columns
        let middle: [Double]
        switch covariance {
        case .model:
            let factor = family == .quasiPoisson ? pearsonDispersion : 1
            return unscaledCovariance.map { $0 * factor }
        case .independent: middle = lagProduct(scores(), 0)
        case .longRun(let lag):
            guard lag >= 0 else { return nil }
            let scores = scores()
            var sum = lagProduct(scores, 0)
            for step in 1..<max(1, min(lag + 1, design.rows)) {
                let weight = 1 - Double(step) / Double(lag + 1)
                let part = lagProduct(scores, step)
                for a in 0..<p {
                    for b in 0..<p {
                        sum[a * p + b] += weight * (part[a * p + b] + part[b * p + a])
                    }
                }
            }
            middle = sum
        case .clustered(let labels):
            guard labels.count == design.rows, Set(labels).count > 1 else { return nil }
            middle = clusterProduct(labels)
        }
        return sandwich(middle)
    }

    /// One row of first derivatives per observation.
    private func scores() -> [Double] {
        let p = design.columns
        var scores = design.values
        for i in means.indices {
            let factor = workingWeights[i] * (counts[i] - means[i]) / means[i]
            for a in 0..<p { scores[i * p + a] *= factor }
        }
        return scores
    }

    /// Σᵢ sᵢ sᵢ₋ₗᵀ.
    private func lagProduct(_ scores: [Double], _ lag: Int) -> [Double] {
        let p = design.columns
        var product = Array(repeating: 0.0, count: p * p)
        for i in lag..<design.rows {
            for a in 0..<p {
                for b in 0..<p {
                    product[a * p + b] += scores[i * p + a] * scores[(i - lag) * p + b]
                }
            }
        }
        return product
    }

    private func clusterProduct(_ labels: [Int]) -> [Double] {
        let p = design.columns
        let scores = scores()
        var sums: [Int: [Double]] = [:]
        for i in labels.indices {
            for a in 0..<p {
                sums[labels[i], default: Array(repeating: 0, count: p)][a] += scores[i * p + a]
            }
        }
        var product = Array(repeating: 0.0, count: p * p)
        // Sorted, so that the order of addition, and with it the last digit, is always the same.
        for label in sums.keys.sorted() {
            guard let sum = sums[label] else { continue }
            for a in 0..<p {
                for b in 0..<p { product[a * p + b] += sum[a] * sum[b] }
            }
        }
        return product
    }

    private func sandwich(_ middle: [Double]) -> [Double] {
        let p = design.columns
        var half = Array(repeating: 0.0, count: p * p)
        var whole = half
        for a in 0..<p {
            for b in 0..<p {
                for k in 0..<p {
                    half[a * p + b] += unscaledCovariance[a * p + k] * middle[k * p + b]
                }
            }
        }
        for a in 0..<p {
            for b in 0..<p {
                for k in 0..<p {
                    whole[a * p + b] += half[a * p + k] * unscaledCovariance[k * p + b]
                }
            }
        }
        return whole
    }
}
