import Foundation

/// The implementations of others, run on the files of the races in the same minute.
struct Peers {
    /// One answer: seconds of processor time per unit, and numbers in the order of ours.
    struct Answer: Decodable {
        let race: String
        let peer: String
        let seconds: Double?
        let values: [Double]?
        /// Why there is none.
        let absent: String?
    }

    let inputs: URL
    let programs: URL

    /// Runs a program with the folder of inputs and reads one JSON object per line.
    ///
    /// A program that is not installed is named as absent: a race without a peer is no victory.
    func answers(_ executable: String, _ script: String) -> [Answer] {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [executable, programs.appendingPathComponent(script).path, inputs.path]
        // One thread each, as we have.
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"]
        ) { $1 }
        process.standardOutput = output
        do {
            try process.run()
            let data = try output.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else {
                print("absent: \(executable) \(script) ended with \(process.terminationStatus)")
                return []
            }
            return data.split(separator: UInt8(ascii: "\n")).compactMap { line in
                try? JSONDecoder().decode(Answer.self, from: Data(line))
            }
        } catch {
            print("absent: \(executable) could not be run")
            return []
        }
    }
}

extension Race {
    /// Prints how a peer did beside our figures.
    func report(_ answer: Peers.Answer, ours: (seconds: Double, values: [Double])) {
        guard let seconds = answer.seconds, let values = answer.values else {
            print("  \(answer.peer): absent, \(answer.absent ?? "no reason given")")
            return
        }
        let ratio = seconds / ours.seconds
        var verdict = ""
        if let goal = goals.first(where: { answer.peer.hasPrefix($0.key) })?.value {
            verdict = ratio >= goal ? "hit    ≥ \(Int(goal))×: " : "MISSED ≥ \(Int(goal))×: "
        }
        let difference = Self.largestDifference(ours.values, values)
        let equality =
            difference <= tolerance
            ? "equal to \(Self.short(difference))" : "DIFFERENT by \(difference)"
        print(
            "  \(verdict)\(answer.peer): \(Self.time(seconds)) per \(unit), "
                + "\(Self.short(ratio)) times ours, \(equality)")
    }

    private static func largestDifference(_ ours: [Double], _ theirs: [Double]) -> Double {
        guard ours.count == theirs.count else { return .infinity }
        var largest = 0.0
        for (a, b) in zip(ours, theirs) where a != b {
            let difference = abs(a - b) / max(abs(b), 1e-9)
            largest = difference.isNaN ? .infinity : max(largest, difference)
        }
        return largest
    }

    static func time(_ seconds: Double) -> String {
        seconds >= 1e-3
            ? "\(short(seconds * 1e3)) ms" : "\(short(seconds * 1e6)) µs"
    }

    static func short(_ value: Double) -> String { String(format: "%.3g", value) }
}
