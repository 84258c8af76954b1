import Foundation
import SituationAnalysis

/// The product's own reference data, from the folder `data` of this checkout.
enum ProductData {
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("data")

    static func reference() -> ReferenceData {
        func text(_ path: String) -> String {
            guard
                let text = try? String(
                    contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
            else { preconditionFailure("\(path) cannot be read") }
            return text
        }
        do {
            return ReferenceData(
                countries: try CountryRegister(parsing: text("countries/countries.csv")),
                ports: try PortRegister(parsing: text("ports/ports.csv")),
                substances: try SubstanceRegister(parsing: text("substances/synonyms.csv")),
                units: try UnitRegister(parsing: text("units/units.csv")),
                conversions: try ConversionTable(parsing: text("units/conversion-factors.csv")))
        } catch {
            preconditionFailure("\(error)")
        }
    }
}
