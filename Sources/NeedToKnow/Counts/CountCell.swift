/// One base cell of a table of counts, with its true count: the smallest part of the table that
/// a question can name, such as a port, a quarter and a group of substances.
package struct CountCell<Key, Line>: Hashable, Sendable
where Key: Hashable & Comparable & Sendable, Line: Hashable & Comparable & Sendable {
    package let key: Key
    /// The lines that the cell belongs to, narrowest first, such as its port and year, then its
    /// port. Cells that share a line share every wider one.
    package let lines: [Line]
    /// Bounds: 0 or more.
    package let count: Int

    package init(key: Key, lines: [Line], count: Int) {
        (self.key, self.lines, self.count) = (key, lines, count)
    }
}

/// Why counts cannot be protected: a closed set, each with its cause and its mend.
package enum ProtectionDefect: Error, Hashable, Sendable {
    case threshold(Int)
    case tooManyCells(Int)
    case negativeCount
    /// Two cells have the same key.
    case repeatedKey
    /// The cells have different numbers of lines, or share a line but not the wider one.
    case lines

    /// What is wrong, in one sentence.
    package var cause: String {
        switch self {
        case .threshold(let threshold): "a threshold of \(threshold) is out of bounds"
        case .tooManyCells(let count): "\(count) cells are too many"
        case .negativeCount: "a cell has a negative count"
        case .repeatedKey: "two cells have the same key"
        case .lines: "the lines of the cells are not nested"
        }
    }

    /// What would make it right.
    package var mend: String {
        switch self {
        case .threshold: "take 1 to 1000"
        case .tooManyCells: "take at most 1000000 cells: coarser periods or fewer ports"
        case .negativeCount: "count records, do not subtract them"
        case .repeatedKey: "add up the counts of equal keys"
        case .lines: "give every cell the same number of lines, each within the next"
        }
    }
}

/// The sum that a protected table gives for a question.
package struct ProtectedSum: Hashable, Sendable {
    package let count: Int
    /// Whether withheld cells were left out, so that the true sum may be larger.
    package let isAtLeast: Bool
}
