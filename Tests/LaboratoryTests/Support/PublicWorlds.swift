import Foundation

@testable import Laboratory

/// The public worlds, unpacked once from the reference data folder.
enum PublicWorlds {
    static let absent: String = "set BREAKWATER_REFERENCE_DATA to the reference data folder"

    private static let archive: URL = {
        let named = ProcessInfo.processInfo.environment["BREAKWATER_REFERENCE_DATA"]
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let folder =
            named.map { URL(fileURLWithPath: $0) }
            ?? root.deletingLastPathComponent().appendingPathComponent("shared/data")
        return folder.appendingPathComponent("stats/displacement_public.tar.gz")
    }()

    static let arePresent = FileManager.default.fileExists(atPath: archive.path)

    /// The folder with the worlds, their truth and the reference's claims.
    private static let folder: Result<URL, any Error> = Result {
        let place = FileManager.default.temporaryDirectory
            .appendingPathComponent("public-worlds-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let tar = Process()
        tar.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        tar.arguments = ["tar", "-xzf", archive.path, "-C", place.path]
        try tar.run()
        tar.waitUntilExit()
        let inner = place.appendingPathComponent("displacement_public")
        return FileManager.default.fileExists(atPath: inner.path) ? inner : place
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: folder.get().appendingPathComponent(path), encoding: .utf8)
    }

    /// The names of the worlds, sorted.
    static func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(
            atPath: folder.get().appendingPathComponent("truth").path
        ).filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
    }

    static func files(_ name: String) throws -> WorldFiles {
        WorldFiles(
            ports: try text("\(name)/ports.csv"), seizures: try text("\(name)/seizures.csv"),
            inspections: try text("\(name)/inspections.csv"),
            measures: try text("\(name)/measures.csv"))
    }

    private static let read: Result<[WorldMaker.Made], any Error> = Result {
        try names().map { name in
            WorldMaker.Made(
                world: try World(named: name, files: files(name)),
                truth: try WorldTruth(json: text("truth/\(name).json")))
        }
    }

    /// All worlds with their truths, in the order of their names.
    static func all() throws -> [WorldMaker.Made] { try read.get() }
}
