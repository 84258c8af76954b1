import Foundation
import NeedToKnow

// Races the decision against Cedar and Rego on the same agreements, records and requests in the
// same minute, on one thread each.
// usage: DecisionBenchmark [PYTHON FOLDER-OF-PEERS]

let workload = try Workload(agreements: 50, requests: 65_536)
let policy = Policy(agreements: workload.agreements)
print(
    "\(policy.agreements.count) agreements, \(workload.clauses) clauses, "
        + "\(workload.requests.count) requests")

let race = DecisionRace(policy: policy, workload: workload)
let ours = race.run(seconds: 3)
if CommandLine.arguments.count > 2 {
    try race.runPeers(
        python: CommandLine.arguments[1], folder: CommandLine.arguments[2], ours: ours)
} else {
    print("peers: no Python given, left out")
}
