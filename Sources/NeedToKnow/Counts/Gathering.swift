/// Gathers withheld cells into groups whose totals give no cell away.
///
/// **Why two possible counts remain.** Call a cell below the threshold *k* small; it can be 0 to
/// k−1. A *part* is a small cell or a group that was not shown, and each part is put at its least
/// count (all zero). Three things hold for every part that is passed on to a wider line:
///
/// 1. A total below *k* is never shown, for it would be a small count itself, only of a wider
///    cell; 0 and 1 are among them. So "all zero" and "all zero but a single one, in any cell
///    of the part" are among the tables that this rule would pass on in the same way.
/// 2. Let a line have *C* parts that are cells and *G* that are groups, two parts or more, and
///    the total *T*. With groups at 0 or 1 and cells at 0 to k−1 every sum from 0 to
///    B = G + C·(k−1) can be formed. If k ≤ T ≤ B−1, then each cell among the parts can take two
///    neighbouring counts, and each group can be at 1, in any of its cells. The total is shown.
/// 3. Otherwise the parts become one group and are passed on; 1. holds for it.
///
/// What is never shown keeps 0 and 1 in every cell.
///
/// **The complementary cell.** At the end, with *T* still not shown, the smallest published cell
/// *c* joins, if there is another and if those that stay published leave *c* more than one count:
/// with *v* its count, the rule says k ≤ v ≤ most, and the other cells show *most* ≥ k+1. Whether
/// it joins depends on what stays published, never on *T*. The total T+v is shown if
/// k+2 ≤ T+v ≤ most: then (T, v) could also be (0, T+v) or (1, T+v−1). Else nothing is shown; and
/// (0, k), (1, k) and (0, k+1) are among the tables that end so.
struct Gathering<Key, Line>
where Key: Hashable & Comparable & Sendable, Line: Hashable & Comparable & Sendable {
    /// Small cells that no total covers yet.
    struct Part {
        var keys: [Key]
        var total: Int
        let lines: [Line]

        var isCell: Bool { keys.count == 1 }
    }

    private let threshold: Int
    private let levels: Int
    private(set) var published: [Key: Int] = [:]
    private(set) var groups: [ProtectedTable<Key, Line>.Group] = []
    private(set) var pending: [Part] = []

    init(_ cells: [CountCell<Key, Line>], threshold: Int) {
        self.threshold = threshold
        levels = cells.first?.lines.count ?? 0
        for cell in cells.sorted(by: { $0.key < $1.key }) {
            // With a threshold of 1 nothing is withheld, not even zeros.
            if threshold == 1 || cell.count >= threshold {
                published[cell.key] = cell.count
            } else {
                pending.append(Part(keys: [cell.key], total: cell.count, lines: cell.lines))
            }
        }
    }

    mutating func run() {
        for level in 0..<levels {
            let parts = Dictionary(grouping: pending) { $0.lines[level] }
            pending = []
            for (_, parts) in parts.sorted(by: { $0.key < $1.key }) { gather(parts) }
        }
        let parts = pending
        pending = []
        if !parts.isEmpty { gather(parts) }
        if let last = pending.first {
            complement(last, isLoneCell: parts.count == 1 && last.isCell)
        }
    }

    /// Shows the total of the parts of one line, or passes them on as one.
    private mutating func gather(_ parts: [Part]) {
        let total = parts.reduce(0) { $0 + $1.total }
        let keys = parts.flatMap(\.keys).sorted()
        let cells = parts.count(where: \.isCell)
        let most = parts.count - cells + cells * (threshold - 1)
        if parts.count >= 2, total >= threshold, total <= most - 1 {
            groups.append(.init(keys: keys, total: total))
        } else if let first = parts.first {
            pending.append(Part(keys: keys, total: total, lines: first.lines))
        }
    }

    /// Lets the smallest published cell join what remains.
    private mutating func complement(_ rest: Part, isLoneCell: Bool) {
        let order = published.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
        guard order.count >= 2, let (key, count) = order.first else { return }
        // The largest count with which it would still have come first.
        let most = order.dropFirst().map { key < $0.key ? $0.value : $0.value - 1 }.min() ?? 0
        guard most >= threshold + 1 else { return }
        published[key] = nil
        let total = rest.total + count
        let keys = (rest.keys + [key]).sorted()
        // A lone cell can be anything below the threshold, so (T, v) has more ways to be.
        let slack = isLoneCell ? threshold - 2 : 0
        if total >= threshold + 2, total <= most + slack {
            groups.append(.init(keys: keys, total: total))
            pending = []
        } else {
            pending = [Part(keys: keys, total: total, lines: rest.lines)]
        }
    }
}
