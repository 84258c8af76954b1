/// Kinds of declaration that hold others.
private let typeKinds: Set<Substring> = ["struct", "class", "enum", "actor", "protocol"]

/// Members whose meaning is the protocol's: a comment would repeat it.
private let conformanceNames: Set<Substring> = [
    "description", "debugDescription", "hash", "==", "<", "encode", "title", "vocabulary",
    // What every defect answers: the words are defined once, at the first of them.
    "cause", "mend",
]

extension FileRule {
    /// Every `package` declaration has `///`, except where the name says all: members that a
    /// protocol's requirement explains, and stored properties, constants and memberwise
    /// initialisers of a documented type.
    static let documentation = FileRule(name: "documentation") { file in
        findings(file, Package.conformances)
    }

    static func findings(_ file: SourceFile, _ conformances: Conformances) -> [Finding] {
        guard file.module != nil else { return [] }
        var scopes = ScopeStack(file)
        let declarations = file.packageDeclarations
        return file.code.indices.compactMap { index -> Finding? in
            defer { scopes.read(line: index) }
            guard let declaration = declarations[index],
                !file.isDocumented(index),
                !isExempt(declaration, in: scopes.innermost, conformances)
            else { return nil }
            return file.finding(
                index + 1, "package \(declaration.text) has no comment",
                "say in one /// sentence what it is; then units, bounds, throws, source")
        }
    }

    private static func isExempt(
        _ declaration: Declaration, in scope: Scope?, _ conformances: Conformances
    ) -> Bool {
        if conformanceNames.contains(declaration.name) { return true }
        guard let scope else { return false }
        if conformances.fulfils(declaration.name, of: scope.name) { return true }
        guard scope.isDocumented else { return false }
        switch declaration.kind {
        case "let", "var": return declaration.isStored
        case "init":
            if declaration.labels == ["from"] { return true }
            return !declaration.canThrow
                && declaration.labels.allSatisfy(scope.storedNames.contains)
        default: return false
        }
    }
}

/// A declaration with `package` access.
struct Declaration {
    let kind: Substring
    let name: Substring
    /// A `let`, or a `var` without a body.
    let isStored: Bool
    let canThrow: Bool
    /// The labels of an initialiser's parameters.
    let labels: [String]

    var text: String {
        kind == "init" ? "init(\(labels.map { "\($0):" }.joined()))" : "\(kind) \(name)"
    }
}

/// A type or extension whose braces are open.
struct Scope {
    let name: String
    let isDocumented: Bool
    /// The stored properties of the type, as far as this file shows them.
    let storedNames: Set<String>
}

extension SourceFile {
    /// By the index of their line.
    var packageDeclarations: [Int: Declaration] {
        let pattern =
            #/
            ^\s* (?:@\w+(?:\([^)]*\))?\s+)* (?:[a-z]+\s+)*?
            package(?:\(set\))?\s+ (?:[a-z]+(?:\(set\))?\s+)*?
            (struct|class|enum|protocol|actor|typealias|func|init|subscript|var|let)\b
            (?!\s+(?:func|var|let|subscript)\b) \s* ([^\s(:{]*)
            /#
        var found: [Int: Declaration] = [:]
        for index in code.indices {
            guard let match = code[index].prefixMatch(of: pattern) else { continue }
            found[index] = declaration(
                match.1, match.2, rest: code[index][match.range.upperBound...], at: index)
        }
        return found
    }

    private func declaration(
        _ kind: Substring, _ name: Substring, rest: Substring, at index: Int
    ) -> Declaration {
        guard kind == "init" || kind == "var" || kind == "let" else {
            return Declaration(
                kind: kind, name: name.prefix { $0 != "<" || name == "<" }, isStored: false,
                canThrow: false, labels: [])
        }
        let isStored = kind == "let" || !rest.contains("{") || rest.contains("=")
        let signature = kind == "init" ? initSignature(at: index) : ""
        return Declaration(
            kind: kind, name: name, isStored: isStored, canThrow: signature.contains("throws"),
            labels: Self.parameterNames(signature))
    }

    /// The label of each parameter, or its own name where it has no label.
    private static func parameterNames(_ signature: String) -> [String] {
        var depth = 0
        // Labels within a parameter's type, such as a tuple's, are not the initialiser's.
        let outer = signature.filter { character in
            if "([".contains(character) { depth += 1 }
            defer { if ")]".contains(character) { depth -= 1 } }
            return depth <= 1
        }
        return outer.matches(of: /[(,]\s*(\w+)(?:\s+(\w+))?\s*:/).map {
            $0.1 == "_" ? String($0.2 ?? $0.1) : String($0.1)
        }
    }

    /// The text of an initialiser up to its body.
    private func initSignature(at index: Int) -> String {
        var signature = ""
        for line in code[index...].prefix(20) {
            if let brace = line.firstIndex(of: "{") { return signature + line[..<brace] }
            signature += line
        }
        return signature
    }

    /// Whether `///` stands above, with attributes between at the most.
    func isDocumented(_ index: Int) -> Bool {
        for line in lines[..<index].reversed() {
            let text = line.drop { $0 == " " }
            if text.hasPrefix("///") { return true }
            guard text.hasPrefix("@") else { return false }
        }
        return false
    }
}

/// Follows the braces of a file and knows which types are open.
struct ScopeStack {
    private let file: SourceFile
    private let opening: Regex<(Substring, Substring, Substring)> =
        #/
        ^\s* (?:@\w+(?:\([^)]*\))?\s+)* (?:[a-z]+\s+)*?
        (struct|class|enum|protocol|actor|extension)\s+ (?!(?:func|var|let|subscript)\b) (\w[\w.]*)
        /#
    private var scopes: [Scope?] = []
    private var pending: Scope?

    init(_ file: SourceFile) { self.file = file }

    /// The type or extension around the current place, if the nearest brace is its own.
    var innermost: Scope? { scopes.last ?? nil }

    mutating func read(line index: Int) {
        if let match = file.code[index].prefixMatch(of: opening) {
            pending = Scope(
                name: String(match.2),
                isDocumented: typeKinds.contains(match.1) && file.isDocumented(index),
                storedNames: storedNames(from: index))
        }
        for byte in file.code[index].utf8 {
            if byte == UInt8(ascii: "{") {
                scopes.append(pending)
                pending = nil
            } else if byte == UInt8(ascii: "}"), !scopes.isEmpty {
                scopes.removeLast()
            }
        }
    }

    /// Names of properties declared within the type that opens on this line.
    private func storedNames(from first: Int) -> Set<String> {
        var names: Set<String> = []
        let stored = /\b(?:let|var)\s+(\w+)\s*:/
        var depth = 0
        for line in file.code[first...] {
            if depth == 1 {
                for match in line.matches(of: stored) {
                    names.insert(String(match.1))
                }
            }
            for byte in line.utf8 where byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") {
                depth += byte == UInt8(ascii: "{") ? 1 : -1
                if depth == 0, byte == UInt8(ascii: "}") { return names }
            }
        }
        return names
    }
}
