import SituationAnalysis

/// A displacement board for a terminal.
struct DisplacementText {
    private let board: DisplacementBoard

    init(_ board: DisplacementBoard) { self.board = board }

    var text: String {
        var lines = [
            "Displacement as of \(board.asOf): \(board.finds) finds, \(board.ports) ports, "
                + "\(board.weeks) weeks"
        ]
        lines += board.summary
        for entry in board.entries { lines += [""] + Self.lines(entry) }
        for measure in board.measures {
            lines.append("")
            lines.append(
                "\(measure.id) (\(measure.type)) at \(measure.place.name) from \(measure.starts)")
            lines.append("  \(measure.fall)")
            lines += measure.obstacles.map { "  cannot tell: \($0)" }
            if measure.obstacles.isEmpty {
                let words = measure.verdicts.sorted { $0.key < $1.key }
                    .map { "\($0.value) \($0.key)" }
                lines.append("  other ports: " + words.joined(separator: ", "))
            }
            if let least = measure.leastDetectable {
                lines.append(
                    "  seen in half of cases from \(whole(least.low)) to \(whole(least.high)) "
                        + "extra finds a year, in the middle \(whole(least.best))")
            }
        }
        return lines.joined(separator: "\n")
    }

    static func lines(_ entry: DisplacementBoard.Entry) -> [String] {
        var lines = [
            "\(entry.verdict.uppercased()): \(entry.from.name) → \(entry.to.name), "
                + "after \(entry.measure)"
        ]
        lines += entry.sentences.map { "  " + $0 }
        lines.append(
            "  a year: \(side(entry.from.name, entry.source)); "
                + side(entry.to.name, entry.receiver))
        if let least = entry.leastDetectable {
            lines.append(
                "  From \(whole(least.halfOfCases)) extra finds a year it would be seen in half "
                    + "of cases, from \(whole(least.fourFifths)) in four of five.")
        }
        lines.append("  What would change our mind:")
        lines += entry.doubts.map { "  - " + $0 }
        return lines
    }

    private static func side(_ name: String, _ side: DisplacementBoard.Side) -> String {
        let before = side.inspectionsBefore.map { "\(whole($0)) inspections" } ?? "no denominator"
        let after = side.inspectionsAfter.map { "\(whole($0)) inspections" } ?? "no denominator"
        return "\(name) \(whole(side.findsBefore)) finds at \(before) before, "
            + "\(whole(side.findsAfter)) at \(after) after"
    }
}

/// An effect board for a terminal.
struct EffectText {
    private let board: EffectBoard

    init(_ board: EffectBoard) { self.board = board }

    var text: String {
        var lines = ["Effects of measures as of \(board.asOf)"] + board.summary
        lines += board.pools.map(\.sentence)
        lines += board.comparisons.map { comparison in
            "Probability that \(comparison.better) lowers finds per inspection more than "
                + "\(comparison.worse): \(whole(comparison.probability * 100)) %"
        }
        for line in board.lines {
            lines.append("")
            lines.append("\(line.id) (\(line.type)) at \(line.port) from \(line.starts)")
            lines.append("  \(line.sentence)")
            lines.append(
                line.isPreregistered
                    ? "  judged as registered before it began"
                    : "  not registered before it began: window and controls are the usual ones")
        }
        return lines.joined(separator: "\n")
    }
}

/// A number of finds or per cent without decimals.
func whole(_ value: Double) -> String { "\(Int(min(max(value, -1e12), 1e12).rounded()))" }
