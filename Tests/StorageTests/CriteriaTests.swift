import NeedToKnow
import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

/// The criteria that only a seizure can meet, and the pages of a list.
@Suite struct CriteriaTests {
    /// A random set of terms, small enough to tell records apart.
    private static func some<T: Hashable>(_ all: [T], _ random: inout Seeded) -> Set<T> {
        Set(all.shuffled(using: &random).prefix(random.number(1...3)))
    }

    private static func selection(
        _ events: [SeizureEvent], _ random: inout Seeded
    ) -> Selection {
        var selection = Selection()
        switch random.number(0...8) {
        case 0: selection.methods = some(ModusOperandi.allCases, &random)
        case 1: selection.concealments = some(Concealment.allCases, &random)
        case 2: selection.stages = some(Stage.allCases, &random)
        case 3: selection.transports = some(TransportMode.allCases, &random)
        case 4: selection.roles = some(CompanyRole.allCases, &random)
        case 5:
            selection.currencies = events.compactMap { $0.cash?.currency }.prefix(1).reduce([]) {
                $0.union([$1])
            }
        case 6: selection.reporters = some(["NL", "a;b", "Ελ", "nobody"], &random)
        case 7: selection.states = some(ReviewState.allCases, &random)
        default: selection.route = route(random.pick(events))
        }
        selection.isMaritimeOnly = random.number(0...3) == 0
        return selection
    }

    private static func route(_ event: SeizureEvent) -> RouteCriterion {
        RouteCriterion(
            departure: event.departure, transit: event.transit,
            destination: event.intended.isEmpty ? event.destination : event.intended,
            isIntended: !event.intended.isEmpty)
    }

    /// The same question asked of the values in memory.
    private static func fits(
        _ selection: Selection, _ event: SeizureEvent, _ state: ReviewState
    ) -> Bool {
        func isIn<Value: Hashable>(_ wanted: Set<Value>, _ found: [Value]) -> Bool {
            wanted.isEmpty || !wanted.isDisjoint(with: found)
        }
        return isIn(selection.methods, event.methods)
            && isIn(selection.concealments, [event.concealment])
            && isIn(selection.stages, [event.stage])
            && isIn(selection.transports, [event.transport])
            && isIn(selection.roles, event.companies.map(\.role))
            && isIn(selection.currencies, event.cash.map { [$0.currency] } ?? [])
            && isIn(selection.reporters, [event.reporter]) && isIn(selection.states, [state])
            && (selection.route.map { $0 == route(event) } ?? true)
            && (!selection.isMaritimeOnly || event.isMaritime)
    }

    @Test(arguments: EngineKind.here)
    func everyCriterionSelectsWhatFits(_ kind: EngineKind) throws {
        var random = Seeded(511)
        let node = try TestNode(kind)
        let events = (0..<300).map { Sample.event($0, &random) }
        try node.append(
            events.enumerated().map {
                IntakeRecord("s\($0)", .seizure($1), holdReason: $0 % 3 == 0 ? "odd" : nil)
            } + [IntakeRecord("f", .figure(Sample.figure(1, &random)))])
        var sizes: Set<Int> = []
        for _ in 0..<(kind == .sqlite ? 200 : 60) {
            let selection = Self.selection(events, &random)
            let expected = events.indices.filter {
                Self.fits(selection, events[$0], $0 % 3 == 0 ? .held : .counted)
            }.map { $0 + 1 }
            #expect(try node.seizures(selection).map(\.serial) == expected, "\(selection.words)")
            #expect(
                try node.store.count(selection, visible: node.everything()) == expected.count,
                "\(selection.words)")
            if selection.asksForSeizures { #expect(try node.figures(selection).isEmpty) }
            sizes.insert(expected.count)
        }
        #expect(sizes.count > 10)
    }

    /// A count is not taken from the tally where the tally does not know the criterion.
    @Test func countOfAContainerIsThatOfItsList() throws {
        var random = Seeded(512)
        let node = try TestNode(.sqlite)
        try node.append(
            (0..<60).map { IntakeRecord("s\($0)", .seizure(Sample.event($0, &random))) })
        var selection = Selection()
        selection.containers = [Sample.containers[0]]
        let listed = try node.seizures(selection).count
        #expect((1..<60).contains(listed))
        #expect(try node.store.count(selection, visible: node.everything()) == listed)
    }

    @Test(arguments: EngineKind.here)
    func pagesTogetherAreTheListOnce(_ kind: EngineKind) throws {
        var random = Seeded(513)
        var (pages, byArrival) = (0, 0)
        for _ in 0..<(kind == .sqlite ? 8 : 4) {
            let world = try StoredWorld(kind, &random)
            let store = world.node.store
            for _ in 0..<40 {
                let question = try StoredWorld.Question(&random)
                let visible = try store.policy(on: question.day).visibility(
                    question.requester, question.action, kind: .seizure,
                    classes: try store.accessClasses(.seizure), on: question.day)
                let whole = try store.newestSeizures(Selection(), visible: visible, limit: 1_000)
                let limit = random.number(1...4)
                var found: [Int] = []
                var position: ListPosition?
                repeat {
                    let page = try store.newestSeizures(
                        Selection(), visible: visible, limit: limit, after: position)
                    found += page.facts.map(\.serial)
                    pages += 1
                    position = try page.facts.last.map {
                        let place = ListPosition(day: $0.firstDay, serial: $0.serial)
                        return try #require(try store.position(store.cursor(place)))
                    }
                } while position != nil
                #expect(found == whole.facts.map(\.serial))
                if !visible.fieldsOfAll.contains(.date) { byArrival += found.count }
            }
        }
        #expect(pages > 60)
        #expect(byArrival > 0)
    }

    @Test func forgedCursorIsNone() throws {
        var random = Seeded(514)
        let store = try TestNode(.sqlite).store
        let place = ListPosition(day: -5, serial: 1_234_567)
        let cursor = try store.cursor(place)
        #expect(try store.cursor(place) == cursor)
        #expect(try store.position(cursor) == place)
        for _ in 0..<200 {
            var bytes = Array(cursor.utf8)
            // The last character holds bits that no byte takes.
            let index = random.number(0...bytes.count - 2)
            bytes[index] = random.pick(Array("abcXYZ019-_".utf8).filter { $0 != bytes[index] })
            #expect(try store.position(String(decoding: bytes, as: UTF8.self)) == nil)
        }
        for text in ["", "20000.7", String(repeating: "A", count: 5_000), cursor + cursor] {
            #expect(try store.position(text) == nil)
        }
    }
}
