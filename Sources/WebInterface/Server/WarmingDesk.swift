import NIOPosix
import NeedToKnow
import PortVocabulary
import ServiceLifecycle
import SituationAnalysis
import Synchronization

/// What an assessment was asked with.
struct WarmQuestion: Hashable {
    let requester: Requester
    let query: SelectionQuery

    init(_ requester: Requester, _ query: SelectionQuery) {
        (self.requester, self.query) = (requester, query)
    }

    /// Whether both are likely to be answered by the same assessment: who asks differs at most.
    func isAlike(_ other: WarmQuestion) -> Bool {
        query == other.query && requester.organisation == other.requester.organisation
            && requester.purpose == other.requester.purpose
    }
}

/// The questions of late, so that their assessments can be made before the next reader comes.
final class WarmingDesk: Sendable {
    /// *Bounds: questions that are remembered; each costs an assessment after a change.*
    static let limit = 4

    private let held = Mutex<[WarmQuestion]>([])

    /// The newest first.
    var questions: [WarmQuestion] { held.withLock { $0 } }

    func note(_ question: WarmQuestion) {
        held.withLock { list in
            list.removeAll { $0.isAlike(question) }
            list.insert(question, at: 0)
            if list.count > Self.limit { list.removeLast() }
        }
    }
}

/// Makes the assessments of late anew after the start and after each change, beside the pages.
struct WarmingService<Store: NodeStore>: Service {
    let node: WebNode<Store>

    /// How often it is looked whether something changed.
    private static var pause: Duration { .seconds(5) }
    /// Rests so many times as long as it worked: a node that changes all the time must not spend
    /// its processors on assessments that nobody reads.
    private static var rest: Int { 4 }

    func run() async throws {
        guard node.settings.isWarmed else { return try await gracefulShutdown() }
        var state: State?
        while true {
            let began = ContinuousClock.now
            let last = state
            // While the database is away nothing is warmed; the next round tries again.
            if let next = try? await NIOThreadPool.singleton.runIfActive({
                try Self.warm(node, unless: last)
            }) {
                state = next
            }
            let pause = max(Self.pause, (ContinuousClock.now - began) * Self.rest)
            do {
                try await cancelWhenGracefulShutdown { try await Task.sleep(for: pause) }
            } catch is CancellationError { return }
        }
    }

    /// What an assessment rests on, beside the question.
    struct State: Equatable {
        let revision: Int
        let day: CalendarDate
    }

    /// Makes what is not kept yet, and answers under which state.
    ///
    /// - Throws: what the store throws.
    static func warm(_ node: WebNode<Store>, unless last: State?) throws -> State {
        let now = node.now()
        let state = State(revision: try node.store.contentRevision(), day: now.day)
        guard state != last else { return state }
        let step = AssessSituation(
            store: node.store, reference: node.reference, cache: node.situations)
        let asked = node.warming.questions
        for question in asked.isEmpty ? try usual(node) : asked {
            let query = question.query
            try step.warm(
                question.requester, query.selection, compare: query.compare,
                granularity: query.granularity, now: now)
        }
        return state
    }

    /// Before anybody asked: the whole situation, as an analyst of the node's own organisation
    /// reads it.
    private static func usual(_ node: WebNode<Store>) throws -> [WarmQuestion] {
        let reader = try Requester(
            person: PersonID(trusted: "warming"), organisation: node.store.organisation,
            roles: [.analyst], purpose: .strategicAnalysis)
        return [WarmQuestion(reader, SelectionQuery())]
    }
}
