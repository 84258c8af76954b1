import Dispatch
import Foundation
import NeedToKnow
import PortVocabulary
import Testing

@testable import SituationAnalysis

/// What the cache of assessments keeps, for how long, and for whom.
@Suite struct SituationCacheTests {
    private func assess(
        _ world: Partnership, _ cache: SituationCache, _ selection: Selection = Selection(),
        by requester: Requester
    ) throws -> Released<Assessment> {
        try AssessSituation(store: world.store, reference: ProductData.reference, cache: cache)
            .run(requester, .list, selection, compare: nil, granularity: nil, now: world.now)
    }

    @Test func colleagueIsShownTheSameAndNotedForThemselves() throws {
        let world = try Partnership(Partnership.rows)
        let cache = SituationCache()
        let first = try assess(world, cache, by: try Person.own())
        let colleague = try Requester(
            person: PersonID(trusted: "carla"), organisation: Person.own,
            roles: [.analyst], purpose: .strategicAnalysis)
        let second = try assess(world, cache, by: colleague)
        #expect(cache.counts == SituationCache.Counts(found: 1, made: 1))
        #expect(second.requester == colleague && second.grounds == first.grounds)
        let notes = world.store.access.releases
        #expect(notes.count == 2 && notes.last?.requester == colleague)
        #expect(notes[0].parts.map(\.serials) == notes[1].parts.map(\.serials))
        #expect(notes[1].parts.flatMap(\.serials) == Array(1...10))
    }

    @Test func partnerIsNeverShownTheOwnersAssessment() throws {
        let world = try Partnership(Partnership.rows)
        try world.agree(.fields, [.date, .place, .substance])
        let cache = SituationCache()
        let own = try assess(world, cache, by: try Person.own())
        let partner = try assess(world, cache, by: try Person.partner())
        #expect(cache.counts == SituationCache.Counts(found: 0, made: 2))
        #expect(own.view.methods.known == 10 && partner.view.methods.known == 0)
        #expect(partner.grounds.map(\.text) == ["pact/1#one"])
        world.store.access.revokeAll()
        #expect(try assess(world, cache, by: try Person.partner()).view.base.seizures == 0)
    }

    @Test func whatCannotBeNotedIsNotHandedOverFromTheCacheEither() throws {
        let world = try Partnership(Partnership.rows)
        let cache = SituationCache()
        _ = try assess(world, cache, by: try Person.own())
        world.store.access.failNotes()
        #expect(throws: MemoryAccess.Failure.self) {
            try assess(world, cache, by: try Person.own())
        }
        #expect(cache.counts.found == 1)
    }

    @Test func changeOfARecordEndsWhatIsKept() throws {
        let world = try Partnership(Partnership.rows)
        let cache = SituationCache()
        let reviewer = try Person.own([.reviewer])
        #expect(try assess(world, cache, by: try Person.own()).view.base.counted == 10)
        #expect(try world.decide(world.records[0], by: reviewer) == .done)
        #expect(try assess(world, cache, by: try Person.own()).view.base.counted == 9)
        #expect(cache.counts.found == 0 && cache.count == 1)
    }

    @Test func oldestGoesWhereThereAreTooMany() throws {
        let world = try Partnership(Partnership.rows)
        let cache = SituationCache(entriesLimit: 2)
        let own = try Person.own()
        let groups: [SubstanceGroup] = [.cocaine, .cannabis, .opiates]
        let selections = groups.map { group in
            var selection = Selection()
            selection.groups = [group]
            return selection
        }
        for index in [0, 1, 0, 2, 0, 1] { _ = try assess(world, cache, selections[index], by: own) }
        // The second was the oldest when the third came.
        #expect(cache.counts == SituationCache.Counts(found: 2, made: 4))
        #expect(cache.count == 2)
        let narrow = SituationCache(bytesLimit: 1)
        for _ in 0..<2 { _ = try assess(world, narrow, by: own) }
        #expect(narrow.counts.made == 2 && narrow.count == 0)
    }

    // MARK: Many at once

    private func key(_ world: Partnership, revision: Int) throws -> PreparedSituation.Key {
        let visible = try VisibleRecords(world.store, try Person.own(), now: world.now)
            .visibility(.list, .seizure)
        return PreparedSituation.Key(
            revision: revision, seizures: visible.fingerprint, figures: visible.fingerprint,
            selection: Selection(), compare: nil, granularity: nil, day: world.now.day)
    }

    private func prepared(_ world: Partnership) throws -> PreparedSituation {
        let visible = try VisibleRecords(world.store, try Person.own(), now: world.now)
            .visibility(.list, .seizure)
        return PreparedSituation(
            assessment: Assessment(), seizures: .init(visible, []), figures: .init(visible, []))
    }

    @Test func manyAtOnceMakeItOnce() throws {
        let world = try Partnership(Partnership.rows)
        let cache = SituationCache()
        let key = try key(world, revision: 7)
        let value = try prepared(world)
        let failures = FailureCount()
        DispatchQueue.concurrentPerform(iterations: 32) { _ in
            do {
                _ = try cache.situation(key, revision: { 7 }, make: { value })
            } catch {
                failures.add()
            }
        }
        #expect(failures.value == 0)
        #expect(cache.counts == SituationCache.Counts(found: 31, made: 1))
    }

    @Test func whoseMakerFailsIsMadeByTheNext() throws {
        struct Stop: Error {}
        let world = try Partnership(Partnership.rows)
        let cache = SituationCache(makersLimit: 1)
        let key = try key(world, revision: 7)
        let value = try prepared(world)
        for _ in 0..<2 {
            #expect(throws: Stop.self) {
                try cache.situation(key, revision: { 7 }, make: { throw Stop() })
            }
        }
        _ = try cache.situation(key, revision: { 7 }, make: { value })
        #expect(cache.count == 1 && cache.counts.made == 3)
    }

    @Test func whatChangedWhileItWasMadeIsNotKept() throws {
        let world = try Partnership(Partnership.rows)
        let cache = SituationCache()
        let key = try key(world, revision: 7)
        let value = try prepared(world)
        _ = try cache.situation(key, revision: { 8 }, make: { value })
        #expect(cache.count == 0)
        #expect(throws: CocoaError.self) {
            try cache.situation(
                key, revision: { throw CocoaError(.fileReadUnknown) }, make: { value })
        }
        #expect(cache.count == 0)
        _ = try cache.situation(key, revision: { 7 }, make: { value })
        #expect(cache.count == 1)
    }

    private final class FailureCount: @unchecked Sendable {
        private let lock = NSLock()
        private var count = 0
        var value: Int { lock.withLock { count } }
        func add() { lock.withLock { count += 1 } }
    }
}
