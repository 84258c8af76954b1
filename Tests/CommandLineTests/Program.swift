import Foundation

/// The checkout that holds `Sources`, `Tests` and `data`.
let packageRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

/// The built `breakwater`, run as a person runs it: a process with arguments and an environment.
enum Program {
    /// What a run left behind.
    struct Outcome {
        let status: Int32
        let output: String
        let error: String

        /// Everything that was printed.
        var text: String { output + error }
        var lines: [String] { output.split(separator: "\n").map(String.init) }
    }

    struct Absent: Error, CustomStringConvertible {
        let folders: [String]
        var description: String {
            "no program “breakwater” in \(folders.joined(separator: ", ")): "
                + "build it first, or name it in BREAKWATER_PROGRAM"
        }
    }

    /// Beside the test bundle, or where `BREAKWATER_PROGRAM` says.
    static func url() throws -> URL {
        if let stated = ProcessInfo.processInfo.environment["BREAKWATER_PROGRAM"] {
            guard FileManager.default.isExecutableFile(atPath: stated) else {
                throw Absent(folders: [stated])
            }
            return URL(fileURLWithPath: stated)
        }
        let itself = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let bundle = Bundle.main.bundleURL
        let folders = [
            itself.map { URL(fileURLWithPath: $0).deletingLastPathComponent() },
            Bundle.main.executableURL?.deletingLastPathComponent(),
            bundle, bundle.deletingLastPathComponent(),
            CommandLine.arguments.first.map {
                URL(fileURLWithPath: $0).deletingLastPathComponent()
            },
        ].compactMap(\.self)
        for folder in folders {
            let program = folder.appendingPathComponent("breakwater")
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: program.path, isDirectory: &isFolder),
                !isFolder.boolValue, FileManager.default.isExecutableFile(atPath: program.path)
            {
                return program
            }
        }
        throw Absent(folders: folders.map(\.path))
    }

    /// Starts the program in `folder`, its home. Output goes to files: pipes could fill up.
    static func start(
        _ arguments: [String], in folder: WorkFolder, as name: String = "run",
        environment: [String: String] = [:]
    ) throws -> Process {
        let process = Process()
        process.executableURL = try url()
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        // Nothing of the tester's own settings: the same everywhere.
        process.environment = [
            "PATH": "/usr/bin:/bin", "HOME": folder.path, "COLUMNS": "80", "LANG": "C.UTF-8",
            "BREAKWATER_DATA": packageRoot.appendingPathComponent("data").path,
        ].merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try folder.handle(name + ".out")
        process.standardError = try folder.handle(name + ".err")
        try process.run()
        return process
    }

    /// Runs the program to its end.
    @discardableResult
    static func run(
        _ arguments: [String], in folder: WorkFolder, environment: [String: String] = [:]
    ) throws -> Outcome {
        let name = "run-" + UUID().uuidString
        let process = try start(arguments, in: folder, as: name, environment: environment)
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: try folder.text(name + ".out"),
            error: try folder.text(name + ".err"))
    }

    /// Runs another program; its output is in `output` of the folder.
    static func tool(_ path: String, _ arguments: [String], output: String, in folder: WorkFolder)
        throws
    {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try folder.handle(output)
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Absent(folders: ["\(path) failed with \(process.terminationStatus)"])
        }
    }
}
