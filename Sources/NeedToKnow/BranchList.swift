import PortVocabulary

/// Turns what each class rests on into as few branches as say the same.
struct BranchList {
    /// In the order of their first class, then the widest first.
    let branches: [Branch]

    private struct Condition: Hashable {
        let scope: AccessScope
        let needsConsent: Bool

        /// Whether every record that meets the other condition meets this one.
        func includes(_ other: Condition) -> Bool {
            (!needsConsent || other.needsConsent) && scope.includes(other.scope)
        }
    }

    init(_ ways: [Int: [Visibility.Way]], consent: ConsentNeed) {
        var classes: [Condition: [Int]] = [:]
        for (number, ways) in ways {
            let conditions = Set(
                ways.map { Condition(scope: $0.scope, needsConsent: $0.needsConsent) })
            // What a wider condition of the same class includes adds nothing. Two different
            // conditions never include each other.
            for condition in conditions
            where !conditions.contains(where: { $0 != condition && $0.includes(condition) }) {
                classes[condition, default: []].append(number)
            }
        }
        branches = classes.map { condition, classes in
            Branch(
                classes: classes.sorted(), scope: condition.scope,
                consent: condition.needsConsent ? consent : nil)
        }.sorted { Self.order($0).lexicographicallyPrecedes(Self.order($1)) }
    }

    /// The order must not depend on hashing, so that the same filter is the same query text.
    private static func order(_ branch: Branch) -> [String] {
        let scope = branch.scope
        return [branch.consent == nil ? "0" : "1"]
            + [
                scope.ports.map(\.code), scope.countries.map(\.code),
                scope.substances.map(\.rawValue),
            ]
            .map { $0.joined(separator: " ") }
    }
}
