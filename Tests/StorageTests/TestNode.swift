import EvidenceLog
import Foundation
import GRDB
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

/// A node on an empty database that goes with the test, with one import begun.
final class TestNode: Sendable {
    static let organisation = OrganisationID(trusted: "nl-customs")
    static let origin = "nl-customs.example/breakwater"
    static let keys = NodeKeys(
        wrapping: Array(repeating: 1, count: 32), log: Array(repeating: 2, count: 32),
        organisation: Array(repeating: 3, count: 32), witness: Array(repeating: 4, count: 32))!
    /// Ten in the morning of ``Sample/today``.
    static let moment = Moment(seconds: Int64(Sample.today.dayNumber) * 86_400 + 36_000)

    /// The engine without what a test put around it.
    let engine: any SQLEngine
    let store: NodeDatabase
    let open: OpenBatch
    let fixture: EngineFixture

    /// - Parameter around: What the node's engine is wrapped in.
    init(
        _ kind: EngineKind, around: (any SQLEngine) -> any SQLEngine = { $0 }
    ) throws {
        fixture = try EngineFixture(kind)
        engine = fixture.engine
        try NodeDatabase.migrate(engine)
        try NodeDatabase.setUp(
            engine, organisation: try Self.member(), origin: Self.origin, keys: Self.keys,
            person: PersonID(trusted: "founder"), at: Self.moment)
        store = try NodeDatabase(around(engine), keys: Self.keys)
        open = try NodeDatabase(engine, keys: Self.keys)
            .begin(Sample.header, by: Self.requester(), at: Self.moment)
    }

    /// A node as another test left it in a file.
    init(
        copyOf template: NodeTemplate, around: (any SQLEngine) -> any SQLEngine = { $0 }
    ) throws {
        fixture = try EngineFixture(.sqlite, copyOf: template.file)
        engine = fixture.engine
        store = try NodeDatabase(around(engine), keys: Self.keys)
        open = template.open
    }

    /// Writes the database of SQLite to one new file.
    func copy(to file: String) throws {
        try DatabaseQueue(path: try #require(fixture.path)).vacuum(into: file)
    }

    static func member() throws -> Organisation {
        Organisation(
            id: organisation, name: "Customs", kind: .authority, country: .sample("NL"),
            thirdCountryRole: nil, key: try keys.organisationPublicKey())
    }

    /// Someone of the node's organisation, in every role.
    static func requester(
        _ roles: Set<Role> = Set(Role.allCases), purpose: Purpose = .strategicAnalysis
    ) throws -> Requester {
        try Requester(
            person: PersonID(trusted: "anna"), organisation: organisation, roles: roles,
            purpose: purpose, basis: "Customs Act")
    }

    /// The same database opened once more, as another process would.
    func reopened(lastCheckpoint: String? = nil) throws -> NodeDatabase {
        let store = try NodeDatabase(try fixture.another(), keys: Self.keys)
        try store.checkLog(lastCheckpoint: lastCheckpoint)
        return store
    }

    // MARK: Acts

    @discardableResult
    func append(_ records: [IntakeRecord]) throws -> [AppendOutcome] {
        try store.append(records, to: open, at: Self.moment)
    }

    /// What the originator's own people see: every current record.
    func everything(_ kind: RecordKind = .seizure) throws -> Visibility {
        Policy(agreements: []).visibility(
            try Self.requester(), .list, kind: kind, classes: try store.accessClasses(kind),
            on: Sample.today)
    }

    func seizures(_ selection: Selection = Selection()) throws -> [SeizureFact] {
        try store.seizures(selection, visible: try everything()).facts
    }

    func figures(_ selection: Selection = Selection()) throws -> [FigureFact] {
        try store.figures(selection, visible: try everything(.figure))
    }

    func denominators(_ selection: Selection = Selection()) throws -> [DenominatorFact] {
        try store.denominators(selection, visible: try everything(.denominator))
    }

    /// Leave for an act on a record of our own.
    func permit(_ action: AccessAction, _ record: String) throws -> Permit {
        guard let resource = try store.resource(RecordID(trusted: record)),
            case .permit(let permit) = Policy(agreements: []).decide(
                try Self.requester(), action, resource, on: Sample.today)
        else { throw NoPermit() }
        return permit
    }

    /// Leave for an act on the node.
    static func leave(_ act: NodeAct) throws -> NodePermit {
        guard
            case .permit(let permit) = NodeRules.decide(
                try requester(), act, node: organisation)
        else { throw NoPermit() }
        return permit
    }

    // MARK: What is stored

    func count(_ table: String) throws -> Int? { try fixture.count(table) }

    func rows(_ sql: String, _ arguments: [SQLValue] = []) throws -> [[SQLValue]] {
        try engine.read("look") { try $0.rows(sql, arguments) { $0.values } }
    }

    func texts(_ sql: String) throws -> [String] {
        try rows(sql).map { $0.map(\.plainText).joined(separator: " ") }
    }

    func run(_ sql: String, _ arguments: [SQLValue] = []) throws {
        try engine.write("change") { _ = try $0.execute(sql, arguments) }
    }
}

/// A node on SQLite in one file, to begin tests with: copying is faster than making.
struct NodeTemplate: Sendable {
    private let folder: TemporaryFolder
    let open: OpenBatch
    var file: String { folder.file("template.sqlite") }

    init(of node: TestNode) throws {
        folder = try TemporaryFolder()
        open = node.open
        try node.copy(to: file)
    }
}

/// The test asked for what is not permitted.
struct NoPermit: Error {}

/// A row by the names of its columns.
struct NamedRow {
    let values: [String: SQLValue]

    static func all(_ table: String, _ columns: [String], _ node: TestNode) throws -> [NamedRow] {
        try node.rows(
            "SELECT \(columns.joined(separator: ", ")) FROM \(table) ORDER BY \(columns[0])"
        ).map { NamedRow(values: Dictionary(uniqueKeysWithValues: zip(columns, $0))) }
    }

    subscript<Value: StoredValue>(_ name: String) -> Value? {
        values[name].flatMap { Value(stored: $0) }
    }

    subscript<Value: StoredValue>(_ name: String) -> Value {
        values[name].flatMap { Value(stored: $0) }!
    }
}

protocol StoredValue {
    init?(stored: SQLValue)
}

extension String: StoredValue {
    init?(stored: SQLValue) {
        guard case .text(let text) = stored else { return nil }
        self = text
    }
}

extension Int: StoredValue {
    init?(stored: SQLValue) {
        guard case .integer(let number) = stored else { return nil }
        self = number
    }
}

extension Double: StoredValue {
    init?(stored: SQLValue) {
        guard case .real(let number) = stored else { return nil }
        self = number
    }
}
