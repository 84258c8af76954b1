import BenchmarkSupport
import Foundation
import SituationAnalysis
import Storage
import Synchronization

/// Threads that append one record at a time to the same node, each its own share.
final class ConcurrentWriters: Sendable {
    private let database: NodeDatabase
    private let batch: OpenBatch
    private let records: [IntakeRecord]
    private let faults = Mutex<[String]>([])

    init(database: NodeDatabase, batch: OpenBatch, records: [IntakeRecord]) {
        (self.database, self.batch, self.records) = (database, batch, records)
    }

    /// Runs to the end; answers what each failed append said.
    func run(threads: Int) -> [String] {
        let done = DispatchSemaphore(value: 0)
        for thread in 0..<threads {
            let worker = Thread {
                self.write(from: thread, step: threads)
                done.signal()
            }
            worker.stackSize = 4 << 20
            worker.start()
        }
        for _ in 0..<threads { done.wait() }
        return faults.withLock { $0 }
    }

    private func write(from first: Int, step: Int) {
        for index in stride(from: first, to: records.count, by: step) {
            do {
                let outcomes = try database.append(
                    [records[index]], to: batch, at: BenchmarkNode.now)
                if outcomes != [.new] { faults.withLock { $0.append("\(outcomes)") } }
            } catch {
                let words = "\(error)"
                faults.withLock { $0.append(words) }
            }
        }
    }
}
