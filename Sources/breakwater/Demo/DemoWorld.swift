import PortVocabulary

/// What the invented finds are drawn from: ports, routes, methods and amounts with their weights.
/// The weights are made up. They follow what is public in kind only: which methods and routes
/// exist, not how often they occur.
enum DemoWorld {
    /// Months that the finds span.
    static let months = 36
    /// The month from which the controls of the large port of the north are invented to be
    /// stricter, so that there is a displacement to find.
    static let measureMonth = 19.0

    /// The ports of the north with their weights in a month; the large one loses what the small
    /// ones gain.
    static func portsNorth(month: Double) -> [(String, Double)] {
        let isAfter = month >= measureMonth
        return [
            ("NLRTM", isAfter ? 0.50 : 1.00), ("NLVLI", isAfter ? 0.46 : 0.18),
            ("NLMOE", isAfter ? 0.16 : 0.05), ("NLAMS", 0.09), ("NLTNZ", 0.06), ("NLDZL", 0.03),
        ]
    }

    /// The ports of the south: a slow shift from the large port to the coast.
    static func portsSouth(month: Double) -> [(String, Double)] {
        let share = month / Double(months)
        return [
            ("BEANR", 1.0 - 0.3 * share), ("BEZEE", 0.15 + 0.2 * share), ("BEGNE", 0.10),
            ("BEOST", 0.04),
        ]
    }

    static let substances: [(DemoSubstance, Double)] = [
        (.cocaine, 66), (.resin, 10), (.herb, 6), (.heroin, 6), (.cigarettes, 5), (.ketamine, 3),
        (.cash, 4),
    ]

    /// Methods at a port with where the goods then are and how they travel.
    static let methods: [(DemoMethod, Double)] = [
        (DemoMethod("RIP", "beside-load", "container"), 26),
        (DemoMethod("LOAD", "in-load", "container"), 18),
        (DemoMethod("SWITCH;MOVE", "beside-load", "container"), 9),
        (DemoMethod("PIN", "in-load", "container"), 9),
        (DemoMethod("REEFER", "machinery", "container"), 8),
        (DemoMethod("STRUCT", "container-structure", "container"), 6),
        (DemoMethod("RIP;EXTRACT;BADGE", "beside-load", "container"), 6),
        (DemoMethod("TROJAN;EXTRACT", "beside-load", "container"), 4),
        (DemoMethod("CHEM", "in-load", "container"), 3),
        (DemoMethod("CLONE;INFO", "in-load", "container"), 3),
        (DemoMethod("TRANS;SWITCH", "beside-load", "container"), 3),
        (DemoMethod("HULL", "hull", "vessel"), 3), (DemoMethod("SHIP", "ship-space", "vessel"), 4),
        (DemoMethod("DROP", "none", "small-craft"), 3),
        (DemoMethod("", "unknown", "container"), 9),
    ]

    /// What people on the quay notice, rather than what customs find.
    static let quayMethods: [(DemoMethod, Double)] = [
        (DemoMethod("EXTRACT;BADGE", "beside-load", "container"), 5),
        (DemoMethod("TROJAN;EXTRACT", "beside-load", "container"), 3),
        (DemoMethod("MOVE;INFO", "beside-load", "container"), 3),
        (DemoMethod("PIN;INFO", "in-load", "container"), 2),
    ]

    /// Company roles that are misused, as the template writes them.
    static let companies: [(String, Double)] = [
        ("", 48), ("haulier:misused", 12), ("terminal:misused", 12), ("consignee:misused", 9),
        ("forwarder:misused", 7), ("line:misused", 5), ("shipper:complicit", 4),
        ("depot:misused", 3),
    ]

    /// Label and handling code of a find.
    static let marks: [((String, String), Double)] = [
        (("GREEN", "H0"), 26), (("AMBER", "H0"), 20), (("AMBER", "H1"), 38),
        (("AMBER+STRICT", "H1"), 12), (("RED", "H2"), 4),
    ]
}

/// A method of the invented finds.
struct DemoMethod {
    let codes: String
    let concealment: String
    let transport: String

    init(_ codes: String, _ concealment: String, _ transport: String) {
        (self.codes, self.concealment, self.transport) = (codes, concealment, transport)
    }
}

/// A substance of the invented finds, with where it comes from and how much is found at once.
enum DemoSubstance: String {
    case cocaine = "cocaine-hydrochloride"
    case resin = "cannabis-resin"
    case herb = "cannabis-herb"
    case heroin, cigarettes, ketamine, cash

    /// Kilograms of the middle find.
    var medianKilograms: Double {
        switch self {
        case .cocaine: 85
        case .resin: 140
        case .herb: 60
        case .heroin: 24
        case .cigarettes: 900
        case .ketamine: 18
        case .cash: 0
        }
    }

    var producing: [(String, Double)] {
        switch self {
        case .cocaine: [("CO", 6), ("PE", 3), ("BO", 2), ("", 3)]
        case .resin: [("MA", 9), ("", 2)]
        case .herb: [("ES", 2), ("TH", 3), ("", 4)]
        case .heroin: [("AF", 6), ("", 3)]
        case .cigarettes, .ketamine, .cash: [("", 1)]
        }
    }

    /// Ports where the goods left, by UN/LOCODE; empty for unknown.
    var departures: [(String, Double)] {
        switch self {
        case .cocaine:
            [
                ("ECGYE", 30), ("COCTG", 11), ("COTRB", 9), ("BRSSZ", 14), ("BRPNG", 5),
                ("PABLB", 4), ("PAONX", 8), ("CRMOB", 9), ("DOCAU", 5), ("SRPBM", 5), ("PECLL", 5),
                ("", 8),
            ]
        case .resin: [("MAPTM", 8), ("MACAS", 3), ("ESALG", 3), ("", 2)]
        case .herb: [("ESALG", 3), ("", 4)]
        case .heroin: [("TRMER", 4), ("IRBND", 5), ("", 2)]
        case .cigarettes: [("TRMER", 3), ("", 3)]
        case .ketamine, .cash: [("", 1)]
        }
    }

    var transits: [(String, Double)] {
        switch self {
        case .cocaine: [("", 70), ("PAONX", 8), ("DOCAU", 7), ("MAPTM", 6), ("ESALG", 5)]
        case .resin, .herb, .heroin, .cigarettes, .ketamine, .cash: [("", 1)]
        }
    }
}
