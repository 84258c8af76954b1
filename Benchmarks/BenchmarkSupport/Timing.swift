import Foundation

/// Wall time and what is said about it.
package enum Timing {
    /// Seconds that the body took, with what it answers.
    package static func measure<T>(_ body: () throws -> T) rethrows -> (seconds: Double, result: T)
    {
        let start = ContinuousClock.now
        let result = try body()
        let passed = ContinuousClock.now - start
        return (
            Double(passed.components.seconds) + Double(passed.components.attoseconds) / 1e18,
            result
        )
    }

    /// A number for people: two decimals below ten, one below a thousand, else whole.
    package static func text(_ value: Double) -> String {
        let decimals = value < 10 ? 2 : value < 1_000 ? 1 : 0
        return String(format: "%.\(decimals)f", value)
    }

    /// Prints a line at once, so that a run that is stopped has shown what it found.
    package static func say(_ line: String) {
        print(line)
        fflush(nil)
    }

    /// A line that says whether a claim holds.
    package static func report(_ claim: String, _ isHit: Bool, _ found: String) {
        say("\(isHit ? "hit   " : "MISSED") \(claim): \(found)")
    }

    /// Machine, day and how busy it is: the load average of the last minute and of the last five.
    package static func printMachine() {
        let processor =
            (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?
            .split(separator: "\n").first { $0.hasPrefix("model name") }?
            .split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
        say(
            "machine: \(ProcessInfo.processInfo.processorCount) cores, "
                + "\(processor ?? "processor unknown"), \(day()), load \(load())")
    }

    /// The load averages of one and of five minutes, as the system writes them.
    package static func load() -> String {
        let text = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)) ?? ""
        return text.split(separator: " ").prefix(2).joined(separator: " ")
    }

    private static func day() -> String {
        String(ISO8601DateFormatter().string(from: Date()).prefix(10))
    }
}

/// Repeated measurements of the same thing.
package struct Repeats: Sendable {
    /// Milliseconds, ascending.
    package let milliseconds: [Double]

    /// Runs the body some times unmeasured, then measures it. Bounds: `times` 1 or more.
    package init(times: Int, warmUp: Int = 2, _ body: () throws -> Void) rethrows {
        for _ in 0..<warmUp { try body() }
        var found: [Double] = []
        for _ in 0..<times { found.append(try Timing.measure(body).seconds * 1_000) }
        milliseconds = found.sorted()
    }

    /// Of an even number the upper one of the two in the middle.
    package var median: Double { milliseconds[milliseconds.count / 2] }

    /// The value that 95 of 100 do not exceed (nearest rank).
    package var percentile95: Double {
        milliseconds[max(0, Int((Double(milliseconds.count) * 0.95).rounded(.up)) - 1)]
    }
}
