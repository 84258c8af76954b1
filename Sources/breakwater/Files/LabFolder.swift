import Foundation
import Laboratory

/// A folder of worlds: one folder each with its four files, and the folder `truth`.
struct LabFolder {
    /// Bytes of the largest file that is read.
    static let byteLimit = 500_000_000

    private let url: URL

    init(_ url: URL) { self.url = url }

    func write(_ made: WorldMaker.Made) throws {
        let files = FileManager.default
        let folder = url.appendingPathComponent(made.world.name)
        let truth = url.appendingPathComponent("truth")
        do {
            try files.createDirectory(at: folder, withIntermediateDirectories: true)
            try files.createDirectory(at: truth, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure(
                cause: "\(folder.path) cannot be made: \(error.localizedDescription)",
                mend: "name a folder that may be written")
        }
        let texts = WorldFiles(made.world)
        for file in WorldFiles.File.allCases {
            try OutputFile.write(
                texts[file], to: folder.appendingPathComponent(file.rawValue).path)
        }
        try OutputFile.write(
            made.truth.json, to: truth.appendingPathComponent("\(made.world.name).json").path)
    }

    /// Names of the folders that hold a file `ports.csv`, in order.
    func worldFolders() throws -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        let worlds = names.sorted().filter { name in
            FileManager.default.fileExists(
                atPath: url.appendingPathComponent(name).appendingPathComponent("ports.csv").path)
        }
        guard !worlds.isEmpty else {
            throw CommandFailure(
                cause: "\(url.path) holds no folder with a file ports.csv",
                mend: "name a folder of worlds, as breakwater lab generate makes one")
        }
        return worlds
    }

    /// Reads the four files of a world and nothing else.
    func world(_ name: String) throws -> World {
        let folder = url.appendingPathComponent(name)
        func read(_ file: WorldFiles.File) throws -> String {
            try Self.text(folder.appendingPathComponent(file.rawValue))
        }
        let files = WorldFiles(
            ports: try read(.ports), seizures: try read(.seizures),
            inspections: try read(.inspections), measures: try read(.measures))
        do throws(WorldDefect) {
            return try World(named: name, files: files)
        } catch {
            throw Self.failure(error, in: name)
        }
    }

    /// Every truth of the folder.
    func truths() throws -> [WorldTruth] {
        let folder = url.appendingPathComponent("truth")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let files = names.sorted().filter { $0.hasSuffix(".json") }
        guard !files.isEmpty else {
            throw CommandFailure(
                cause: "\(folder.path) holds no truth",
                mend: "score claims of worlds that were made with their truth")
        }
        return try files.map { name in
            let text = try Self.text(folder.appendingPathComponent(name))
            do throws(WorldDefect) {
                return try WorldTruth(json: text, file: name)
            } catch {
                throw Self.failure(error)
            }
        }
    }

    static func text(_ url: URL) throws -> String {
        guard let size = try? url.resourceValues(forKeys: [.fileSizeKey]).fileSize else {
            throw CommandFailure(cause: "\(url.path) cannot be read", mend: "check the path")
        }
        guard size <= byteLimit else {
            throw CommandFailure(
                cause: "\(url.path) is larger than \(byteLimit) bytes", mend: "split the worlds")
        }
        guard let text = try? String(contentsOf: url, encoding: .utf8) else {
            throw CommandFailure(cause: "\(url.path) is not UTF-8", mend: "save it as UTF-8")
        }
        return text
    }

    static func failure(_ defect: WorldDefect, in world: String = "") -> CommandFailure {
        let place = world.isEmpty ? defect.file : "\(world)/\(defect.file)"
        return CommandFailure(
            cause: "\(place) line \(defect.line): \(defect.cause)", mend: defect.mend)
    }
}
