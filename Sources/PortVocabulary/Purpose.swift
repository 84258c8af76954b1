/// What information is used for. The first four follow Regulation (EU) 2016/794, article 18(2);
/// the others name the tasks of customs, ports, courts and supervisors.
package enum Purpose: String, Term {
    case crossChecking = "cross-checking"
    case strategicAnalysis = "strategic-analysis"
    case operationalAnalysis = "operational-analysis"
    case informationExchange = "information-exchange"
    case customsRiskManagement = "customs-risk-management"
    case portSecurity = "port-security"
    case criminalProceedings = "criminal-proceedings"
    case oversight
    case publicInformation = "public-information"

    package static let vocabulary = "purposes"
    package var title: String {
        switch self {
        case .crossChecking: "finding links between records"
        case .strategicAnalysis: "strategic or thematic analysis"
        case .operationalAnalysis: "analysis for a concrete operation"
        case .informationExchange: "exchange between authorities"
        case .customsRiskManagement: "customs risk management"
        case .portSecurity: "security of ports and port facilities"
        case .criminalProceedings: "use in criminal proceedings"
        case .oversight: "audit, supervision and evaluation"
        case .publicInformation: "information of the public"
        }
    }

    /// The purpose's place in a ``PurposeSet``.
    package var bit: Int {
        switch self {
        case .crossChecking: 0
        case .strategicAnalysis: 1
        case .operationalAnalysis: 2
        case .informationExchange: 3
        case .customsRiskManagement: 4
        case .portSecurity: 5
        case .criminalProceedings: 6
        case .oversight: 7
        case .publicInformation: 8
        }
    }
}

/// Purposes as bits: bit `n` is the purpose with ``Purpose/bit`` `n`. The bits are stored, so a
/// purpose keeps its bit for ever.
package struct PurposeSet: OptionSet, Hashable, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    /// The set of the given purposes.
    package init(_ purposes: some Sequence<Purpose>) {
        rawValue = purposes.reduce(0) { $0 | 1 << $1.bit }
    }

    /// Every purpose.
    package static let all = PurposeSet(Purpose.allCases)

    /// Whether the purpose is in the set.
    package func contains(_ purpose: Purpose) -> Bool { rawValue & (1 << purpose.bit) != 0 }

    /// The purposes in the order of the vocabulary.
    package var purposes: [Purpose] { Purpose.allCases.filter(contains) }
}
