import Testing

/// A small file, the rule it is shown to, and the lines that the rule must find.
struct RuleExample: CustomTestStringConvertible, Sendable {
    let rule: String
    var path = "Sources/SituationAnalysis/Example.swift"
    let text: String
    let lines: [Int]

    var testDescription: String { "\(rule): \(text.prefix(40))" }

    static let breaches: [RuleExample] = [
        RuleExample(
            rule: "file length", text: String(repeating: "let a = 1\n", count: 501), lines: [0]),
        RuleExample(
            rule: "line length", text: "let a = 1\n" + String(repeating: "a", count: 101),
            lines: [2]),
        RuleExample(rule: "function length", text: longFunction("func f()"), lines: [1]),
        RuleExample(
            rule: "function length", text: longFunction("package init(a: Int)"), lines: [1]),
        RuleExample(
            rule: "function length", text: longFunction("static var all: [Int]"), lines: [1]),
        RuleExample(rule: "documentation", text: "package struct A {}", lines: [1]),
        RuleExample(rule: "documentation", text: "// A.\npackage func a() {}", lines: [2]),
        RuleExample(rule: "documentation", text: "/// A.\n\npackage func a() {}", lines: [3]),
        RuleExample(rule: "documentation", text: "struct A {\n  package let a: Int\n}", lines: [2]),
        RuleExample(
            rule: "documentation",
            text: "/// A.\npackage struct A {\n  package var b: Int { 1 }\n}",
            lines: [3]),
        RuleExample(
            rule: "documentation",
            text: "/// A.\npackage struct A {\n  let a: Int\n  package init(b: Int) { a = b }\n}",
            lines: [4]),
        RuleExample(
            rule: "documentation", text: "@frozen\npackage func a<T>(_ t: T) {}", lines: [2]),
        RuleExample(rule: "clocks and chance", text: "let now = Date()", lines: [1]),
        RuleExample(rule: "clocks and chance", text: "let now = Date.now", lines: [1]),
        RuleExample(rule: "clocks and chance", text: "Int.random(in: 0...1)", lines: [1]),
        RuleExample(rule: "clocks and chance", text: "let a = UUID()", lines: [1]),
        RuleExample(
            rule: "clocks and chance", text: "\nvar g = SystemRandomNumberGenerator()", lines: [2]),
        RuleExample(rule: "clocks and chance", text: "ContinuousClock().now", lines: [1]),
        RuleExample(rule: "clocks and chance", text: "let a = \"\\(UUID())\"", lines: [1]),
        RuleExample(rule: "input and output", text: "FileManager.default", lines: [1]),
        RuleExample(rule: "input and output", text: "print(1)", lines: [1]),
        RuleExample(
            rule: "no Foundation", path: "Sources/PortVocabulary/A.swift",
            text: "package import Foundation", lines: [1]),
        RuleExample(
            rule: "no Foundation", path: "Sources/Statistics/A.swift",
            text: "import struct Foundation.Date", lines: [1]),
        RuleExample(rule: "imports between modules", text: "import Storage", lines: [1]),
        RuleExample(rule: "imports between modules", text: "import Training", lines: [1]),
        RuleExample(
            rule: "imports between modules", path: "Sources/WebInterface/A.swift",
            text: "import Foundation\npackage import Storage", lines: [2]),
        RuleExample(
            rule: "imports between modules", path: "Sources/Storage/A.swift",
            text: "@testable import WebInterface", lines: [1]),
        RuleExample(
            rule: "imports between modules", path: "Sources/Statistics/A.swift",
            text: "import PortVocabulary", lines: [1]),
        RuleExample(
            rule: "imports between modules", path: "Sources/Gossip/A.swift", text: "", lines: [0]),
        RuleExample(rule: "libraries at home", text: "import GRDB", lines: [1]),
        RuleExample(rule: "forcing", text: "let a = try! f()", lines: [1]),
        RuleExample(rule: "forcing", text: "let a = b as! Int", lines: [1]),
        RuleExample(rule: "forcing", text: "let a = b!.c", lines: [1]),
        RuleExample(rule: "forcing", text: "let a = b[0]!", lines: [1]),
        RuleExample(rule: "forcing", text: "var a: Int!", lines: [1]),
        RuleExample(rule: "public access", text: "\n  public let a = 1", lines: [2]),
        RuleExample(rule: "public access", text: "@frozen public struct A {}", lines: [1]),
        RuleExample(rule: "query text", text: "let a = \"SELECT a FROM b\"", lines: [1]),
        RuleExample(
            rule: "query text", text: "let a = \"\"\"\n    DELETE FROM b\n    \"\"\"", lines: [1]),
        RuleExample(
            rule: "query text", text: "run(\"INSERT INTO a\", \"UPDATE b\")", lines: [1, 1]),
        RuleExample(
            rule: "query text", text: "let a = \"x\"\nlet b = #\"CREATE TABLE t\"#", lines: [2]),
        RuleExample(rule: "names that say nothing", text: "struct Utils {}", lines: [1]),
        RuleExample(rule: "names that say nothing", text: "enum DateHelper {}", lines: [1]),
        RuleExample(rule: "names that say nothing", text: "final class PortManager {}", lines: [1]),
        RuleExample(
            rule: "names that say nothing", text: "enum SituationAnalysis {}", lines: [1]),
        RuleExample(
            rule: "names that say nothing", path: "Sources/Storage/Port+Common.swift", text: "",
            lines: [0]),
    ]

