import Synchronization

/// Bounds the bytes of large bodies in memory at once. A body takes its bytes here before it is
/// read, in the order of coming; until then it waits on the line.
final class UploadGate: Sendable {
    private struct Waiter {
        let number: Int
        let bytes: Int
        let decide: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var free: Int
        var waiters: [Waiter] = []
        /// Waiters that gave up before they stood in the queue.
        var gone: Set<Int> = []
        var next = 0
    }

    private let state: Mutex<State>
    private let budget: Int
    private let patience: Duration

    /// - Parameters:
    ///   - budget: bytes in all, 1 or more.
    ///   - patience: how long a body waits.
    init(budget: Int, patience: Duration) {
        precondition(budget > 0)
        state = Mutex(State(free: budget))
        (self.budget, self.patience) = (budget, patience)
    }

    /// Bytes that nobody holds.
    var free: Int { state.withLock { $0.free } }
    /// Bodies that wait.
    var waiting: Int { state.withLock { $0.waiters.count } }

    /// Runs the body with so many bytes taken; nil where none came free in time.
    ///
    /// - Parameter bytes: more than the budget counts as the whole budget.
    func hold<T: Sendable>(
        _ bytes: Int, _ body: () async throws -> T
    ) async rethrows -> T? {
        let bytes = min(bytes, budget)
        guard await enter(bytes) else { return nil }
        defer { leave(bytes) }
        return try await body()
    }

    private func enter(_ bytes: Int) async -> Bool {
        let number: Int? = state.withLock { state in
            if state.waiters.isEmpty, state.free >= bytes {
                state.free -= bytes
                return nil
            }
            state.next += 1
            return state.next
        }
        guard let number else { return true }
        defer { state.withLock { _ = $0.gone.remove(number) } }
        return await withTaskGroup(of: Void.self, returning: Bool.self) { group in
            group.addTask { [patience] in
                try? await Task.sleep(for: patience)
                self.giveUp(number)
            }
            let isIn = await withCheckedContinuation { decide in
                self.queue(Waiter(number: number, bytes: bytes, decide: decide))
            }
            group.cancelAll()
            return isIn
        }
    }

    private func queue(_ waiter: Waiter) {
        let isGone = state.withLock { state in
            if state.gone.remove(waiter.number) != nil { return true }
            state.waiters.append(waiter)
            return false
        }
        // What came free since the first look is the first waiter's.
        if isGone { waiter.decide.resume(returning: false) } else { admit() }
    }

    private func giveUp(_ number: Int) {
        let waiter = state.withLock { state -> Waiter? in
            guard let index = state.waiters.firstIndex(where: { $0.number == number }) else {
                // Either it is in already, or it does not stand in the queue yet.
                state.gone.insert(number)
                return nil
            }
            return state.waiters.remove(at: index)
        }
        waiter?.decide.resume(returning: false)
        // One that needed more than was free may have kept others behind it.
        if waiter != nil { admit() }
    }

    private func leave(_ bytes: Int) {
        state.withLock { $0.free += bytes }
        admit()
    }

    private func admit() {
        let admitted = state.withLock { state -> [Waiter] in
            var admitted: [Waiter] = []
            while let first = state.waiters.first, first.bytes <= state.free {
                state.free -= first.bytes
                admitted.append(state.waiters.removeFirst())
            }
            return admitted
        }
        for waiter in admitted { waiter.decide.resume(returning: true) }
    }
}
