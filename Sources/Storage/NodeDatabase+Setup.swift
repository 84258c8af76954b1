import EvidenceLog
package import Identity
package import NeedToKnow
package import PortVocabulary

extension NodeDatabase {
    /// Sets up a new node: its organisation, the name of its evidence log, the first entry.
    ///
    /// - Parameters:
    ///   - organisation: whose node it is, with the public key that belongs to `keys`.
    ///   - origin: the log's name in checkpoints, for example `nl-customs.example/breakwater`.
    ///   - person: who sets it up.
    ///   - administrator: the first account, with which the others are made.
    /// - Throws: ``StorageFault`` when the database cannot be opened or holds a node already.
    package static func create(
        _ address: DatabaseAddress, organisation: Organisation, origin: String, keys: NodeKeys,
        person: PersonID, administrator: Person? = nil, at moment: Moment
    ) throws -> NodeDatabase {
        let engine = try open(address)
        try setUp(
            engine, organisation: organisation, origin: origin, keys: keys, person: person,
            administrator: administrator, at: moment)
        return try NodeDatabase(engine, keys: keys)
    }

    static func setUp(
        _ engine: any SQLEngine, organisation: Organisation, origin: String, keys: NodeKeys,
        person: PersonID, administrator: Person? = nil, at moment: Moment
    ) throws {
        let logKey = try NoteSigner(name: origin, privateKey: keys.log).verifierKey.text
        let requester = try Requester(
            person: person, organisation: organisation.id, roles: [.administrator],
            purpose: .oversight)
        try engine.write("set up the node") { connection in
            guard try connection.number("SELECT COUNT(*) FROM node") == 0 else {
                throw StorageFault(
                    operation: "set up the node", reason: "the database holds a node already",
                    kind: .conflict)
            }
            try connection.execute(
                """
                INSERT INTO evidence_head (log, size, frontier) VALUES (1, 0, ?)
                ON CONFLICT (log) DO NOTHING
                """, [.blob(CompactTree().bytes)])
            let transaction = try NodeTransaction(connection, at: moment)
            var objects = [
                try transaction.put(
                    .organisation, row(organisation, registeredOn: moment.day))
            ]
            let settings = [
                ("organisation", organisation.id.text), ("origin", origin), ("log-key", logKey),
                ("key-check", keys.checkText),
                ("created", moment.description),
            ]
            for (name, setting) in settings {
                objects.append(try transaction.put(.node, [.text(name), .text(setting)]))
            }
            if let administrator {
                objects.append(try transaction.put(.person, row(administrator)))
            }
            try transaction.append(
                .administer, by: requester, subject: "node/\(organisation.id)",
                result: "set up", objects: objects)
            try transaction.log.finish()
        }
    }

    /// Whether the database holds a node. Opens nothing that is not ours.
    package static func isSetUp(_ address: DatabaseAddress) throws -> Bool {
        try open(address).read("look for a node") {
            try $0.number("SELECT COUNT(*) FROM node") ?? 0 > 0
        }
    }
}
