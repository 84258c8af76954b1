package import PortVocabulary

/// A port as a reader may see it: what the register says, what was found there, and what was
/// found beside it.
package struct PortView: Sendable {
    package let profile: PortFacts
    /// Over everything, one line a substance group, most finds first. Weights of different groups
    /// are never added.
    package let totals: [PortTotal]
    /// The newest finds.
    package let finds: [PortFind]
    /// Published totals of this port, newest period first; never added to finds.
    package let figures: [FigureFact]
    /// Ports of the same basin and near by, nearest first.
    package let neighbours: [PortNeighbour]
    package let coverage: PortCoverage
    /// The periods that counts are compared over: the last twelve months and the twelve before.
    package let periods: (last: DateSpan, before: DateSpan)
}

/// What the register of ports says.
package struct PortFacts: Sendable {
    package let code: PlaceCode
    package let name: String
    package let country: String
    package let basin: Basin
    package let kind: PortKind
    /// A class, the only thing on record about traffic: throughput is not.
    package let size: PortSize
    package let membership: AllianceMembership
    /// Nil where not known.
    package let coordinates: Coordinates?
    package let spellings: [String]
    /// Whether the register has the port; else only its code is known.
    package let isRegistered: Bool
}

/// The counted finds of one substance group at one port.
package struct PortTotal: Sendable {
    package let group: SubstanceGroup
    package let seizures: Int
    package let lastYear: Int
    package let yearBefore: Int
    /// The sum of the known weights.
    package let kilograms: Double
    /// Finds whose weight is not known: they are in the count and not in the sum.
    package let withoutWeight: Int
    /// The largest known weight; nil where none is known.
    package let largestKilograms: Double?
}

/// One find at the port.
package struct PortFind: Sendable {
    package let record: RecordID
    package let fact: SeizureFact
    package let reporter: String
}

/// A port to look at beside this one.
package struct PortNeighbour: Sendable {
    package let code: PlaceCode
    package let name: String
    /// Along the great circle; nil where a position is not known.
    package let kilometres: Double?
    package let isSameBasin: Bool
    package let size: PortSize
    /// Counted finds that the reader may see. None is none on record, and not none.
    package let seizures: Int
    package let lastYear: Int
    package let yearBefore: Int
}

/// What stands behind the numbers of a port.
package struct PortCoverage: Sendable {
    package let reporters: [PortReporter]
    package let counted: Int
    package let held: Int
    package let repeats: Int
    /// Counted finds without a day that is known to the reader: in no period.
    package let undated: Int
    package let notes: [String]
}

/// Who reported finds at the port.
package struct PortReporter: Hashable, Sendable {
    package let name: String
    package let counted: Int
    /// From the first to the last find; nil where no day is known to the reader.
    package let span: DateSpan?
}
