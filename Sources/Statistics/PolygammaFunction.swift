import RealModule

/// The first two derivatives of ln Γ, which the likelihood of counts needs.
///
/// Estimator: the recurrence up to 10, then the asymptotic series in Bernoulli numbers; the first
/// term left out is below 1e-16. Source: DLMF 5.5.2, 5.11.2 and 5.15.8.
enum PolygammaFunction {
    private static let large = 10.0

    /// ψ(x). Bounds: `x` above 0.
    static func digamma(_ x: Double) -> Double {
        var x = x
        var sum = 0.0
        while x < large {
            sum -= 1 / x
            x += 1
        }
        let r = 1 / (x * x)
        let series =
            r
            * (1.0 / 12
                - r
                * (1.0 / 120
                    - r
                    * (1.0 / 252
                        - r
                        * (1.0 / 240
                            - r * (1.0 / 132 - r * (691.0 / 32760 - r * (1.0 / 12)))))))
        return sum + .log(x) - 0.5 / x - series
    }

    /// ψ'(x). Bounds: `x` above 0.
    static func trigamma(_ x: Double) -> Double {
        var x = x
        var sum = 0.0
        while x < large {
            sum += 1 / (x * x)
            x += 1
        }
        let r = 1 / (x * x)
        let series =
            r
            * (1.0 / 6
                - r
                * (1.0 / 30
                    - r
                    * (1.0 / 42
                        - r
                        * (1.0 / 30
                            - r * (5.0 / 66 - r * (691.0 / 2730 - r * (7.0 / 6)))))))
        return sum + (1 + 0.5 / x + series) / x
    }
}
