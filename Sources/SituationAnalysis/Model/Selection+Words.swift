import PortVocabulary

extension Selection {
    /// The command-line words that select the same records.
    package var words: String {
        var words: [String] = []
        if isCountedOnly { words.append("--counted") }
        if isWithinPeriod { words.append("--within") }
        if let period { words.append("--period \(period)") }
        words += Self.option("substance", groups.map(\.rawValue))
        words += Self.option("basin", basins.map(\.rawValue))
        words += Self.option("port", ports.map(\.code))
        words += Self.option("country", countries.map(\.code))
        if isAtPortOnly { words.append("--at-port") }
        if isMaritimeOnly { words.append("--maritime") }
        words += Self.option("method", methods.map(\.rawValue))
        words += Self.option("concealment", concealments.map(\.rawValue))
        words += Self.option("stage", stages.map(\.rawValue))
        words += Self.option("transport", transports.map(\.rawValue))
        words += Self.option("role", roles.map(\.rawValue))
        words += Self.option("currency", currencies.map(\.code))
        words += Self.option("reporter", reporters.map(Self.quoted))
        if let route { words.append("--route \(route)") }
        words += Self.option("container", containers.map(\.code))
        words += Self.option("vessel", vessels.map { String($0.number) })
        words += Self.option("state", states.map(\.rawValue))
        if let search { words.append("--search \(Self.quoted(search.description))") }
        return words.joined(separator: " ")
    }

    private static func option(_ name: String, _ values: [String]) -> [String] {
        values.sorted().map { "--\(name) \($0)" }
    }

    /// A text that a shell takes as one word, whatever it holds.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy {
            switch $0 {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f: true
            default: false
            }
        }
        guard text.isEmpty || !isPlain else { return text }
        return "'"
            + text.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "'\\''") + "'"
    }
}

extension Selection {
    /// How the evidence names what was asked for.
    func subject(_ view: String) -> String { words.isEmpty ? view : "\(view) \(words)" }

    /// Whether a criterion asks for something that only a seizure says: then no published figure
    /// fits.
    package var asksForSeizures: Bool {
        !methods.isEmpty || !concealments.isEmpty || !stages.isEmpty || !transports.isEmpty
            || !roles.isEmpty || !currencies.isEmpty || route != nil || isMaritimeOnly
            || !states.isEmpty && !states.contains(.counted)
    }
}
