/// A field's answer. «Unknown» (asked, nobody knows) and «not asked» (the source has no such
/// question) are values: neither is ever read as zero, as "no" or as the other.
package enum Stated<Value> {
    case known(Value)
    case unknown
    case notAsked

    /// The value where one was given.
    package var value: Value? {
        switch self {
        case .known(let value): value
        case .unknown, .notAsked: nil
        }
    }

    /// The same answer with its value transformed.
    package func map<Other>(_ transform: (Value) -> Other) -> Stated<Other> {
        switch self {
        case .known(let value): .known(transform(value))
        case .unknown: .unknown
        case .notAsked: .notAsked
        }
    }
}

extension Stated: Equatable where Value: Equatable {}
extension Stated: Hashable where Value: Hashable {}
extension Stated: Sendable where Value: Sendable {}
