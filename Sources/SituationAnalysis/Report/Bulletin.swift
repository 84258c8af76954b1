/// A monthly or quarterly report as values: everything that its page, its PDF, its tables and its
/// JSON show. It holds no number that an ``Assessment`` does not hold.
package struct Bulletin: Encodable, Sendable {
    package var title = ""
    /// `alliance`, `basin/north-sea` or `port/NLRTM`.
    package var subject = ""
    /// `month` or `quarter`.
    package var cycle = ""
    package var period = ""
    package var periodBefore = ""
    package var periodYearBefore = ""
    /// First and last day of the course that the charts show.
    package var course = ""
    /// The substance groups it is narrowed to; empty for all.
    package var substances: [String] = []
    /// The day that it bears.
    package var madeOn = ""
    /// The organisation whose rights it was made under.
    package var edition = ""
    /// The strictest label of all its records with every handling code above H0; empty without
    /// records.
    package var mark = ""
    /// What stands behind the period alone.
    package var base = EvidenceBase()
    package var sections: [BulletinSection] = []
    /// The figures that the bulletin cites, under numbers of its own.
    package var figures: [Figure] = []
}

/// One part of a bulletin under a heading.
package struct BulletinSection: Encodable, Sendable {
    /// A name for links, the same in every bulletin.
    package let id: String
    package let title: String
    package var text: [String] = []
    package var statements: [Statement] = []
    package var tables: [BulletinTable] = []
    package var charts: [BulletinChart] = []

    init(_ id: String, _ title: String, text: [String] = []) {
        (self.id, self.title, self.text) = (id, title, text)
    }
}

/// Rows and columns with their caption.
package struct BulletinTable: Encodable, Sendable {
    package let title: String
    package let columns: [BulletinColumn]
    /// Shape: one cell for each column; the first names its row.
    package var rows: [[BulletinCell]] = []
    /// Rows that were left out because the table would be too long.
    package var omittedRows = 0

    init(_ title: String, _ columns: [BulletinColumn]) {
        (self.title, self.columns) = (title, columns)
    }

    /// The first rows, and how many follow.
    func limited(to limit: Int) -> BulletinTable {
        var short = self
        short.rows = Array(rows.prefix(limit))
        short.omittedRows = rows.count - short.rows.count
        return short
    }
}

/// A column of a table.
package struct BulletinColumn: Encodable, Sendable {
    package let title: String
    package let isNumber: Bool

    static func text(_ title: String) -> BulletinColumn {
        BulletinColumn(title: title, isNumber: false)
    }

    static func number(_ title: String) -> BulletinColumn {
        BulletinColumn(title: title, isNumber: true)
    }
}

/// What stands in one cell.
package struct BulletinCell: Encodable, Sendable {
    /// As it is read; a dash where nothing is known.
    package let text: String
    /// The number without rounding; nil for text and where nothing is known.
    package let value: Double?
    /// The number of the figure behind it; empty where there is none.
    package let figure: String
    /// A web address that it leads to; empty where there is none.
    package let address: String

    init(_ text: String, value: Double? = nil, figure: String = "", address: String = "") {
        self.text = text.isEmpty ? "–" : text
        (self.value, self.figure, self.address) = (value, figure, address)
    }
}

/// Drawings of the same rows with the table that says the same in words. Encoded is the table,
/// without the drawings.
package struct BulletinChart: Encodable, Sendable {
    package let title: String
    package let panels: [BulletinPanel]
    package let table: BulletinTable
    /// A sentence under the chart; empty for none.
    package var note = ""

    private enum CodingKeys: String, CodingKey { case title, table, note }
}

/// One drawing of a chart.
package struct BulletinPanel: Sendable {
    package let title: String
    /// What it shows, for readers who cannot see it.
    package let description: String
    /// What is counted.
    package let unit: String
    package let drawing: BulletinDrawing
}

/// The values of a drawing.
package enum BulletinDrawing: Sendable {
    /// One value a period, oldest first.
    case course([BulletinPoint])
    /// Bars with the names of their two periods; the second empty where there is but one.
    case bars([BulletinBar], current: String, comparison: String)
    /// How the total of each period divides.
    case shares(categories: [String], columns: [BulletinShares])
}

/// One period of a course.
package struct BulletinPoint: Sendable {
    package let period: String
    /// Nil where nothing is known: missing is not zero.
    package let value: Double?
    package let lower: Double?
    package let upper: Double?
    package let isPartial: Bool
    package let isLate: Bool
}

/// One bar with its interval, or with the value of another period beside it. Shares are 0 to 1.
package struct BulletinBar: Sendable {
    package let label: String
    package let value: Double
    package let lower: Double?
    package let upper: Double?
    package let comparison: Double?
}

/// The parts of one period's total, in the order of the categories.
package struct BulletinShares: Sendable {
    package let period: String
    package let amounts: [Double]
}
