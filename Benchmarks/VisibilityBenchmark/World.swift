import BenchmarkSupport
import NeedToKnow
import PortVocabulary
import SituationAnalysis

/// The invented alliance of the benchmark: a customs service that runs the node, eleven other
/// originators, receivers with rights of every width, and marks of every kind.
enum World {
    /// Changes with anything that changes the databases made from it.
    static let version = "1"
    static let records = 1_000_000
    static let agreements = 200

    /// An originator: its share of the records in thousandths, its country and its days.
    struct Originator: Sendable {
        let id: OrganisationID
        let share: Int
        let country: String
        var days = SyntheticSeizures.days
    }

    private static func originator(
        _ id: String, _ share: Int, _ country: String,
        _ days: ClosedRange<Int32> = SyntheticSeizures.days
    ) -> Originator {
        Originator(id: OrganisationID(trusted: id), share: share, country: country, days: days)
    }

    /// The own organisation first.
    static let originators: [Originator] = [
        Originator(id: BenchmarkNode.organisation, share: 500, country: "NL"),
        originator("be-customs", 130, "BE"), originator("de-customs", 100, "DE"),
        originator("es-police", 80, "ES"), originator("fr-customs", 60, "FR"),
        originator("it-customs", 45, "IT"), originator("gr-coastguard", 25, "GR"),
        originator("pt-police", 18, "PT"), originator("pl-customs", 14, "PL"),
        // Its records all end in 2012: what it shares lies at the far end of a list by day.
        originator("old-archive", 20, "SE", 14_610...15_700),
        originator("ee-customs", 5, "EE"), originator("mt-port", 3, "MT"),
    ]

    static let ports: [String: [String]] = [
        "NL": ["NLRTM", "NLVLI", "NLAMS", "NLMOE", "NLTNZ", "NLDZL"],
        "BE": ["BEANR", "BEZEE", "BEGNE", "BEOST"], "DE": ["DEHAM", "DEBRV", "DEWVN", "DERSK"],
        "ES": ["ESALG", "ESVLC", "ESBCN", "ESBIO", "ESVGO"], "FR": ["FRLEH", "FRMRS", "FRDKK"],
        "IT": ["ITGOA", "ITGIT", "ITLIV", "ITTRS"], "GR": ["GRPIR", "GRSKG"],
        "PT": ["PTLIS", "PTSIE", "PTLEI"], "PL": ["PLGDN", "PLGDY", "PLSWI"],
        "SE": ["SEGOT", "SEHEL", "SESTO"], "EE": ["EETLL", "EEMUG"], "MT": ["MTMAR", "MTMLA"],
    ]

    /// A mark in use, with its share in hundredths. The text keeps the classes of one originator
    /// apart from those of another.
    struct MarkShare: Sendable {
        let share: Int
        let make: @Sendable (Originator) throws -> Mark
    }

    static let marks: [MarkShare] = [
        MarkShare(share: 30) { try mark($0, .green, .h0) },
        MarkShare(share: 30) { try mark($0, .amber, .h1) },
        // Sixteen years and a half: some thousands of the oldest wait for their review.
        MarkShare(share: 15) {
            try mark($0, .amber, .h1, retention: Retention(days: 6_100, then: .review))
        },
        MarkShare(share: 10) { try mark($0, .amberStrict, .h1) },
        MarkShare(share: 8) { try mark($0, .amber, .h2) },
        MarkShare(share: 5) {
            try mark($0, .green, .h1, purposes: [.strategicAnalysis, .portSecurity])
        },
        MarkShare(share: 1) { try mark($0, .amber, .h3) },
        MarkShare(share: 1) { try mark($0, .red, .h1, to: [BenchmarkNode.organisation]) },
    ]

    /// The place of the mark that asks for the originator's consent.
    static let consentMark = 4

    private static func mark(
        _ originator: Originator, _ light: TrafficLight, _ handling: HandlingCode,
        purposes: [Purpose] = Purpose.allCases, to receivers: [OrganisationID]? = nil,
        retention: Retention? = nil
    ) throws -> Mark {
        try Mark(
            trafficLight: light, handling: handling, handlingText: handlingText(originator.id),
            purposes: PurposeSet(purposes), releasableTo: receivers, retention: retention)
    }

    static func handlingText(_ originator: OrganisationID) -> String { "from \(originator)" }

    /// Who asks, and what makes their case.
    struct Asker: Sendable {
        let id: OrganisationID
        let words: String
    }

    static let own = Asker(id: BenchmarkNode.organisation, words: "own analyst, all originators")
    static let broad = Asker(
        id: OrganisationID(trusted: "eu-analysis"), words: "partner with broad rights")
    static let mixed = Asker(
        id: OrganisationID(trusted: "be-police"), words: "partner of 60 scoped agreements")
    static let narrow = Asker(
        id: OrganisationID(trusted: "se-port"), words: "partner with a narrow scope")
    static let old = Asker(
        id: OrganisationID(trusted: "no-customs"), words: "partner whose records are all old")
    static let consented = Asker(
        id: OrganisationID(trusted: "us-liaison"), words: "partner by consent alone")
    static let nobody = Asker(
        id: OrganisationID(trusted: "xx-nobody"), words: "partner without an agreement")
    static let askers = [own, broad, mixed, narrow, old, consented, nobody]

    /// How many records the originators consent to, by receiver.
    static let consents = [(consented.id, 2_000), (broad.id, 500), (own.id, 300)]

    /// Other partners: receivers of the remaining agreements.
    static let others = (1...41).map { OrganisationID(trusted: "partner-\($0)") }

    static let organisations =
        originators.map(\.id) + askers.dropFirst().map(\.id) + others
}
