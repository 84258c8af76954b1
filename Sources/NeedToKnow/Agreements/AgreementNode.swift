/// A value of a document, as written, with its place.
struct AgreementNode {
    struct Member {
        let key: String
        let keyPlace: DocumentPlace
        let node: AgreementNode
    }

    enum Value {
        /// A plain text stands without quotes; only a plain one can be a number or a flag.
        case text(String, isPlain: Bool)
        case list([AgreementNode])
        case mapping([Member])
    }

    let value: Value
    let place: DocumentPlace
    let path: String

    /// Nesting of an agreement needs five levels.
    static let depthLimit = 16
    /// Texts, lists and mappings of one document.
    static let countLimit = 50_000

    /// Whether YAML means “no value” by it.
    var isNull: Bool {
        guard case .text(let text, isPlain: true) = value else { return false }
        return text.isEmpty || text == "~" || text.lowercased() == "null"
    }

    static func path(_ path: String, key: String) -> String {
        path.isEmpty ? shown(key) : "\(path).\(shown(key))"
    }

    static func path(_ path: String, index: Int) -> String { "\(path)[\(index + 1)]" }

    /// A text of the document as a message may show it: short, and with visible characters only.
    static func shown(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars.prefix(40) {
            result.unicodeScalars.append(VisibleText.allows(scalar) ? scalar : "\u{FFFD}")
        }
        return text.unicodeScalars.count > 40 ? result + "…" : result
    }
}
