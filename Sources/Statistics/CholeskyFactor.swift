/// The factor of a symmetric positive definite matrix of up to ``DesignMatrix/maximumColumns``
/// rows: what least squares on few columns needs, and no more.
///
/// The matrix is brought to a unit diagonal first, so that a column's unit of measurement does not
/// decide whether it counts as dependent on the others.
struct CholeskyFactor {
    let size: Int
    /// The lower factor of the scaled matrix, row by row.
    private var lower: [Double]
    /// One over the root of each diagonal element.
    private var scale: [Double]

    /// A pivot below this part of a unit diagonal is no longer told from rounding: it corresponds
    /// to a correlation of 1 - 5e-12 with the columns before it.
    static let smallestPivot = 1e-11

    /// What stops a factorisation.
    struct DependentColumn: Error { let column: Int }

    /// Factors the matrix of which the upper triangle is given, row by row.
    ///
    /// Throws: the first column that depends on those before it, or is not finite.
    init(upper: [Double], size: Int) throws(DependentColumn) {
        self.size = size
        lower = Array(repeating: 0, count: size * size)
        scale = Array(repeating: 0, count: size)
        for column in 0..<size {
            let diagonal = upper[column * size + column]
            guard diagonal > 0, diagonal.isFinite else { throw DependentColumn(column: column) }
            scale[column] = 1 / diagonal.squareRoot()
        }
        var failed = -1
        let scale = scale
        lower.withUnsafeMutableBufferPointer { l in
            for row in 0..<size {
                for column in 0...row {
                    var sum = upper[column * size + row] * scale[row] * scale[column]
                    for k in 0..<column { sum -= l[row * size + k] * l[column * size + k] }
                    if row == column {
                        guard sum > Self.smallestPivot else {
                            failed = row
                            return
                        }
                        l[row * size + row] = sum.squareRoot()
                    } else {
                        l[row * size + column] = sum / l[column * size + column]
                    }
                }
            }
        }
        if failed >= 0 { throw DependentColumn(column: failed) }
    }

    /// The solution of A x = b.
    func solve(_ right: [Double]) -> [Double] {
        var x = right
        for row in 0..<size {
            var sum = x[row] * scale[row]
            for k in 0..<row { sum -= lower[row * size + k] * x[k] }
            x[row] = sum / lower[row * size + row]
        }
        for row in stride(from: size - 1, through: 0, by: -1) {
            var sum = x[row]
            for k in row + 1..<max(size, row + 1) { sum -= lower[k * size + row] * x[k] }
            x[row] = sum / lower[row * size + row]
        }
        for row in 0..<size { x[row] *= scale[row] }
        return x
    }

    /// The whole inverse, row by row.
    func inverse() -> [Double] {
        var triangle = Array(repeating: 0.0, count: size * size)
        for column in 0..<size {
            triangle[column * size + column] = 1 / lower[column * size + column]
            for row in column + 1..<max(size, column + 1) {
                var sum = 0.0
                for k in column..<row {
                    sum -= lower[row * size + k] * triangle[k * size + column]
                }
                triangle[row * size + column] = sum / lower[row * size + row]
            }
        }
        var inverse = Array(repeating: 0.0, count: size * size)
        for a in 0..<size {
            for b in 0...a {
                var sum = 0.0
                for k in a..<size { sum += triangle[k * size + a] * triangle[k * size + b] }
                sum *= scale[a] * scale[b]
                inverse[a * size + b] = sum
                inverse[b * size + a] = sum
            }
        }
        return inverse
    }
}
