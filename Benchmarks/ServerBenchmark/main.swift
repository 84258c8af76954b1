import BenchmarkSupport
import Foundation
import Storage

// Measures what the pages of a served node rest on: opening it, and the steps below the pages.
// usage: ServerBenchmark DATABASE DATA-FOLDER
// The key folder lies beside the database, as the program leaves it.

let arguments = CommandLine.arguments
guard arguments.count == 3 else {
    Timing.say("usage: ServerBenchmark DATABASE DATA-FOLDER")
    exit(2)
}
Timing.printMachine()
let opening = try Timing.measure { try KeptNode(path: arguments[1]).open() }
Timing.say("  opened in \(Timing.text(opening.seconds * 1_000)) ms, log checked")
try StepTimes(opening.result, KeptNode.reference(folder: arguments[2])).run()
