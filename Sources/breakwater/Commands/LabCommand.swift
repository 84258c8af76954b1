import ArgumentParser
import Foundation
import Laboratory
import SituationAnalysis

/// `breakwater lab …`
struct LabCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lab",
        abstract: "Make worlds whose truth is known, and try what a detector would see in them.",
        discussion: """
            A member can ask what its own data could ever show: make worlds with its number of \
            ports, finds and inspections, run the detector, and score it. A world is four files; \
            its truth is kept apart and no detector reads it.
            """,
        subcommands: [LabGenerate.self, LabDetect.self, LabScore.self, LabEffects.self])
}

/// `breakwater lab generate FOLDER`
struct LabGenerate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Make worlds in a folder, with their truth apart.")

    @Argument(help: "A folder that is new or empty.", completion: .directory)
    var folder: String

    @Option(help: "How many worlds, 1 to 1,000.")
    var worlds = 12

    @Option(help: "The first world's seed; the next ones count on.")
    var seed: UInt64 = 1

    @Option(
        help: ArgumentHelp(
            "Conditions by name; left out: all of them in turn.",
            discussion: WorldConditions.published.map(\.name).joined(separator: ", ") + "."))
    var conditions: String?

    @Option(help: "Ports of each world, where other than the conditions'.")
    var ports: Int?

    @Option(help: "Weeks of each world, where other than the conditions'.")
    var weeks: Int?

    @Option(help: "Median finds a week of a port, where other than the conditions'.")
    var rate: Double?

    @Option(help: "Share of moved loads that keep the look of their old port, 0 to 1.")
    var kept: Double?

    @Option(
        help: ArgumentHelp(
            "A condition by name, as moved-share=0.4:1.0; as often as wanted.",
            discussion: "docs/formats/worlds.md names all of them."))
    var set: [String] = []

    @OptionGroup var answer: AnswerOptions

    func run() throws {
        guard (1...1_000).contains(worlds) else {
            throw CommandFailure(cause: "--worlds is \(worlds)", mend: "give 1 to 1000")
        }
        let scenarios = try chosen()
        let target = URL(fileURLWithPath: folder)
        let there = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        guard there.isEmpty else {
            throw CommandFailure(
                cause: "\(folder) is not empty", mend: "name a folder that is new or empty")
        }
        let bar = Progress("making worlds", isQuiet: Answer.isJSON)
        defer { bar.end() }
        var names: [String] = []
        for index in 0..<worlds {
            bar.update(index, of: worlds)
            let scenario = scenarios[index % scenarios.count]
            let number = String(index + 1)
            let padded = String(repeating: "0", count: max(0, 3 - number.count)) + number
            let name = "w\(padded)_\(scenario.name)"
            do {
                let made = try WorldMaker(scenario.conditions)
                    .world(named: name, seed: seed &+ UInt64(index))
                try LabFolder(target).write(made)
            } catch let defect as WorldConditions.Defect {
                throw CommandFailure(
                    cause: "\(defect.parameter): \(defect.cause)", mend: defect.mend)
            }
            names.append(name)
        }
        bar.end()
        Answer.give("lab-generate", ["folder": .text(folder), "worlds": JSONValue(texts: names)]) {
            "\(names.count) worlds in \(folder); their truth is in \(folder)/truth"
        }
    }

    private func chosen() throws -> [(name: String, conditions: WorldConditions)] {
        let all = WorldConditions.published
        let wanted = conditions.map { name in all.filter { $0.name == name } } ?? all
        guard !wanted.isEmpty else {
            throw CommandFailure(
                cause: "no conditions are called “\(conditions ?? "")”",
                mend: "use one of \(all.map(\.name).joined(separator: ", "))")
        }
        return try wanted.map { scenario in
            var changed = scenario.conditions
            if let ports { changed.portCount = ports }
            if let weeks { changed.weekCount = weeks }
            if let rate { changed.medianRate = rate }
            if let kept { changed.profileKept = kept }
            do throws(WorldConditions.Defect) {
                for text in set {
                    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
                    try changed.set(parts[0], to: parts.count > 1 ? parts[1] : "")
                }
            } catch {
                throw CommandFailure(
                    cause: "--set \(error.parameter): \(error.cause)", mend: error.mend)
            }
            return (scenario.name, changed)
        }
    }
}

