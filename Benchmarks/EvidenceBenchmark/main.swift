import BenchmarkSupport
import Foundation

// Appends records with their evidence through the store of the node, on SQLite and on PostgreSQL,
// and races pymerkle's SQLite tree with entries of like size in the same run.
// usage: EvidenceBenchmark [PYTHON-WITH-PYMERKLE PEER-SCRIPT] [--records N] [--single N]

let options = EvidenceRace.Options(arguments: Array(CommandLine.arguments.dropFirst()))
let race = try EvidenceRace(options)
defer { race.cleanUp() }
try race.run()
