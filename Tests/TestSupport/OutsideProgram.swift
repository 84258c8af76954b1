package import Foundation

/// A program that others wrote, run as a judge of what we compute.
package enum OutsideProgram {
    /// The program ended with a failure; `words` is what it said.
    package struct Failed: Error {
        package let status: Int32
        package let words: String
    }

    private static let packageRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The Python that has the judges.
    package static let python: String =
        ProcessInfo.processInfo.environment["BREAKWATER_PYTHON"]
        ?? packageRoot.appendingPathComponent(".venv/bin/python").path

    /// Whether that Python has a package.
    package static func hasPython(_ package: String) -> Bool {
        (try? runPython("import \(package)", input: Data())) != nil
    }

    /// Runs a script that stands in the test.
    package static func runPython(
        _ script: String, _ arguments: String..., input: Data
    ) throws -> Data {
        try run(python, ["-I", "-c", script] + arguments, input: input)
    }

    /// Runs a program to its end. It reads all its input before it writes, so the pipes cannot
    /// block each other.
    package static func run(
        _ program: String, _ arguments: [String], input: Data,
        environment: [String: String]? = nil
    ) throws -> Data {
        let process = Process()
        let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        if let environment { process.environment = environment }
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = stderr
        try process.run()
        if !input.isEmpty { try stdin.fileHandleForWriting.write(contentsOf: input) }
        try stdin.fileHandleForWriting.close()
        let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
        let words = try stderr.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failed(
                status: process.terminationStatus, words: String(decoding: words, as: UTF8.self))
        }
        return output
    }
}
