import PortVocabulary

extension BoardMaker {
    func entry(_ reading: DisplacementReading) -> DisplacementBoard.Entry {
        let measure = measures[reading.measure]
        let from = place(of: reading.measure)
        let to = places[reading.place]
        let reached = reading.statistics.lastIndex { $0 != nil } ?? 0
        let look = settings.looks[reached]
        let sourceIndex = panel.ports.firstIndex(of: measure.port) ?? 0
        return DisplacementBoard.Entry(
            measure: measure.id.text, from: from, to: to, verdict: reading.verdict.rawValue,
            alertWeeks: reading.alertLook, score: reading.score,
            source: side(sourceIndex, reading.measure, look: look),
            receiver: side(reading.place, reading.measure, look: look),
            displaced: reading.displacedPerYear, leastDetectable: reading.leastDetectable,
            sentences: sentences(reading, from, to), doubts: doubts(reading, from, to),
            alternatives: reading.alternatives.map { measures[$0].id.text })
    }

    private func sentences(
        _ reading: DisplacementReading, _ from: DisplacementBoard.Place,
        _ to: DisplacementBoard.Place
    ) -> [String] {
        let measure = measures[reading.measure]
        var lines: [String] = []
        let look =
            "Since \(measure.starts), finds at \(to.name) look more like those of "
            + "\(from.name) than \(to.name)’s own history, the drift of all ports and "
            + "chance explain."
        lines.append("\(reading.verdict.rawValue.capitalizedFirst): \(look)")
        if let alert = reading.alertLook {
            lines.append(
                "The alert rose \(alert) weeks after the start. Of 10 such alerts, 1 is expected "
                    + "to be wrong.")
        } else {
            lines.append(
                "It stands on the watch list: of 10 entries there, 1 is expected to be wrong.")
        }
        if let amount = reading.displacedPerYear {
            lines.append(
                "Best guess: \(whole(amount.best)) extra finds a year at \(to.name), between "
                    + "\(whole(amount.low)) and \(whole(amount.high)).")
            if let source = result.sources[reading.measure], source.lostPerYear >= 1 {
                let share = { (part: Double) in whole(100 * part / source.lostPerYear) }
                lines.append(
                    "\(from.name) has \(whole(source.lostPerYear)) finds a year fewer than "
                        + "expected; the extra finds are \(share(amount.low)) to "
                        + "\(share(amount.high)) % of that, best guess \(share(amount.best)) %.")
            }
        }
        if let source = result.sources[reading.measure] {
            lines.append(fallSentence(source, reading.measure))
        }
        lines.append(
            "Kilograms play no part in this: one load can be three quarters of a year’s weight.")
        return lines
    }

    private func doubts(
        _ reading: DisplacementReading, _ from: DisplacementBoard.Place,
        _ to: DisplacementBoard.Place
    ) -> [String] {
        var lines: [String] = []
        for reason in reading.reasons {
            switch reason {
            case .noFallShownAtSource:
                lines.append(
                    "No fall is shown at \(from.name): the traffic may have grown at both.")
            case .effortUnknownAtSource:
                lines.append("\(from.name) reports no inspections: its fall may be less looking.")
            case .effortUnknownAtReceiver:
                lines.append("\(to.name) reports no inspections: its rise may be more looking.")
            case .otherSourceFitsBetter:
                let names = reading.alternatives.map { index in
                    "\(measures[index].id.text) at \(place(of: index).name)"
                }
                lines.append(
                    "The same finds fit \(names.joined(separator: ", ")) at least as well.")
            default: lines.append(reason.sentence)
            }
        }
        lines.append(
            "Records that give method, route and company of more finds, or intelligence on the "
                + "same group at both ports, would settle it sooner than more weeks.")
        return lines
    }

    func fallSentence(_ source: SourceFall, _ measure: Int) -> String {
        let name = place(of: measure).name
        let expected = whole(source.expected)
        let range = "\(percent(source.ratio.low)) to \(percent(source.ratio.high))"
        guard source.isShown else {
            return "No fall is shown at \(name): \(source.found) finds where \(expected) were "
                + "expected (\(range) of that)."
        }
        return "\(name) fell: \(source.found) finds where \(expected) were expected "
            + "(\(range) of that)."
    }

    func summary(_ called: [DisplacementReading]) -> [String] {
        var lines: [String] = []
        let shown = called.count { $0.verdict == .shown }
        let pairs = result.readings.count
        lines.append(
            "\(measures.count) measures, \(pairs) pairs of a measure and another port: "
                + "\(shown) shown, \(called.count - shown) likely, "
                + "\(result.readings.count { $0.verdict == .unlikely }) unlikely, "
                + "\(result.readings.count { $0.verdict == .cannotTell }) cannot be told.")
        if result.expectedFalseAlerts > 0 {
            lines.append(
                "Of the alerts, \(decimal(result.expectedFalseAlerts)) are expected to be false.")
        }
        if called.isEmpty, pairs > 0 {
            let least = result.readings.compactMap { $0.leastDetectable?.halfOfCases }.sorted()
            lines.append(
                least.isEmpty
                    ? "The records carry no test: see what each measure lacks."
                    : "None found does not mean none: half of the pairs needed at least "
                        + "\(whole(least[least.count / 2])) extra finds a year to be seen in half "
                        + "of cases.")
        }
        if panel.seizures.isEmpty {
            lines.append(
                "There are no single finds with a port and a week. Yearly totals cannot carry a "
                    + "verdict on displacement: it needs single finds with method, route and "
                    + "company, and inspections by week, for two years before a measure.")
        }
        if measures.isEmpty, leftOut == 0 {
            lines.append("No measure is written down: breakwater measure add writes one down.")
        }
        if leftOut > 0 {
            lines.append("\(leftOut) measures stand at ports without a record in this selection.")
        }
        return lines
    }

    private func whole(_ value: Double) -> String { "\(Int(min(value, 1e12).rounded()))" }
    private func percent(_ share: Double) -> String { "\(whole(share * 100)) %" }
    private func decimal(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