    private static func longFunction(_ head: String) -> String {
        head + " {\n" + String(repeating: "    if a { b() }\n", count: 69) + "}\n"
    }
}

/// What a careless rule would take for a breach.
extension RuleExample {
    static let innocent: [RuleExample] = [
        RuleExample(
            rule: "file length", text: String(repeating: "let a = 1\n", count: 500), lines: []),
        RuleExample(
            rule: "line length", path: "Tests/A/B.swift",
            text: "\"" + String(repeating: "a", count: 101) + "\"", lines: []),
        RuleExample(rule: "line length", text: String(repeating: "ä", count: 100), lines: []),
        RuleExample(
            rule: "function length",
            text: "func f() {\n" + String(repeating: "a()\n", count: 68) + "}\n", lines: []),
        RuleExample(
            rule: "function length",
            text: "protocol P {\n    func f()\n    func g()\n}\nlet a = [\n"
                + String(repeating: "    1,\n", count: 90) + "]\n", lines: []),
        RuleExample(
            rule: "documentation", text: "/// A.\n@frozen\npackage struct A {}\nstruct B {}",
            lines: []),
        RuleExample(
            rule: "documentation",
            text: """
                /// A.
                package struct A: Comparable {
                    package let a: Int
                    package init(a: Int) { self.a = a }
                    package static func < (l: A, r: A) -> Bool { l.a < r.a }
                    package var description: String { "package func x() {}" }
                    private package(set) var b: Int = 1
                }
                package import Storage
                """, lines: []),
        RuleExample(
            rule: "clocks and chance",
            text: "a.random(in: 1...2, using: &generator) // not Date()\nlet a = \"UUID()\"",
            lines: []),
        RuleExample(
            rule: "clocks and chance", path: "Sources/breakwater/A.swift", text: "Date()", lines: []
        ),
        RuleExample(
            rule: "imports between modules",
            text: "package import PortVocabulary\nimport Statistics\nimport Yams", lines: []),
        RuleExample(
            rule: "imports between modules", path: "Sources/breakwater/A.swift",
            text: "import Storage\nimport WebInterface", lines: []),
        RuleExample(
            rule: "libraries at home", path: "Sources/Storage/A.swift", text: "import GRDB",
            lines: []),
        RuleExample(
            rule: "forcing", text: "if a != b, !c { d(\"e!\") } // f!\nlet g = h ? !i : j",
            lines: []),
        RuleExample(rule: "forcing", path: "Tests/ATests/A.swift", text: "a!", lines: []),
        RuleExample(
            rule: "query text", path: "Sources/Storage/A.swift", text: "\"SELECT 1\"", lines: []),
        RuleExample(
            rule: "query text", text: "\"you may SELECT a port\" // \"SELECT 1\"\n\"Update it\"",
            lines: []),
        RuleExample(
            rule: "names that say nothing",
            text: "struct Score {}\nstruct Commonwealth {}\nlet a = FileManager.default\n",
            lines: []),
    ]
}

struct RuleExampleTests {
    private func found(_ example: RuleExample) throws -> [Int] {
        let rule = try #require(FileRule.all.first { $0.name == example.rule })
        return rule.findings(SourceFile(path: example.path, text: example.text)).map(\.line)
    }

    @Test(arguments: RuleExample.breaches) func breachIsFoundInItsLine(_ example: RuleExample)
        throws
    {
        #expect(try found(example) == example.lines)
    }

    @Test(arguments: RuleExample.innocent) func innocentCodePasses(_ example: RuleExample) throws {
        #expect(try found(example) == [])
    }

    @Test func everyRuleIsShownToFail() {
        #expect(Set(RuleExample.breaches.map(\.rule)) == Set(FileRule.all.map(\.name)))
    }

    @Test func findingNamesPlaceCauseAndMend() {
        let finding = Finding(path: "Sources/A/B.swift", line: 7, cause: "is wrong", mend: "do so")
        #expect(finding.description == "Sources/A/B.swift:7: is wrong\n  mend: do so")
    }

    @Test func commentsAndTextsAreNoCode() {
        let parted = CodeText("a /* b /* c */ \"d\" */ e \"f\\(g(\"h\"))i\" // j\nk")
        #expect(!parted.code.contains { "bcdfhij".contains($0) })
        #expect(parted.code.filter(\.isLetter) == "aegk")
        #expect(Set(parted.literals.map(\.text)) == ["h", "fi"])
        #expect(parted.code.split(separator: "\n").count == 2)
    }
}
