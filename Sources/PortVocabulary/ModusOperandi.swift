/// How organised crime used the port: 24 methods, merged from Europol's 2023 analysis of criminal
/// networks in EU ports and published cases. A record may carry several.
package enum ModusOperandi: String, Term {
    case load = "LOAD"
    case ripOff = "RIP"
    case switchLoad = "SWITCH"
    case clone = "CLONE"
    case structure = "STRUCT"
    case reefer = "REEFER"
    case chemical = "CHEM"
    case groupage = "GROUP"
    case empty = "EMPTY"
    case transhipment = "TRANS"
    case hull = "HULL"
    case ship = "SHIP"
    case drop = "DROP"
    case pinCode = "PIN"
    case trojan = "TROJAN"
    case extraction = "EXTRACT"
    case move = "MOVE"
    case information = "INFO"
    case control = "CTRL"
    case badge = "BADGE"
    case capture = "CAPTURE"
    case cyber = "CYBER"
    case retake = "RETAKE"
    case cash = "CASH"

    package static let vocabulary = "modus operandi codes"

    package var title: String {
        switch self {
        case .load: "inside a genuine or cover load"
        case .ripOff: "rip-off: bags behind the doors"
        case .switchLoad: "switched between boxes in port"
        case .clone: "cloned container number"
        case .structure: "built into the container's structure"
        case .reefer: "in refrigeration machinery"
        case .chemical: "dissolved, impregnated or disguised"
        case .groupage: "groupage or household goods"
        case .empty: "in empty containers"
        case .transhipment: "through transhipment or cold ports"
        case .hull: "attached to the hull or in the sea chest"
        case .ship: "in the ship's spaces or with the crew"
        case .drop: "dropped at sea and collected"
        case .pinCode: "release code stolen"
        case .trojan: "extractors hidden in a container"
        case .extraction: "extraction team on foot"
        case .move: "container moved to a reachable place"
        case .information: "insider look-ups"
        case .control: "control avoided or cancelled"
        case .badge: "pass lent or cloned"
        case .capture: "company bought or founded for it"
        case .cyber: "intrusion into port systems"
        case .retake: "attack on seized goods"
        case .cash: "proceeds and bulk cash"
        }
    }

    /// Other codes in use for the same method.
    package init?(alias text: String) {
        switch text.uppercased() {
        case "CREW": self = .ship
        case "HOTEL": self = .trojan
        case "STRUCTURE": self = .structure
        default: return nil
        }
    }
}

/// Where the goods were hidden: the place within the transport unit, beside the method.
package enum Concealment: String, Term {
    case inLoad = "in-load"
    case besideLoad = "beside-load"
    case containerStructure = "container-structure"
    case machinery
    case hull
    case shipSpace = "ship-space"
    case vehicle, baggage
    case onBody = "on-body"
    case inBody = "in-body"
    case postal, premises
    case none
    case other, unknown
    case notAsked = "not-asked"

    package static let vocabulary = "concealment"

    package var title: String {
        switch self {
        case .inLoad: "in the load"
        case .besideLoad: "beside the load (bags, rip-off)"
        case .containerStructure: "container structure"
        case .machinery: "machinery of the unit"
        case .hull: "outside of the hull"
        case .shipSpace: "ship's space"
        case .onBody: "on the body"
        case .inBody: "in the body"
        case .postal: "postal item"
        case .none: "not hidden"
        case .notAsked: "not asked"
        default: rawValue
        }
    }
}
