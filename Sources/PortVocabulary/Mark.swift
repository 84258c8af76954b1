/// Traffic Light Protocol 2.0 (FIRST, 2022), widest first.
package enum TrafficLight: String, Term, Comparable {
    case clear = "CLEAR"
    case green = "GREEN"
    case amber = "AMBER"
    case amberStrict = "AMBER+STRICT"
    case red = "RED"

    package static let vocabulary = "TLP 2.0 labels"
    package var title: String { "TLP:" + rawValue }

    /// Reads `AMBER`, `amber+strict` and `TLP:RED`.
    ///
    /// - Throws: ``WordDefect/unknownTerm(vocabulary:examples:)``.
    package init(label text: String) throws(WordDefect) {
        let bare = text.uppercased().hasPrefix("TLP:") ? String(text.dropFirst(4)) : text
        try self.init(parsing: bare)
    }

    /// Later is narrower.
    package static func < (left: Self, right: Self) -> Bool { left.order < right.order }

    private var order: Int {
        switch self {
        case .clear: 0
        case .green: 1
        case .amber: 2
        case .amberStrict: 3
        case .red: 4
        }
    }
}

/// Europol handling codes.
package enum HandlingCode: String, Term {
    case h0 = "H0"
    case h1 = "H1"
    case h2 = "H2"
    case h3 = "H3"

    package static let vocabulary = "Europol handling codes"
    package var title: String {
        switch self {
        case .h0: "to prevent and combat crime, under the law"
        case .h1: "not in judicial proceedings without the provider's permission"
        case .h2: "not passed on without the provider's permission"
        case .h3: "other restrictions, in words"
        }
    }
}

/// How long a record is kept, and what happens then.
package struct Retention: Hashable, Sendable {
    /// Days after the record's own last day. Bounds: 1 to 36,525 (a hundred years).
    package let days: Int
    package let then: RetentionEnd

    /// - Throws: ``WordDefect/noSuchValue(_:mend:)`` for days out of bounds.
    package init(days: Int, then: RetentionEnd) throws(WordDefect) {
        guard (1...36_525).contains(days) else {
            throw .noSuchValue(
                "\(days) days cannot be a retention", mend: "write 1 to 36525 days")
        }
        (self.days, self.then) = (days, then)
    }
}

/// What is due when a record's retention has run out.
package enum RetentionEnd: String, Term {
    case review
    case erase

    package static let vocabulary = "retention ends"
    package var title: String { self == .review ? "a person reviews it" : "it is erased" }
}

/// What may be done with a record: the label for partners, the handling code for police, the
/// purposes and receivers that the originator allows, and how long it is kept.
package struct Mark: Hashable, Sendable {
    package let trafficLight: TrafficLight
    package let handling: HandlingCode
    /// The restriction's words. Needed with ``HandlingCode/h3``.
    package let handlingText: String?
    /// What the record may be used for.
    package let purposes: PurposeSet
    /// Organisations that it may go to, in the order of their identifiers; nil where the
    /// originator names none, so that label and agreements alone decide.
    package let releasableTo: [OrganisationID]?
    /// Nil where the originator set no clock.
    package let retention: Retention?

    /// - Throws: ``WordDefect/noSuchValue(_:mend:)`` for H3 without words or a mark without a
    ///   purpose.
    package init(
        trafficLight: TrafficLight, handling: HandlingCode, handlingText: String? = nil,
        purposes: PurposeSet = .all, releasableTo: [OrganisationID]? = nil,
        retention: Retention? = nil
    ) throws(WordDefect) {
        guard handling != .h3 || (handlingText ?? "").contains(where: { !$0.isWhitespace }) else {
            throw .noSuchValue("H3 has no words", mend: "state the restriction in words")
        }
        guard !purposes.isEmpty else {
            throw .noSuchValue("the mark allows no purpose", mend: "name a purpose")
        }
        (self.trafficLight, self.handling) = (trafficLight, handling)
        (self.handlingText, self.purposes) = (handlingText, purposes)
        self.releasableTo = releasableTo.map { Array(Set($0)).sorted() }
        self.retention = retention
    }

    /// The strictest mark: what an import gets when it states none.
    package static let strictest = Mark(unchecked: .red, .h2)
    /// Published facts.
    package static let published = Mark(unchecked: .clear, .h0)

    private init(unchecked trafficLight: TrafficLight, _ handling: HandlingCode) {
        (self.trafficLight, self.handling, handlingText) = (trafficLight, handling, nil)
        (purposes, releasableTo, retention) = (.all, nil, nil)
    }
}
