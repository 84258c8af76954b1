import BenchmarkSupport
import Foundation
import SituationAnalysis
import Storage

/// A node that lies in a file, with its keys beside it.
struct KeptNode {
    let path: String

    func open() throws -> NodeDatabase {
        let secrets = try ["wrapping", "log", "organisation", "witness"].map(secret)
        guard
            let keys = NodeKeys(
                wrapping: secrets[0], log: secrets[1], organisation: secrets[2],
                witness: secrets[3])
        else { throw BenchmarkFailure(cause: "a key beside \(path) has not 32 bytes") }
        let checkpoint = try? String(contentsOfFile: path + ".keys/checkpoint", encoding: .utf8)
        return try NodeDatabase(.sqlite(path: path), keys: keys, lastCheckpoint: checkpoint)
    }

    private func secret(_ name: String) throws -> [UInt8] {
        let text = try String(contentsOfFile: "\(path).keys/\(name).key", encoding: .utf8)
        return Array(Data(base64Encoded: text.trimmingCharacters(in: .newlines)) ?? Data())
    }

    /// The registers that assessments look up.
    static func reference(folder: String) throws -> ReferenceData {
        func text(_ name: String) throws -> String {
            try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
        }
        return ReferenceData(
            countries: try CountryRegister(parsing: text("countries/countries.csv")),
            ports: try PortRegister(parsing: text("ports/ports.csv")),
            substances: try SubstanceRegister(parsing: text("substances/synonyms.csv")),
            units: try UnitRegister(parsing: text("units/units.csv")),
            conversions: try ConversionTable(parsing: text("units/conversion-factors.csv")))
    }
}
