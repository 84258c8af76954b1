/// What went wrong with storage, as far as it matters to who asked.
package enum StoreCondition: Hashable, Sendable {
    /// It is away; nothing was written.
    case away
    /// It went away while something was written; nobody knows whether it is stored.
    case uncertain
    /// Someone else was first; look again.
    case conflict
    case other
}

/// An error of storage that tells its condition.
package protocol StoreFault: Error {
    var condition: StoreCondition { get }
}

/// Tells whether storage is there.
package protocol StoreHealth: Sendable {
    /// Whether it answers. Cheap; throws nothing.
    func isReachable() -> Bool
}
