import Synchronization

/// Counters of the server in the text format of Prometheus: how many requests, how fast, with
/// which kind of answer. Routes stand by their pattern; no operational data is among them.
final class ServerMetrics: Sendable {
    private struct State {
        var answers: [String: Int] = [:]
        var buckets: [Int] = Array(repeating: 0, count: ServerMetrics.bounds.count)
        var seconds = 0.0
        var count = 0
        var working = 0
        var refusedForLoad = 0
    }

    /// Upper bounds of the buckets. *Units: seconds.*
    private static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private let state = Mutex(State())

    /// Begins a request; false where as many as the limit are under way.
    func begin(limit: Int) -> Bool {
        state.withLock { state in
            guard state.working < limit else {
                state.refusedForLoad += 1
                return false
            }
            state.working += 1
            return true
        }
    }

    func end(pattern: String, method: String, status: Int, seconds: Double) {
        let key = "method=\"\(method)\",route=\"\(pattern)\",status=\"\(status / 100)xx\""
        state.withLock { state in
            state.working -= 1
            state.answers[key, default: 0] += 1
            state.seconds += seconds
            state.count += 1
            for (index, bound) in Self.bounds.enumerated() where seconds <= bound {
                state.buckets[index] += 1
            }
        }
    }

    func text(isReachable: Bool) -> String {
        let state = self.state.withLock { $0 }
        var lines = [
            "# HELP breakwater_requests_total Answered requests by route and kind of status.",
            "# TYPE breakwater_requests_total counter",
        ]
        for (key, count) in state.answers.sorted(by: { $0.key < $1.key }) {
            lines.append("breakwater_requests_total{\(key)} \(count)")
        }
        lines += [
            "# HELP breakwater_request_seconds Time from the whole request to its answer.",
            "# TYPE breakwater_request_seconds histogram",
        ]
        for (bound, count) in zip(Self.bounds, state.buckets) {
            lines.append("breakwater_request_seconds_bucket{le=\"\(bound)\"} \(count)")
        }
        lines += [
            "breakwater_request_seconds_bucket{le=\"+Inf\"} \(state.count)",
            "breakwater_request_seconds_sum \(state.seconds)",
            "breakwater_request_seconds_count \(state.count)",
            "# HELP breakwater_requests_working Requests under way.",
            "# TYPE breakwater_requests_working gauge",
            "breakwater_requests_working \(state.working)",
            "# HELP breakwater_requests_refused_total Requests turned away because of load.",
            "# TYPE breakwater_requests_refused_total counter",
            "breakwater_requests_refused_total \(state.refusedForLoad)",
            "# HELP breakwater_database_up Whether the database answers.",
            "# TYPE breakwater_database_up gauge",
            "breakwater_database_up \(isReachable ? 1 : 0)",
        ]
        return lines.joined(separator: "\n") + "\n"
    }
}
