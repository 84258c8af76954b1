import Foundation
import GRDB

// Races the import and the assessment of single seizures against named peers in the same minute:
// a bare SQLite insert of the same rows, and DuckDB's CSV reader as the physical floor.
// usage: ImportBenchmark PROGRAM DATA-FOLDER FILE.csv.gz [DUCKDB]

let arguments = CommandLine.arguments
guard arguments.count >= 4 else {
    print("usage: ImportBenchmark PROGRAM DATA-FOLDER FILE.csv.gz [DUCKDB]")
    exit(2)
}
let race = try Race(
    program: arguments[1], data: arguments[2], file: arguments[3],
    duckDB: arguments.count > 4 ? arguments[4] : nil)
defer { race.cleanUp() }
try race.run()
