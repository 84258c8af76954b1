import Foundation
import TestSupport
import Testing

/// The node in a real Chromium: the suite in `Browser/suite.py` finds nothing to mend.
@Suite struct BrowserSuiteTests {
    private static let packageRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Chromium, its driver, and the Python packages that steer it.
    private static var hasBrowser: Bool {
        OutsideJudge.isAlone
            && ["/usr/bin/chromium", "/usr/bin/chromedriver"].allSatisfy {
                FileManager.default.isExecutableFile(atPath: $0)
            } && OutsideProgram.hasPython("selenium") && OutsideProgram.hasPython("axe_core_python")
    }

    /// The built program: beside the tests, or where `BREAKWATER_PROGRAM` says.
    private static func program() throws -> String {
        let beside = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let folders = [
            URL(fileURLWithPath: beside), Bundle.main.bundleURL,
            URL(fileURLWithPath: CommandLine.arguments[0]),
        ].map { $0.deletingLastPathComponent().appendingPathComponent("breakwater").path }
        let stated = ProcessInfo.processInfo.environment["BREAKWATER_PROGRAM"].map { [$0] }
        return try #require(
            (stated ?? folders).first { path in
                var isFolder: ObjCBool = false
                return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
                    && !isFolder.boolValue && FileManager.default.isExecutableFile(atPath: path)
            }, "no program “breakwater” beside the tests: build it first")
    }

    @Test(
        .enabled(if: hasBrowser, "make judges: needs Chromium, chromedriver, selenium"),
        .timeLimit(.minutes(8)))
    func aBrowserFindsNothingToMend() throws {
        let output = Self.packageRoot.appendingPathComponent("out/browser")
        try? FileManager.default.removeItem(at: output)
        try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
        let findings = output.appendingPathComponent("findings.json")
        do {
            _ = try OutsideProgram.run(
                OutsideProgram.python,
                [
                    Self.packageRoot.appendingPathComponent("Tests/ServerTests/Browser/suite.py")
                        .path, try Self.program(),
                    Self.packageRoot.appendingPathComponent("data").path, output.path,
                ], input: Data())
        } catch let failed as OutsideProgram.Failed {
            let told = try? JSONDecoder().decode([String].self, from: Data(contentsOf: findings))
            for finding in told ?? [failed.words] { Issue.record("\(finding)") }
        }
        #expect(
            try JSONDecoder().decode([String].self, from: Data(contentsOf: findings)).isEmpty)
    }
}
