import Foundation

@testable import SituationAnalysis

/// The product's own reference data, and the folder of reference files where it is present.
enum ProductData {
    static let tests = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
    static let root = tests.deletingLastPathComponent().deletingLastPathComponent()
    static let folder = root.appendingPathComponent("data")

    static func text(_ path: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
    }

    /// Read once: it does not change.
    static let reference: ReferenceData = {
        do {
            return ReferenceData(
                countries: try CountryRegister(parsing: text("countries/countries.csv")),
                ports: try PortRegister(parsing: text("ports/ports.csv")),
                substances: try SubstanceRegister(parsing: text("substances/synonyms.csv")),
                units: try UnitRegister(parsing: text("units/units.csv")),
                conversions: try ConversionTable(parsing: text("units/conversion-factors.csv")))
        } catch {
            fatalError("the product's reference data does not read: \(error)")
        }
    }()

    static let layoutNames: [String] =
        ((try? FileManager.default.contentsOfDirectory(
            atPath: folder.appendingPathComponent("layouts").path)) ?? [])
        .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()

    static func layout(_ name: String) throws -> Layout {
        try Layout(parsing: text("layouts/\(name).yaml"))
    }

    /// A sample file of this folder; the facts in it are invented.
    static func sample(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: tests.appendingPathComponent("Samples/\(name)")))
    }

    private static let referenceFolder: URL = {
        let stated = ProcessInfo.processInfo.environment["BREAKWATER_REFERENCE_DATA"]
        return stated.map { URL(fileURLWithPath: $0) }
            ?? root.deletingLastPathComponent().appendingPathComponent("shared/data")
    }()

    /// A file of the reference data folder; nil, with a message, where it is absent.
    static func referenceFile(_ path: String) -> [UInt8]? {
        guard let data = try? Data(contentsOf: referenceFolder.appendingPathComponent(path)) else {
            print("skipped: \(path) is absent; set BREAKWATER_REFERENCE_DATA to its folder")
            return nil
        }
        return [UInt8](data)
    }

    /// The distinct `COUNTRY;PLACE` of the whole UNODC file; nil where the file is absent.
    static func distinctUNODCPlaces() -> [Substring]? {
        let path = referenceFolder.appendingPathComponent("unodc/ids_2011_2016.csv.gz").path
        guard FileManager.default.fileExists(atPath: path) else {
            print("skipped: \(path) is absent; set BREAKWATER_REFERENCE_DATA to its folder")
            return nil
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "gzip -dc \"$0\" | cut -d';' -f3,5 | LC_ALL=C sort -u", path]
        let output = Pipe()
        process.standardOutput = output
        guard (try? process.run()) != nil,
            let data = try? output.fileHandleForReading.readToEnd()
        else { return nil }
        return String(decoding: data, as: UTF8.self).split(separator: "\n")
    }
}
