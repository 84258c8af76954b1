/// The four words in which the test of displacement answers.
package enum DisplacementVerdict: String, Sendable, CaseIterable, Codable {
    /// An alert, and the rate at the source fell: 1 in 10 such alerts is expected to be wrong.
    case shown
    /// On the watch list, or an alert without a fall shown at the source.
    case likely
    /// Neither an alert nor a test that could have given one.
    case cannotTell = "cannot tell"
    /// A move of a quarter of what the source lost would have shown, and nothing did.
    case unlikely
}

/// Why a verdict is no stronger.
package enum DisplacementReason: Hashable, Sendable {
    case historyTooShort(weeks: Int, needed: Int)
    case tooFewFindsAtSource(finds: Int, needed: Int)
    case tooFewPlaces(places: Int, needed: Int)
    case attributesMissing(stated: Double, needed: Double)
    case tooFewPlaceboReadings
    case firstLookNotReached(weeks: Int)
    case noFallShownAtSource
    case effortUnknownAtSource
    case effortUnknownAtReceiver
    case otherSourceFitsBetter
    case tooSmallToSee

    /// Whether the test gives no number at all for this reason.
    package var stopsTheTest: Bool {
        switch self {
        case .historyTooShort, .tooFewFindsAtSource, .tooFewPlaces, .attributesMissing,
            .tooFewPlaceboReadings, .firstLookNotReached:
            true
        case .noFallShownAtSource, .effortUnknownAtSource, .effortUnknownAtReceiver,
            .otherSourceFitsBetter, .tooSmallToSee:
            false
        }
    }

    /// The reason in one sentence.
    package var sentence: String {
        switch self {
        case .historyTooShort(let weeks, let needed):
            "Before the measure there are \(weeks) weeks of records; \(needed) are needed."
        case .tooFewFindsAtSource(let finds, let needed):
            "Before the measure there are \(finds) finds at the source; \(needed) are needed."
        case .tooFewPlaces(let places, let needed):
            "There are \(places) places to compare with; \(needed) are needed."
        case .attributesMissing(let stated, let needed):
            "Method, route and company are stated for \(percent(stated)) of the finds; "
                + "\(percent(needed)) are needed."
        case .tooFewPlaceboReadings:
            "The history without measures is too short to know how often chance looks like this."
        case .firstLookNotReached(let weeks):
            "The first look comes \(weeks) weeks after the measure's start."
        case .noFallShownAtSource: "No fall is shown at the source."
        case .effortUnknownAtSource: "The source reports no inspections."
        case .effortUnknownAtReceiver: "The receiver reports no inspections."
        case .otherSourceFitsBetter: "Another measured place explains the finds better."
        case .tooSmallToSee: "A move of the size to be expected would not have been seen."
        }
    }

    private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
