package import PortVocabulary

/// The spellings of substances and goods.
package struct SubstanceRegister: Sendable {
    private var terms: [String: Substance] = [:]

    /// Reads `data/substances/synonyms.csv`.
    ///
    /// - Throws: ``ReferenceDefect`` for a malformed row or a term given twice.
    package init(parsing text: String) throws(ReferenceDefect) {
        let table = try ReferenceTable(
            parsing: text, file: "synonyms.csv", columns: ["term", "substance"])
        for row in table.rows {
            let folded = FoldedText.fold(table.cell(row, "term"))
            let substance: Substance = try table.term(row, "substance")
            if let other = terms[folded], other != substance {
                throw table.defect(row, "“\(table.cell(row, "term"))” already means \(other)")
            }
            terms[folded] = substance
        }
        for substance in Substance.allCases {
            terms[FoldedText.fold(substance.rawValue)] = substance
        }
    }

    /// The substance that a text names; nil when no spelling fits.
    package func substance(named text: String) -> Substance? { terms[FoldedText.fold(text)] }
}

/// The spellings of units, with the multiple that each stands for.
package struct UnitRegister: Sendable {
    /// A unit and how many of it the spelling means: gram is 0.001 kilograms.
    package struct Entry: Hashable, Sendable {
        package let unit: QuantityUnit
        package let multiplier: Double
    }

    private var terms: [String: Entry] = [:]

    /// Reads `data/units/units.csv`.
    ///
    /// - Throws: ``ReferenceDefect`` for a malformed row or a term given twice.
    package init(parsing text: String) throws(ReferenceDefect) {
        let table = try ReferenceTable(
            parsing: text, file: "units.csv", columns: ["term", "unit", "multiplier"])
        for row in table.rows {
            let folded = FoldedText.fold(table.cell(row, "term"))
            guard let multiplier = Double(table.cell(row, "multiplier")), multiplier > 0 else {
                throw table.defect(row, "multiplier is not a number above 0")
            }
            let entry = Entry(unit: try table.term(row, "unit"), multiplier: multiplier)
            if let other = terms[folded], other != entry {
                throw table.defect(row, "“\(table.cell(row, "term"))” already has a meaning")
            }
            terms[folded] = entry
        }
    }

    /// The unit that a text names; nil when no spelling fits.
    package func entry(named text: String) -> Entry? { terms[FoldedText.fold(text)] }
}

/// Kilograms per unit, by substance, each with its source.
package struct ConversionTable: Sendable {
    private struct Key: Hashable {
        let unit: QuantityUnit
        let substance: Substance?
    }

    private struct Factor: Sendable {
        let kilograms: Double
        let basis: FactorBasis
        let source: String
    }

    private var factors: [Key: Factor] = [:]

    /// Reads `data/units/conversion-factors.csv`.
    ///
    /// - Throws: ``ReferenceDefect`` for a malformed or repeated row.
    package init(parsing text: String) throws(ReferenceDefect) {
        let table = try ReferenceTable(
            parsing: text, file: "conversion-factors.csv",
            columns: ["unit", "substance", "kilograms_per_unit", "basis", "source"])
        for row in table.rows {
            guard let kilograms = Double(table.cell(row, "kilograms_per_unit")), kilograms > 0
            else { throw table.defect(row, "kilograms_per_unit is not a number above 0") }
            let source = table.cell(row, "source")
            guard !source.isEmpty else { throw table.defect(row, "source is empty") }
            let isAny = table.cell(row, "substance") == "*"
            let key = Key(
                unit: try table.term(row, "unit"),
                substance: isAny ? nil : try table.term(row, "substance"))
            guard factors[key] == nil else { throw table.defect(row, "the pair is given twice") }
            factors[key] = Factor(
                kilograms: kilograms, basis: try table.term(row, "basis"), source: source)
        }
    }

    /// The weight of a quantity with the factor's provenance; nil where no factor is known: the
    /// quantity is then kept as given.
    package func kilograms(of quantity: Quantity, substance: Substance) -> ConvertedMass? {
        let exact = factors[Key(unit: quantity.unit, substance: substance)]
        guard let factor = exact ?? factors[Key(unit: quantity.unit, substance: nil)] else {
            return nil
        }
        return ConvertedMass(
            kilograms: quantity.amount * factor.kilograms, factor: factor.kilograms,
            basis: factor.basis, source: factor.source)
    }
}
