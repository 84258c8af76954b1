import PortVocabulary
import Yams

/// A YAML node with its path, so that a defect can say where it stands.
struct LayoutNode {
    let node: Node
    let path: String

    var scalar: String? { node.scalar?.string }
    var isNull: Bool { node.scalar.map { $0.string.isEmpty || $0.string == "~" } ?? false }
    var sequence: [LayoutNode]? {
        node.sequence?.enumerated().map { LayoutNode(node: $1, path: "\(path)[\($0)]") }
    }

    func defect(_ key: String, _ cause: String, _ mend: String) -> LayoutDefect {
        let line = node.mark.map { " (line \($0.line))" } ?? ""
        let place = [path, key].filter { !$0.isEmpty }.joined(separator: ".")
        return LayoutDefect(place: place + line, cause: cause, mend: mend)
    }

    func allowOnly(_ keys: [String]) throws(LayoutDefect) {
        guard let mapping = node.mapping else {
            throw defect("", "is not a mapping", "write “key: value” lines")
        }
        for (key, _) in mapping {
            guard let name = key.scalar?.string, keys.contains(name) else {
                throw defect(
                    key.scalar?.string ?? "?", "is not a known key",
                    "use \(keys.joined(separator: ", "))")
            }
        }
    }

    func optionalNode(_ key: String) throws(LayoutDefect) -> LayoutNode? {
        guard let child = node.mapping?[Node(key)] else { return nil }
        return LayoutNode(
            node: child, path: [path, key].filter { !$0.isEmpty }.joined(separator: "."))
    }

    func text() throws(LayoutDefect) -> String {
        guard let text = scalar else { throw defect("", "is not a text", "write one value") }
        return text
    }

    func optionalText(_ key: String) throws(LayoutDefect) -> String? {
        guard let child = try optionalNode(key) else { return nil }
        return try child.text()
    }

    func textOrEmpty(_ key: String) -> String {
        node.mapping?[Node(key)]?.scalar?.string ?? ""
    }

    func text(_ key: String) throws(LayoutDefect) -> String {
        guard let text = try optionalText(key), !text.isEmpty else {
            throw defect(key, "is missing", "add it")
        }
        return text
    }

    /// A list, or a single text as a list of one.
    func optionalList(_ key: String) throws(LayoutDefect) -> [String]? {
        guard let child = try optionalNode(key) else { return nil }
        guard let children = child.sequence else { return [try child.text()] }
        return try children.map { item throws(LayoutDefect) in try item.text() }
    }

    func mapping(_ key: String) throws(LayoutDefect) -> [(String, LayoutNode)] {
        guard let child = try optionalNode(key) else { throw defect(key, "is missing", "add it") }
        return try child.entries()
    }

    func optionalMapping(_ key: String) throws(LayoutDefect) -> [(String, LayoutNode)] {
        guard let child = try optionalNode(key) else { return [] }
        return try child.entries()
    }

    func term<T: Term>(_ key: String) throws(LayoutDefect) -> T {
        try term(try text(key), in: key)
    }

    func term<T: Term>(_ text: String, in key: String) throws(LayoutDefect) -> T {
        do throws(WordDefect) {
            return try T(parsing: text)
        } catch {
            throw defect(key, "“\(text)” \(error.cause)", error.mend)
        }
    }

    private func entries() throws(LayoutDefect) -> [(String, LayoutNode)] {
        guard let mapping = node.mapping else {
            throw defect("", "is not a mapping", "write “key: value” lines")
        }
        var result: [(String, LayoutNode)] = []
        for (key, value) in mapping {
            guard let name = key.scalar?.string else {
                throw defect("", "has a key that is not a text", "quote the key")
            }
            result.append((name, LayoutNode(node: value, path: "\(path).\(name)")))
        }
        return result
    }
}
