import PortVocabulary

extension AccessAction {
    /// One of these is needed. Roles add up; none includes another, so an administrator or an
    /// auditor who is nothing else reaches no record.
    package var roles: Set<Role> {
        switch self {
        case .list, .export, .count, .ask: [.analyst]
        case .read: [.analyst, .contributor, .reviewer]
        case .contribute: [.contributor]
        case .review: [.reviewer]
        case .consent: [.signatory]
        case .retain: [.custodian]
        }
    }

    /// Whether it is the originator's alone: no agreement grants it.
    package var isOriginatorsOwn: Bool {
        switch self {
        case .contribute, .review, .consent, .retain: true
        case .list, .read, .export, .count, .ask: false
        }
    }

    /// Whether a clause of this form grants the action. To ask is not to count: a count tells
    /// less about one record than a hit does.
    package func isGranted(by form: ReleaseForm) -> Bool {
        switch (self, form) {
        case (_, .full), (_, .fields): !isOriginatorsOwn
        case (.count, .aggregate), (.ask, .hitNoHit): true
        default: false
        }
    }

    var rolesMask: UInt8 { Self.masks[index] }

    private static let masks: [UInt8] = {
        var masks = [UInt8](repeating: 0, count: allCases.count)
        for action in allCases { masks[action.index] = action.roles.mask }
        return masks
    }()

    private var index: Int {
        switch self {
        case .list: 0
        case .read: 1
        case .export: 2
        case .count: 3
        case .ask: 4
        case .contribute: 5
        case .review: 6
        case .consent: 7
        case .retain: 8
        }
    }
}

// The masks live in memory only; names are stored. They stand here, and not with the words, so
// that the compiler sees through them: a decision is a few dozen of these tests.

extension Role {
    var mask: UInt8 {
        switch self {
        case .analyst: 1
        case .contributor: 2
        case .reviewer: 4
        case .signatory: 8
        case .custodian: 16
        case .auditor: 32
        case .administrator: 64
        }
    }
}

extension Set<Role> {
    var mask: UInt8 { reduce(0) { $0 | $1.mask } }
}

extension RecordKind {
    var mask: UInt8 {
        switch self {
        case .seizure: 1
        case .figure: 2
        case .denominator: 4
        }
    }
}

extension HandlingCode {
    var mask: UInt8 {
        switch self {
        case .h0: 1
        case .h1: 2
        case .h2: 4
        case .h3: 8
        }
    }
}

extension TrafficLight {
    /// Later is narrower.
    var rank: UInt8 {
        switch self {
        case .clear: 0
        case .green: 1
        case .amber: 2
        case .amberStrict: 3
        case .red: 4
        }
    }
}
