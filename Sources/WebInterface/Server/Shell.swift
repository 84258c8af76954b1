import Identity
import NeedToKnow
import PortVocabulary

/// What stands around every page: navigation, who is signed in, the stated task.
enum Shell {
    /// A page group in the navigation.
    private struct Place {
        let path: String
        let message: String
        /// Who finds something there; empty for everyone who is signed in.
        let roles: Set<Role>
    }

    private static let places = [
        Place(path: "/", message: "frame.today", roles: []),
        Place(path: "/situation", message: "frame.situation", roles: [.analyst]),
        Place(
            path: "/seizures", message: "frame.seizures",
            roles: [.analyst, .contributor, .reviewer]),
        Place(path: "/ports", message: "frame.ports", roles: [.analyst]),
        Place(path: "/reports", message: "frame.reports", roles: [.analyst]),
        Place(path: "/agreements", message: "frame.agreements", roles: []),
        Place(path: "/evidence", message: "frame.evidence", roles: [.auditor, .signatory]),
        Place(
            path: "/administration", message: "frame.administration",
            roles: [.administrator, .custodian]),
    ]

    static func context<Store>(_ exchange: Exchange<Store>) -> [String: Any] {
        var context: [String: Any] = [
            "language": exchange.language.rawValue,
            "csrf": exchange.csrf,
            "style": exchange.node.files.address("app.css"),
            "script": exchange.node.files.address("app.js"),
            "icon": exchange.node.files.address("icon.svg"),
            "theme": exchange.node.files.address("theme.js"),
            "isDemonstration": exchange.node.settings.isDemonstration,
            "here": exchange.path,
            "languages": Language.allCases.map {
                [
                    "code": $0.rawValue, "name": $0.title,
                    "isCurrent": $0 == exchange.language,
                ] as [String: Any]
            },
        ]
        guard let signedIn = exchange.signedIn else { return context }
        context["person"] = [
            "name": signedIn.person.name,
            "organisation": signedIn.person.organisation.text,
        ]
        context["places"] = places.filter {
            $0.roles.isEmpty || !$0.roles.isDisjoint(with: signedIn.roles)
        }.map { place -> [String: Any] in
            let isHere =
                place.path == "/"
                ? exchange.path == "/" || exchange.path.hasPrefix("/today/")
                : exchange.path == place.path || exchange.path.hasPrefix(place.path + "/")
            return [
                "path": place.path, "name": exchange.text(place.message), "isHere": isHere,
            ]
        }
        if let task = signedIn.session.task {
            context["task"] = [
                "purpose": exchange.text("term.purpose.\(task.purpose.rawValue)"),
                "basis": task.basis,
            ]
        }
        return context
    }
}
