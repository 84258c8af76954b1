import Foundation
import TestSupport

extension OutsideProgram {
    /// Runs a judge on a thread of its own: it waits for the server of this process.
    static func runAside(_ program: String, _ arguments: [String]) async throws -> Data {
        try await withCheckedThrowingContinuation { done in
            Thread.detachNewThread {
                done.resume(with: Result { try run(program, arguments, input: Data()) })
            }
        }
    }
}
