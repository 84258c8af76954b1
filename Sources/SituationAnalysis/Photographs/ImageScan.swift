/// The kinds of image that a photograph may be.
package enum ImageKind: String, CaseIterable, Hashable, Sendable {
    case jpeg, png

    /// The name in headers of web replies.
    package var mediaType: String { "image/\(rawValue)" }

    /// What the bytes begin with; nil for any other kind.
    package init?(of bytes: [UInt8]) {
        if bytes.starts(with: [0xff, 0xd8, 0xff]) {
            self = .jpeg
        } else if bytes.starts(with: ImageScan.pngSignature) {
            self = .png
        } else {
            return nil
        }
    }
}

/// Looks through an image for anything but the picture. What it does not know is a finding: an
/// image passes only when every part of it is one that draws.
///
/// Source: ITU-T T.81 annex B (JPEG), JFIF 1.02, PNG third edition section 11.
package enum ImageScan {
    static let pngSignature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
    /// Parts of one image.
    static let partLimit = 100_000
    /// Chunks that draw or say how to draw, and can hold no words.
    private static let pngChunks: Set<String> = [
        "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "sRGB", "gAMA", "cHRM", "bKGD", "sBIT", "pHYs",
    ]
    /// Tables, frames, scans and intervals.
    private static let jpegSegments: Set<UInt8> = [
        0xc0, 0xc1, 0xc2, 0xc4, 0xda, 0xdb, 0xdd,
    ]

    /// The first part that is no picture, such as `segment E1`, `chunk tEXt` or `bytes after the
    /// end`; nil for a clean image.
    package static func leftover(in bytes: [UInt8], _ kind: ImageKind) -> String? {
        switch kind {
        case .jpeg: jpeg(bytes)
        case .png: png(bytes)
        }
    }

    /// Width times height as the image states them; nil where it states none.
    package static func points(in bytes: [UInt8], _ kind: ImageKind) -> Int? {
        func number(_ range: Range<Int>) -> Int {
            bytes[range].reduce(0) { $0 << 8 | Int($1) }
        }
        switch kind {
        case .png:
            guard bytes.count >= 24, bytes.starts(with: pngSignature),
                bytes[12..<16].elementsEqual("IHDR".utf8)
            else { return nil }
            // Both are below 2^31, so their product is a whole number of 64 bits.
            let (width, height) = (number(16..<20), number(20..<24))
            guard width < 1 << 31, height < 1 << 31 else { return nil }
            return width * height
        case .jpeg:
            guard let frame = frame(bytes) else { return nil }
            return number(frame + 5..<frame + 7) * number(frame + 7..<frame + 9)
        }
    }

    /// Where the frame's header of a JPEG begins; nil where none comes before the picture.
    private static func frame(_ bytes: [UInt8]) -> Int? {
        var place = 2
        for _ in 0..<partLimit {
            guard bytes.count - place >= 9, bytes[place] == 0xff else { return nil }
            let marker = bytes[place + 1]
            if marker == 0xff {
                place += 1
                continue
            }
            // C4, C8 and CC are tables; the others of the row begin a frame.
            if (0xc0...0xcf).contains(marker), ![0xc4, 0xc8, 0xcc].contains(marker) {
                return place
            }
            guard marker != 0xda, marker != 0xd9 else { return nil }
            let length = Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
            guard length >= 2 else { return nil }
            place += 2 + length
        }
        return nil
    }

    private static func png(_ bytes: [UInt8]) -> String? {
        var place = pngSignature.count
        guard bytes.starts(with: pngSignature) else { return "no PNG" }
        for _ in 0..<partLimit {
            guard bytes.count - place >= 12 else { return "a cut end" }
            let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            guard length <= bytes.count - place - 12 else { return "a cut end" }
            let name = String(decoding: bytes[place + 4..<place + 8], as: UTF8.self)
            guard pngChunks.contains(name) else { return "chunk \(printable(name))" }
            place += 12 + length
            if name == "IEND" {
                return place == bytes.count && length == 0 ? nil : "bytes after the end"
            }
        }
        return "too many parts"
    }

    private static func jpeg(_ bytes: [UInt8]) -> String? {
        guard bytes.starts(with: [0xff, 0xd8]) else { return "no JPEG" }
        var place = 2
        for _ in 0..<partLimit {
            guard bytes.count - place >= 2, bytes[place] == 0xff else { return "a cut end" }
            let marker = bytes[place + 1]
            if marker == 0xd9 {
                return place + 2 == bytes.count ? nil : "bytes after the end"
            }
            guard bytes.count - place >= 4 else { return "a cut end" }
            let length = Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
            guard length >= 2, length <= bytes.count - place - 2 else { return "a cut end" }
            let content = bytes[place + 4..<place + 2 + length]
            guard isDrawing(marker, content) else {
                return "segment " + String(marker, radix: 16, uppercase: true)
            }
            place += 2 + length
            if marker == 0xda { place = endOfScan(bytes, from: place) }
        }
        return "too many parts"
    }

    /// A JFIF header without a thumbnail, Adobe's colour transform, or what draws.
    private static func isDrawing(_ marker: UInt8, _ content: ArraySlice<UInt8>) -> Bool {
        switch marker {
        case 0xe0:
            content.count == 14 && content.starts(with: Array("JFIF\0".utf8))
                && content.suffix(2).allSatisfy { $0 == 0 }
        case 0xee: content.count == 12 && content.starts(with: Array("Adobe".utf8))
        default: jpegSegments.contains(marker)
        }
    }

    /// Where the next segment begins: after the coded bytes with their restart markers.
    private static func endOfScan(_ bytes: [UInt8], from start: Int) -> Int {
        var place = start
        while place + 1 < bytes.count {
            if bytes[place] == 0xff {
                let next = bytes[place + 1]
                let isCoded = next == 0 || (0xd0...0xd7).contains(next)
                if !isCoded { return place }
                place += 2
            } else {
                place += 1
            }
        }
        return bytes.count
    }

    private static func printable(_ name: String) -> String {
        name.unicodeScalars.allSatisfy { $0.isASCII && $0.properties.isAlphabetic } ? name : "?"
    }
}

/// Removes from an image everything but the picture: a program of its own, outside this module.
package protocol ImageCleaner: Sendable {
    /// The image again, without metadata; nil where there is no such program here.
    ///
    /// - Throws: what starting or running the program throws.
    func clean(_ bytes: [UInt8], _ kind: ImageKind) throws -> [UInt8]?
}
