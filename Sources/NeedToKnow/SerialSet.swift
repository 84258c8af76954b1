/// A set of stored versions as runs of neighbours, in few bytes: all records of a node take a
/// handful. It is made once and noted with every release that shows the same records.
package struct SerialSet: Hashable, Sendable {
    /// Each run as the gap to the last one and its length less one, both as variable-length
    /// numbers of seven bits, lowest first (LEB128).
    package let bytes: [UInt8]
    package let count: Int
    package let first: Int?
    package let last: Int?

    /// - Parameter serials: in any order, also repeated; numbers from 0.
    package init(_ serials: some Sequence<Int>) {
        var builder = Builder()
        for serial in serials { builder.add(serial) }
        self.init(builder)
    }

    /// What was gathered.
    package init(_ builder: Builder) {
        var bytes: [UInt8] = []
        var (next, count) = (0, 0)
        let runs = builder.ordered
        for run in runs {
            Self.append(run.lowerBound - next, to: &bytes)
            Self.append(run.upperBound - run.lowerBound, to: &bytes)
            next = run.upperBound + 1
            count += run.count
        }
        (self.bytes, self.count) = (bytes, count)
        (first, last) = (runs.first?.lowerBound, runs.last?.upperBound)
    }

    /// Whether there is no member.
    package var isEmpty: Bool { count == 0 }

    /// The members of either set.
    package func union(_ other: SerialSet) -> SerialSet {
        guard !other.isEmpty else { return self }
        var builder = Builder()
        for run in runs { builder.add(run) }
        for run in other.runs { builder.add(run) }
        return SerialSet(builder)
    }

    /// Gathers serials; those that come in their order cost next to nothing.
    package struct Builder: Sendable {
        private var runs: [ClosedRange<Int>] = []
        private var isOrdered = true

        /// Begins with none.
        package init() {}

        /// Whether nothing was added.
        package var isEmpty: Bool { runs.isEmpty }

        /// Adds one; also one that is there already.
        package mutating func add(_ serial: Int) { add(serial...serial) }

        fileprivate mutating func add(_ run: ClosedRange<Int>) {
            guard let last = runs.last else { return runs.append(run) }
            if run.lowerBound == last.upperBound + 1 {
                runs[runs.count - 1] = last.lowerBound...run.upperBound
            } else {
                if run.lowerBound <= last.upperBound { isOrdered = false }
                runs.append(run)
            }
        }

        /// Ascending, no two of them neighbours.
        fileprivate var ordered: [ClosedRange<Int>] {
            guard !isOrdered else { return runs }
            var joined: [ClosedRange<Int>] = []
            for run in runs.sorted(by: { $0.lowerBound < $1.lowerBound }) {
                guard let last = joined.last, run.lowerBound <= last.upperBound + 1 else {
                    joined.append(run)
                    continue
                }
                let end = Swift.max(last.upperBound, run.upperBound)
                joined[joined.count - 1] = last.lowerBound...end
            }
            return joined
        }
    }

    private static func append(_ number: Int, to bytes: inout [UInt8]) {
        var rest = UInt(bitPattern: number)
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// The runs that the bytes stand for; they were written here.
    private var runs: [ClosedRange<Int>] {
        var runs: [ClosedRange<Int>] = []
        var numbers: [Int] = []
        var (value, shift, next) = (0, 0, 0)
        for byte in bytes {
            value |= Int(byte & 0x7f) << shift
            shift += 7
            guard byte & 0x80 == 0 else { continue }
            numbers.append(value)
            (value, shift) = (0, 0)
            guard numbers.count == 2 else { continue }
            let first = next + numbers[0]
            runs.append(first...(first + numbers[1]))
            next = first + numbers[1] + 1
            numbers.removeAll(keepingCapacity: true)
        }
        return runs
    }
}

extension SerialSet: Sequence, ExpressibleByArrayLiteral {
    /// - Parameter serials: as in ``init(_:)``.
    package init(arrayLiteral serials: Int...) { self.init(serials) }

    /// The members, ascending.
    package func makeIterator() -> some IteratorProtocol<Int> { runs.joined().makeIterator() }
}
