package import PortVocabulary

/// What the duplicate review knows of a seizure.
package struct ReviewCandidate: Sendable {
    package var record: RecordID
    /// Order of arrival.
    package var serial: Int
    package var day: Int32
    package var substance: Substance
    package var amount: Double
    package var unit: QuantityUnit
    /// Folded spelling of the place; empty when blank.
    package var place: String
    /// How many identical rows came before this one.
    package var occurrence: Int
    /// Terms of the fields that are compared, in ``comparedFields`` order; empty = not known.
    package var compared: [String]

    package static let comparedFields = [
        "setting", "transport", "concealment", "producing country", "departure", "destination",
    ]

    package init(
        record: RecordID, serial: Int, day: Int32, substance: Substance, amount: Double,
        unit: QuantityUnit, place: String, occurrence: Int, compared: [String]
    ) {
        (self.record, self.serial, self.day) = (record, serial, day)
        (self.substance, self.amount, self.unit) = (substance, amount, unit)
        (self.place, self.occurrence, self.compared) = (place, occurrence, compared)
    }

    /// How many of the compared fields are known: of two, the fuller one stays.
    var filled: Int { compared.count { !$0.isEmpty } + (place.isEmpty ? 0 : 1) }
}

/// What two like records are to one another.
package enum RepeatKind: String, Term {
    /// Identical in every cell, with an amount too particular for chance.
    case exactRepeat = "exact-repeat"
    /// The same event told twice with differences.
    case nearRepeat = "near-repeat"
    /// Alike, but two genuine seizures could look so.
    case possiblyGenuine = "possibly-genuine"

    package static let vocabulary = "kinds of repeat"
    package var title: String { rawValue.split(separator: "-").joined(separator: " ") }

    /// What the stated rule makes of it: a repeat is set aside, a near repeat waits for a
    /// person, a possibly genuine one counts.
    package var stateByRule: ReviewState {
        switch self {
        case .exactRepeat: .repeated
        case .nearRepeat: .held
        case .possiblyGenuine: .counted
        }
    }
}

/// One finding of the duplicate review, with its reasons.
package struct ReviewFinding: Hashable, Sendable {
    package let record: RecordID
    package let other: RecordID
    package let kind: RepeatKind
    /// Sum of the weights of the features; the reasons name each.
    package let score: Double
    package let reasons: [String]

    package init(
        record: RecordID, other: RecordID, kind: RepeatKind, score: Double, reasons: [String]
    ) {
        (self.record, self.other, self.kind) = (record, other, kind)
        (self.score, self.reasons) = (score, reasons)
    }
}

/// The stated rules by which repeats are told apart: an ordered table of features and weights.
/// Documented in `docs/formats/duplicates.md`.
package enum DuplicateRules {
    /// Significant digits from which an amount is particular enough to tell an event.
    package static let particularDigits = 3
    /// Other days on which a particular amount may occur and still be particular.
    package static let otherDaysAllowed = 2
    /// Score from which two records are held to be one event.
    package static let nearScore = 2.5
    /// Score from which the likeness is noted.
    package static let notedScore = 1.0
    /// Spelling similarity from which two places may be one.
    package static let placeSimilarity = 0.88

    static let perDigit = 0.75
    static let mostDigitWeight = 3.0
    static let sameUnit = 1.0
    static let commonAmountPerDay = -1.0
    static let mostCommonWeight = -3.0
    static let samePlace = 1.5
    static let similarPlace = 1.0
    static let otherPlace = -1.5
    static let sameSubstance = 0.5
    static let sameField = 0.5
    static let otherField = -1.0

    /// The significant digits of an amount at six digits, without trailing zeros: 2786 for both
    /// 2,786 and 2.786. Nil for 0.
    package static func significand(_ amount: Double) -> Int? {
        guard amount > 0, amount.isFinite else { return nil }
        var scaled = amount
        while scaled >= 1_000_000 { scaled /= 10 }
        while scaled < 100_000 { scaled *= 10 }
        var digits = Int(scaled.rounded())
        while digits % 10 == 0, digits > 0 { digits /= 10 }
        return digits
    }

    static func digitCount(_ significand: Int) -> Int { String(significand).utf8.count }
}
