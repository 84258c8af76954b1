import Foundation

/// One method on one input: ours, and what the peers have to beat or equal.
struct Race {
    /// The stem of the input file and the key of the peers' answers.
    let name: String
    let title: String
    /// What one unit of work is.
    let unit: String
    /// Units in one run of `run`.
    let units: Int
    /// By the start of a peer's name: how many times as fast we mean to be.
    let goals: [String: Double]
    /// Comma-separated numbers with a header; the peers read the same bytes.
    let input: String
    /// The largest relative difference at which results count as equal.
    let tolerance: Double
    /// Does the work once and returns the numbers that the peers are compared by.
    let run: () -> [Double]

    /// Seconds of processor time per unit and the numbers.
    func ours() -> (seconds: Double, values: [Double]) {
        let values = run()
        var (runs, elapsed) = (0, 0.0)
        let start = Self.processorSeconds
        repeat {
            // The numbers are used, so that the work is not optimised away.
            precondition(run().count == values.count, "a run repeats itself")
            runs += 1
            elapsed = Self.processorSeconds - start
        } while elapsed < Self.shortestSeconds
        return (elapsed / Double(runs * units), values)
    }

    private static let shortestSeconds = 0.5

    /// The time that this thread had a processor: other work on the machine does not count.
    private static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