/// `breakwater lab detect FOLDER --out FILE`
struct LabDetect: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "detect",
        abstract: "Run detectors over worlds and write what they claim of every pair.",
        discussion: """
            Reads ports.csv, seizures.csv, inspections.csv and measures.csv of each folder and \
            nothing else. Writes scenario, detector, measure, to_port, score and alarm_date, one \
            line for every measure and every other port.
            """)

    @Argument(help: "A folder with one folder for each world.", completion: .directory)
    var folder: String

    @Option(help: "The file of claims.", completion: .file())
    var out: String

    @Option(
        help: ArgumentHelp(
            "Which detector: composition_and_rate, displacement_difference, inspection_rate or all."
        ))
    var detector = "composition_and_rate"

    @OptionGroup var answer: AnswerOptions

    func run() throws {
        let all: [any Detector] = [
            DisplacementDetector(), DisplacementDifference(), InspectionRate(),
        ]
        let chosen = detector == "all" ? all : all.filter { $0.name == detector }
        guard !chosen.isEmpty else {
            throw CommandFailure(
                cause: "no detector is called “\(detector)”",
                mend: "use \(all.map(\.name).joined(separator: ", ")) or all")
        }
        let worlds = try LabFolder(URL(fileURLWithPath: folder)).worldFolders()
        let bar = Progress("detecting", isQuiet: Answer.isJSON)
        defer { bar.end() }
        var claims: [PairClaim] = []
        for (index, name) in worlds.enumerated() {
            bar.update(index, of: worlds.count)
            let world = try LabFolder(URL(fileURLWithPath: folder)).world(name)
            for detector in chosen { claims += PairClaim.claims(of: detector, about: world) }
        }
        try OutputFile.write(PairClaim.text(claims), to: out)
        bar.end()
        let alarms = claims.count { $0.alarmDay != nil }
        let document: JSONValue = [
            "worlds": .whole(worlds.count), "pairs": .whole(claims.count),
            "alarms": .whole(alarms), "file": .text(out),
        ]
        Answer.give("lab-detect", document) {
            "\(worlds.count) worlds, \(claims.count) pairs, \(alarms) alarms: \(out)"
        }
    }
}

/// `breakwater lab score FOLDER CLAIMS`
struct LabScore: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Score claims against the truth of the worlds.")

    @Argument(help: "The folder of the worlds; their truth is read from its folder truth.")
    var folder: String

    @Argument(help: "A file of claims, of any detector.", completion: .file())
    var claims: String

    @OptionGroup var answer: AnswerOptions

    func run() throws {
        let truths = try LabFolder(URL(fileURLWithPath: folder)).truths()
        let scores: [DetectorScore]
        do {
            let text = try LabFolder.text(URL(fileURLWithPath: claims))
            scores = try Scoring.score(
                PairClaim.read(text, file: claims), against: truths)
        } catch let defect as WorldDefect {
            throw LabFolder.failure(defect)
        } catch let defect as Scoring.Defect {
            throw CommandFailure(cause: defect.description, mend: "score claims of these worlds")
        }
        let document: JSONValue = [
            "scores": JSONValue(scores) { score in
                [
                    "detector": .text(score.detector), "pairs": .whole(score.pairCount),
                    "truePairs": .whole(score.truePairCount),
                    "averagePrecision": .real(score.averagePrecision),
                    "alarmPower": .real(score.alarmPower),
                    "alarmPowerFrom26AYear": .real(score.alarmPowerFrom26),
                    "falseDiscoveryShare": .real(score.falseDiscoveryShare),
                    "falseAlarmsPerMeasureYear": .real(score.falseAlarmsPerMeasureYear),
                    "medianDelayWeeks": score.medianDelayWeeks.map { .real($0) } ?? .null,
                ]
            }
        ]
        Answer.give("lab-score", document) { ScoreTable.text(scores) }
    }
}
