import EvidenceLog
import Identity
import NeedToKnow
import PortVocabulary

/// One write transaction with its evidence: rows go in through it, so that none goes in unseen.
final class NodeTransaction {
    let connection: any SQLConnection
    let log: EvidenceWriter
    let at: Moment
    /// Numbers of access classes by their label, as far as this transaction has seen them.
    var classNumbers: [String: Int] = [:]

    init(_ connection: any SQLConnection, at moment: Moment) throws {
        self.connection = connection
        log = try EvidenceWriter(connection)
        at = moment
    }

    /// Writes a row, new or changed; answers it as an object of the evidence.
    func put(_ table: EvidentTable, _ values: [SQLValue]) throws -> EvidenceObject {
        precondition(values.count == table.columns.count, "a value for each column")
        try connection.execute(table.upsert, values)
        return try Self.object(table, values)
    }

    /// Deletes a row that need not be kept; answers it as an object that is gone.
    func remove(_ table: EvidentTable, key: [SQLValue]) throws -> EvidenceObject {
        let keys = table.columns.prefix(table.keyColumns).map { "\($0) = ?" }
        try connection.execute(
            "DELETE FROM \(table.rawValue) WHERE \(keys.joined(separator: " AND "))", key)
        return try EvidenceObject(name: table.objectName(key), digest: nil)
    }

    static func object(_ table: EvidentTable, _ values: [SQLValue]) throws -> EvidenceObject {
        var digest = RowDigest()
        digest.add(table: table.rawValue, values)
        return try EvidenceObject(name: table.objectName(values), digest: digest.finish())
    }

    /// Appends an entry with the requester's words.
    @discardableResult
    func append(
        _ act: EvidenceAct, by requester: Requester?, subject: String, result: String = "",
        clause: String = "", within: Int? = nil, objects: [EvidenceObject] = []
    ) throws -> Int {
        try log.append(
            EvidenceEntry(
                act: act, at: at.seconds, person: requester.map(Self.person) ?? "",
                organisation: requester?.organisation.text ?? "",
                role: requester?.roles.map(\.rawValue).sorted().joined(separator: ",") ?? "",
                purpose: requester?.purpose.rawValue ?? "", basis: requester?.basis ?? "",
                clause: Self.bounded(clause), subject: Self.bounded(subject),
                result: Self.bounded(result), within: within.map(Int64.init), objects: objects))
    }

    /// Appends an entry of a person who acts for themselves, before any purpose is stated.
    func append(
        _ act: EvidenceAct, by person: Person?, subject: String, result: String,
        objects: [EvidenceObject] = []
    ) throws {
        try log.append(
            EvidenceEntry(
                act: act, at: at.seconds, person: person?.id.text ?? "",
                organisation: person?.organisation.text ?? "",
                role: person?.roles.map(\.rawValue).sorted().joined(separator: ",") ?? "",
                subject: Self.bounded(subject), result: Self.bounded(result), objects: objects))
    }

    /// Appends the objects as entries within an act, as many as each may hold.
    func appendObjects(
        _ act: EvidenceAct, subject: String, within: Int, _ objects: [EvidenceObject]
    ) throws {
        var rest = objects[...]
        while !rest.isEmpty {
            try append(
                act, by: nil, subject: subject, within: within,
                objects: Array(rest.prefix(EvidenceEntry.Limit.objects)))
            rest = rest.dropFirst(EvidenceEntry.Limit.objects)
        }
    }

    private static func person(_ requester: Requester) -> String {
        guard let second = requester.approvedBy else { return requester.person.text }
        return "\(requester.person) with \(second)"
    }

    /// A text within the bounds of an entry; a longer one ends in an ellipsis.
    private static func bounded(_ text: String) -> String {
        guard text.utf8.count > EvidenceEntry.Limit.textBytes else { return text }
        var short = ""
        for character in text {
            guard
                short.utf8.count + character.utf8.count <= EvidenceEntry.Limit.textBytes - 3
            else { break }
            short.append(character)
        }
        return short + "…"
    }
}

extension NodeDatabase {
    /// Writes in one transaction with its evidence.
    func writing<T>(
        _ operation: String, at moment: Moment, _ body: (NodeTransaction) throws -> T
    ) throws -> T {
        try engine.write(operation) { connection in
            let transaction = try NodeTransaction(connection, at: moment)
            let result = try body(transaction)
            try transaction.log.finish()
            return result
        }
    }
}
