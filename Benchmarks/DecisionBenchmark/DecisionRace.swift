import Foundation
import NeedToKnow
import PortVocabulary

/// Runs the policy and its peers over the same requests.
struct DecisionRace {
    let policy: Policy
    let workload: Workload

    private static let peerRequests = 4_000

    /// The time that this thread had a processor, so that other work on the machine does not
    /// count; the peers are timed in the same way.
    private static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Decisions in a second of processor time, on this thread.
    func run(seconds: Double) -> Double {
        var (decisions, permits) = (0, 0)
        let start = Self.processorSeconds
        var elapsed = 0.0
        while elapsed < seconds {
            for request in workload.requests {
                let decision = policy.decide(
                    request.requester, request.action, request.record, on: request.day)
                if case .permit = decision { permits += 1 }
            }
            decisions += workload.requests.count
            elapsed = Self.processorSeconds - start
        }
        let rate = Double(decisions) / elapsed
        let share = Int((100 * Double(permits) / Double(decisions)).rounded())
        print("breakwater: \(Int(rate)) decisions/s (\(share) % permits)")
        print("\(rate >= 1_000_000 ? "hit   " : "MISSED") one million decisions a second")
        return rate
    }

    private struct Peer: Decodable {
        let name: String
        let rate: Double?
        let differing: Int?
        let reason: String?
    }

    func runPeers(python: String, folder: String, ours: Double) throws {
        let job = FileManager.default.temporaryDirectory
            .appendingPathComponent("decision-race-\(ProcessInfo.processInfo.processIdentifier)")
        defer { try? FileManager.default.removeItem(at: job) }
        try self.job().write(to: job)
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [folder + "/peers.py", job.path, folder + "/policy.rego"]
        process.standardOutput = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw WorkloadFault.peers(status: process.terminationStatus)
        }
        for peer in try JSONDecoder().decode([Peer].self, from: text) {
            guard let rate = peer.rate, let differing = peer.differing else {
                print("\(peer.name): left out, \(peer.reason ?? "no reason given")")
                continue
            }
            print("\(peer.name): \(Int(rate)) decisions/s, \(differing) decided differently")
            print("breakwater ÷ \(peer.name): \(Int((ours / rate).rounded())) times as fast")
        }
    }

    /// What the peers need: policies, entities and requests for Cedar, data and inputs for Rego,
    /// and our answers.
    private func job() throws -> Data {
        let requests = Array(workload.requests.prefix(Self.peerRequests))
        let answers = requests.map { request in
            if case .permit = policy.decide(
                request.requester, request.action, request.record, on: request.day)
            {
                true
            } else {
                false
            }
        }
        let cedar: [String: Any] = [
            "policies": CedarExport.policies(workload.agreements),
            "entities": requests.enumerated().flatMap { $1.entities(id: $0) },
            "requests": requests.enumerated().map { $1.cedarRequest(id: $0) },
        ]
        let rego: [String: Any] = [
            "data": ["pairs": pairs()], "inputs": requests.map(\.regoInput),
        ]
        return try JSONSerialization.data(
            withJSONObject: ["cedar": cedar, "rego": rego, "answers": answers])
    }

    /// The clauses by originator and receiver, as `policy.rego` reads them.
    private func pairs() -> [String: [String: [[String: Any]]]] {
        var pairs: [String: [String: [[String: Any]]]] = [:]
        for agreement in workload.agreements.map(\.agreement) {
            for clause in agreement.clauses {
                for from in clause.from {
                    for to in clause.to where to != from {
                        pairs[from.text, default: [:]][to.text, default: []].append(
                            clause.regoData(agreement.valid))
                    }
                }
            }
        }
        return pairs
    }
}
