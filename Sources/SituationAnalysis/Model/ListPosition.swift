/// Where a page of a list ended: the day and the arrival of its last record.
package struct ListPosition: Hashable, Sendable {
    /// The record's first day, as the number of a ``CalendarDate``.
    package let day: Int32
    package let serial: Int

    package init(day: Int32, serial: Int) { (self.day, self.serial) = (day, serial) }
}

/// A cursor that this node did not make.
package struct CursorDefect: Error, Hashable, Sendable {
    /// What is wrong.
    package let cause = "the cursor is none of this node's"
    /// What would make it right.
    package let mend = "leave it out, and begin with the first page"

    package init() {}
}
