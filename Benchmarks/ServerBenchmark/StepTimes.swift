import BenchmarkSupport
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage

/// What the steps below the pages cost on a node, without a server around them.
struct StepTimes {
    private static let pageLength = 50
    private let database: NodeDatabase
    private let reference: ReferenceData
    private let requester: Requester

    init(_ database: NodeDatabase, _ reference: ReferenceData) throws {
        (self.database, self.reference) = (database, reference)
        requester = try BenchmarkNode.requester([.analyst], of: database.organisation)
    }

    func run() throws {
        let visible = try database.policy(on: BenchmarkNode.day).visibility(
            requester, .list, kind: .seizure, classes: try database.accessClasses(.seizure),
            on: BenchmarkNode.day)
        Timing.say("  \(try database.count(Selection(), visible: visible)) seizures are visible")
        try measure("rules of access") {
            _ = try database.policy(on: BenchmarkNode.day)
            _ = try database.accessClasses(.seizure)
        }
        try measure("list, newest \(Self.pageLength)") {
            _ = try ListRecords(store: database, reference: reference).seizures(
                requester, Selection(), limit: Self.pageLength, now: BenchmarkNode.now)
        }
        try measure("all seizures into memory", times: 3) {
            _ = try database.seizures(Selection(), visible: visible)
        }
        let table = try database.seizures(Selection(), visible: visible)
        Timing.say("  one fact takes \(MemoryLayout<SeizureFact>.stride) bytes")
        try measure("assessment alone", times: 3) {
            _ = SituationAssessor(
                facts: table, published: [], reference: reference, selection: Selection(),
                today: BenchmarkNode.day
            ).assess()
        }
        try measure("situation of everything", times: 3) { try assess(Selection()) }
        for (name, selection) in try selections() {
            try measure("situation of \(name)", times: 3) { try assess(selection) }
        }
    }

    private func assess(_ selection: Selection) throws {
        _ = try AssessSituation(store: database, reference: reference).run(
            requester, .list, selection, compare: nil, granularity: nil, now: BenchmarkNode.now)
    }

    private func selections() throws -> [(String, Selection)] {
        var port = Selection()
        port.ports = [try PlaceCode(parsing: "NLRTM")]
        var year = Selection()
        year.period = try DateSpan(year: 2015)
        var group = Selection()
        group.groups = [.cocaine]
        return [("one port", port), ("one year", year), ("cocaine", group)]
    }

    private func measure(_ name: String, times: Int = 20, _ body: () throws -> Void) throws {
        let repeats = try Repeats(times: times, warmUp: 1, body)
        Timing.say(
            "  \(name): median \(Timing.text(repeats.median)) ms, 95th percentile "
                + "\(Timing.text(repeats.percentile95)) ms")
    }
}
