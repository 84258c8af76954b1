import TestSupport
import Testing

@testable import SituationAnalysis

/// How a file is cut into chunks must not matter.
@Suite struct ChunkTests {
    private struct Reading: Equatable {
        var header: [String]?
        var rows: [[String]] = []
        var lines: [Int] = []
        var defect = false
    }

    private func read(
        _ bytes: [UInt8], _ layout: Layout, _ encoding: TextEncoding, cuts: () -> Int
    ) -> Reading {
        var reading = Reading()
        var scanner = RowScanner(layout: layout, encoding: encoding)
        var index = 0
        func take(_ rows: [SourceRow]) {
            reading.rows += rows.map(\.cells)
            reading.lines += rows.map(\.line)
        }
        do throws(FileDefect) {
            while index < bytes.count {
                let end = min(index + cuts(), bytes.count)
                take(try scanner.rows(from: Array(bytes[index..<end])))
                index = end
            }
            take(try scanner.rows(from: [], isLast: true))
        } catch {
            // Rows before a defect are never stored, so how many came does not count.
            return Reading(defect: true)
        }
        reading.header = scanner.header
        return reading
    }

    private static let pieces = [
        "a", "é", "€", "😀", "\"", "\"\"", ",", ";", "\n", "\r", "\r\n", " ", "1,5", "\u{FEFF}",
        "\"x\ny\"", "\u{1}", "{\"a\":\"b\"}", "[", "]", "{", "}", "\\",
    ]

    @Test func anyChunkingOfTheSameBytesGivesTheSameRows() throws {
        var random = Seeded(23)
        let layouts = try ["unodc-ids", "published-figures", "breakwater-json"]
            .map(ProductData.layout)
        var readable = 0
        for _ in 0..<1_500 {
            let layout = random.pick(layouts)
            let encoding = random.pick(TextEncoding.allCases)
            var bytes = (0..<random.number(0...30)).flatMap { _ in
                Array(random.pick(Self.pieces).utf8)
            }
            if random.number(0...9) == 0, !bytes.isEmpty {
                bytes[random.number(0...bytes.count - 1)] = UInt8(random.number(0...255))
            }
            let whole = read(bytes, layout, encoding) { bytes.count + 1 }
            if !whole.defect { readable += 1 }
            for size in 1...7 {
                #expect(read(bytes, layout, encoding) { size } == whole, "\(bytes) by \(size)")
            }
            var cuts = random
            #expect(
                read(bytes, layout, encoding) { cuts.number(1...9) } == whole, "\(bytes) at random")
        }
        #expect(readable > 300)
    }

    @Test func everyShippedSampleReadsTheSameInChunksOfAnySize() throws {
        var random = Seeded(29)
        for (name, file) in ShippedLayoutTests.samples {
            let layout = try ProductData.layout(name)
            let bytes = try ProductData.sample(file)
            let whole = read(bytes, layout, layout.encoding) { bytes.count }
            #expect(!whole.defect && !whole.rows.isEmpty)
            for size in 1...7 { #expect(read(bytes, layout, layout.encoding) { size } == whole) }
            #expect(read(bytes, layout, layout.encoding) { random.number(1...64) } == whole)
        }
    }
}
