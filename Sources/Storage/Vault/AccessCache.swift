import Foundation
package import NeedToKnow
package import PortVocabulary
package import SituationAnalysis

/// Keeps what access rests on, so that signatures are verified once and not at every request. It
/// holds nothing that the database does not say.
///
/// **Why it is never out of date, also beside other processes.** An entry is asked for within a
/// snapshot of the database, with the revision that stands in that same snapshot; it was made
/// within a snapshot that had the same revision. Every change of an agreement, a signature, a
/// revocation, an organisation or an access class raises the revision in its own transaction
/// (``ContentRevision``), whichever process makes it. Equal revisions are therefore equal
/// contents, and a snapshot never gets an entry of another state.
final class AccessCache: @unchecked Sendable {
    private struct PolicyKey: Hashable {
        let rules: Int
        let day: CalendarDate
    }

    /// INVARIANT: everything below is touched only under the lock. It is held while an entry is
    /// made, so that many requests that meet make it once; whoever makes one has its connection
    /// already and waits for no other, so nobody waits in a circle.
    private let lock = NSLock()
    private var policies: [PolicyKey: Policy] = [:]
    private var classes: (revision: Int, byKind: [RecordKind: [Int: AccessClass]])?

    /// Days for which a policy is kept: today, yesterday around midnight, and a few that dry
    /// runs ask for.
    private static let policyLimit = 4

    func policy(
        _ revision: ContentRevision, on day: CalendarDate, make: () throws -> Policy
    ) rethrows -> Policy {
        let key = PolicyKey(rules: revision.rules, day: day)
        return try lock.withLock {
            if let known = policies[key] { return known }
            let made = try make()
            policies = policies.filter { $0.key.rules >= key.rules }
            if policies.count >= Self.policyLimit { policies.removeAll() }
            policies[key] = made
            return made
        }
    }

    func classes(
        _ revision: ContentRevision, make: () throws -> [RecordKind: [Int: AccessClass]]
    ) rethrows -> [RecordKind: [Int: AccessClass]] {
        try lock.withLock {
            if let classes, classes.revision == revision.entries { return classes.byKind }
            let made = try make()
            // An older snapshot that is still read does not push out what the others use.
            if revision.entries >= classes?.revision ?? 0 {
                classes = (revision.entries, made)
            }
            return made
        }
    }
}

extension NodeDatabase {
    package func accessRules(on day: CalendarDate) throws -> AccessRules {
        try engine.read("read the rules of access") { connection in
            let revision = try ContentRevision.read(connection)
            return AccessRules(
                revision: revision.entries, policy: try policy(connection, revision, on: day),
                classes: try accessClasses(connection, revision))
        }
    }

    package func policy(on day: CalendarDate) throws -> Policy {
        try engine.read("read the agreements in force") { connection in
            try policy(connection, try ContentRevision.read(connection), on: day)
        }
    }

    /// The access classes of a kind by their number.
    package func accessClasses(_ kind: RecordKind) throws -> [Int: AccessClass] {
        try engine.read("read the access classes") { connection in
            try accessClasses(connection, try ContentRevision.read(connection))[kind] ?? [:]
        }
    }

    private func policy(
        _ connection: any SQLConnection, _ revision: ContentRevision, on day: CalendarDate
    ) throws -> Policy {
        try access.policy(revision, on: day) { try verifiedPolicy(connection, on: day) }
    }

    private func accessClasses(
        _ connection: any SQLConnection, _ revision: ContentRevision
    ) throws -> [RecordKind: [Int: AccessClass]] {
        try access.classes(revision) {
            var classes: [RecordKind: [Int: AccessClass]] = [:]
            try connection.forEach(EvidentTable.accessClass.select, []) { row in
                // A class that cannot be read is left out: its records are then seen by nobody.
                guard let read = Self.accessClass(row) else { return }
                classes[read.kind, default: [:]][try row.int(0)] = read
            }
            return classes
        }
    }
}
