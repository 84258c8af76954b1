/// A fault of the storage engine, with the operation it happened in. Carries no record content,
/// no statement and no password.
package struct StorageFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// What a caller can do about a fault.
    package enum Kind: String, Hashable, Sendable {
        /// The write contradicts what is stored, or a write at the same time: read again.
        case conflict
        /// The database cannot be reached, or refuses us. Nothing was written.
        case unavailable
        /// A limit of time ran out. Nothing was written.
        case timeout
        /// The connection was lost while a transaction was being confirmed: it is stored as a
        /// whole or not at all, and only reading again tells which.
        case uncertain
        /// No space is left. Nothing was written.
        case full
        /// The node's keys are not those that the database was set up with. Nothing was read.
        case keys
        /// Anything else. Nothing was written.
        case other
    }

    package let operation: String
    package let reason: String
    package let kind: Kind

    package init(operation: String, reason: String, kind: Kind = .other) {
        (self.operation, self.reason, self.kind) = (operation, reason, kind)
    }

    package var description: String { "could not \(operation): \(reason)" }
}
