package import NeedToKnow

extension NodeDatabase: StoreHealth {
    /// Whether the database answers a question.
    package func isReachable() -> Bool {
        (try? engine.read("look whether the database answers") { try $0.number("SELECT 1") }) == 1
    }
}

extension StorageFault: StoreFault {
    /// What it means to who asked.
    package var condition: StoreCondition {
        switch kind {
        case .unavailable, .timeout, .full: .away
        case .uncertain: .uncertain
        case .conflict: .conflict
        case .keys, .other: .other
        }
    }
}
