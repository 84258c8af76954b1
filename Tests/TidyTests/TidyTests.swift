import Foundation
import Testing

/// The rules on the package as it stands.
struct TidyTests {
    /// Findings that one failure prints at the most.
    private static let shownLimit = 60

    private func expectNone(_ findings: [Finding]) {
        guard !findings.isEmpty else { return }
        let shown = findings.prefix(Self.shownLimit).map(\.description)
        let more = findings.count - shown.count
        let rest = more > 0 ? ["and \(more) more"] : []
        Issue.record("\((["\(findings.count) found"] + shown + rest).joined(separator: "\n"))")
    }

    @Test func treeIsFound() {
        let modules = Set(Package.swiftFiles.compactMap(\.module))
        #expect(modules.isSuperset(of: ["PortVocabulary", "SituationAnalysis", "breakwater"]))
        #expect(Package.swiftFiles.count > 50)
    }

    @Test(arguments: FileRule.all.map(\.name)) func sourcesKeep(rule name: String) throws {
        let rule = try #require(FileRule.all.first { $0.name == name })
        expectNone(Package.swiftFiles.flatMap(rule.findings))
    }

    @Test func everyTemplateIsNamed() {
        let folder = "Sources/WebInterface/Templates"
        var templates: [String: String] = [:]
        for path in Package.files(below: folder) where !path.contains("/.") {
            templates[String(path.dropFirst(folder.count + 1))] = try? Package.text(path)
        }
        expectNone(
            TemplateRule.findings(
                templates: templates, sources: Package.swiftFiles.filter { $0.module != nil }))
    }

    @Test func everyTargetIsStrict() throws {
        expectNone(ManifestRule.findings(try Package.text("Package.swift")))
    }

    @Test func policyTraceIsWhole() throws {
        expectNone(
            PolicyTraceRule.findings(try Package.text(PolicyTraceRule.path)) { path in
                FileManager.default.fileExists(
                    atPath: Package.root.appendingPathComponent(path).path)
            })
    }

    @Test func noTextNamesAFolderOfOneMachine() throws {
        var paths = Package.textFolders.flatMap(Package.files)
        paths += try FileManager.default.contentsOfDirectory(atPath: Package.root.path)
            .filter { !$0.hasPrefix(".") }
        for path in paths.sorted() {
            let url = Package.root.appendingPathComponent(path)
            guard Package.textEndings.contains(url.pathExtension),
                let size = try? url.resourceValues(forKeys: [.fileSizeKey]).fileSize,
                size < Package.textBytesLimit,
                let text = try? Package.text(path)
            else { continue }
            expectNone(WorkplaceRule.findings(path: path, text: text))
        }
    }
}
