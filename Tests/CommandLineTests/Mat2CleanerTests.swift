import Foundation
import SituationAnalysis
import TestSupport
import Testing

@testable import breakwater

/// The program that removes metadata, and our own look at what it leaves.
@Suite struct Mat2CleanerTests {
    static let isHere = FileManager.default.isExecutableFile(atPath: "/usr/bin/mat2")

    @Test(
        .enabled(if: isHere, "mat2 is not installed"),
        arguments: [(ImageKind.jpeg, SampleImage.jpeg), (.png, SampleImage.png)])
    func metadataIsGoneAndThePictureIsThere(_ kind: ImageKind, _ bytes: [UInt8]) throws {
        #expect(ImageScan.leftover(in: bytes, kind) != nil)
        let cleaned = try #require(try Mat2Cleaner().clean(bytes, kind))
        #expect(ImageKind(of: cleaned) == kind)
        #expect(ImageScan.leftover(in: cleaned, kind) == nil)
        #expect(!String(decoding: cleaned, as: UTF8.self).contains("secret"))
    }

    @Test func absentProgramCleansNothing() throws {
        #expect(try Mat2Cleaner(folders: ["/nowhere"]).clean(SampleImage.jpeg, .jpeg) == nil)
    }

    @Test(.enabled(if: isHere, "mat2 is not installed"))
    func whatIsNoImageComesBackAsItIs() throws {
        let bytes = Array("\u{89}no image at all".utf8)
        #expect(try Mat2Cleaner().clean(bytes, .png) == bytes)
    }
}
