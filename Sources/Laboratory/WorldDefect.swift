/// What is wrong with a file of a world, where, and what would be right.
package struct WorldDefect: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file by its name.
    package let file: String
    /// Counted from 1; zero where no single line is at fault.
    package let line: Int
    package let cause: String
    package let mend: String

    package var description: String {
        (line > 0 ? "\(file), line \(line): " : "\(file): ") + "\(cause); \(mend)"
    }
}
