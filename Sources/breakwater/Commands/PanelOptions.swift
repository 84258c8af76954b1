import ArgumentParser
import PortVocabulary
import SituationAnalysis

/// Which finds, as of which day: what the analyses of weeks and ports stand on.
struct PanelOptions: ParsableArguments {
    @Option(
        help: "Substance or group, such as cocaine or cannabis-resin.",
        completion: Candidates.substances)
    var substance: [String] = []

    @Option(help: "Basin, such as north-sea.", completion: Candidates.basins)
    var basin: [String] = []

    @Option(help: "Port by UN/LOCODE or name.", completion: Candidates.ports)
    var port: [String] = []

    @Option(help: "Country by ISO code or name.")
    var country: [String] = []

    @Option(help: "As known on this day, such as 2026-03-05. Default: today.")
    var asOf: String?

    @Option(help: "Weeks before that day that are held back, because reports of them still come.")
    var holdBack = PanelMaker.usualHoldBack

    /// The finds that the options name.
    func selection(_ reference: ReferenceData) throws -> Selection {
        let words = [
            ("--substance", substance), ("--basin", basin), ("--port", port),
            ("--country", country),
        ].flatMap { option, values in values.flatMap { [option, $0] } }
        return try SelectionOptions.parse(words).selection(reference)
    }

    /// The day, and the weeks that are held back before it.
    func maker() throws -> PanelMaker {
        guard (0...PanelMaker.weekLimit).contains(holdBack) else {
            throw CommandFailure(
                cause: "--hold-back is \(holdBack)", mend: "write 0 to \(PanelMaker.weekLimit)")
        }
        do throws(WordDefect) {
            let day = try asOf.map { text throws(WordDefect) in try CalendarDate(iso: text) }
            return PanelMaker(asOf: day ?? Clock.today(), holdBackWeeks: holdBack)
        } catch {
            throw CommandFailure(
                cause: "--as-of “\(asOf ?? "")” \(error.cause)", mend: error.mend)
        }
    }
}
