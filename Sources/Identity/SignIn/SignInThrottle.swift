package import PortVocabulary

/// What failures are counted by.
package enum SignInBucket: Hashable, Sendable {
    /// One account from one network.
    case account(name: String, NetworkPrefix)
    /// Every account from one network.
    case network(NetworkPrefix)
    /// One device on which the person signed in before.
    case device(tokenHash: [UInt8])

    /// What stands for it in the database after it was hashed with a key. The day is part of it:
    /// tomorrow nobody can tell whether an address was here today.
    package func content(on day: CalendarDate) -> [UInt8] {
        let words: (String, [UInt8]) =
            switch self {
            case .account(let name, let prefix): ("account", prefix.bytes + Array(name.utf8))
            case .network(let prefix): ("network", prefix.bytes)
            case .device(let hash): ("device", hash)
            }
        return Array("\(words.0) \(day)\n".utf8) + words.1
    }

    /// How many failures pass without a wait.
    var free: Int {
        switch self {
        case .account: 5
        // Many people of one agency may share an address.
        case .network: 50
        case .device: 10
        }
    }
}

/// Failures of one bucket.
package struct FailureCount: Hashable, Sendable {
    package let failures: Int
    package let last: Moment

    package init(failures: Int, last: Moment) { (self.failures, self.last) = (failures, last) }
}

/// How long someone waits after wrong passwords: a rule that cannot be used to lock others out.
///
/// Nothing counts an account over all networks: whoever fails ten thousand times from one network
/// makes that network wait, and nobody else. A device on which the person signed in before is
/// counted by itself and not with its network. Source: OWASP, device cookies.
package enum SignInThrottle {
    /// The first wait, and the longest.
    package static let waitSeconds: (first: Int64, longest: Int64) = (15, 900)

    /// What a failure is counted by.
    package static func buckets(
        name: String, from network: NetworkPrefix, knownDevice: [UInt8]?
    ) -> [SignInBucket] {
        if let knownDevice { return [.device(tokenHash: knownDevice)] }
        return [.account(name: name, network), .network(network)]
    }

    /// How many seconds are left to wait; 0 for none.
    package static func wait(
        _ counted: [(bucket: SignInBucket, count: FailureCount)], at now: Moment
    ) -> Int64 {
        counted.map { bucket, count in
            guard count.failures >= bucket.free else { return 0 }
            // Twice as long with each failure; 2^6 × 15 s is longer than the longest.
            let doublings = min(count.failures - bucket.free, 6)
            let wait = min(waitSeconds.longest, waitSeconds.first << Int64(doublings))
            return max(0, count.last.seconds + wait - now.seconds)
        }.max() ?? 0
    }
}
