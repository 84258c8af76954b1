/// A database has tables, and is not one of this program.
struct ForeignDatabase: Error, CustomStringConvertible {
    var description: String { "it is a database of another program" }

    /// Whether a database with these tables is one of ours; false for one that is empty and
    /// may become one.
    ///
    /// - Throws: ``ForeignDatabase`` where it has tables, and not all of those wanted.
    static func check(
        _ found: Set<String>, wanted: Set<String>
    ) throws(ForeignDatabase) -> Bool {
        if found.isEmpty { return false }
        guard found.isSuperset(of: wanted) else { throw ForeignDatabase() }
        return true
    }
}
