import Foundation

/// Finds after the week, and the sum of their scores.
struct Tally {
    var finds = 0.0
    var sum = 0.0
}

/// Scores finds of a place by how much more they look like the source's than like its own.
///
/// The score of a find is log(1 + π(r − 1)): r is the likelihood ratio of its stated attributes
/// under the source's profile against the place's, π the share of moved loads looked for. It is the
/// log-likelihood ratio of the mixture, bounded below, so that one rare look cannot decide.
struct FindScorer {
    /// A place before the week: mean and variance of its finds' scores, effective finds, and how
    /// much higher the source's finds score.
    struct Before {
        var mean = 0.0
        var variance = 0.15
        var size = 0.0
        var contrast = 0.0
        static let none = Before()
    }

    private let panel: FlowPanel
    private let profiles: PlaceProfiles
    private let source: Int
    private let prior: Double
    private let moved: Double
    private let attributes: Int
    private let codes: Int

    init(_ panel: FlowPanel, _ profiles: PlaceProfiles, source: Int, _ settings: FlowSettings) {
        self.panel = panel
        self.profiles = profiles
        self.source = source
        prior = settings.commonWeight
        moved = settings.movedShare
        attributes = panel.attributeSizes.count
        codes = panel.codeCount
    }

    /// The place's history, each find scored without its own part in the profile.
    func before(_ place: Int) -> Before {
        let own = leaveOneOut(place, numerator: nil)
        var result = Before()
        guard own.weight > 0 else { return result }
        result.mean = own.sum / own.weight
        result.size = own.weight * own.weight / own.weightSquares
        let variance = own.squares / own.weight - result.mean * result.mean
        result.variance = (variance * result.size + 0.15 * 4) / (result.size + 4)
        let theirs = leaveOneOut(source, numerator: place)
        if theirs.weight > 0 {
            result.contrast = max(0, theirs.sum / theirs.weight - result.mean)
        }
        return result
    }

    /// The finds from the week on that were known in time.
    func after(_ place: Int, until end: Int, known: Int) -> Tally {
        let span = panel.finds(at: place, in: profiles.week..<min(end, panel.weekCount))
        var tally = Tally()
        let offsets = panel.codeOffsets
        let mine = place * codes
        let theirs = source * codes
        for index in span where Int(panel.reported[index]) < known {
            var ratio = 1.0
            if place != source {
                for attribute in 0..<attributes {
                    let code = Int(panel.codes[index * attributes + attribute])
                    guard code >= 0 else { continue }
                    let cell = offsets[attribute] + code
                    ratio *= profiles.shares[theirs + cell] / profiles.shares[mine + cell]
                }
            }
            tally.finds += 1
            tally.sum += log(1 + moved * (ratio - 1))
        }
        return tally
    }

    private struct Sums {
        var weight = 0.0
        var weightSquares = 0.0
        var sum = 0.0
        var squares = 0.0
    }

    /// Scores the history of one place: source over place where the find is the place's, and the
    /// same ratio with the source's own find taken out where `numerator` names the receiver.
    private func leaveOneOut(_ place: Int, numerator receiver: Int?) -> Sums {
        var sums = Sums()
        let mine = place * codes
        for index in profiles.spans[place] where Int(panel.reported[index]) < profiles.week {
            let weight = profiles.weights[profiles.week - Int(panel.weeks[index])]
            var ratio = 1.0
            for attribute in 0..<attributes {
                let code = Int(panel.codes[index * attributes + attribute])
                guard code >= 0 else { continue }
                let cell = panel.codeOffsets[attribute] + code
                let total = profiles.totals[place * attributes + attribute] - weight + prior
                let share =
                    (profiles.counts[mine + cell] - weight + prior * profiles.common[cell]) / total
                if let receiver {
                    ratio *= share / profiles.shares[receiver * codes + cell]
                } else {
                    ratio *= profiles.shares[source * codes + cell] / max(share, 1e-9)
                }
            }
            let score = log(1 + moved * (ratio - 1))
            sums.weight += weight
            sums.weightSquares += weight * weight
            sums.sum += weight * score
            sums.squares += weight * score * score
        }
        return sums
    }
}
