import EvidenceLog
import NIOPosix
import PortVocabulary
import ServiceLifecycle
import Synchronization

/// The full check of the evidence, which takes longer than a request may: pages ask for one and
/// look later what it found. One runs at a time.
///
/// It is this process's alone: of several processes behind one database each has its own, and
/// all find the same.
final class CheckDesk: Sendable {
    enum State: Sendable {
        case idle
        case running(since: Moment)
        case done(EvidenceReport, at: Moment)
        /// The database did not answer.
        case failed(at: Moment)
    }

    private let held = Mutex(State.idle)
    private let asked: AsyncStream<Void>
    private let ask: AsyncStream<Void>.Continuation

    init() {
        (asked, ask) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    var state: State { held.withLock { $0 } }

    /// Asks for a check; one that runs already serves as well.
    func begin(at now: Moment) {
        let isNew = held.withLock { state in
            if case .running = state { return false }
            state = .running(since: now)
            return true
        }
        if isNew { ask.yield() }
    }

    /// Runs what is asked for until the server ends.
    func serve(
        now: @escaping @Sendable () -> Moment,
        check: @escaping @Sendable () throws -> EvidenceReport
    ) async {
        for await _ in asked.cancelOnGracefulShutdown() {
            let report = try? await NIOThreadPool.singleton.runIfActive { try check() }
            held.withLock { state in
                state = report.map { .done($0, at: now()) } ?? .failed(at: now())
            }
        }
    }
}

/// Runs the full checks of a node beside its pages.
struct CheckService<Store: NodeStore>: Service {
    let node: WebNode<Store>

    func run() async throws {
        let (store, node) = (node.store, node)
        await node.checks.serve(now: { node.now() }, check: { try store.checkEverything() })
    }
}
