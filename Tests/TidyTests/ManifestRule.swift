/// What the package's manifest promises for every target.
enum ManifestRule {
    private static let path = "Package.swift"

    /// The settings that no target goes without.
    private static let strictSettings = [
        "ExistentialAny", "MemberImportVisibility", "InternalImportsByDefault",
        "treatAllWarnings(as: .error)",
    ]

    static func findings(_ text: String) -> [Finding] {
        let targets = targets(text)
        guard !targets.isEmpty else {
            return [finding(0, "no target was found", "write targets as .target(name: …)")]
        }
        var findings: [Finding] = []
        for setting in strictSettings where !text.contains(setting) {
            findings.append(finding(0, "\(setting) is missing", "add it to the list strict"))
        }
        if !text.contains("swiftLanguageModes: [.v6]") {
            findings.append(finding(0, "the language mode is not 6", "swiftLanguageModes: [.v6]"))
        }
        for target in targets where !target.isSystemLibrary {
            if !target.text.contains(/swiftSettings:\s*strict\b/) {
                findings.append(
                    finding(
                        target.line, "\(target.name) goes without the strict settings",
                        "swiftSettings: strict"))
            }
        }
        return findings + targets.flatMap(dependencyFindings)
    }

    private static func dependencyFindings(_ target: Target) -> [Finding] {
        guard !target.isTest, let allowed = Module.allowedImports[target.name] else { return [] }
        return target.names.compactMap { name in
            guard name != target.name, Module.allowedImports[name] != nil,
                !allowed.contains(name)
            else { return nil }
            return finding(
                target.line, "\(target.name) depends on \(name)",
                "the table of the design does not allow it")
        }
    }

    private static func finding(_ line: Int, _ cause: String, _ mend: String) -> Finding {
        Finding(path: path, line: line, cause: cause, mend: mend)
    }

    private struct Target {
        let name: String
        let line: Int
        let isSystemLibrary: Bool
        let isTest: Bool
        let text: Substring
        /// Every quoted text that stands alone as a list's element.
        let names: [String]
    }

    private static func targets(_ text: String) -> [Target] {
        let start =
            #/
            \.(target|executableTarget|testTarget|systemLibrary|macro|plugin)
            \(\s*name:\s*"(\w+)"
            /#
        return text.matches(of: start).map { match in
            let block = text[match.range.lowerBound..<end(of: match.range.lowerBound, in: text)]
            return Target(
                name: String(match.2),
                line: text[..<match.range.lowerBound].count { $0 == "\n" } + 1,
                isSystemLibrary: match.1 == "systemLibrary",
                isTest: match.1 == "testTarget",
                text: block,
                names: block.matches(of: /[\[,]\s*"(\w+)"/).map { String($0.1) })
        }
    }

    /// Where the parenthesis that opens after the index closes.
    private static func end(of start: String.Index, in text: String) -> String.Index {
        var depth = 0
        for index in text[start...].indices {
            if text[index] == "(" { depth += 1 }
            if text[index] == ")" {
                depth -= 1
                if depth == 0 { return text.index(after: index) }
            }
        }
        return text.endIndex
    }
}
