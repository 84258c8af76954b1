import Foundation

// Races the statistics against R and Python on identical inputs, in the same minute, by processor
// time of one thread.
// usage: StatisticsBenchmark FOLDER-OF-PEERS [PYTHON] [RACE…]

guard CommandLine.arguments.count > 1 else {
    print("usage: StatisticsBenchmark FOLDER-OF-PEERS [PYTHON] [RACE…]")
    exit(1)
}
let python = CommandLine.arguments.count > 2 ? CommandLine.arguments[2] : "python3"
let chosen = Set(CommandLine.arguments.dropFirst(3))

/// Every method adds its races here.
let races = [
    FarringtonRace.race(), EarlyAberrationRace.race(),
    RegressionRace.negativeBinomial(), RegressionRace.poisson(), DifferenceRace.race(),
    LocalLevelRace.race(),
    ChangePointRace.normal(), ChangePointRace.poisson(), ChangePointRace.online(),
    NearRepeatRace.race(), SyntheticControlRace.given(), SyntheticControlRace.searched(),
].filter { chosen.isEmpty || chosen.contains($0.name) }

let inputs = FileManager.default.temporaryDirectory
    .appendingPathComponent("statistics-race-\(ProcessInfo.processInfo.processIdentifier)")
try FileManager.default.createDirectory(at: inputs, withIntermediateDirectories: true)
defer { try? FileManager.default.removeItem(at: inputs) }
for race in races {
    try Data(race.input.utf8).write(to: inputs.appendingPathComponent("\(race.name).csv"))
}
let peers = Peers(
    inputs: inputs, programs: URL(fileURLWithPath: CommandLine.arguments[1]))
let answers = peers.answers("Rscript", "peers.R") + peers.answers(python, "peers.py")
for race in races {
    let ours = race.ours()
    print("\(race.title)\n  breakwater: \(Race.time(ours.seconds)) per \(race.unit)")
    for answer in answers where answer.race == race.name { race.report(answer, ours: ours) }
}
if chosen.isEmpty || chosen.contains("scan") { await ScanGrowth.print() }
