/// One line of what a detector claims, in words that do not need the world.
package struct PairClaim: Hashable, Sendable {
    package var world: String
    package var detector: String
    package var measure: String
    package var toPort: String
    /// The larger, the more likely a displacement.
    package var score: Double
    /// The day of the alarm; nil where none was raised.
    package var alarmDay: WorldDay?

    /// A claim of a detector about a pair of a world.
    package init(
        world: String, detector: String, measure: String, toPort: String, score: Double,
        alarmDay: WorldDay? = nil
    ) {
        self.world = world
        self.detector = detector
        self.measure = measure
        self.toPort = toPort
        self.score = score
        self.alarmDay = alarmDay
    }

    /// What a detector claims about a world, in words.
    package static func claims(of detector: some Detector, about world: World) -> [PairClaim] {
        detector.detect(world).map { verdict in
            PairClaim(
                world: world.name, detector: detector.name,
                measure: world.measures[verdict.measure].id,
                toPort: world.ports[verdict.toPort].id, score: verdict.score,
                alarmDay: verdict.alarmWeek.map(world.day(ofWeek:)))
        }
    }

    /// The columns of a file of claims.
    static let columns = ["scenario", "detector", "measure", "to_port", "score", "alarm_date"]

    /// Claims as a comma-separated text.
    package static func text(_ claims: [PairClaim]) -> String {
        ([columns.joined(separator: ",")]
            + claims.map { claim in
                [
                    WorldFiles.quoted(claim.world), WorldFiles.quoted(claim.detector),
                    WorldFiles.quoted(claim.measure), WorldFiles.quoted(claim.toPort),
                    WorldFiles.decimal(claim.score, 6), claim.alarmDay?.description ?? "",
                ].joined(separator: ",")
            })
            .map { $0 + "\n" }.joined()
    }

    /// Reads claims; a file without the column `detector` holds those of one detector, `x`.
    ///
    /// *Throws*: the first defect, with line, cause and mend.
    package static func read(
        _ text: String, file: String = "pairs.csv"
    ) throws(WorldDefect) -> [PairClaim] {
        var claims: [PairClaim] = []
        try CommaTable(file: file, wanted: columns, optional: ["detector"])
            .read(text) { row throws(WorldDefect) in
                claims.append(
                    PairClaim(
                        world: try row.name(0), detector: row[1].isEmpty ? "x" : row.text(1),
                        measure: try row.name(2), toPort: try row.name(3),
                        score: try row.number(4),
                        alarmDay: row[5].isEmpty ? nil : try row.day(5)))
            }
        return claims
    }
}
