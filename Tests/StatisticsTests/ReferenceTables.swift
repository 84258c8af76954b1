import Foundation
import Testing

/// The reference inputs and outputs of other implementations, where the folder is present.
enum ReferenceTables {
    static let folder: URL = {
        let stated = ProcessInfo.processInfo.environment["BREAKWATER_REFERENCE_DATA"]
        let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let data =
            stated.map { URL(fileURLWithPath: $0) }
            ?? root.deletingLastPathComponent().appendingPathComponent("shared/data")
        return data.appendingPathComponent("stats")
    }()

    /// The bytes of a file; nil, with a message, where it is absent.
    static func data(_ path: String) -> Data? {
        guard let data = try? Data(contentsOf: folder.appendingPathComponent(path)) else {
            print("skipped: stats/\(path) is absent; set BREAKWATER_REFERENCE_DATA to its folder")
            return nil
        }
        return data
    }

    static func table(_ path: String) -> ReferenceTable? {
        data(path).map { ReferenceTable(String(decoding: $0, as: UTF8.self)) }
    }

    static func tree(_ path: String) throws -> ReferenceTree? {
        try data(path).map { ReferenceTree(value: try JSONSerialization.jsonObject(with: $0)) }
    }
}

/// Numbers in nested JSON objects, asked for by the names that the reference gave them.
struct ReferenceTree {
    let value: Any

    func at(_ path: String...) throws -> ReferenceTree {
        try path.reduce(self) { tree, name in
            let object = try #require(tree.value as? [String: Any], "nothing around \(name)")
            return ReferenceTree(value: try #require(object[name], "no \(name)"))
        }
    }

    func number(_ name: String) throws -> Double {
        try #require(try at(name).value as? Double, "\(name) is no number")
    }

    func numbers(_ name: String) throws -> [Double] {
        try #require(try at(name).value as? [Double], "\(name) is no list of numbers")
    }
}

/// A table of comma-separated text with a header.
struct ReferenceTable {
    let header: [String]
    let rows: [[String]]

    init(_ text: String) {
        let lines = text.split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map {
                String($0).trimmingCharacters(in: ["\"", " "])
            }
        }
        header = lines.first ?? []
        rows = Array(lines.dropFirst())
    }

    func texts(_ column: String) throws -> [String] {
        let index = try #require(header.firstIndex(of: column), "no column \(column)")
        return rows.map { $0[index] }
    }

    /// Nil where R wrote NA.
    func optionals(_ column: String) throws -> [Double?] { try texts(column).map { Double($0) } }

    func numbers(_ column: String) throws -> [Double] {
        try texts(column).map { try #require(Double($0), "\($0) is no number") }
    }

    func counts(_ column: String) throws -> [Int] {
        try texts(column).map { try #require(Int($0), "\($0) is no count") }
    }
}

/// The largest relative difference between our numbers and those of a reference.
///
/// Each agreement prints one row, from which the table in docs/statistics.md is made.
struct Agreement {
    let method: String
    let data: String
    let reference: String
    private(set) var compared = 0
    private(set) var largest = 0.0

    init(_ method: String, on data: String, with reference: String) {
        self.method = method
        self.data = data
        self.reference = reference
    }

    /// Numbers below `floor` in size are compared by their difference over `floor`.
    mutating func compare(_ ours: Double, _ theirs: Double, floor: Double = 1e-12) {
        compared += 1
        if ours == theirs { return }
        let difference = abs(ours - theirs) / max(abs(theirs), floor)
        // A difference that is no number must fail, not pass unseen.
        largest = difference.isNaN ? .infinity : max(largest, difference)
    }

    mutating func compare(_ ours: [Double], _ theirs: [Double], floor: Double = 1e-12) {
        if ours.count != theirs.count { largest = .infinity }
        for (a, b) in zip(ours, theirs) { compare(a, b, floor: floor) }
    }

    func expect(within tolerance: Double, atLeast numbers: Int = 1) {
        let text = largest == 0 ? "0" : String(format: "%.1e", largest)
        print("| \(method) | \(data) | \(reference) | \(compared) | \(text) | \(tolerance) |")
        #expect(compared >= numbers, "\(method) on \(data) compared nothing")
        #expect(largest <= tolerance, "\(method) on \(data)")
    }
}
