import EvidenceLog
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

/// Each fault of storage twice: not applied, and applied but reported as failed. Afterwards
/// nothing is half there, and the act told again ends in the state that it ends in at once.
@Suite struct FaultTests {
    /// The most statements that one act is tried with.
    private static let statementsLimit = 60

    /// What is stored without what is drawn by chance, and without the log: an act told again
    /// leaves a second entry there where both attempts are worth knowing.
    static func content(_ node: TestNode) throws -> [String] {
        let tables: [(String, [String])] = StoredTable.all.compactMap { table in
            switch table.name {
            case "evidence", "evidence_head", "tile", "checkpoint", "release", "content_revision":
                nil
            case "record":
                (table.name, table.columns.filter { !["sealed", "entry"].contains($0) })
            case "data_key": (table.name, ["serial"])
            case "credential": (table.name, table.columns.filter { $0 != "secret" })
            default: (table.name, table.columns)
            }
        }
        return try tables.flatMap { name, columns in
            try node.texts(
                "SELECT \(columns.joined(separator: ", ")) FROM \(name) ORDER BY "
                    + columns.indices.map { "\($0 + 1)" }.joined(separator: ", ")
            ).map { "\(name) \($0)" }
        }
    }

    /// Tries the act under the fault; whether the fault struck.
    private func strikes(
        _ fault: FaultyEngine.Fault, _ act: StoredAct, _ kind: EngineKind, expected: [String]
    ) throws -> Bool {
        let (node, engine) = try FaultyNode.make(kind)
        try act.prepare(node)
        let before = try Self.content(node)
        engine.strike(fault)
        do {
            try act.act(node)
            return false
        } catch {
            #expect(error is FaultyEngine.Struck || error is StorageFault)
        }
        engine.strike(nil)
        let isApplied = if case .afterCommit = fault { true } else { false }
        let after = try Self.content(node)
        if !isApplied, !act.hasSteps {
            #expect(after == before, "\(act) after \(fault)")
        }
        #expect(try node.store.check().findings == [], "\(act) after \(fault)")
        #expect(try node.reopened().check().isSound)
        try act.act(node)
        #expect(try Self.content(node) == expected, "\(act) told again after \(fault)")
        #expect(try node.store.check().findings == [], "\(act) told again after \(fault)")
        return true
    }

    @Test(arguments: StoredAct.all)
    func nothingIsHalfThereAfterAFault(act: StoredAct) throws {
        let (node, _) = try FaultyNode.make(.sqlite)
        try act.prepare(node)
        try act.act(node)
        let expected = try Self.content(node)
        var statements = 0
        while statements < Self.statementsLimit,
            try strikes(.statement(statements), act, .sqlite, expected: expected)
        {
            statements += 1
        }
        #expect((2..<Self.statementsLimit).contains(statements))
        for number in 0..<act.writes {
            #expect(try strikes(.beforeCommit(number), act, .sqlite, expected: expected))
            #expect(try strikes(.afterCommit(number), act, .sqlite, expected: expected))
        }
        #expect(try !strikes(.beforeCommit(act.writes), act, .sqlite, expected: expected))
    }

    @Test(.enabled(if: PrivatePostgres.isExpected), arguments: StoredAct.all)
    func nothingIsHalfThereAfterAFaultOfPostgres(act: StoredAct) throws {
        let (node, _) = try FaultyNode.make(.postgres)
        try act.prepare(node)
        try act.act(node)
        let expected = try Self.content(node)
        let last = act.writes - 1
        #expect(try strikes(.beforeCommit(last), act, .postgres, expected: expected))
        #expect(try strikes(.afterCommit(last), act, .postgres, expected: expected))
    }

    /// The rows were erased and what was freed was not overwritten: told again, it is.
    @Test(arguments: EngineKind.here)
    func erasureWhoseOverwritingFailedIsFinishedWhenToldAgain(_ kind: EngineKind) throws {
        let (node, engine) = try FaultyNode.make(kind)
        try node.append([.plain("r0")])
        let permit = try node.permit(.retain, "r0")
        func erase() throws -> RetentionOutcome {
            try node.store.erase(
                RecordID(trusted: "r0"), reason: "x", by: permit, at: TestNode.moment)
        }
        engine.strike(.scrub)
        #expect(throws: FaultyEngine.Struck.self) { try erase() }
        #expect(try node.count("seizure") == 0)
        #expect(throws: FaultyEngine.Struck.self) { try erase() }
        engine.strike(nil)
        #expect(try erase() == .absent)
        #expect(try node.store.check().isSound)
    }
}

/// A node on an engine that fails when told to.
enum FaultyNode {
    private final class Box { var engine: FaultyEngine? }

    static func make(_ kind: EngineKind) throws -> (TestNode, FaultyEngine) {
        let box = Box()
        let wrap = { (engine: any SQLEngine) -> any SQLEngine in
            let faulty = FaultyEngine(engine)
            box.engine = faulty
            return faulty
        }
        let node =
            try kind == .sqlite
            ? TestNode(copyOf: empty.get(), around: wrap) : TestNode(kind, around: wrap)
        return (node, try #require(box.engine))
    }

    private static let empty = Result { try NodeTemplate(of: TestNode(.sqlite)) }
}
