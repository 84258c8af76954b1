/// The units in which finds are counted, after spellings and multiples are resolved.
package enum QuantityUnit: String, Term {
    case kilogram, litre, tablet, dose, piece, plant, capsule, ampoule, blotter, package, vial
    case bottle, stick, pack, hectare, container, weapon, round, other
    case notStated = "not-stated"

    package static let vocabulary = "units"
    package var title: String { self == .notStated ? "unit not stated" : rawValue }
}

/// Whether packing is part of the weight.
package enum MassBasis: String, Term {
    case gross, net
    case unknown
    case notAsked = "not-asked"

    package static let vocabulary = "mass basis"
    package var title: String { self == .notAsked ? "not asked" : rawValue }
}

/// How sure the amount is.
package enum AmountCertainty: String, Term {
    case confirmed, estimated, unknown
    case atLeast = "at-least"
    case notAsked = "not-asked"

    package static let vocabulary = "amount certainty"
    package var title: String {
        switch self {
        case .confirmed: "confirmed"
        case .estimated: "estimated"
        case .atLeast: "at least"
        case .unknown: "unknown"
        case .notAsked: "not asked"
        }
    }
}

/// An amount as given, in a resolved unit.
package struct Quantity: Hashable, Sendable {
    /// In `unit`. Bounds: 0 or more, finite.
    package let amount: Double
    package let unit: QuantityUnit
    package let basis: MassBasis
    package let certainty: AmountCertainty

    /// - Throws: ``WordDefect/noSuchValue(_:mend:)`` for a negative or non-finite amount.
    package init(
        amount: Double, unit: QuantityUnit, basis: MassBasis = .notAsked,
        certainty: AmountCertainty = .notAsked
    ) throws(WordDefect) {
        guard amount.isFinite, amount >= 0 else {
            throw .noSuchValue("amount is negative or not a number", mend: "write 0 or more")
        }
        (self.amount, self.unit) = (amount, unit)
        (self.basis, self.certainty) = (basis, certainty)
    }
}

/// Where a conversion factor comes from, strongest first.
package enum FactorBasis: String, Term {
    /// Exact by definition of the unit.
    case definition
    /// Published by a body for this substance and unit.
    case published
    /// A body's published factor, read through another publication that names it.
    case secondHand = "second-hand"
    /// A stated convention, such as one kilogram a litre.
    case convention
    /// A typical value that a body states.
    case typical

    package static let vocabulary = "factor bases"
    package var title: String {
        self == .secondHand ? "published, read second hand" : rawValue
    }
}

/// A weight in kilograms that was computed from another unit, with the factor it came by.
package struct ConvertedMass: Hashable, Sendable {
    package let kilograms: Double
    /// Kilograms per resolved unit.
    package let factor: Double
    package let basis: FactorBasis
    /// The publication that states the factor.
    package let source: String

    package init(kilograms: Double, factor: Double, basis: FactorBasis, source: String) {
        (self.kilograms, self.factor) = (kilograms, factor)
        (self.basis, self.source) = (basis, source)
    }
}
