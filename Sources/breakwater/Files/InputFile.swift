import CZlib
import Foundation
import SituationAnalysis

/// A file on disk, plain or gzip, as chunks of its content.
final class InputFile {
    /// Bytes of content handed out at once.
    static let chunkBytes = 256 * 1024

    private let handle: FileHandle
    private let isCompressed: Bool
    private var stream = z_stream()
    private var input: [UInt8] = []
    private var inputOffset = 0
    private var memberEnded = true
    private var atEnd = false
    private let bytes: Int
    private var handedOut = 0

    /// - Throws: ``CommandFailure`` when the file cannot be opened.
    init(path: String) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
            !isFolder.boolValue,
            let handle = FileHandle(forReadingAtPath: path)
        else {
            throw CommandFailure(
                cause: "\(path) cannot be opened", mend: "check the path and the permission to read"
            )
        }
        self.handle = handle
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        bytes = size ?? 0
        let magic = try handle.read(upToCount: 2) ?? Data()
        try handle.seek(toOffset: 0)
        isCompressed = magic.elementsEqual([0x1f, 0x8b])
        guard isCompressed else { return }
        // 15 window bits, plus 32 for the gzip header.
        let code = inflateInit2_(&stream, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { throw FileDefect.gzip("cannot start (\(code))") }
    }

    deinit {
        if isCompressed { inflateEnd(&stream) }
        try? handle.close()
    }

    /// The whole content of a small file.
    ///
    /// - Throws: ``CommandFailure`` when it cannot be opened or has more bytes than `limit`.
    static func bytes(_ path: String, limit: Int) throws -> [UInt8] {
        let file = try InputFile(path: path)
        var bytes: [UInt8] = []
        while let chunk = try file.next() {
            bytes += chunk
            guard bytes.count <= limit else {
                throw CommandFailure(
                    cause: "\(path) has more than \(limit) bytes",
                    mend: "check whether it is the file that was meant")
            }
        }
        return bytes
    }

    /// The next chunk of content; nil at the end.
    ///
    /// - Throws: ``FileDefect/gzip(_:)`` for damaged or cut compressed data.
    func next() throws -> [UInt8]? {
        guard isCompressed else {
            guard let data = try handle.read(upToCount: Self.chunkBytes), !data.isEmpty else {
                return nil
            }
            return [UInt8](data)
        }
        var output = [UInt8](repeating: 0, count: Self.chunkBytes)
        var filled = 0
        while filled < output.count, !atEnd {
            if inputOffset == input.count, try !refill() { break }
            filled += try inflateSome(into: &output, at: filled)
        }
        guard filled > 0 else { return nil }
        output.removeLast(output.count - filled)
        return output
    }

    /// The next chunk, saying how far the reading is; of a compressed file, about how far.
    func next(_ progress: Progress) throws -> [UInt8]? {
        let chunk = try next()
        handedOut += chunk?.count ?? 0
        progress.update(handedOut, of: bytes)
        return chunk
    }

    /// Reads more compressed bytes; false at the file's end.
    private func refill() throws -> Bool {
        guard let data = try handle.read(upToCount: Self.chunkBytes), !data.isEmpty else {
            guard memberEnded else { throw FileDefect.gzip("it ends in the middle") }
            atEnd = true
            return false
        }
        input = [UInt8](data)
        inputOffset = 0
        return true
    }

    private func inflateSome(into output: inout [UInt8], at filled: Int) throws -> Int {
        memberEnded = false
        let room = output.count - filled
        let (code, consumed, produced) = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress.map { $0 + inputOffset }
                stream.avail_in = UInt32(source.count - inputOffset)
                stream.next_out = target.baseAddress.map { $0 + filled }
                stream.avail_out = UInt32(room)
                let before = (stream.avail_in, stream.avail_out)
                let code = inflate(&stream, Z_NO_FLUSH)
                return (
                    code, Int(before.0 - stream.avail_in), Int(before.1 - stream.avail_out)
                )
            }
        }
        inputOffset += consumed
        switch code {
        case Z_OK: break
        case Z_STREAM_END:
            // Another member may follow.
            memberEnded = true
            inflateReset(&stream)
        default:
            throw FileDefect.gzip("error \(code) near compressed byte \(stream.total_in)")
        }
        return produced
    }
}
