/// Land as rings of points, read from the reference file `coastline.csv`.
package struct Coastline: Hashable, Sendable {
    /// *Bounds: a longer file is refused.*
    package static let maximumRings = 5_000
    /// *Bounds: a longer ring is refused.*
    package static let maximumPointsOfRing = 20_000

    /// A corner of a ring. *Units: hundredths of a degree, east and north positive.*
    package struct Point: Hashable, Sendable {
        /// East positive.
        package var longitudeHundredths: Int
        /// North positive.
        package var latitudeHundredths: Int
    }

    /// A closed line around land, or around water within land.
    package struct Ring: Hashable, Sendable {
        /// Whether the ring bounds water within land.
        package var isWater: Bool
        /// *Shape: three or more; the first is not repeated at the end.*
        package var points: [Point]
    }

    /// Why a coastline file was refused. Line 1 is the header.
    package enum Defect: Error, Hashable, Sendable {
        case header
        case columns(line: Int, found: Int)
        case ringNumber(line: Int, expected: Int)
        case kind(line: Int)
        case number(line: Int, position: Int)
        case range(line: Int, position: Int)
        case unpaired(line: Int)
        case tooFewPoints(line: Int, found: Int)
        case tooManyPoints(line: Int)
        case tooManyRings
        case empty

        /// What is wrong and what would be right, in one sentence.
        package var explanation: String {
            switch self {
            case .header: "line 1: the header must be “ring,kind,points”"
            case .columns(let line, let found):
                "line \(line): has \(found) columns where 3 are needed"
            case .ringNumber(let line, let expected):
                "line \(line): the ring's number must be \(expected)"
            case .kind(let line): "line \(line): the kind must be “land” or “water”"
            case .number(let line, let position):
                "line \(line): number \(position) is not a whole number of hundredths of a degree"
            case .range(let line, let position):
                "line \(line): number \(position) is not within ±180° east or ±90° north"
            case .unpaired(let line): "line \(line): the last longitude has no latitude"
            case .tooFewPoints(let line, let found):
                "line \(line): a ring needs 3 points or more, not \(found)"
            case .tooManyPoints(let line):
                "line \(line): a ring may have \(Coastline.maximumPointsOfRing) points at most"
            case .tooManyRings: "the file may have \(Coastline.maximumRings) rings at most"
            case .empty: "the file has no ring"
            }
        }
    }

    /// *Shape: in the order of the file.*
    package let rings: [Ring]

    /// Land from rings that are already checked.
    package init(rings: [Ring]) { self.rings = rings }

    /// Reads the file's text. Line ends may be LF or CRLF.
    ///
    /// - Throws: ``Defect`` for the first thing that is wrong.
    package init(parsing text: String) throws(Defect) {
        var rings: [Ring] = []
        var line = 0
        let lineFeed = UInt8(ascii: "\n")
        for piece in text.utf8.split(separator: lineFeed, omittingEmptySubsequences: false) {
            line += 1
            let row = piece.last == UInt8(ascii: "\r") ? piece.dropLast() : piece
            if line == 1 {
                guard row.elementsEqual("ring,kind,points".utf8) else { throw .header }
            } else if !row.isEmpty {
                guard rings.count < Self.maximumRings else { throw .tooManyRings }
                rings.append(try Self.ring(row, line: line, expected: rings.count + 1))
            }
        }
        guard !rings.isEmpty else { throw .empty }
        self.rings = rings
    }

    private static func ring(
        _ row: Substring.UTF8View, line: Int, expected: Int
    ) throws(Defect) -> Ring {
        let columns = row.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard columns.count == 3 else { throw .columns(line: line, found: columns.count) }
        guard columns[0].elementsEqual(String(expected).utf8) else {
            throw .ringNumber(line: line, expected: expected)
        }
        let isWater = columns[1].elementsEqual("water".utf8)
        guard isWater || columns[1].elementsEqual("land".utf8) else { throw .kind(line: line) }
        let points = try points(columns[2], line: line)
        guard points.count >= 3 else { throw .tooFewPoints(line: line, found: points.count) }
        return Ring(isWater: isWater, points: points)
    }

    private static func points(
        _ column: Substring.UTF8View, line: Int
    ) throws(Defect) -> [Point] {
        let words = column.split(
            separator: UInt8(ascii: " "), maxSplits: 2 * maximumPointsOfRing,
            omittingEmptySubsequences: false)
        guard words.count <= 2 * maximumPointsOfRing else { throw .tooManyPoints(line: line) }
        var numbers: [Int] = []
        numbers.reserveCapacity(words.count)
        for (index, word) in words.enumerated() {
            guard let number = Int(Substring(word)) else {
                throw .number(line: line, position: index + 1)
            }
            let bound = index.isMultiple(of: 2) ? 18_000 : 9_000
            guard (-bound...bound).contains(number) else {
                throw .range(line: line, position: index + 1)
            }
            numbers.append(number)
        }
        guard numbers.count.isMultiple(of: 2) else { throw .unpaired(line: line) }
        return stride(from: 0, to: numbers.count, by: 2).map {
            Point(longitudeHundredths: numbers[$0], latitudeHundredths: numbers[$0 + 1])
        }
    }
}
