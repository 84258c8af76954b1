import Identity
import NeedToKnow
import PortVocabulary

/// The ready-made accounts of the demonstration. Every name says that it is invented.
enum DemoPeople {
    /// An account and what it is for.
    struct Account {
        let id: String
        let name: String
        let organisation: DemoOrganisation
        let roles: Set<Role>
        let language: Language

        var person: Person {
            Person(
                id: PersonID(trusted: id), name: "\(name) (\(DemoOrganisation.label))",
                organisation: organisation.id, roles: roles, language: language)
        }
    }

    static let all: [Account] = [
        Account(
            id: "anna", name: "Anna Kade", organisation: .customsNorth,
            roles: [.analyst, .contributor, .reviewer], language: .english),
        Account(
            id: "simon", name: "Simon Boei", organisation: .customsNorth,
            roles: [.signatory, .analyst], language: .dutch),
        Account(
            id: "karla", name: "Karla Anker", organisation: .customsNorth, roles: [.custodian],
            language: .english),
        Account(
            id: "otto", name: "Otto Lood", organisation: .customsNorth, roles: [.auditor],
            language: .german),
        Account(
            id: "ada", name: "Ada Sluis", organisation: .customsNorth, roles: [.administrator],
            language: .english),
        Account(
            id: "pieter", name: "Pieter Tros", organisation: .policeNorth, roles: [.analyst],
            language: .dutch),
        Account(
            id: "claire", name: "Claire Digue", organisation: .customsSouth, roles: [.analyst],
            language: .french),
        Account(
            id: "nora", name: "Nora Kaai", organisation: .portNorth, roles: [.analyst],
            language: .dutch),
        Account(
            id: "sofia", name: "Sofia Darsena", organisation: .portSouth, roles: [.analyst],
            language: .italian),
        Account(
            id: "tomas", name: "Tomas Grua", organisation: .terminalCompany, roles: [.analyst],
            language: .spanish),
        Account(
            id: "ebba", name: "Ebba Kaj", organisation: .euBody, roles: [.analyst],
            language: .swedish),
    ]
}
