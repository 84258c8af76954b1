/// The Permissible Actions Protocol (PAP): what may be done with information, narrowest last.
/// It says nothing about who may receive it.
///
/// Source: the taxonomy PAP of MISP, version 3. `WHITE` is the former name of `CLEAR`.
package enum PermissibleActions: String, Term {
    case clear = "CLEAR"
    case green = "GREEN"
    case amber = "AMBER"
    case red = "RED"

    package static let vocabulary = "PAP labels"
    package var title: String { "PAP:" + rawValue }

    /// Reads `AMBER`, `PAP:AMBER` and `PAP:WHITE`.
    ///
    /// - Throws: ``WordDefect/unknownTerm(vocabulary:examples:)``.
    package init(label text: String) throws(WordDefect) {
        let bare = text.uppercased().hasPrefix("PAP:") ? String(text.dropFirst(4)) : text
        if bare.uppercased() == "WHITE" {
            self = .clear
        } else {
            try self.init(parsing: bare)
        }
    }
}
