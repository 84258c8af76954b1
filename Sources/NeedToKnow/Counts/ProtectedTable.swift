/// Counts that may be shown to a receiver who must not learn a small one.
///
/// **Rule.** Cells below the threshold are withheld (primary suppression), zeros among them: if
/// zeros were shown, a withheld cell would tell that there is something, and with a threshold of
/// two even how much. Withheld cells are gathered into disjoint groups, line by line from the
/// narrowest to the whole table; the total of a group is shown where it gives no cell away, else
/// the group goes on into the next wider line. What remains at the end is joined by the smallest
/// published cell (complementary suppression), so that the total of the table can be shown.
///
/// **What holds.** Every withheld cell keeps two possible counts or more, for a reader who knows
/// this rule, the threshold, all that is shown, and which cell is the complementary one. The
/// argument, in the words of the code: `Gathering`. Every answer is a sum of what is shown, so
/// no number of questions tells more than the table itself.
///
/// **What does not.** Two tables over the same records with other cells, another threshold or
/// another day are not protected against each other.
///
/// *Source:* A. Hundepool et al., Statistical Disclosure Control, Wiley 2012, chapter 4, and
/// L. H. Cox, Suppression methodology and statistical disclosure control, JASA 75 (1980), for
/// primary and complementary suppression. The rule itself, which also stands against a reader
/// who knows it, is in `docs/decisions/0008-protected-counts.md`.
package struct ProtectedTable<Key, Line>: Hashable, Sendable
where Key: Hashable & Comparable & Sendable, Line: Hashable & Comparable & Sendable {
    /// Withheld cells of which only the sum is shown.
    package struct Group: Hashable, Sendable {
        /// Ascending, two at least.
        package let keys: [Key]
        package let total: Int
    }

    package let threshold: Int
    /// Every cell whose count is shown. Nothing else of the true counts is kept.
    package let published: [Key: Int]
    /// Disjoint, in the order of their first keys.
    package let groups: [Group]
    /// Withheld cells that no shown total covers.
    package let uncovered: Set<Key>

    /// Takes every cell of the table, those with a count of zero too, in any order.
    ///
    /// - Throws: ``ProtectionDefect``. Bounds: threshold 1 (which withholds nothing) to 1,000;
    ///   1,000,000 cells.
    package init(_ cells: [CountCell<Key, Line>], threshold: Int) throws(ProtectionDefect) {
        try Self.check(cells, threshold: threshold)
        var gathering = Gathering<Key, Line>(cells, threshold: threshold)
        gathering.run()
        self.threshold = threshold
        (published, groups) = (gathering.published, gathering.groups.sorted(by: Self.isEarlier))
        uncovered = Set(gathering.pending.flatMap(\.keys))
    }

    /// The sum over a set of cells: what is shown of single cells, and the totals of the groups
    /// that lie wholly within the set. A cell that the table does not have is left out, too:
    /// missing is not zero.
    package func sum(over keys: Set<Key>) -> ProtectedSum {
        var (sum, covered) = (0, 0)
        for key in keys {
            guard let count = published[key] else { continue }
            sum += count
            covered += 1
        }
        for group in groups where group.keys.allSatisfy(keys.contains) {
            sum += group.total
            covered += group.keys.count
        }
        return ProtectedSum(count: sum, isAtLeast: covered < keys.count)
    }

    private static func isEarlier(_ left: Group, _ right: Group) -> Bool {
        left.keys.lexicographicallyPrecedes(right.keys)
    }

    private static var mostCells: Int { 1_000_000 }

    private static func check(
        _ cells: [CountCell<Key, Line>], threshold: Int
    ) throws(ProtectionDefect) {
        guard (1...1_000).contains(threshold) else { throw .threshold(threshold) }
        guard cells.count <= mostCells else { throw .tooManyCells(cells.count) }
        var keys: Set<Key> = []
        var wider: [Line: Line] = [:]
        var level: [Line: Int] = [:]
        for cell in cells {
            guard cell.count >= 0 else { throw .negativeCount }
            guard keys.insert(cell.key).inserted else { throw .repeatedKey }
            guard cell.lines.count == cells.first?.lines.count else { throw .lines }
            for (index, line) in cell.lines.enumerated() {
                guard level[line, default: index] == index else { throw .lines }
                level[line] = index
                guard index + 1 < cell.lines.count else { continue }
                let next = cell.lines[index + 1]
                guard wider[line, default: next] == next else { throw .lines }
                wider[line] = next
            }
        }
    }
}
