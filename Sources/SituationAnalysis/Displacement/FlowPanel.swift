/// Finds and effort of many places over many weeks, in whole-number codes: what the test of
/// displacement reads.
///
/// A place is a port, a terminal of one port, or a country on the way; the test does not know
/// which. Finds stand sorted by place and week, so that no result depends on the order of records.
package struct FlowPanel: Sendable {
    /// One find: where, in which week it was made and became known, and what it looked like.
    package struct Find: Sendable {
        package var place: Int
        package var week: Int
        package var reportedWeek: Int
        package var codes: [Int]

        /// `codes` holds one code per attribute, -1 where the attribute was not stated.
        package init(place: Int, week: Int, reportedWeek: Int, codes: [Int]) {
            self.place = place
            self.week = week
            self.reportedWeek = reportedWeek
            self.codes = codes
        }
    }

    /// Number of places; places count from 0.
    package let placeCount: Int
    /// Number of weeks; week 0 is the first of the panel.
    package let weekCount: Int
    /// How many codes each attribute has.
    package let attributeSizes: [Int]
    /// Whether effort is known for at least four fifths of a place's weeks.
    package let hasEffort: [Bool]

    let weeks: [Int32]
    let reported: [Int32]
    let codes: [Int32]
    let firstFind: [Int]
    let effort: [Double]
    let codeOffsets: [Int]

    /// The finds of all places.
    package var findCount: Int { weeks.count }

    /// Reads finds and effort (inspections per place and week, nil where unknown).
    ///
    /// Throws: `FlowPanelDefect` where a find names a place, week or code outside the panel, or the
    /// effort has not one row per place and one value per week.
    package init(
        placeCount: Int, weekCount: Int, attributeSizes: [Int], finds: [Find],
        effort: [[Double?]]
    ) throws(FlowPanelDefect) {
        try Self.check(placeCount, weekCount, attributeSizes, finds, effort)
        self.placeCount = placeCount
        self.weekCount = weekCount
        self.attributeSizes = attributeSizes
        let sorted = finds.sorted { Self.key($0).lexicographicallyPrecedes(Self.key($1)) }
        var first = [Int](repeating: 0, count: placeCount + 1)
        for find in sorted { first[find.place + 1] += 1 }
        for place in 0..<placeCount { first[place + 1] += first[place] }
        firstFind = first
        weeks = sorted.map { Int32($0.week) }
        reported = sorted.map { Int32(clamping: $0.reportedWeek) }
        codes = sorted.flatMap { $0.codes.map { Int32($0) } }
        var offsets: [Int] = []
        var next = 0
        for size in attributeSizes {
            offsets.append(next)
            next += size
        }
        codeOffsets = offsets
        hasEffort = effort.map { row in
            row.count(where: { ($0 ?? 0) > 0 }) * 5 >= max(1, row.count * 4)
        }
        self.effort = effort.flatMap { Self.filled($0) }
    }

    /// Codes of all attributes together.
    var codeCount: Int { attributeSizes.reduce(0, +) }

    /// The effort of one place over a span of weeks; its weeks where no effort is known.
    func effortSum(_ place: Int, _ span: Range<Int>) -> Double {
        guard hasEffort[place] else { return Double(span.count) }
        var sum = 0.0
        for week in span { sum += effort[place * weekCount + week] }
        return sum
    }

    private static func key(_ find: Find) -> [Int] {
        [find.place, find.week, find.reportedWeek] + find.codes
    }

    /// A gap takes the last value known before it, a gap at the start the first known. A week
    /// without any inspection counts as half of one, so that a find in it has a rate.
    private static func filled(_ row: [Double?]) -> [Double] {
        var last = row.lazy.compactMap { $0 }.first ?? 1
        return row.map { value in
            if let value { last = max(value, 0.5) }
            return last
        }
    }

    private static func check(
        _ placeCount: Int, _ weekCount: Int, _ sizes: [Int], _ finds: [Find],
        _ effort: [[Double?]]
    ) throws(FlowPanelDefect) {
        guard placeCount >= 0, weekCount >= 0, sizes.allSatisfy({ $0 >= 0 }) else {
            throw .negativeSize
        }
        guard effort.count == placeCount, effort.allSatisfy({ $0.count == weekCount }) else {
            throw .effortShape(rows: effort.count)
        }
        for row in effort {
            for value in row {
                guard let value else { continue }
                guard value >= 0, value.isFinite else { throw .effortValue }
            }
        }
        for (index, find) in finds.enumerated() {
            let placed = (0..<placeCount).contains(find.place)
            guard placed, (0..<weekCount).contains(find.week), find.codes.count == sizes.count,
                zip(find.codes, sizes).allSatisfy({ $0 >= -1 && $0 < $1 })
            else { throw .findOutside(index: index) }
        }
    }
}

/// What makes finds and effort no panel.
package enum FlowPanelDefect: Error, Equatable, Sendable {
    case negativeSize
    case effortShape(rows: Int)
    case effortValue
    case findOutside(index: Int)

    /// What is wrong.
    package var cause: String {
        switch self {
        case .negativeSize: "a number of places, weeks or codes is negative"
        case .effortShape(let rows): "effort has \(rows) rows, or a row with a wrong length"
        case .effortValue: "an effort is negative or not a number"
        case .findOutside(let index):
            "find \(index + 1) names a place, week or code that the panel does not have"
        }
    }

    /// What mends it.
    package var mend: String {
        switch self {
        case .negativeSize: "give sizes of 0 or more"
        case .effortShape: "give one row per place with one value per week, empty where unknown"
        case .effortValue: "give a count of 0 or more, or leave the week empty"
        case .findOutside: "number places and weeks from 0, and write -1 for what is not stated"
        }
    }
}
