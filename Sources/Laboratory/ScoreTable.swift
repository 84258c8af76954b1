/// Scores of detectors side by side, as a text for a terminal.
package enum ScoreTable {
    private static let heads = [
        "detector", "pairs", "true", "AP", "AUC", "power@FDP10", "power", "power>=26/yr", "FDP",
        "false/measure-year", "delay wk",
    ]

    /// One line for each detector under a line of heads; numbers stand right.
    package static func text(_ scores: [DetectorScore]) -> String {
        let rows =
            [heads]
            + scores.map { score in
                [
                    score.detector, String(score.pairCount), String(score.truePairCount),
                    WorldFiles.decimal(score.averagePrecision, 3),
                    score.areaUnderCurve.map { WorldFiles.decimal($0, 3) } ?? "-",
                    WorldFiles.decimal(score.rankedPower, 3),
                    WorldFiles.decimal(score.alarmPower, 3),
                    WorldFiles.decimal(score.alarmPowerFrom26, 3),
                    WorldFiles.decimal(score.falseDiscoveryShare, 3),
                    WorldFiles.decimal(score.falseAlarmsPerMeasureYear, 3),
                    score.medianDelayWeeks.map { WorldFiles.decimal($0, 0) } ?? "-",
                ]
            }
        let widths = heads.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.indices.map { column in
                let gap = String(repeating: " ", count: widths[column] - row[column].count)
                return column == 0 ? row[column] + gap : gap + row[column]
            }.joined(separator: "  ") + "\n"
        }.joined()
    }
}
