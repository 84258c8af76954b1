import ArgumentParser
import Foundation
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage

/// Which records, as of which day, for whom: what the analyses of weeks and ports stand on.
struct PanelOptions: ParsableArguments {
    @OptionGroup var selected: SelectionOptions

    @Option(help: "What was known on this day. Default: today.")
    var asOf: String?

    @Option(help: "Weeks left out before that day, because reports of them still come.")
    var holdBack = PanelMaker.usualHoldBack

    @OptionGroup var edition: EditionOptions

    @OptionGroup var node: NodeOptions

    struct Loaded {
        let panel: WeeklyPanel
        let measures: [KeptMeasure]
        let reference: ReferenceData
        let folder: DataFolder
    }

    /// The panel and the measures that the requester may see.
    func load(subject: String) throws -> Loaded {
        guard (0...PanelMaker.weekLimit).contains(holdBack) else {
            throw CommandFailure(
                cause: "--hold-back is \(holdBack)", mend: "give 0 to \(PanelMaker.weekLimit)")
        }
        let folder = try node.dataFolder()
        let reference = try folder.reference()
        let selection = try selected.selection(reference)
        let day = try asOf.map { try SelectionOptions.span($0, option: "--as-of").last }
        return try node.withNode { database in
            let requester = try edition.requester(database)
            _ = try database.leave(requester, .readMeasures)
            let maker = PanelMaker(asOf: day ?? Clock.today(), holdBackWeeks: holdBack)
            let released = try LoadPanel(store: database, reference: reference).run(
                requester, selection, maker, subject: subject, now: Clock.now())
            return Loaded(
                panel: released.view, measures: try database.measures(), reference: reference,
                folder: folder)
        }
    }
}
