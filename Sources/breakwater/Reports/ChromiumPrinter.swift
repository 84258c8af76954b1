import Foundation

/// Prints a page as PDF with a headless Chromium, which runs once and is gone.
///
/// Chromium gets a folder of its own as home, profile and work place, which only the node's user
/// can read and which is removed afterwards; no environment but a path and a language; no proxy
/// that answers and no name that resolves, so that it reaches no network; and a limit of time.
/// The page itself allows no script and loads nothing.
struct ChromiumPrinter: Sendable {
    /// Longest time that printing may take. Units: seconds.
    static let limitSeconds = 120.0
    /// Largest PDF that is taken. Units: bytes.
    static let bytesLimit = 64 << 20

    let program: String

    /// - Throws: ``CommandFailure`` where there is no Chromium.
    init(path: String? = ProcessInfo.processInfo.environment["PATH"]) throws {
        let folders = (path ?? "/usr/bin:/bin").split(separator: ":")
        let candidates = ["chromium", "chromium-browser", "google-chrome"].flatMap { name in
            folders.map { "\($0)/\(name)" }
        }
        guard
            let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0) }
            )
        else {
            throw CommandFailure(
                cause: "the PDF cannot be made: chromium is not installed",
                mend: "apt-get install chromium, or leave pdf out of the formats")
        }
        program = found
    }

    /// The page as PDF.
    ///
    /// - Throws: ``CommandFailure`` when Chromium fails, takes too long, or writes no PDF.
    func print(_ html: String) throws -> [UInt8] {
        let folder = try Self.privateFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (page, output) = (folder + "/page.html", folder + "/page.pdf")
        guard
            FileManager.default.createFile(
                atPath: page, contents: Data(html.utf8), attributes: [.posixPermissions: 0o600])
        else { throw Self.failure("its folder cannot be written") }
        let status = try run(folder, page: page, output: output)
        guard let data = FileManager.default.contents(atPath: output),
            data.count <= Self.bytesLimit, data.starts(with: Data("%PDF-".utf8))
        else { throw Self.failure("it wrote no PDF (\(status))") }
        return [UInt8](data)
    }

    private func run(_ folder: String, page: String, output: String) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments =
            [
                "--headless", "--no-first-run", "--no-default-browser-check", "--disable-gpu",
                "--disable-extensions", "--disable-sync", "--disable-background-networking",
                "--disable-component-update", "--disable-dev-shm-usage",
                // The port for discarded data, on the own machine: nothing answers there.
                "--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>",
                "--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=\(folder)/profile",
                "--no-pdf-header-footer", "--print-to-pdf=\(output)",
            ]
            // Its sandbox refuses to work for root; what is printed is our own page.
            + (geteuid() == 0 ? ["--no-sandbox"] : []) + ["file://\(page)"]
        process.environment = ["HOME": folder, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            throw Self.failure("it does not start")
        }
        let id = process.processIdentifier
        let deadline = DispatchWorkItem { kill(id, SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.limitSeconds, execute: deadline)
        process.waitUntilExit()
        deadline.cancel()
        if process.terminationReason == .uncaughtSignal {
            throw Self.failure("it was ended, after \(Int(Self.limitSeconds)) seconds at the most")
        }
        return process.terminationStatus
    }

    private static func privateFolder() throws -> String {
        var template = Array(
            (FileManager.default.temporaryDirectory.path + "/breakwater-print-XXXXXX").utf8CString)
        guard let made = mkdtemp(&template) else {
            throw failure("no folder can be made for it")
        }
        return String(cString: made)
    }

    private static func failure(_ what: String) -> CommandFailure {
        CommandFailure(
            cause: "the PDF was not made: chromium: \(what)",
            mend: "try again, or leave pdf out of the formats")
    }
}
