import SituationAnalysis
import TestSupport
import Testing

/// Only a picture that is nothing but a picture passes.
@Suite struct ImageScanTests {
    @Test func kindIsThatOfTheBytes() {
        #expect(ImageKind(of: SampleImage.jpeg) == .jpeg)
        #expect(ImageKind(of: SampleImage.png) == .png)
        #expect(ImageKind(of: Array("RIFF....WEBP".utf8)) == nil)
        #expect(ImageKind(of: []) == nil)
    }

    @Test func metadataIsNamed() {
        #expect(ImageScan.leftover(in: SampleImage.jpeg, .jpeg) == "segment E1")
        #expect(ImageScan.leftover(in: SampleImage.png, .png) == "chunk tEXt")
        #expect(ImageScan.leftover(in: SampleImage.cleanJPEG, .jpeg) == nil)
        #expect(
            ImageScan.leftover(in: SampleImage.cleanJPEG + [1, 2], .jpeg) == "bytes after the end")
        #expect(ImageScan.leftover(in: SampleImage.cleanJPEG, .png) == "no PNG")
    }

    /// Every segment that may carry words, put into a clean image.
    @Test(arguments: Array(UInt8(0xe0)...0xef) + [0xfe])
    func everySegmentForWordsIsNamed(_ marker: UInt8) {
        let words = Array("secret place".utf8)
        let segment = [0xff, marker, 0, UInt8(words.count + 2)] + words
        let image = SampleImage.cleanJPEG
        #expect(
            ImageScan.leftover(in: image.prefix(2) + segment + image.dropFirst(2), .jpeg) != nil)
    }

    /// A damaged image never stops the program, and a cut one never passes.
    @Test func damagedImageIsReadToItsEnd() {
        var random = Seeded(531)
        for image in [SampleImage.jpeg, SampleImage.png, SampleImage.cleanJPEG] {
            guard let kind = ImageKind(of: image) else { continue }
            for _ in 0..<300 {
                var changed = image
                changed[random.number(8...image.count - 1)] = UInt8(random.number(0...255))
                _ = ImageScan.leftover(in: changed, kind)
                let cut = Array(image.prefix(random.number(0...image.count - 1)))
                #expect(ImageScan.leftover(in: cut, kind) != nil)
            }
        }
    }

    @Test func sizeIsReadAsTheImageStatesIt() throws {
        #expect(ImageScan.points(in: SampleImage.jpeg, .jpeg) == 192)
        #expect(ImageScan.points(in: SampleImage.cleanJPEG, .jpeg) == 192)
        #expect(ImageScan.points(in: SampleImage.png, .png) == 192)
        var large = SampleImage.png
        large.replaceSubrange(16..<24, with: [0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff])
        #expect(ImageScan.points(in: large, .png) == 2_147_483_647 * 2_147_483_647)
        large[16] = 0xff
        #expect(ImageScan.points(in: large, .png) == nil)
        // A cut or mixed-up file states no size, and nothing is read past its end.
        for end in 0..<SampleImage.cleanJPEG.count {
            let points = ImageScan.points(in: Array(SampleImage.cleanJPEG.prefix(end)), .jpeg)
            #expect(points == nil || points == 192)
        }
        for end in 0..<24 {
            #expect(ImageScan.points(in: Array(SampleImage.png.prefix(end)), .png) == nil)
        }
        #expect(ImageScan.points(in: SampleImage.jpeg, .png) == nil)
    }
}
