package import PortVocabulary

/// One end of a route as far as it is known.
package struct RoutePoint: Hashable, Sendable {
    package var country: Country?
    package var place: PlaceCode?

    package init(country: Country? = nil, place: PlaceCode? = nil) {
        self.country = country ?? place?.country
        self.place = place
    }

    /// Whether nothing is known.
    package var isEmpty: Bool { country == nil && place == nil }
}

/// The questions that a record's source asks: what tells «unknown» from «not asked».
package struct AskedFields: OptionSet, Hashable, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    package static let place = AskedFields(rawValue: 1 << 0)
    package static let amount = AskedFields(rawValue: 1 << 1)
    package static let stage = AskedFields(rawValue: 1 << 2)
    package static let setting = AskedFields(rawValue: 1 << 3)
    package static let transport = AskedFields(rawValue: 1 << 4)
    package static let producing = AskedFields(rawValue: 1 << 5)
    package static let departure = AskedFields(rawValue: 1 << 6)
    package static let transit = AskedFields(rawValue: 1 << 7)
    package static let destination = AskedFields(rawValue: 1 << 8)
    package static let intended = AskedFields(rawValue: 1 << 9)
    package static let concealment = AskedFields(rawValue: 1 << 10)
    package static let methods = AskedFields(rawValue: 1 << 11)
    package static let companies = AskedFields(rawValue: 1 << 12)
    package static let cash = AskedFields(rawValue: 1 << 13)
    package static let container = AskedFields(rawValue: 1 << 14)
    package static let vessel = AskedFields(rawValue: 1 << 15)
    package static let persons = AskedFields(rawValue: 1 << 16)
    package static let evaluation = AskedFields(rawValue: 1 << 17)
}

/// A seizure as read: what the cells mean. What they said stays beside it, as given.
///
/// Holds no personal data: persons are a count, companies a role.
package struct SeizureEvent: Hashable, Sendable {
    package var when: DateSpan
    /// Who reported it, as named by the source or the layout.
    package var reporter: String
    package var asked: AskedFields = []
    package var country: Country?
    package var place: PlaceCode?
    /// The place as given; empty when blank.
    package var placeText = ""
    package var placeMatch: PlaceMatch = .none
    package var stage: Stage = .notAsked
    package var setting: Setting = .notAsked
    package var transport: TransportMode = .notAsked
    package var substance: Substance = .unknown
    /// Nil where no amount was given or it could not be read.
    package var quantity: Quantity?
    /// Nil where no factor is known; the quantity is then kept as given.
    package var mass: ConvertedMass?
    package var producing: Country?
    package var departure = RoutePoint()
    package var transit: [RoutePoint] = []
    package var destination = RoutePoint()
    /// Where goods seized abroad were bound for.
    package var intended = RoutePoint()
    package var concealment: Concealment = .notAsked
    /// In the order of the codes, each once.
    package var methods: [ModusOperandi] = []
    package var companies: [CompanyInvolvement] = []
    package var cash: Cash?
    package var container: ContainerCode?
    package var vessel: VesselNumber?
    package var persons: Stated<Int> = .notAsked
    package var evaluation: Evaluation?

    package init(when: DateSpan, reporter: String) {
        (self.when, self.reporter) = (when, reporter)
    }

    /// Whether the find belongs to the maritime picture: by setting, by transport, or because
    /// it was made upstream towards a port.
    package var isMaritime: Bool {
        setting.isMaritime || transport.isMaritime || stage == .atPort || stage == .upstreamAbroad
    }
}
