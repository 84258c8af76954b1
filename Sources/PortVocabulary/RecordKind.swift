/// What a record is: seizures and published totals are never added to one another.
package enum RecordKind: String, Term {
    case seizure
    case figure
    /// Inspections, scans, hours or throughput: what finds are divided by.
    case denominator

    package static let vocabulary = "record kinds"
    package var title: String { self == .figure ? "published figure" : rawValue }

    /// The fields that records of this kind have, in the order of the vocabulary.
    package var fields: FieldSet {
        switch self {
        case .seizure:
            FieldSet(RecordField.allCases).subtracting([.count, .largest, .definition])
        case .figure:
            [.date, .reporter, .place, .substance, .amount, .count, .largest, .definition, .given]
        case .denominator: [.date, .reporter, .place, .count, .definition, .given]
        }
    }
}

/// A part of a record that an agreement can release or keep back.
package enum RecordField: String, Term {
    case date, reporter, place, stage, setting, transport, substance, amount, producing
    case departure, transit, destination, intended, concealment, methods, companies, cash
    case container, vessel, persons, evaluation, count, largest, definition, given

    package static let vocabulary = "record fields"
    package var title: String {
        switch self {
        case .date: "day or period"
        case .reporter: "who reported it"
        case .place: "port or place"
        case .stage: "stage of the route"
        case .setting: "kind of site"
        case .transport: "means of transport"
        case .substance: "substance"
        case .amount: "quantity and weight"
        case .producing: "country of production"
        case .departure: "departure"
        case .transit: "places of transit"
        case .destination: "destination"
        case .intended: "intended destination of goods seized abroad"
        case .concealment: "concealment"
        case .methods: "modus operandi"
        case .companies: "roles of companies"
        case .cash: "cash"
        case .container: "container number"
        case .vessel: "ship number"
        case .persons: "number of persons"
        case .evaluation: "evaluation of source and information"
        case .count: "number of seizures counted"
        case .largest: "largest single find"
        case .definition: "definition, status and address of a figure"
        case .given: "cells as given by the source"
        }
    }
}

/// Fields as bits. The bits live in memory only; names are stored.
package struct FieldSet: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The set of the given fields.
    package init(_ fields: some Sequence<RecordField>) {
        rawValue = fields.reduce(0) { $0 | FieldSet.bit($1).rawValue }
    }

    private static let order = Dictionary(
        uniqueKeysWithValues: RecordField.allCases.enumerated().map { ($1, UInt32($0)) })

    private static func bit(_ field: RecordField) -> FieldSet {
        FieldSet(rawValue: 1 << (order[field] ?? 31))
    }

    package static let date = bit(.date)
    package static let reporter = bit(.reporter)
    package static let place = bit(.place)
    package static let stage = bit(.stage)
    package static let setting = bit(.setting)
    package static let transport = bit(.transport)
    package static let substance = bit(.substance)
    package static let amount = bit(.amount)
    package static let producing = bit(.producing)
    package static let departure = bit(.departure)
    package static let transit = bit(.transit)
    package static let destination = bit(.destination)
    package static let intended = bit(.intended)
    package static let concealment = bit(.concealment)
    package static let methods = bit(.methods)
    package static let companies = bit(.companies)
    package static let cash = bit(.cash)
    package static let container = bit(.container)
    package static let vessel = bit(.vessel)
    package static let persons = bit(.persons)
    package static let evaluation = bit(.evaluation)
    package static let count = bit(.count)
    package static let largest = bit(.largest)
    package static let definition = bit(.definition)
    package static let given = bit(.given)

    /// Whether the field is in the set.
    package func contains(_ field: RecordField) -> Bool { isSuperset(of: Self.bit(field)) }

    /// The fields in the order of the vocabulary.
    package var fields: [RecordField] { RecordField.allCases.filter(contains) }
}
