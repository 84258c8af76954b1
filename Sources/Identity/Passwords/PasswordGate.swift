import Foundation

/// Lets few passwords be hashed at once: each takes 64 MiB, and a flood of sign-ins must not take
/// the node's memory. Whoever comes when too many wait is asked to come again.
package final class PasswordGate: Sendable {
    /// How many are hashed at once.
    private let slots: Int
    /// How many wait at most; devices that are known may wait where others are sent away.
    private let waiting: (anyone: Int, knownDevices: Int)
    private let condition = NSCondition()
    /// Guarded by the condition's lock.
    private nonisolated(unsafe) var counts = (running: 0, waiting: 0)

    /// - Parameters:
    ///   - slots: how many are hashed at once. Bounds: 1 or more.
    ///   - anyoneWaiting: how many may wait before anyone else is sent away.
    ///   - knownDevicesWaiting: the same for devices that are known. Bounds: not fewer.
    package init(slots: Int = 2, anyoneWaiting: Int = 24, knownDevicesWaiting: Int = 48) {
        precondition(slots > 0 && anyoneWaiting <= knownDevicesWaiting)
        self.slots = slots
        waiting = (anyoneWaiting, knownDevicesWaiting)
    }

    /// Runs the body when there is a slot. Call it from a thread that may wait, never from an
    /// event loop.
    ///
    /// - Returns: nil, at once, where too many wait.
    package func run<T>(isKnownDevice: Bool, _ body: () -> T) -> T? {
        condition.lock()
        let limit = isKnownDevice ? waiting.knownDevices : waiting.anyone
        if counts.running >= slots {
            guard counts.waiting < limit else {
                condition.unlock()
                return nil
            }
            counts.waiting += 1
            while counts.running >= slots { condition.wait() }
            counts.waiting -= 1
        }
        counts.running += 1
        condition.unlock()
        defer {
            condition.lock()
            counts.running -= 1
            condition.signal()
            condition.unlock()
        }
        return body()
    }
}
