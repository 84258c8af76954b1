extension FileRule {
    static let forcing = FileRule(name: "forcing") { file in
        guard file.module != nil else { return [] }
        let pattern = /\btry!|\bas!|[\w\)\]\}>"]!(?!=)/
        let mend = "throw, or use guard let; precondition is for our own bugs alone"
        return file.findings(where: pattern, mend: mend) {
            "\($0) stops the program when it does not hold"
        }
    }

    static let publicAccess = FileRule(name: "public access") { file in
        guard file.module != nil else { return [] }
        let pattern = /^\s*(?:@\w+\s+)*(?:public|open)\b/
        let mend = "write package across modules, nothing within one"
        return file.findings(where: pattern, mend: mend) { _ in "is public" }
    }

    static let queryText = FileRule(name: "query text") { file in
        guard let module = file.module, module != "Storage" else { return [] }
        let pattern = /^\s*(?:SELECT|INSERT|UPDATE|DELETE)\s|CREATE\s+(?:TABLE|INDEX)/
        return file.literals.filter { $0.text.contains(pattern) }.map {
            file.finding(
                $0.line, "holds SQL outside Storage",
                "add a requirement to the slice's store protocol and fulfil it in Storage")
        }
    }

    static let names = FileRule(name: "names that say nothing") { file in
        guard let module = file.module else { return [] }
        let mend = "name what it is or does"
        var findings: [Finding] = []
        let fileName = file.path.split(separator: "/").last?.split(separator: ".").first ?? ""
        for part in fileName.split(separator: "+") where isEmptyName(part) {
            findings.append(file.finding(0, "the file name \(part) says nothing", mend))
        }
        let type = /\b(?:struct|class|enum|protocol|actor|typealias)\s+([A-Z]\w*)/
        for (index, line) in file.code.enumerated() {
            for match in line.matches(of: type) {
                if isEmptyName(match.1) {
                    findings.append(
                        file.finding(index + 1, "the type name \(match.1) says nothing", mend))
                }
                if match.1 == module {
                    findings.append(
                        file.finding(index + 1, "\(match.1) has its module's name", mend))
                }
            }
        }
        return findings
    }

    /// Whether one of the words of a capitalised name is a junk drawer.
    private static func isEmptyName(_ name: Substring) -> Bool {
        let drawers: Set<Substring> = [
            "Core", "Util", "Utils", "Utility", "Utilities", "Common", "Helper", "Helpers",
            "Manager", "Managers",
        ]
        return name.matches(of: /[A-Z]+(?![a-z])|[A-Z][a-z0-9]*/).contains {
            drawers.contains($0.output)
        }
    }
}

/// Words of the place where the product is made; they mean nothing to its readers.
enum WorkplaceRule {
    static func findings(path: String, text: String) -> [Finding] {
        let pattern = /(?:^|[^\w.\/\-])\/w(?:ork)\b/  // in two parts: not found in itself
        return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .filter { $0.element.contains(pattern) }
            .map { index, _ in
                Finding(
                    path: path, line: index + 1, cause: "names a folder of one machine",
                    mend: "write the path from the package's folder, or an environment variable")
            }
    }
}
