package import PortVocabulary

/// How a place text came to a code.
package enum PlaceMatch: String, Term {
    /// The text is a code itself.
    case code
    /// The text folds to the port's name.
    case name
    /// The text folds to another known spelling.
    case spelling
    /// The text is close to one spelling and to no other.
    case similar
    /// No port fits, or more than one.
    case none

    package static let vocabulary = "place matches"
    package var title: String { rawValue }
}

/// The outcome of resolving a place text.
package struct PlaceResolution: Hashable, Sendable {
    package let code: PlaceCode?
    package let match: PlaceMatch
    /// Similarity to the spelling that was chosen, 0 to 1; 1 for all but ``PlaceMatch/similar``.
    package let similarity: Double
    /// Why, in words: the spelling chosen or the rivals.
    package let reason: String

    package init(code: PlaceCode?, match: PlaceMatch, similarity: Double, reason: String) {
        (self.code, self.match) = (code, match)
        (self.similarity, self.reason) = (similarity, reason)
    }
}

/// The ports by code and spelling, and the resolution of free text to a code.
///
/// A similar spelling counts only within a stated country, from ``similarityThreshold``, with no
/// more than ``editsAllowed(_:)`` slips of the pen, for texts of ``shortestSimilarText`` bytes or
/// more, and when the next best port lies ``similarityMargin`` or more below. Every similar match
/// is noted on the row.
package struct PortRegister: Sendable {
    /// Jaro–Winkler similarity from which a spelling counts as the same.
    package static let similarityThreshold = 0.93
    /// Distance that the best port must keep from the second.
    package static let similarityMargin = 0.03
    /// Shorter texts are matched exactly only.
    package static let shortestSimilarText = 5

    /// Letters that may be missing, added, wrong or swapped: one, or two from 12 bytes on.
    package static func editsAllowed(_ bytes: Int) -> Int { bytes < 12 ? 1 : 2 }

    private var ports: [PlaceCode: Port] = [:]
    private var spellings: [Country: [String: [PlaceCode]]] = [:]
    private var everywhere: [String: [PlaceCode]] = [:]

    /// Reads `data/ports/ports.csv`.
    ///
    /// - Throws: ``ReferenceDefect`` for a malformed or repeated row.
    package init(parsing text: String) throws(ReferenceDefect) {
        let table = try ReferenceTable(
            parsing: text, file: "ports.csv",
            columns: [
                "code", "name", "latitude", "longitude", "basin", "kind", "size", "alliance",
                "spellings",
            ])
        for row in table.rows {
            guard let code = try? PlaceCode(parsing: table.cell(row, "code")) else {
                throw table.defect(row, "code is not a UN/LOCODE")
            }
            guard ports[code] == nil else { throw table.defect(row, "\(code) is given twice") }
            add(
                Port(
                    code: code, name: table.cell(row, "name"),
                    coordinates: Self.coordinates(
                        table.cell(row, "latitude"), table.cell(row, "longitude")),
                    basin: try table.term(row, "basin"), kind: try table.term(row, "kind"),
                    size: try table.term(row, "size"),
                    membership: try table.term(row, "alliance"),
                    spellings: table.cell(row, "spellings").split(separator: "|").map(String.init)))
        }
    }

    /// Adds a port, or more spellings of one that is there; what is there already stays.
    package mutating func add(_ port: Port) {
        if ports[port.code] == nil { ports[port.code] = port }
        for spelling in [port.name] + port.spellings {
            let folded = FoldedText.fold(spelling)
            guard !folded.isEmpty else { continue }
            let country = port.code.country
            if spellings[country]?[folded]?.contains(port.code) != true {
                spellings[country, default: [:]][folded, default: []].append(port.code)
                everywhere[folded, default: []].append(port.code)
            }
        }
    }

    /// The port of a code; nil when the list lacks it.
    package func port(_ code: PlaceCode) -> Port? { ports[code] }

    /// All ports, in the order of their codes.
    package var all: [Port] { ports.values.sorted { $0.code < $1.code } }

    /// The port's name, or its code where the list lacks it.
    package func name(of code: PlaceCode) -> String { ports[code]?.name ?? code.code }

    /// The code that a place text means, within a country where one is known.
    package func resolve(_ text: String, in country: Country?) -> PlaceResolution {
        if let code = try? PlaceCode(parsing: text), ports[code] != nil,
            country == nil || code.country == country, Self.looksLikeCode(text)
        {
            return PlaceResolution(code: code, match: .code, similarity: 1, reason: "is a code")
        }
        let folded = FoldedText.fold(text)
        guard !folded.isEmpty else { return .none("is empty") }
        let exact = country.map { spellings[$0]?[folded] ?? [] } ?? everywhere[folded] ?? []
        if exact.count == 1 { return resolved(exact[0], folded) }
        if exact.count > 1 {
            return bySize(exact, folded) ?? .none("names \(list(exact)); cannot tell which")
        }
        guard let country else { return .none("no port has this name") }
        return similar(folded, in: country)
    }

    private func resolved(_ code: PlaceCode, _ folded: String) -> PlaceResolution {
        let isName = FoldedText.fold(name(of: code)) == folded
        return PlaceResolution(
            code: code, match: isName ? .name : .spelling, similarity: 1,
            reason: "is \(isName ? "the name" : "a spelling") of \(name(of: code))")
    }

    /// Of several ports with one spelling, the one port that carries it as its name.
    private func bySize(_ codes: [PlaceCode], _ folded: String) -> PlaceResolution? {
        let named = codes.filter { FoldedText.fold(name(of: $0)) == folded }
        return named.count == 1 ? resolved(named[0], folded) : nil
    }

    private func similar(_ folded: String, in country: Country) -> PlaceResolution {
        guard folded.utf8.count >= Self.shortestSimilarText, let known = spellings[country] else {
            return .none("no port of \(country) has this name")
        }
        var best: [PlaceCode: Double] = [:]
        let floor = Self.similarityThreshold - Self.similarityMargin
        for (spelling, codes) in known
        where spelling.utf8.count >= Self.shortestSimilarText
            && abs(spelling.utf8.count - folded.utf8.count) <= 2
        {
            let similarity = StringSimilarity.jaroWinkler(folded, spelling)
            let allowed = Self.editsAllowed(min(folded.utf8.count, spelling.utf8.count))
            guard similarity >= floor,
                StringSimilarity.edits(folded, spelling, limit: allowed) <= allowed
            else { continue }
            for code in codes { best[code] = max(best[code] ?? 0, similarity) }
        }
        let ranked = best.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        guard let first = ranked.first, first.value >= Self.similarityThreshold else {
            return .none("no port of \(country) has this name")
        }
        if ranked.count > 1, first.value - ranked[1].value < Self.similarityMargin {
            return .none("is close to \(list(ranked.prefix(3).map(\.key))); cannot tell which")
        }
        let percent = Int((first.value * 100).rounded(.down))
        return PlaceResolution(
            code: first.key, match: .similar, similarity: first.value,
            reason: "is \(percent) % similar to a spelling of \(name(of: first.key))")
    }

    private func list(_ codes: [PlaceCode]) -> String {
        codes.map { "\(name(of: $0)) (\($0))" }.joined(separator: ", ")
    }

    /// Five capitals, or two and three parted: `Brest` is a name, `FRBES` a code.
    private static func looksLikeCode(_ text: String) -> Bool {
        !text.utf8.contains { (0x61...0x7a).contains($0) }
    }

    private static func coordinates(_ latitude: String, _ longitude: String) -> Coordinates? {
        guard let latitude = Double(latitude), let longitude = Double(longitude) else { return nil }
        return Coordinates(latitude: latitude, longitude: longitude)
    }
}

extension PlaceResolution {
    static func none(_ reason: String) -> PlaceResolution {
        PlaceResolution(code: nil, match: .none, similarity: 0, reason: reason)
    }
}
