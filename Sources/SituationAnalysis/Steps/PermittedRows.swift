import NeedToKnow

/// Which permit each row was let through on. There are a handful of permits and hundreds of
/// thousands of rows, so rows are kept as runs of their permit.
struct PermittedRows {
    private(set) var permits: [Permit] = []
    /// The stored versions that each permit covers.
    private var serials: [SerialSet.Builder] = []
    private var ofClass: [Int: Int] = [:]

    init() {}

    /// A row's permit; nil where the row is not visible.
    mutating func add(
        serial: Int, class number: Int, _ visible: Visibility, _ permit: () -> Permit?
    ) -> Permit? {
        if let known = ofClass[number] {
            serials[known].add(serial)
            return permits[known]
        }
        guard let permit = permit() else { return nil }
        let known = permits.firstIndex(of: permit) ?? permits.endIndex
        if known == permits.endIndex {
            permits.append(permit)
            serials.append(SerialSet.Builder())
        }
        if visible.isUniform(class: number) { ofClass[number] = known }
        serials[known].add(serial)
        return permit
    }

    var isEmpty: Bool { serials.allSatisfy(\.isEmpty) }

    var groups: [(permit: Permit, serials: SerialSet)] {
        zip(permits, serials).map { (permit: $0, serials: SerialSet($1)) }
    }
}
