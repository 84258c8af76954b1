extension SQLValue {
    /// Why neither engine stores this value; nil for one that both store and give back alike.
    ///
    /// PostgreSQL has no NUL in a text; SQLite stores "not a number" as NULL. A value that only
    /// one engine keeps would be lost in a move from one to the other.
    private var defect: String? {
        switch self {
        case .real(let number) where number.isNaN: "“not a number” cannot be stored"
        case .text(let text) where text.utf8.contains(0):
            "a text with the character NUL cannot be stored"
        case .null, .integer, .real, .text, .blob: nil
        }
    }

    /// - Throws: ``StorageFault`` that names the first value that cannot be stored by its place.
    static func check(_ arguments: [SQLValue], operation: String) throws {
        for (index, argument) in arguments.enumerated() {
            guard let defect = argument.defect else { continue }
            throw StorageFault(operation: operation, reason: "\(defect) (value \(index + 1))")
        }
    }

    /// The number as both engines keep it: SQLite has no negative zero in a table.
    static func stored(_ number: Double) -> Double { number == 0 ? 0 : number }
}
