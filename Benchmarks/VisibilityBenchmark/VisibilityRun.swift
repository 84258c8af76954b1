import BenchmarkSupport
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage

/// The measurements on one engine.
struct VisibilityRun {
    static let targetMilliseconds = 50.0
    static let pageLength = 50
    static let repeats = 40

    private let engine: String
    private let database: NodeDatabase

    init(_ engine: String, _ database: NodeDatabase) {
        (self.engine, self.database) = (engine, database)
    }

    /// Answers how many claims were missed.
    func run() throws -> Int {
        Timing.say("\n\(engine): \(World.records) records, load \(Timing.load())")
        var policy = try database.policy(on: BenchmarkNode.day)
        let loading = try Repeats(times: 3, warmUp: 0) {
            policy = try database.policy(on: BenchmarkNode.day)
        }
        let classes = try database.accessClasses(.seizure)
        Timing.say(
            "  \(policy.agreements.count) agreements in force, \(classes.count) access classes; "
                + "policy loaded in \(Timing.text(loading.median)) ms with every signature checked")
        guard policy.agreements.count == World.agreements else {
            throw BenchmarkFailure(cause: "not every agreement is in force")
        }
        Timing.say("  median and 95th percentile in ms of \(Self.repeats) runs")
        var missed = 0
        for asker in World.askers {
            missed += try measure(asker, policy, classes)
        }
        return missed
    }

    private func measure(
        _ asker: World.Asker, _ policy: Policy, _ classes: [Int: AccessClass]
    ) throws -> Int {
        let requester = try BenchmarkNode.requester([.analyst], of: asker.id)
        func compiled() -> Visibility {
            policy.visibility(
                requester, .list, kind: .seizure, classes: classes, on: BenchmarkNode.day)
        }
        let visible = compiled()
        let compiling = Repeats(times: Self.repeats) { _ = compiled() }
        var total = 0
        var shown = 0
        let counting = try Repeats(times: Self.repeats) {
            total = try database.count(Selection(), visible: visible)
        }
        let paging = try Repeats(times: Self.repeats) {
            shown = try database.newestSeizures(
                Selection(), visible: visible, limit: Self.pageLength
            ).facts.count
        }
        Timing.say(
            "  \(asker.words): \(total) records, \(visible.branches.count) branches, "
                + "compiled in \(Timing.text(compiling.median)) ms")
        var missed = 0
        for (name, times) in [("first page", paging), ("exact count", counting)] {
            let isHit = times.median < Self.targetMilliseconds
            if !isHit { missed += 1 }
            Timing.report(
                "  \(name) under \(Int(Self.targetMilliseconds)) ms", isHit,
                "\(Timing.text(times.median)), \(Timing.text(times.percentile95))")
        }
        try check(asker, visible, total: total, shown: shown)
        return missed
    }

    /// Count and list are what a count over the rows themselves says, and the plans use an index.
    private func check(
        _ asker: World.Asker, _ visible: Visibility, total: Int, shown: Int
    ) throws {
        let counted = try database.difference(of: visible, without: visible)
        guard counted.total == total, counted.notInOther == 0 else {
            throw BenchmarkFailure(
                cause: "\(asker.words): counted \(total), there are \(counted.total)")
        }
        guard shown == min(total, Self.pageLength) else {
            throw BenchmarkFailure(cause: "\(asker.words): the page has \(shown) rows")
        }
        let plan = try database.plan(Selection(), visible: visible, limit: Self.pageLength)
        let scans = plan.scans(of: "seizure")
        guard scans.isEmpty else {
            throw BenchmarkFailure(
                cause: "\(asker.words): the plan reads the whole table: \(scans)")
        }
        let indexes = plan.indexes.sorted().joined(separator: ", ")
        Timing.say("  plan: \(indexes.isEmpty ? "no table of records is read" : indexes)")
    }
}
