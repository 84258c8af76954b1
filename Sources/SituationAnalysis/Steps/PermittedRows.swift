import NeedToKnow

/// Which permit each row was let through on. There are a handful of permits and hundreds of
/// thousands of rows, so a row holds the number of its permit.
struct PermittedRows {
    private(set) var permits: [Permit] = []
    /// The stored versions that each permit covers.
    private(set) var serials: [[Int]] = []
    private var ofClass: [Int: Int] = [:]

    init() {}

    /// The number of a row's permit; nil where the row is not visible.
    mutating func add(
        serial: Int, class number: Int, _ visible: Visibility, _ permit: () -> Permit?
    ) -> Permit? {
        if let known = ofClass[number] {
            serials[known].append(serial)
            return permits[known]
        }
        guard let permit = permit() else { return nil }
        let known = permits.firstIndex(of: permit) ?? permits.endIndex
        if known == permits.endIndex {
            permits.append(permit)
            serials.append([])
        }
        if visible.isUniform(class: number) { ofClass[number] = known }
        serials[known].append(serial)
        return permit
    }

    /// Adds the rows of another selection through the same filter.
    mutating func add(_ other: PermittedRows) {
        for (permit, more) in zip(other.permits, other.serials) {
            if let known = permits.firstIndex(of: permit) {
                serials[known] += more
            } else {
                permits.append(permit)
                serials.append(more)
            }
        }
    }

    var isEmpty: Bool { serials.allSatisfy(\.isEmpty) }

    var groups: [(permit: Permit, serials: [Int])] {
        zip(permits, serials).map { (permit: $0, serials: $1) }
    }
}
