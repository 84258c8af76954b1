/// Which types fulfil which protocols of ours, and what those protocols ask for: a member that
/// fulfils a documented requirement needs no second comment.
struct Conformances: Sendable {
    /// Protocols of the standard library that ours fulfil, with members that are not obvious.
    private static let known: [String: Set<String>] = [
        "RandomNumberGenerator": ["next"], "Sequence": ["makeIterator"],
        "IteratorProtocol": ["next"], "ParsableCommand": ["run", "validate"],
    ]

    private var requirements: [String: Set<String>] = known
    private var protocols: [String: Set<String>] = [:]

    init(_ files: [SourceFile]) {
        for file in files { read(file) }
    }

    func fulfils(_ member: Substring, of type: String) -> Bool {
        protocols[type, default: []].contains {
            requirements[$0, default: []].contains(String(member))
        }
    }

    private mutating func read(_ file: SourceFile) {
        let head =
            #/
            \b (struct|class|enum|actor|extension|protocol)\s+
            (\w[\w.]*) (?:<[^>]*>)? \s* (?::\s*([^{]*))?
            /#
        let member = /^\s*(?:static\s+|mutating\s+)*(?:func|var)\s+([^\s(:<]+)/
        var open: (name: String, depth: Int)?
        var depth = 0
        for (index, line) in file.code.enumerated() {
            if let match = line.firstMatch(of: head) {
                let names = (match.3 ?? "").split { ", &".contains($0) }.map(String.init)
                protocols[String(match.2), default: []].formUnion(names)
                if match.1 == "protocol" { open = (String(match.2), depth) }
            } else if let open, depth == open.depth + 1, file.isDocumented(index),
                let match = line.firstMatch(of: member)
            {
                requirements[open.name, default: []].insert(String(match.1))
            }
            for byte in line.utf8 where byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") {
                depth += byte == UInt8(ascii: "{") ? 1 : -1
                if let started = open, depth == started.depth { open = nil }
            }
        }
    }
}

extension Package {
    static let conformances = Conformances(swiftFiles)
}
