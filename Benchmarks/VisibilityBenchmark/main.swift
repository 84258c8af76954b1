import BenchmarkSupport
import Foundation

// Measures the first page and the exact count of what requesters with rights of every width see
// among a million records under two hundred agreements, on both engines, and asserts the plans.
// usage: VisibilityBenchmark FOLDER [sqlite|postgres]
// The databases are kept in FOLDER and used again.

let arguments = CommandLine.arguments
guard arguments.count >= 2 else {
    Timing.say("usage: VisibilityBenchmark FOLDER [sqlite|postgres]")
    exit(2)
}
let engines = arguments.count > 2 ? [arguments[2]] : ["sqlite", "postgres"]
Timing.printMachine()
let kept = try KeptDatabases(folder: URL(fileURLWithPath: arguments[1]))
var missed = 0
if engines.contains("sqlite") {
    missed += try VisibilityRun("SQLite", try kept.sqlite()).run()
}
if engines.contains("postgres") {
    if let database = try kept.postgres() {
        missed += try VisibilityRun("PostgreSQL", database).run()
    } else {
        Timing.say("PostgreSQL: not installed, left out")
    }
}
exit(missed == 0 ? 0 : 1)
