import NeedToKnow
import TestSupport
import Testing

/// A set of serials in few bytes is still that set.
@Suite struct SerialSetTests {
    @Test func holdsWhatWentInInAnyOrder() {
        var random = Seeded(71)
        for _ in 0..<300 {
            let most = random.pick([3, 40, 5_000])
            let numbers = (0..<random.number(0...60)).map { _ in random.number(0...most) }
            let set = SerialSet(numbers)
            let expected = Set(numbers).sorted()
            #expect(Array(set) == expected)
            #expect(set.count == expected.count && set.isEmpty == expected.isEmpty)
            #expect(set.first == expected.first && set.last == expected.last)
            #expect(set == SerialSet(expected.reversed()))
            let others = (0..<random.number(0...60)).map { _ in random.number(0...most) }
            #expect(
                Array(set.union(SerialSet(others))) == Set(numbers + others).sorted())
        }
    }

    @Test func allRecordsOfANodeTakeAHandfulOfBytes() {
        let set = SerialSet(1...1_000_000)
        #expect(set.bytes.count < 8)
        #expect(set.count == 1_000_000)
    }

    /// What was stored before is written in the same way: gap and length less one, seven bits
    /// a byte. 300 is 0b10_0101100.
    @Test func bytesAreThoseOfTheStoredForm() {
        #expect(SerialSet([5, 6, 7, 308]).bytes == [5, 2, 0xac, 0x02, 0])
        #expect(SerialSet([0]).bytes == [0, 0])
        #expect(SerialSet([]).bytes == [])
    }
}
