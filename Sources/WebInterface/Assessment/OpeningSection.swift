import SituationAnalysis

/// The page's head: what was selected, when, and what stands behind it.
enum OpeningSection {
    static func context(_ assessment: Assessment) -> [String: Any] {
        [
            "title": assessment.title,
            "mark": assessment.mark.isEmpty ? false : ["label": assessment.mark] as Any,
            "madeOn": assessment.madeOn,
            "selection": assessment.selection.isEmpty
                ? false : ["words": assessment.selection] as Any,
            "evidence": evidence(assessment.base),
        ]
    }

    /// What stands behind the page, as sentences.
    private static func evidence(_ base: EvidenceBase) -> [[String: Any]] {
        var lines: [String] = []
        if base.seizures == 0 {
            lines.append("No single seizures in this selection.")
        } else {
            var line = PageText.count(base.seizures, "seizure record") + ": "
            line += "\(AmountText.grouped(base.counted)) counted, "
            line += "\(AmountText.grouped(base.held)) held for review, "
            line += "\(AmountText.grouped(base.repeats)) set aside as repeats."
            lines.append(line)
            lines.append(
                "Of the counted, \(AmountText.grouped(base.mayRepeat)) may repeat another and "
                    + "\(AmountText.grouped(base.maritime)) belong to ports and ships.")
        }
        if base.figures == 0 {
            lines.append("No published figures in this selection.")
        } else {
            let bodies = PageText.count(base.bodies, "body", "bodies")
            lines.append(
                "\(PageText.count(base.figures, "published figure")) of \(bodies), "
                    + "\(AmountText.grouped(base.contestedFigures)) of them contested. "
                    + "They are never added to single seizures.")
        }
        return lines.map { ["line": $0] }
    }
}
