import Testing

/// The rules that look at more than one Swift file, on small examples.
struct WholeTreeRuleTests {
    @Test func templateThatNobodyNamesIsFound() {
        let page = SourceFile(
            path: "Sources/WebInterface/Page.swift", text: "render(\"situation\") // orphan")
        let findings = TemplateRule.findings(
            templates: [
                "situation.mustache": "<p>{{> figure}}</p>", "figure.mustache": "{{a}}",
                "orphan.mustache": "{{>orphan}}",
            ], sources: [page])
        #expect(findings.map(\.path) == ["Sources/WebInterface/Templates/orphan.mustache"])
    }

    @Test func fulfilledRequirementNeedsNoSecondComment() {
        let asked = SourceFile(
            path: "Sources/SituationAnalysis/Store.swift",
            text: "protocol Store: Sendable {\n  /// Reads.\n  func read() -> Int\n  func list()\n}"
        )
        let given = SourceFile(
            path: "Sources/Storage/File.swift",
            text: """
                final class File: Store, Sendable {}
                extension File {
                    package func read() -> Int { 1 }
                    package func list() {}
                    package func write() {}
                }
                extension Other {
                    package func read() -> Int { 1 }
                }
                """)
        let findings = FileRule.findings(given, Conformances([asked, given]))
        #expect(findings.map(\.line) == [4, 5, 8])
    }

    private let manifest = """
        let strict: [SwiftSetting] = [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .treatAllWarnings(as: .error),
        ]
        targets: [
            .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
            .target(name: "PortVocabulary", swiftSettings: strict),
            .target(name: "Storage", dependencies: ["PortVocabulary"], swiftSettings: strict),
        ], swiftLanguageModes: [.v6]
        """

    @Test func soundManifestPasses() {
        #expect(ManifestRule.findings(manifest) == [])
    }

    @Test(arguments: [
        ("\"PortVocabulary\", swiftSettings: strict", "\"PortVocabulary\""),
        ("[\"PortVocabulary\"]", "[\"PortVocabulary\", \"WebInterface\"]"),
        ("[.v6]", "[.v5]"),
        (".enableUpcomingFeature(\"ExistentialAny\"),", ""),
        (".treatAllWarnings(as: .error),", ""),
    ])
    func loosenedManifestIsFound(from sound: String, to loose: String) {
        #expect(ManifestRule.findings(manifest.replacing(sound, with: loose)).count == 1)
    }

    @Test func policyIsCountedFromItsFirstToItsLastParagraph() {
        #expect(PolicyTraceRule.ids.count == Set(PolicyTraceRule.ids).count)
        #expect(PolicyTraceRule.ids.count == 44)
        #expect(PolicyTraceRule.ids.prefix(5) == ["P0.1", "P0.2", "P1.1", "P1.2", "P1.3"])
        #expect(PolicyTraceRule.ids.contains("P1.3.b10.iii"))
        #expect(PolicyTraceRule.ids.last == "P7.1")
    }

    private func row(_ id: String, _ state: String = "planned", _ answer: String = "Training")
        -> String
    {
        "| \(id) | asks | \(state) | \(answer) |\n"
    }

    private var trace: String { PolicyTraceRule.ids.map { row($0) }.joined() }

    private func problems(_ text: String) -> [String] {
        PolicyTraceRule.findings(text) { $0 == "Sources/A.swift" }.map(\.cause)
    }

    @Test func wholeTracePasses() {
        #expect(problems(trace) == [])
        #expect(problems(trace.replacing(row("P2.2"), with: row("P2.2") + row("P2.2.a"))) == [])
    }

    @Test func missingRowIsFound() {
        #expect(problems(trace.replacing(row("P3.1.b4"), with: "")) == ["P3.1.b4 has no row"])
    }

    @Test(arguments: [
        ("done", "Training", "P1.2 has the state “done”"),
        ("planned", "soon", "P1.2 names no module"),
        ("stands", "Training", "P1.2 shows no proof"),
        ("part", "`Sources/B.swift`", "P1.2 names Sources/B.swift, which is not there"),
        ("planned", "", "P1.2 lacks a cell"),
    ])
    func unsoundRowIsFound(state: String, answer: String, cause: String) {
        #expect(problems(trace.replacing(row("P1.2"), with: row("P1.2", state, answer))) == [cause])
    }

    @Test func rowsOutOfOrderAreFound() {
        let swapped = trace.replacing(row("P1.1") + row("P1.2"), with: row("P1.2") + row("P1.1"))
        #expect(problems(swapped) == ["rows are out of order or twice"])
        #expect(problems(trace + row("P7.1")) == ["rows are out of order or twice"])
        #expect(problems(trace + row("P9.1")) == ["P9.1 is no id"])
    }

    @Test func folderOfOneMachineIsFound() {
        let folder = "/" + "work"
        let text =
            "see https://example.org/" + "work and net" + folder
            + "\ncd \(folder)/main\n(\(folder))"
        #expect(WorkplaceRule.findings(path: "a.md", text: text).map(\.line) == [2, 3])
    }
}
