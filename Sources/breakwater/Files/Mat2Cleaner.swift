import Foundation
import SituationAnalysis

/// Removes metadata with `mat2`, which is installed beside the program.
struct Mat2Cleaner: ImageCleaner {
    /// Bounds: seconds that one image may take.
    static let timeoutSeconds: TimeInterval = 30

    private let program: URL?

    /// - Parameter folders: where the program is looked for.
    init(folders: [String] = ["/usr/bin", "/usr/local/bin"]) {
        program = folders.map { URL(fileURLWithPath: $0).appendingPathComponent("mat2") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    /// Whether the program is there.
    var isInstalled: Bool { program != nil }

    func clean(_ bytes: [UInt8], _ kind: ImageKind) throws -> [UInt8]? {
        guard let program else { return nil }
        let files = FileManager.default
        let folder = files.temporaryDirectory
            .appendingPathComponent("breakwater-image-\(UUID().uuidString)")
        try files.createDirectory(
            at: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        defer { try? files.removeItem(at: folder) }
        let image = folder.appendingPathComponent("image.\(kind.rawValue)")
        try Data(bytes).write(to: image)
        let process = Process()
        process.executableURL = program
        process.arguments = ["--inplace", image.path]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        guard ended.wait(timeout: .now() + Self.timeoutSeconds) == .success else {
            process.terminate()
            return bytes
        }
        // What could not be cleaned comes back as it is: the step looks for itself.
        guard process.terminationStatus == 0 else { return bytes }
        return Array(try Data(contentsOf: image))
    }
}
