import BenchmarkSupport
import Foundation
import TestSupport

/// A PostgreSQL of the benchmark alone whose folder outlives the run. It listens on a loopback
/// port of its own and is stopped at the end of the run.
final class KeptPostgres {
    private let programs: String
    private let folder: String
    private let owner: String?
    private let port: Int
    private let password: String

    /// - Returns: nil where PostgreSQL is not installed.
    init?(folder: URL) throws {
        guard let programs = PostgresPrograms.folder() else { return nil }
        self.programs = programs
        self.folder = folder.appendingPathComponent("postgres").path
        owner = PostgresPrograms.unprivilegedUser
        port = try FreePort.next()
        let secret = folder.appendingPathComponent("postgres-password")
        if let kept = try? String(contentsOf: secret, encoding: .utf8), kept.count == 36 {
            password = kept
        } else {
            password = UUID().uuidString
            try? FileManager.default.removeItem(atPath: self.folder)
            try password.write(to: secret, atomically: true, encoding: .utf8)
        }
        try start()
    }

    /// Stops the server; what it holds stays.
    func stop() { _ = try? asOwner("pg_ctl", ["-D", folder, "-m", "fast", "-w", "stop"]) }

    func url(_ database: String) -> String {
        "postgres://keeper:\(password)@127.0.0.1:\(port)/\(database)"
    }

    @discardableResult
    func run(_ sql: String, database: String = "postgres") throws -> String {
        try command(
            programs + "/psql", ["-XAtq", "-v", "ON_ERROR_STOP=1", "-d", url(database), "-c", sql])
    }

    private func start() throws {
        if !FileManager.default.fileExists(atPath: folder + "/PG_VERSION") {
            try? FileManager.default.removeItem(atPath: folder)
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            let words = folder + ".password"
            try password.write(toFile: words, atomically: true, encoding: .utf8)
            defer { try? FileManager.default.removeItem(atPath: words) }
            if let owner {
                _ = try command("/bin/chown", [owner, folder, words])
            }
            try asOwner(
                "initdb",
                [
                    "-D", folder, "-U", "keeper", "-A", "scram-sha-256", "--pwfile=\(words)", "-E",
                    "UTF8", "--locale=C", "--no-sync",
                ])
        }
        // A run that was killed has left its server behind.
        if FileManager.default.fileExists(atPath: folder + "/postmaster.pid") { stop() }
        try asOwner(
            "pg_ctl",
            [
                "-D", folder, "-l", folder + "/log", "-w", "-t", "60", "-o",
                "-c port=\(port) -c listen_addresses=127.0.0.1 -c unix_socket_directories=''",
                "start",
            ])
    }

    @discardableResult
    private func asOwner(_ program: String, _ arguments: [String]) throws -> String {
        let path = programs + "/" + program
        guard let owner else { return try command(path, arguments) }
        return try command("/usr/sbin/runuser", ["-u", owner, "--", path] + arguments)
    }

    @discardableResult
    private func command(_ path: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        // A file, not a pipe: the server keeps what it inherits open for as long as it runs.
        let words = FileManager.default.temporaryDirectory
            .appendingPathComponent("breakwater-bench-words-\(UUID().uuidString)")
        _ = FileManager.default.createFile(atPath: words.path, contents: nil)
        defer { try? FileManager.default.removeItem(at: words) }
        let output = try FileHandle(forWritingTo: words)
        (process.standardOutput, process.standardError) = (output, output)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let text = try String(contentsOf: words, encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        guard process.terminationStatus == 0 else {
            // The arguments may hold the password.
            throw BenchmarkFailure(
                cause: "\(URL(fileURLWithPath: path).lastPathComponent): \(text.suffix(300))")
        }
        return text
    }
}
