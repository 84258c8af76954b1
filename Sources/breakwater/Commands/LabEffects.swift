import ArgumentParser
import Foundation
import Laboratory
import Statistics

/// `breakwater lab effects FOLDER`
struct LabEffects: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "effects",
        abstract: "Count how often the intervals of effects hold the truth of the worlds.")

    @Argument(
        help: "The folder of the worlds; their truth is read from its folder truth.",
        completion: .directory)
    var folder: String

    @OptionGroup var answer: AnswerOptions

    func run() throws {
        let worlds = LabFolder(URL(fileURLWithPath: folder))
        let truths = try worlds.truths()
        let bar = Progress("estimating", isQuiet: Answer.isJSON)
        defer { bar.end() }
        var coverage = EffectCoverage()
        for (index, truth) in truths.enumerated() {
            bar.update(index, of: truths.count)
            coverage.add(try worlds.world(truth.world), truth)
        }
        bar.end()
        let tally = coverage.intervals
        let bounds = tally.shareInterval()
        let document: JSONValue = [
            "intervals": .whole(tally.intervalCount), "covered": .whole(tally.coveredCount),
            "share": JSONValue(tally.share), "from": JSONValue(bounds?.lower),
            "to": JSONValue(bounds?.upper), "withoutEstimate": .whole(coverage.withoutEstimate),
            "withoutEffect": .whole(coverage.withoutEffect),
            "wronglyEffective": .whole(coverage.wronglyEffective),
        ]
        Answer.give("lab-effects", document) {
            let percent = { (share: Double?) in share.map { whole(1_000 * $0) } ?? "–" }
            return """
                \(tally.intervalCount) intervals of 95 %: \(tally.coveredCount) hold the truth, \
                \(percent(tally.share)) in 1,000 (\(percent(bounds?.lower)) to \
                \(percent(bounds?.upper)))
                \(coverage.withoutEffect) measures without effect, \
                \(coverage.wronglyEffective) of them called effective; \
                \(coverage.withoutEstimate) measures without an estimate
                """
        }
    }
}
