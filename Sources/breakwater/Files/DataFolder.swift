import Foundation
import SituationAnalysis

/// The folder of the product's reference data.
struct DataFolder {
    let url: URL

    /// The stated folder, `BREAKWATER_DATA`, a `data` folder beside or above the program, or
    /// `share/breakwater` beside its `bin`.
    init(stated: String?) throws {
        let named = stated ?? ProcessInfo.processInfo.environment["BREAKWATER_DATA"]
        if let named, !named.isEmpty {
            url = URL(fileURLWithPath: named)
            guard Self.isDataFolder(url) else {
                throw CommandFailure(
                    cause: "\(named) holds no reference data",
                    mend: "name the folder that holds ports/ports.csv")
            }
            return
        }
        for candidate in Self.candidates() where Self.isDataFolder(candidate) {
            url = candidate
            return
        }
        throw CommandFailure(
            cause: "the reference data was not found beside the program",
            mend: "set --data or BREAKWATER_DATA to the folder that holds ports/ports.csv")
    }

    /// The text of a file of the folder.
    func text(_ path: String) throws -> String {
        do {
            return try String(contentsOf: url.appendingPathComponent(path), encoding: .utf8)
        } catch {
            throw CommandFailure(
                cause: "the reference file \(path) cannot be read",
                mend: "restore it, or name another folder with --data")
        }
    }

    /// Everything that intake and assessment look up.
    func reference() throws -> ReferenceData {
        do {
            return ReferenceData(
                countries: try CountryRegister(parsing: text("countries/countries.csv")),
                ports: try PortRegister(parsing: text("ports/ports.csv")),
                substances: try SubstanceRegister(parsing: text("substances/synonyms.csv")),
                units: try UnitRegister(parsing: text("units/units.csv")),
                conversions: try ConversionTable(
                    parsing: text("units/conversion-factors.csv")))
        } catch let defect as ReferenceDefect {
            throw CommandFailure(
                cause: defect.description, mend: "mend the row or restore the file")
        }
    }

    /// The names of the layouts that ship.
    func layoutNames() throws -> [String] {
        let folder = url.appendingPathComponent("layouts").path
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }

    /// A layout by its name, or by the path of a YAML file.
    func layout(_ name: String) throws -> Layout {
        let isPath = name.hasSuffix(".yaml") || name.hasSuffix(".yml") || name.contains("/")
        let text: String
        if isPath {
            guard let content = try? String(contentsOfFile: name, encoding: .utf8) else {
                throw CommandFailure(
                    cause: "the layout \(name) cannot be read", mend: "check the path")
            }
            text = content
        } else {
            guard try layoutNames().contains(name) else {
                throw CommandFailure(
                    cause: "there is no layout “\(name)”",
                    mend: "use one of \(try layoutNames().joined(separator: ", ")), "
                        + "or the path of a YAML file")
            }
            text = try self.text("layouts/\(name).yaml")
        }
        do throws(LayoutDefect) {
            return try Layout(parsing: text)
        } catch {
            throw CommandFailure(
                cause: "layout \(name), \(error.place): \(error.cause)", mend: error.mend)
        }
    }

    private static func candidates() -> [URL] {
        var folders: [URL] = []
        let program = URL(fileURLWithPath: CommandLine.arguments.first ?? "")
        let resolved =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            .map { URL(fileURLWithPath: $0) } ?? program
        var folder = resolved.deletingLastPathComponent()
        folders.append(
            folder.deletingLastPathComponent().appendingPathComponent("share/breakwater"))
        for _ in 0..<6 {
            folders.append(folder.appendingPathComponent("data"))
            folder = folder.deletingLastPathComponent()
        }
        return folders
    }

    private static func isDataFolder(_ url: URL) -> Bool {
        FileManager.default.fileExists(atPath: url.appendingPathComponent("ports/ports.csv").path)
    }
}
