import Testing

@testable import EvidenceLog

@Suite struct TreeHashTests {
    @Test func bytesRoundTrip() throws {
        let bytes = (0..<32).map { UInt8($0) }
        #expect(try #require(TreeHash(bytes: bytes)).bytes == bytes)
        #expect(TreeHash(bytes: bytes.dropLast()) == nil)
    }
}
