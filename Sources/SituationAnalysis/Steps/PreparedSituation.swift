import NeedToKnow
import PortVocabulary

/// An assessment with the records it rests on, before it is released to anyone. Everyone whose
/// filters have the same fingerprints would be shown the same.
///
/// INVARIANT: it is handed out by ``AssessSituation`` alone, which writes a note for each release.
struct PreparedSituation: Sendable {
    let assessment: Assessment
    let seizures: Rows
    let figures: Rows
    /// Given by the cache that made it; nil where there is none.
    var edition: SituationEdition?

    init(assessment: Assessment, seizures: Rows, figures: Rows) {
        (self.assessment, self.seizures, self.figures) = (assessment, seizures, figures)
    }

    /// The rows that went in, by permit, in the few bytes that a note of a release takes.
    struct Rows: Sendable {
        let fingerprint: Visibility.Fingerprint
        private let permits: [Permit]
        private let serials: [SerialSet]

        init(_ visible: Visibility, _ parts: [PermittedRows]) {
            fingerprint = visible.fingerprint
            var permits: [Permit] = []
            var serials: [SerialSet] = []
            for (permit, more) in parts.flatMap(\.groups) {
                if let known = permits.firstIndex(of: permit) {
                    serials[known] = serials[known].union(more)
                } else {
                    permits.append(permit)
                    serials.append(more)
                }
            }
            (self.permits, self.serials) = (permits, serials)
        }

        var isEmpty: Bool { serials.allSatisfy(\.isEmpty) }

        var bytes: Int { serials.reduce(0) { $0 + $1.bytes.count } }

        /// The groups with the permits of the requester who is shown them now.
        func groups(for visible: Visibility) -> [(permit: Permit, serials: SerialSet)] {
            zip(visible.reissue(permits, of: fingerprint), serials).map {
                (permit: $0, serials: $1)
            }
        }
    }

    /// Everything that the content depends on, but the registers: a cache belongs to one state
    /// of those.
    struct Key: Hashable, Sendable {
        /// The content revision, read before anything was loaded.
        let revision: Int
        let seizures: Visibility.Fingerprint
        let figures: Visibility.Fingerprint
        let selection: Selection
        let compare: DateSpan?
        let granularity: Granularity?
        /// The day that the assessment bears.
        let day: CalendarDate
    }

    /// What it takes in memory, roughly: figures are most of it.
    var bytes: Int {
        let points = assessment.trends.reduce(0) { $0 + $1.points.count }
        let shares = assessment.shares.reduce(0) { total, series in
            total + series.periods.reduce(0) { $0 + $1.parts.count }
        }
        let events = assessment.ports.reduce(0) { $0 + $1.events.count }
        let entries = assessment.published.reduce(0) { $0 + $1.entries.count }
        let sources = assessment.figures.reduce(0) { $0 + $1.sources.count }
        return 64_000 + assessment.figures.count * 500 + points * 320 + shares * 160
            + events * 320 + entries * 800 + sources * 160 + seizures.bytes + figures.bytes
    }
}

/// One assessment that a cache made, told apart from every other that it ever made. Who is
/// released the same edition is shown the same, to the last figure: what was drawn for one of
/// them may be shown to the other.
package struct SituationEdition: Hashable, Sendable {
    /// The makings of the cache before it.
    let number: Int
}
