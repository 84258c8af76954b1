package import NeedToKnow

extension NodeDatabase: StoreHealth {
    package func isReachable() -> Bool {
        (try? engine.read("look whether the database answers") { try $0.number("SELECT 1") }) == 1
    }
}

extension StorageFault: StoreFault {
    package var condition: StoreCondition {
        switch kind {
        case .unavailable, .timeout, .full: .away
        case .uncertain: .uncertain
        case .conflict: .conflict
        case .keys, .other: .other
        }
    }
}
