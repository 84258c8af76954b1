import PortVocabulary
import SituationAnalysis

/// The ports of the register by what people type: made once, because an imported list is long.
struct PortDirectory: Sendable {
    /// *Bounds: ports that a search answers at the most.*
    static let limit = 200

    private struct Entry {
        let port: Port
        /// Folded spellings, each after a blank, so that words are found by their beginning.
        let text: String
    }

    private let entries: [Entry]

    init(_ register: PortRegister) {
        let rank: [PortSize] = [.large, .medium, .small, .unknown]
        entries = register.all.map { port in
            let spellings = [port.code.code, port.name] + port.spellings
            return Entry(
                port: port,
                text: spellings.map { " " + FoldedText.fold($0) }.joined(separator: " |"))
        }.sorted { left, right in
            func key(_ entry: Entry) -> (Int, Int, String, PlaceCode) {
                (
                    entry.port.membership == .yes ? 0 : 1,
                    rank.firstIndex(of: entry.port.size) ?? rank.count, entry.port.name,
                    entry.port.code
                )
            }
            return key(left) < key(right)
        }
    }

    var count: Int { entries.count }

    /// Members of the alliance first, then large ports; each word of the search begins a word of
    /// the port's code, name or spellings.
    ///
    /// - Returns: the first ``limit``, and how many there are in all.
    func search(
        _ text: String, in country: Country? = nil, basin: Basin? = nil
    ) -> (ports: [Port], total: Int) {
        let words = FoldedText.fold(text).split(separator: " ").map { " " + $0 }
        var found: [Port] = []
        var total = 0
        for entry in entries {
            guard country == nil || entry.port.code.country == country,
                basin == nil || entry.port.basin == basin,
                words.allSatisfy({ entry.text.contains($0) })
            else { continue }
            total += 1
            if found.count < Self.limit { found.append(entry.port) }
        }
        return (found, total)
    }
}
