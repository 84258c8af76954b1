import Foundation

/// Inputs and outputs of other programs, in the folder of reference data.
enum ReferenceResults {
    /// A text file; nil, with a message, where it is absent. A name that ends in .gz is unpacked.
    static func text(_ path: String) -> String? {
        let file = ReferenceTables.folder.appendingPathComponent(path)
        guard FileManager.default.fileExists(atPath: file.path) else {
            print("skipped: stats/\(path) is absent; set BREAKWATER_REFERENCE_DATA to its folder")
            return nil
        }
        guard path.hasSuffix(".gz") else { return try? String(contentsOf: file, encoding: .utf8) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "gzip -dc \"$0\"", file.path]
        let output = Pipe()
        process.standardOutput = output
        guard (try? process.run()) != nil,
            let data = try? output.fileHandleForReading.readToEnd()
        else { return nil }
        return String(decoding: data, as: UTF8.self)
    }

    /// The fields of a file with commas or white space between them, quotation marks removed.
    static func rows(_ path: String) -> [[String]]? {
        text(path)?.split(whereSeparator: \.isNewline).map { line in
            let hasCommas = line.contains(",")
            return line.split(omittingEmptySubsequences: !hasCommas) {
                hasCommas ? $0 == "," : $0.isWhitespace
            }.map { $0.filter { $0 != "\"" } }
        }
    }

    /// The fields of a file with commas between them and quotation marks around some.
    static func table(_ path: String) -> [[String]]? { rows(path) }

    /// One column of a file with a heading.
    static func column(_ name: String, of path: String) throws -> [Double]? {
        guard let rows = rows(path) else { return nil }
        guard let place = rows.first?.firstIndex(of: name) else {
            throw CocoaError(.fileReadCorruptFile)
        }
        return try rows.dropFirst().map {
            guard let value = Double($0[place]) else { throw CocoaError(.fileReadCorruptFile) }
            return value
        }
    }

    /// A JSON object.
    static func json(_ path: String) throws -> [String: Any]? {
        guard let text = text(path) else { return nil }
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return object as? [String: Any]
    }
}

extension [String: Any] {
    /// What stands at the end of a path of names.
    func at(_ path: String...) -> Any? {
        var here: Any? = self
        for name in path { here = (here as? [String: Any])?[name] }
        return here
    }

    func number(_ path: String...) -> Double? {
        var here: Any? = self
        for name in path { here = (here as? [String: Any])?[name] }
        return (here as? NSNumber)?.doubleValue
    }
}
