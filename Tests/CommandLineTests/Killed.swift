import Foundation
import Testing

/// Runs commands that are killed at moments spread over their usual length.
enum Killed {
    /// What a killed command had told before it was killed.
    struct Ending {
        /// It had ended well before the signal came: what it did is acknowledged.
        let isAcknowledged: Bool
    }

    /// How long a whole run takes. Units: seconds.
    static func length(_ arguments: [String], _ folder: WorkFolder, _ environment: [String: String])
        throws -> Double
    {
        let started = Date()
        let outcome = try Program.run(arguments, in: folder, environment: environment)
        try #require(outcome.status == 0, "\(outcome.text)")
        return Date().timeIntervalSince(started)
    }

    /// Starts a command and kills it after a part of a second.
    static func run(
        _ arguments: [String], after seconds: Double, in folder: WorkFolder,
        _ environment: [String: String]
    ) throws -> Ending {
        let process = try Program.start(
            arguments, in: folder, as: "killed", environment: environment)
        let started = Date()
        while process.isRunning, Date().timeIntervalSince(started) < seconds { sched_yield() }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return Ending(
            isAcknowledged: process.terminationReason == .exit && process.terminationStatus == 0)
    }
}
