import Foundation

/// A PostgreSQL of this test process alone: on a loopback port of its own, as an unprivileged
/// user, started when a test first asks and gone with the process.
///
/// A small shell owns the server. It ends the server and removes the folder as soon as its
/// standard input closes, which happens however the test process ends, also when it is killed.
package final class PrivatePostgres: Sendable {
    /// The user that every test connects as; it owns all databases.
    package static let user = "keeper"
    package static let password = "quay-side/9:x@?"
    package let port: Int
    private let programs: String
    private let folder: String
    private let owner: Int32

    /// The one server, or why there is none.
    private static let shared = Result { try PrivatePostgres() }

    /// Whether tests that need PostgreSQL are to run: where it is missing and nobody could
    /// install it they are skipped; where it could be installed they fail.
    package static let isExpected =
        PostgresPrograms.folder() != nil || PostgresPrograms.isInstallable

    /// The server, started now if it was not.
    ///
    /// - Throws: ``PrivatePostgresDefect``.
    package static func started() throws -> PrivatePostgres { try shared.get() }

    private convenience init() throws {
        try self.init(
            folder: FileManager.default.temporaryDirectory
                .appendingPathComponent("breakwater-postgres-\(UUID().uuidString)").path,
            isKept: false)
    }

    /// A server whose folder outlives the process: what a benchmark has built is there again.
    /// It takes the place of ``started()``; a process has one of the two.
    ///
    /// - Throws: ``PrivatePostgresDefect``.
    package convenience init(keptIn folder: String) throws {
        try self.init(folder: folder, isKept: true)
    }

    private init(folder: String, isKept: Bool) throws {
        guard let programs = PostgresPrograms.folder() else {
            throw PrivatePostgresDefect.notInstalled
        }
        let port = try FreePort.next()
        let ends = try OwnerShell.start(
            arguments: [
                programs, folder, "\(port)", Self.user, PostgresPrograms.unprivilegedUser ?? "",
                isKept ? "kept" : "",
            ],
            password: Self.password)
        guard ends.answer == "ready" else {
            throw PrivatePostgresDefect.notStarted(ends.answer)
        }
        (self.programs, self.folder, self.port) = (programs, folder, port)
        owner = ends.shell
    }

    /// The certificate of the authority that signed the server's, for `sslrootcert`; nil where
    /// openssl is missing and the server therefore speaks no TLS.
    package var rootCertificate: String? {
        let path = folder + "/root.crt"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    /// The address of a database, with password.
    package func url(
        _ database: String, password: String = password, options: String = ""
    ) -> String {
        let allowed = CharacterSet.alphanumerics
        let secret = password.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
        let query = options.isEmpty ? "" : "?\(options)"
        return "postgres://\(Self.user):\(secret)@127.0.0.1:\(port)/\(database)\(query)"
    }

    /// Runs one statement as the owner of everything, through PostgreSQL's own client.
    ///
    /// - Throws: ``PrivatePostgresDefect`` with the client's words.
    @discardableResult
    package func run(_ sql: String, database: String = "postgres") throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: programs + "/psql")
        process.arguments = [
            "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", "\(port)", "-U",
            Self.user, "-d", database, "-c", sql,
        ]
        process.environment = ["PGPASSWORD": Self.password, "PATH": "/usr/bin:/bin"]
        let output = Pipe()
        let errors = Pipe()
        (process.standardOutput, process.standardError) = (output, errors)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let words = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw PrivatePostgresDefect.refused(String(decoding: words, as: UTF8.self))
        }
        return String(decoding: text, as: UTF8.self).trimmingCharacters(in: .newlines)
    }
}

extension PrivatePostgres {
    /// Takes the server away as a power cut would: nothing is finished, nobody is told. Only for
    /// tests that have the process for themselves.
    ///
    /// - Throws: ``PrivatePostgresDefect`` with the words of PostgreSQL's own program.
    package func cut() throws { try control(["-m", "immediate", "-w", "stop"]) }

    /// Brings it back on the same port.
    ///
    /// - Throws: ``PrivatePostgresDefect``.
    package func restore() throws {
        try control(["-l", folder + "/data/log", "-o", "-p \(port)", "-w", "-t", "60", "start"])
    }

    /// Foundation's process would wait for the server too, which keeps what it inherits.
    private func control(_ words: [String]) throws {
        var command = [programs + "/pg_ctl", "-D", folder + "/data"] + words
        if let owner = PostgresPrograms.unprivilegedUser {
            command = ["runuser", "-u", owner, "--"] + command
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var pid: pid_t = 0
        let arguments = command.map { strdup($0) } + [nil]
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let settings = [strdup("PATH=" + path), strdup("LC_ALL=C"), nil]
        defer { for text in arguments + settings { free(text) } }
        guard posix_spawnp(&pid, command[0], &actions, nil, arguments, settings) == 0 else {
            throw PrivatePostgresDefect.refused("pg_ctl cannot be run")
        }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else {
            throw PrivatePostgresDefect.refused("pg_ctl ended with \(status)")
        }
    }
}

/// Why there is no private PostgreSQL.
package enum PrivatePostgresDefect: Error, CustomStringConvertible {
    case notInstalled
    case noFreePort
    case notStarted(String)
    case refused(String)

    package var description: String {
        switch self {
        case .notInstalled: "PostgreSQL is not installed\n  mend: scripts/install test"
        case .noFreePort: "the system gives no free loopback port"
        case .notStarted(let words): "the private PostgreSQL did not start: \(words)"
        case .refused(let words): "the private PostgreSQL refused: \(words)"
        }
    }
}
