/// How alike two folded spellings are.
package enum StringSimilarity {
    /// Jaro–Winkler similarity of two folded texts, 0 to 1 (1 = equal), on UTF-8 bytes.
    ///
    /// Prefix scale 0.1 over at most 4 bytes. Undefined nowhere: an empty text gives 0 against
    /// any other and 1 against itself. Source: Winkler 1990.
    package static func jaroWinkler(_ left: String, _ right: String) -> Double {
        let (a, b) = (Array(left.utf8), Array(right.utf8))
        guard a != b else { return 1 }
        let jaro = jaro(a, b)
        let prefix = zip(a, b).prefix(4).prefix { $0 == $1 }.count
        return jaro + Double(prefix) * 0.1 * (1 - jaro)
    }

    /// Insertions, deletions, replacements and swaps of neighbours that turn one folded text
    /// into the other (optimal string alignment), on UTF-8 bytes; `limit + 1` when more than
    /// `limit` are needed.
    package static func edits(_ left: String, _ right: String, limit: Int) -> Int {
        let (a, b) = (Array(left.utf8), Array(right.utf8))
        guard abs(a.count - b.count) <= limit else { return limit + 1 }
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in a.indices {
            var current = [i + 1] + [Int](repeating: 0, count: b.count)
            for j in b.indices {
                let cost = a[i] == b[j] ? 0 : 1
                current[j + 1] = min(last[j + 1] + 1, current[j] + 1, last[j] + cost)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    current[j + 1] = min(current[j + 1], beforeLast[j - 1] + 1)
                }
            }
            if (current.min() ?? 0) > limit { return limit + 1 }
            (beforeLast, last) = (last, current)
        }
        return min(last[b.count], limit + 1)
    }

    private static func jaro(_ a: [UInt8], _ b: [UInt8]) -> Double {
        guard !a.isEmpty, !b.isEmpty else { return 0 }
        let reach = max(max(a.count, b.count) / 2 - 1, 0)
        var usedA = [Bool](repeating: false, count: a.count)
        var usedB = [Bool](repeating: false, count: b.count)
        var matches = 0
        for i in a.indices {
            let low = max(0, i - reach)
            let high = min(b.count - 1, i + reach)
            guard low <= high else { continue }
            for j in low...high where !usedB[j] && a[i] == b[j] {
                (usedA[i], usedB[j]) = (true, true)
                matches += 1
                break
            }
        }
        guard matches > 0 else { return 0 }
        var halfTranspositions = 0
        var j = 0
        for i in a.indices where usedA[i] {
            while !usedB[j] { j += 1 }
            if a[i] != b[j] { halfTranspositions += 1 }
            j += 1
        }
        let m = Double(matches)
        let transpositions = Double(halfTranspositions / 2)
        return (m / Double(a.count) + m / Double(b.count) + (m - transpositions) / m) / 3
    }
}
