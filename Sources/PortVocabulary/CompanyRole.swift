/// What a company does in the chain.
package enum CompanyRole: String, Term {
    case line, terminal, shipper, consignee, notify, forwarder, haulier, depot, agent, stevedore
    case broker, warehouse
    case containerOwner = "container-owner"
    case other, unknown

    package static let vocabulary = "company roles"
    package var title: String {
        switch self {
        case .line: "shipping line"
        case .notify: "notify party"
        case .agent: "ship's agent"
        case .broker: "customs broker"
        case .containerOwner: "container owner"
        default: rawValue
        }
    }
}

/// How a company came into the event. «Misused» says nothing against it.
package enum Involvement: String, Term {
    case misused, complicit, unknown

    package static let vocabulary = "involvement"
    package var title: String { rawValue }
}

/// One company's part in an event; the company's name stays in the record as given.
package struct CompanyInvolvement: Hashable, Sendable {
    package let role: CompanyRole
    package let involvement: Involvement

    package init(role: CompanyRole, involvement: Involvement) {
        (self.role, self.involvement) = (role, involvement)
    }
}
