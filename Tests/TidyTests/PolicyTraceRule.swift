/// The trace has a row for every paragraph and every bullet of the policy, in order.
enum PolicyTraceRule {
    static let path = "docs/POLICY-TRACE.md"

    /// What a row may say about the product.
    static let states: Set<Substring> = ["stands", "part", "planned", "not covered"]

    /// Paragraphs and bullets per section, counted in the text of the policy.
    private static let sections: [(section: Int, bulletsOfParagraphs: [Int])] = [
        (0, [0, 0]),
        (1, [0, 0, 14, 0]),
        (2, [3, 0]),
        (3, [6]),
        (4, [0, 0]),
        (5, [0, 0]),
        (6, [0, 0]),
        (7, [0]),
    ]

    /// Parts of a bullet that stand as lines or paragraphs of their own.
    private static let partsOfBullets: [String: [String]] = [
        "P1.3.b10": ["i", "ii", "iii", "p2"], "P1.3.b11": ["p2"],
    ]

    /// Every id that the trace must have, in order.
    static let ids: [String] = sections.flatMap { section, paragraphs in
        paragraphs.enumerated().flatMap { index, bullets -> [String] in
            let paragraph = "P\(section).\(index + 1)"
            let below = (1...max(1, bullets)).prefix(bullets).flatMap { number -> [String] in
                let bullet = "\(paragraph).b\(number)"
                return [bullet] + partsOfBullets[bullet, default: []].map { "\(bullet).\($0)" }
            }
            return [paragraph] + below
        }
    }

    /// - Parameters:
    ///   - text: The trace.
    ///   - exists: Whether a path from the package's folder exists.
    static func findings(_ text: String, exists: (String) -> Bool) -> [Finding] {
        let rows = rows(text)
        var findings: [Finding] = []
        let found = rows.map(\.id)
        for id in ids where !found.contains(id) {
            findings.append(finding(0, "\(id) has no row", "add | \(id) | what it asks | … |"))
        }
        if found.filter(ids.contains) != ids, findings.isEmpty {
            findings.append(finding(0, "rows are out of order or twice", "follow the policy"))
        }
        for row in rows { findings += problems(row, exists: exists) }
        return findings
    }

    private static func problems(_ row: Row, exists: (String) -> Bool) -> [Finding] {
        var findings: [Finding] = []
        // P2.2.a is a claim of its own within the paragraph P2.2.
        let parent = row.id.replacing(/\.[a-h]$/, with: "")
        if !ids.contains(parent) {
            findings.append(finding(row.line, "\(row.id) is no id", "see the head of the trace"))
        }
        if row.cells.count != 4 || row.cells.contains(where: \.isEmpty) {
            findings.append(
                finding(row.line, "\(row.id) lacks a cell", "id | asks | state | answer"))
            return findings
        }
        let (state, answer) = (row.cells[2], row.cells[3])
        if !states.contains(state) {
            findings.append(
                finding(
                    row.line, "\(row.id) has the state “\(state)”",
                    "use \(states.sorted().joined(separator: ", "))"))
        }
        let modules = Module.allowedImports.keys
        if state == "planned", !modules.contains(where: { answer.contains($0) }) {
            findings.append(finding(row.line, "\(row.id) names no module", "say which is to do it"))
        }
        let paths = answer.matches(of: /`((?:Sources|Tests|data|docs)\/[\w\/+.\-]*)`/)
        if state == "stands" || state == "part", paths.isEmpty {
            findings.append(
                finding(row.line, "\(row.id) shows no proof", "name a source, a test or a file"))
        }
        for path in paths where !exists(String(path.1)) {
            findings.append(
                finding(row.line, "\(row.id) names \(path.1), which is not there", "mend the path"))
        }
        return findings
    }

    private struct Row {
        let line: Int
        let id: String
        let cells: [Substring]
    }

    private static func rows(_ text: String) -> [Row] {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .compactMap { index, line in
                guard line.hasPrefix("| P") else { return nil }
                let cells = line.split(separator: "|", omittingEmptySubsequences: false)
                    .dropFirst().dropLast()
                    .map { $0.trimmingPrefix(/\s+/) }
                    .map { $0.prefix($0.count - $0.reversed().prefix { $0 == " " }.count) }
                return Row(line: index + 1, id: String(cells[0]), cells: cells)
            }
    }

    private static func finding(_ line: Int, _ cause: String, _ mend: String) -> Finding {
        Finding(path: path, line: line, cause: cause, mend: mend)
    }
}
