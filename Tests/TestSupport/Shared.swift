package import Synchronization

/// A value that several threads or tasks of a test share.
package final class Shared<Value: Sendable>: Sendable {
    package let mutex: Mutex<Value>

    package init(_ value: Value) { mutex = Mutex(value) }

    /// The value as it is now.
    package var value: Value { mutex.withLock { $0 } }

    /// Changes it under the lock.
    package func change(_ body: (inout Value) -> Void) { mutex.withLock { body(&$0) } }
}
