import Foundation
import SituationAnalysis

/// A file that appears whole or not at all: written beside its place, then renamed.
final class OutputFile {
    let path: String
    private let handle: FileHandle
    private let temporary: String
    private var buffer: [UInt8] = []

    /// - Throws: ``CommandFailure`` when the folder cannot be made or written.
    /// - Parameter isPrivate: whether only its owner may read the file.
    init(path: String, isPrivate: Bool = false) throws {
        self.path = path
        temporary = path + ".part"
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard
            FileManager.default.createFile(
                atPath: temporary, contents: nil,
                attributes: isPrivate ? [.posixPermissions: 0o600] : nil),
            let handle = FileHandle(forWritingAtPath: temporary)
        else {
            throw CommandFailure(
                cause: "\(path) cannot be written", mend: "check the folder and its permissions")
        }
        self.handle = handle
        buffer.reserveCapacity(1 << 17)
    }

    func write(_ text: String) throws {
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= 1 << 16 { try flush() }
    }

    func write(bytes: [UInt8]) throws {
        buffer.append(contentsOf: bytes)
        if buffer.count >= 1 << 16 { try flush() }
    }

    /// One row of cells, quoted where needed, safe to open in a spreadsheet.
    func writeRow(_ cells: [String], delimiter: Character = ",") throws {
        let written = cells.map { text in
            let cell = CSVText.cell(text)
            // What is not quoted by now holds no quotation mark.
            let isBare = cell.contains(delimiter) && !cell.hasPrefix("\"")
            return isBare ? "\"\(cell)\"" : cell
        }
        try write(written.joined(separator: String(delimiter)) + "\n")
    }

    /// Writes what is left and puts the file in its place.
    func finish() throws {
        try flush()
        // Onto the disk before it takes its place.
        try handle.synchronize()
        try handle.close()
        try Self.move(temporary, to: path)
    }

    /// Removes what was written.
    func discard() {
        try? handle.close()
        try? FileManager.default.removeItem(atPath: temporary)
    }

    private func flush() throws {
        try handle.write(contentsOf: buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    /// Writes a whole text.
    static func write(_ text: String, to path: String, isPrivate: Bool = false) throws {
        let file = try OutputFile(path: path, isPrivate: isPrivate)
        try file.write(text)
        try file.finish()
    }

    /// Writes bytes.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let file = try OutputFile(path: path)
        file.buffer = bytes
        try file.finish()
    }

    private static func move(_ from: String, to target: String) throws {
        guard rename(from, target) == 0 else {
            throw CommandFailure(
                cause: "\(target) cannot be replaced", mend: "check its permissions")
        }
    }
}
