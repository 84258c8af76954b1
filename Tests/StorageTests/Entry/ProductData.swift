import Foundation
import SituationAnalysis

/// The product's own reference data and template.
enum ProductData {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("data")

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
    }

    static let reference = Result {
        ReferenceData(
            countries: try CountryRegister(parsing: text("countries/countries.csv")),
            ports: try PortRegister(parsing: text("ports/ports.csv")),
            substances: try SubstanceRegister(parsing: text("substances/synonyms.csv")),
            units: try UnitRegister(parsing: text("units/units.csv")),
            conversions: try ConversionTable(parsing: text("units/conversion-factors.csv")))
    }

    static let template = Result {
        try Layout(parsing: text("layouts/breakwater-template.yaml"))
    }
}
