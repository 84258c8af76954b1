import Foundation

/// Keeps prepared assessments for those who come after with the same rights and the same
/// question. Nothing of it is ever shown without a note in the evidence.
///
/// An assessment is kept under the content revision that was read before its records were, and
/// only if the revision is still the same when it is made: then everything in it is of exactly
/// that revision. Any process's change raises the revision in its own transaction, so what is
/// kept here is never shown after a change, whoever made it.
///
/// It belongs to one state of the registers: whoever changes those makes another cache.
package final class SituationCache: @unchecked Sendable {
    private enum Slot {
        /// Somebody makes it; who comes meanwhile waits.
        case making
        case made(PreparedSituation, bytes: Int, used: Int)
    }

    /// INVARIANT: everything below is touched only under this lock, which is not held while an
    /// assessment is made.
    private let condition = NSCondition()
    private var slots: [PreparedSituation.Key: Slot] = [:]
    private var bytes = 0
    private var uses = 0
    private var makers = 0
    private var editions = 0
    private var counted = Counts()
    private let bytesLimit: Int
    private let entriesLimit: Int
    private let makersLimit: Int

    /// How often an assessment was found, and how often it had to be made.
    package struct Counts: Equatable, Sendable {
        package var found = 0
        package var made = 0
    }

    /// - Parameters:
    ///   - bytesLimit: for all entries together, as they are estimated.
    ///   - entriesLimit: 1 or more.
    ///   - makersLimit: assessments made at once; each holds its records in memory meanwhile.
    package init(bytesLimit: Int = 96 << 20, entriesLimit: Int = 256, makersLimit: Int = 2) {
        precondition(entriesLimit > 0 && makersLimit > 0)
        (self.bytesLimit, self.entriesLimit) = (bytesLimit, entriesLimit)
        self.makersLimit = makersLimit
    }

    /// Since the cache was made.
    package var counts: Counts { locked { counted } }
    /// Entries that could be found now.
    package var count: Int { locked { slots.count } }

    /// The assessment of the key, made by the body where it is not there. Callers that meet make
    /// it once; where the maker fails, the next of them tries.
    ///
    /// - Parameter revision: asks for the store's content revision, after the body.
    func situation(
        _ key: PreparedSituation.Key, revision: () throws -> Int,
        make: () throws -> PreparedSituation
    ) throws -> PreparedSituation {
        if let found = locked({ find(key) }) { return found }
        var made: PreparedSituation?
        var isCurrent = false
        defer { locked { finish(key, isCurrent ? made : nil) } }
        var prepared = try make()
        prepared.edition = locked {
            editions += 1
            return SituationEdition(number: editions)
        }
        made = prepared
        isCurrent = try revision() == key.revision
        return prepared
    }

    private func locked<T>(_ body: () throws -> T) rethrows -> T {
        condition.lock()
        defer { condition.unlock() }
        return try body()
    }

    /// What is kept; nil when the caller is to make it.
    private func find(_ key: PreparedSituation.Key) -> PreparedSituation? {
        while true {
            switch slots[key] {
            case .made(let prepared, let bytes, _):
                uses += 1
                slots[key] = .made(prepared, bytes: bytes, used: uses)
                counted.found += 1
                return prepared
            case .none where makers < makersLimit:
                makers += 1
                counted.made += 1
                slots[key] = .making
                return nil
            case .making, .none:
                condition.wait()
            }
        }
    }

    private func finish(_ key: PreparedSituation.Key, _ made: PreparedSituation?) {
        makers -= 1
        slots[key] = nil
        if let made, made.bytes <= bytesLimit {
            uses += 1
            dropOlder(than: key.revision)
            slots[key] = .made(made, bytes: made.bytes, used: uses)
            bytes += made.bytes
            while bytes > bytesLimit || slots.count > entriesLimit, dropOldest(but: key) {}
        }
        condition.broadcast()
    }

    /// A revision never comes back: what is kept under an earlier one is of no more use.
    private func dropOlder(than revision: Int) {
        for key in slots.keys where key.revision < revision { drop(key) }
    }

    private func dropOldest(but kept: PreparedSituation.Key) -> Bool {
        var oldest: (key: PreparedSituation.Key, used: Int)?
        for case (let key, .made(_, _, let used)) in slots where key != kept {
            if used < oldest?.used ?? Int.max { oldest = (key, used) }
        }
        guard let oldest else { return false }
        drop(oldest.key)
        return true
    }

    private func drop(_ key: PreparedSituation.Key) {
        guard case .made(_, let size, _) = slots[key] else { return }
        slots[key] = nil
        bytes -= size
    }
}
