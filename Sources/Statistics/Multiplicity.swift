/// Adjusted p-values for many tests at once, controlling the false discovery rate.
///
/// A test is called at rate q when its adjusted value is at most q. Results stand in the order of
/// the input; nil where a value lies outside 0 to 1.
package enum Multiplicity {
    /// Step-up adjustment p(i)·m/i for independent or positively dependent tests.
    ///
    /// Source: Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57,
    /// 289–300.
    package static func benjaminiHochberg(_ pValues: [Double]) -> [Double]? {
        stepUp(pValues, factor: 1)
    }

    /// The same times 1 + 1/2 + … + 1/m, for any dependence: wanted where one growing port matches
    /// many measures and alarms come in clumps.
    ///
    /// Source: Benjamini and Yekutieli (2001), Annals of Statistics 29, 1165–1188.
    package static func benjaminiYekutieli(_ pValues: [Double]) -> [Double]? {
        let factor = stride(from: pValues.count, to: 0, by: -1)
            .reduce(0.0) { $0 + 1 / Double($1) }
        return stepUp(pValues, factor: factor)
    }

    private static func stepUp(_ pValues: [Double], factor: Double) -> [Double]? {
        guard pValues.allSatisfy({ $0 >= 0 && $0 <= 1 }) else { return nil }
        let order = pValues.indices.sorted { pValues[$0] > pValues[$1] }
        let count = Double(pValues.count)
        var adjusted = pValues
        var smallest = 1.0
        for (fromLast, index) in order.enumerated() {
            let rank = count - Double(fromLast)
            smallest = min(smallest, pValues[index] * factor * count / rank)
            adjusted[index] = smallest
        }
        return adjusted
    }
}
