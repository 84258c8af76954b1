import Crypto
import Foundation
import NeedToKnow
import PortVocabulary

/// A member of the invented alliance. Every name says that it is invented.
enum DemoOrganisation: String, CaseIterable {
    case portNorth = "demo-port-north"
    case portSouth = "demo-port-south"
    case customsNorth = "demo-customs-north"
    case customsSouth = "demo-customs-south"
    case policeNorth = "demo-police-north"
    case terminalCompany = "demo-terminal-company"
    case euBody = "demo-eu-body"

    /// Whose node the demonstration runs.
    static let own = DemoOrganisation.customsNorth
    /// What every invented name, source and mark begins with.
    static let label = "SYNTHETIC"

    var id: OrganisationID { OrganisationID(trusted: rawValue) }

    var name: String {
        let name =
            switch self {
            case .portNorth: "Port Authority North"
            case .portSouth: "Port Authority South"
            case .customsNorth: "Customs North"
            case .customsSouth: "Customs South"
            case .policeNorth: "Seaport Police North"
            case .terminalCompany: "Quay Nine Terminals"
            case .euBody: "Union Body for Ports"
            }
        return "\(Self.label) \(name)"
    }

    var kind: OrganisationKind {
        switch self {
        case .terminalCompany: .company
        case .euBody: .euBody
        case .portNorth, .portSouth, .customsNorth, .customsSouth, .policeNorth: .authority
        }
    }

    /// The country where its invented finds lie; nil for the body of the Union.
    var countryCode: String? {
        switch self {
        case .portSouth, .customsSouth: "BE"
        case .euBody: nil
        case .portNorth, .customsNorth, .policeNorth, .terminalCompany: "NL"
        }
    }

    /// The key with which a partner of the demonstration signs. It is drawn from the seed, which
    /// is no secret: nobody outside the demonstration trusts it.
    func signingKey(seed: UInt64) throws -> Curve25519.Signing.PrivateKey {
        let text = "breakwater demonstration \(seed) \(rawValue)"
        return try Curve25519.Signing.PrivateKey(
            rawRepresentation: Data(SHA256.hash(data: Data(text.utf8))))
    }

    /// As it stands in the register and in agreements.
    ///
    /// - Parameter ownKey: the public key of the node that the demonstration runs on.
    func organisation(seed: UInt64, ownKey: [UInt8]) throws -> Organisation {
        let key =
            self == .own
            ? ownKey : Array(try signingKey(seed: seed).publicKey.rawRepresentation)
        return Organisation(
            id: id, name: name, kind: kind,
            country: try countryCode.map { try Country(parsing: $0) },
            thirdCountryRole: nil, key: key)
    }

    /// How many finds it has over the three years.
    var finds: Int {
        switch self {
        case .customsNorth: 1_150
        case .customsSouth: 900
        case .policeNorth: 450
        case .portNorth: 170
        case .portSouth: 180
        case .terminalCompany: 150
        case .euBody: 0
        }
    }

    /// Where its finds lie in a month, with weights.
    func ports(month: Double) -> [(String, Double)] {
        switch self {
        case .customsSouth: DemoWorld.portsSouth(month: month)
        case .portSouth: [("BEANR", 4), ("BEZEE", 1)]
        case .portNorth, .terminalCompany: [("NLRTM", 1)]
        case .customsNorth, .policeNorth, .euBody: DemoWorld.portsNorth(month: month)
        }
    }
}
