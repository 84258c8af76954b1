import Identity
import NeedToKnow
import PortVocabulary

@testable import Storage

extension StoredAct {
    private static let moment = TestNode.moment
    private static let anna = TestNode.person("anna", [.analyst, .signatory])

    private static let two: @Sendable (TestNode) throws -> Void = { node in
        let store = try NodeDatabase(node.engine, keys: TestNode.keys)
        for person in [anna, TestNode.person("bert")] {
            try store.save(person, by: TestNode.leave(.managePeople), at: moment)
        }
    }

    private static let signedIn: @Sendable (TestNode) throws -> Void = { node in
        try two(node)
        try NodeDatabase(node.engine, keys: TestNode.keys)
            .begin(TestNode.session(1, of: anna), at: moment)
    }

    private static func credential(_ name: String) -> Credential? {
        ProviderSubject(issuer: "https://id.example", subject: name).map {
            Credential(
                id: CredentialID(trusted: name), person: anna.id, label: "",
                content: .provider($0), created: moment)
        }
    }

    private static let linked: @Sendable (TestNode) throws -> Void = { node in
        try signedIn(node)
        let change = CredentialChange(
            person: anna.id, added: [credential("c1")].compactMap { $0 }, removed: [],
            endsSessions: false)
        _ = try NodeDatabase(node.engine, keys: TestNode.keys)
            .change(change, by: .person, at: moment)
    }

    /// Acts on people, credentials and tokens.
    static let people: [StoredAct] = [
        StoredAct("an account whose rights shrink", after: signedIn) { node in
            try node.add(TestNode.person("anna", [.analyst]))
        },
        StoredAct("a deputy", after: two) { node in
            try node.store.save(
                Deputyship(
                    person: anna.id, deputy: PersonID(trusted: "bert"), roles: [.signatory],
                    span: DateSpan(day: Sample.today)), by: TestNode.requester(), at: moment)
        },
        StoredAct("a recovery that ends a session", after: linked) { node in
            _ = try node.store.change(
                CredentialChange(
                    person: anna.id, added: [credential("c2")].compactMap { $0 },
                    removed: [CredentialID(trusted: "c1")], endsSessions: true),
                by: .person, at: moment)
        },
        StoredAct("a token", after: two) { node in
            try node.store.save(
                TestNode.token("t1", of: anna), by: TestNode.requester(), at: moment)
        },
        StoredAct("a sign-out", after: signedIn) { node in
            try node.store.end(TestNode.session(1, of: anna), at: moment)
        },
    ]
}
