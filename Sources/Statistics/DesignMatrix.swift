/// The explanatory columns of a regression, one row per observation, stored row by row.
package struct DesignMatrix: Hashable, Sendable {
    /// Bounds: 1 to ``maximumRows``.
    package let rows: Int
    /// Bounds: 1 to ``maximumColumns``.
    package let columns: Int
    /// Row by row; all finite.
    package let values: [Double]

    /// The kernels are meant for few columns; effects of many ports have
    /// ``TwoWayCountEffects``.
    package static let maximumColumns = 40
    /// Far above any series of weeks.
    package static let maximumRows = 1_000_000

    /// Columns side by side; nil where they are empty, too many, unequal in length or not finite.
    package init?(columns: [[Double]]) {
        guard let first = columns.first, !first.isEmpty, columns.count <= Self.maximumColumns,
            first.count <= Self.maximumRows,
            columns.allSatisfy({ $0.count == first.count && $0.allSatisfy(\.isFinite) })
        else { return nil }
        rows = first.count
        self.columns = columns.count
        var values: [Double] = []
        values.reserveCapacity(first.count * columns.count)
        for row in first.indices {
            for column in columns { values.append(column[row]) }
        }
        self.values = values
    }

    /// The caller vouches for shape and finiteness.
    init(rows: Int, columns: Int, values: [Double]) {
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    /// The value of one row and column.
    package subscript(row: Int, column: Int) -> Double { values[row * columns + column] }

    /// xᵀ M x for one row and a symmetric matrix of `columns` rows.
    func quadraticForm(row: Int, _ matrix: [Double]) -> Double {
        Self.quadraticForm(values, from: row * columns, count: columns, matrix)
    }

    /// xᵀ M x, skipping the zeros that dummy columns are full of.
    static func quadraticForm(
        _ x: [Double], from start: Int, count: Int, _ matrix: [Double]
    ) -> Double {
        x.withUnsafeBufferPointer { x in
            matrix.withUnsafeBufferPointer { m in
                var sum = 0.0
                for a in 0..<count where x[start + a] != 0 {
                    var part = 0.5 * x[start + a] * m[a * count + a]
                    for b in 0..<a where x[start + b] != 0 {
                        part += x[start + b] * m[a * count + b]
                    }
                    sum += x[start + a] * part
                }
                return 2 * sum
            }
        }
    }
}
