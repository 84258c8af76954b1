/// A thing that is wrong with a form, at its field.
package struct FormDefect: Hashable, Sendable {
    /// Name of the field; empty for the form as a whole.
    package let field: String
    package let cause: String
    package let mend: String

    package init(field: String, cause: String, mend: String) {
        (self.field, self.cause, self.mend) = (field, cause, mend)
    }
}
