import Foundation

/// A Swift file with its code parted from comments and texts.
struct SourceFile: Sendable {
    /// From the package's folder, for example `Sources/Storage/Migration.swift`.
    let path: String
    /// The lines as they stand.
    let lines: [Substring]
    /// The lines with comments and the content of string literals blanked.
    let code: [Substring]
    let literals: [CodeText.Literal]

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let parted = CodeText(text)
        code = parted.code.split(separator: "\n", omittingEmptySubsequences: false)
        literals = parted.literals
    }

    /// The folder below `Sources`; nil for tests and others.
    var module: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }

    /// The number of lines; a line end at the end of the file starts no further line.
    var lineCount: Int { lines.last?.isEmpty == true ? lines.count - 1 : lines.count }

    func finding(_ line: Int, _ cause: String, _ mend: String) -> Finding {
        Finding(path: path, line: line, cause: cause, mend: mend)
    }

    /// The findings for each line of code in which the pattern occurs.
    func findings(
        where pattern: Regex<Substring>, mend: String, cause: (Substring) -> String
    ) -> [Finding] {
        code.enumerated().flatMap { index, line in
            line.matches(of: pattern).map { finding(index + 1, cause($0.output), mend) }
        }
    }
}

/// The package on disk.
enum Package {
    static let root: URL = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Folders that hold Swift of ours; some arrive later.
    static let swiftFolders = ["Sources", "Tests", "Benchmarks", "Fuzz"]

    /// What the workplace rule reads besides the Swift files.
    static let textFolders = ["docs", "data", "scripts", ".ci"] + swiftFolders
    static let textEndings: Set<String> = [
        "", "swift", "md", "yaml", "yml", "json", "mustache", "css", "js", "py", "sh", "txt", "sql",
    ]

    /// Bytes of the largest file that is read as text.
    static let textBytesLimit = 2_000_000

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// Paths of the files below a folder, from the package's folder, sorted.
    static func files(below folder: String) -> [String] {
        let start = root.appendingPathComponent(folder)
        guard let walk = FileManager.default.enumerator(atPath: start.path) else { return [] }
        var found: [String] = []
        for case let name as String in walk {
            var isFolder: ObjCBool = false
            let path = start.appendingPathComponent(name).path
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
                !isFolder.boolValue
            else { continue }
            found.append("\(folder)/\(name)")
        }
        return found.sorted()
    }

    static let swiftFiles: [SourceFile] = swiftFolders.flatMap { files(below: $0) }
        .filter { $0.hasSuffix(".swift") && !$0.contains("/.build/") }
        .compactMap { path in (try? text(path)).map { SourceFile(path: path, text: $0) } }
}
