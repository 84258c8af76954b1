import NeedToKnow
import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

/// The ways in which a page and a count can be found lead to the same rows.
@Suite struct PageTests {
    /// A selection that the tally counts, one that it cannot, or all.
    private static func selection(_ random: inout Seeded) throws -> Selection {
        var selection = Selection()
        if random.chance() { selection.ports = [random.pick(StoredWorld.places)] }
        if random.chance() { selection.countries = [random.pick(StoredWorld.places).country] }
        if random.chance() { selection.groups = [random.pick(StoredWorld.substances).group] }
        if random.number(0...2) == 0 {
            selection.period = DateSpan(
                day: Sample.today.advanced(byDays: random.number(-4...0)))
        }
        return selection
    }

    private static func visible(
        _ world: StoredWorld, _ random: inout Seeded
    ) throws -> Visibility {
        let question = try StoredWorld.Question(&random)
        return try world.node.store.policy(on: question.day).visibility(
            question.requester, question.action, kind: .seizure,
            classes: try world.node.store.accessClasses(.seizure), on: question.day)
    }

    private static func serials(
        _ query: Query, _ connection: any SQLConnection
    ) throws -> [Int] {
        try connection.rows(query.sql, query.arguments) { try $0.int(0) }
    }

    @Test(arguments: EngineKind.here)
    func bothRoadsFindTheSamePage(_ kind: EngineKind) throws {
        var random = Seeded(411)
        var shown = 0
        for _ in 0..<(kind == .sqlite ? 12 : 3) {
            let world = try StoredWorld(kind, &random)
            for _ in 0..<60 {
                let visible = try Self.visible(world, &random)
                let page = PageQuery(
                    try Self.selection(&random), visible: visible,
                    world.node.store.searchDialect)
                let limit = random.number(1...12)
                try world.node.engine.read("compare") { connection in
                    let sorted = try Self.serials(
                        page.sorted("serial, first_day", limit: limit), connection)
                    let walked = try Self.serials(
                        page.walked("serial, first_day", to: nil, limit: limit), connection)
                    #expect(sorted == walked)
                    // A walk that ends early has found the beginning of the same list.
                    let end = visible.fieldsOfAll.contains(.date) ? Sample.today.dayNumber - 1 : 20
                    let short = try Self.serials(
                        page.walked("serial, first_day", to: Int(end), limit: limit), connection)
                    #expect(Array(walked.prefix(short.count)) == short)
                    shown += sorted.count
                }
            }
        }
        #expect(shown > 40)
    }

    @Test(arguments: EngineKind.here)
    func countIsTheLengthOfTheListForEverySelection(_ kind: EngineKind) throws {
        var random = Seeded(412)
        var tallied = 0
        for _ in 0..<(kind == .sqlite ? 12 : 3) {
            let world = try StoredWorld(kind, &random)
            let store = world.node.store
            for _ in 0..<60 {
                let visible = try Self.visible(world, &random)
                let selection = try Self.selection(&random)
                let list = try store.seizures(selection, visible: visible).facts.map(\.serial)
                #expect(try store.count(selection, visible: visible) == list.count)
                #expect(list == list.sorted())
                if selection.isTallied, selection != Selection() { tallied += list.count }
            }
        }
        #expect(tallied > 10)
    }

    @Test func noPageAndNoCountReadsTheWholeTable() throws {
        var random = Seeded(413)
        var indexes: Set<String> = []
        for _ in 0..<6 {
            let world = try StoredWorld(.sqlite, &random)
            for _ in 0..<40 {
                let plan = try world.node.store.plan(
                    Selection(), visible: try Self.visible(world, &random), limit: 10)
                #expect(plan.scans(of: "seizure") == [])
                indexes.formUnion(plan.indexes)
            }
        }
        #expect(
            indexes.isSuperset(of: ["seizure_class", "seizure_record", "seizure_keep"]))
    }
}

/// What is read out of the words of the two engines.
@Suite struct QueryPlanTests {
    @Test func scanWithoutIndexIsFound() {
        let plan = QueryPlan(steps: [
            "SCAN seizure", "SCAN seizure USING INDEX seizure_day",
            "SEARCH seizure USING INDEX seizure_class (class=?)", "SCAN tally",
            "  ->  Seq Scan on seizure  (cost=0.00..9.00 rows=1 width=8)",
            "  ->  Seq Scan on tally  (cost=0.00..9.00 rows=1 width=8)",
        ])
        #expect(plan.scans(of: "seizure") == [plan.steps[0], plan.steps[4]])
        #expect(plan.scans(of: "tally") == [plan.steps[3], plan.steps[5]])
    }

    @Test func indexesAreNamed() {
        let plan = QueryPlan(steps: [
            "SCAN seizure USING INDEX seizure_day",
            "SEARCH seizure USING INTEGER PRIMARY KEY (rowid=?)",
            "Index Scan Backward using seizure_keep on seizure  (cost=0.4..9 rows=1 width=8)",
            "  ->  Bitmap Index Scan on seizure_class  (cost=0.00..4.4 rows=9 width=0)",
        ])
        #expect(
            plan.indexes == ["seizure_day", "primary key", "seizure_keep", "seizure_class"])
    }
}

/// Keys, nonces and salts.
@Suite struct RandomBytesTests {
    @Test(arguments: [0, 1, 12, 255, 256, 257, 8_191, 8_192, 20_000])
    func asManyAreDrawnAsAreAskedFor(_ count: Int) {
        #expect(RandomBytes.draw(count).count == count)
    }

    @Test func noDrawRepeatsAnother() {
        var drawn: Set<[UInt8]> = []
        for _ in 0..<4_000 { drawn.insert(RandomBytes.draw(16)) }
        #expect(drawn.count == 4_000)
    }

    /// A piece that was filled in part only would end in zeros.
    @Test func everyPlaceOfAPieceIsFilled() {
        var isZero = [Bool](repeating: true, count: 8_192)
        for _ in 0..<8 {
            for (index, byte) in RandomBytes.draw(8_192).enumerated() where byte != 0 {
                isZero[index] = false
            }
        }
        #expect(!isZero.contains(true))
    }
}
