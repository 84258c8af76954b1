import Synchronization

/// Lets a few images be cleaned at once: each takes a process and a handler's thread for seconds,
/// and all other pages need threads too.
final class ImageDesk: Sendable {
    /// Images at once.
    static let limit = 2

    private let running = Mutex(0)

    /// Runs the work; nil, and nothing was done, where too much of it runs already.
    func run<Result>(_ work: () throws -> Result) rethrows -> Result? {
        let isFree = running.withLock { count in
            guard count < Self.limit else { return false }
            count += 1
            return true
        }
        guard isFree else { return nil }
        defer { running.withLock { $0 -= 1 } }
        return try work()
    }
}
