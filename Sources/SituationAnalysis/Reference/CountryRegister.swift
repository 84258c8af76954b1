package import PortVocabulary

/// What a country is to the alliance.
package enum CountryGrouping: String, Term {
    case eu, eea, uk
    case euOverseas = "eu-overseas"
    case westernBalkans = "western-balkans"
    case candidateOther = "candidate-other"
    case switzerland, origin, transit, other

    package static let vocabulary = "country groupings"
    package var title: String { rawValue }
}

/// The countries by code and by every spelling that is known for them.
package struct CountryRegister: Sendable {
    private var names: [Country: String] = [:]
    private var groupings: [Country: CountryGrouping] = [:]
    private var spellings: [String: Country] = [:]

    /// Every country, in the order of the codes.
    package var all: [Country] { names.keys.sorted() }

    /// Reads `data/countries/countries.csv`.
    ///
    /// - Throws: ``ReferenceDefect`` for a malformed row or a spelling of two countries.
    package init(parsing text: String) throws(ReferenceDefect) {
        let table = try ReferenceTable(
            parsing: text, file: "countries.csv",
            columns: ["code", "alpha3", "name", "grouping", "aliases"])
        for row in table.rows {
            guard let country = try? Country(parsing: table.cell(row, "code")) else {
                throw table.defect(row, "code is not two letters")
            }
            names[country] = table.cell(row, "name")
            groupings[country] = try table.term(row, "grouping")
            let aliases = table.cell(row, "aliases").split(separator: "|").map(String.init)
            for spelling in [table.cell(row, "name"), table.cell(row, "alpha3")] + aliases {
                let folded = FoldedText.fold(spelling)
                guard !folded.isEmpty else { continue }
                if let other = spellings[folded], other != country {
                    throw table.defect(row, "“\(spelling)” already names \(other)")
                }
                spellings[folded] = country
            }
        }
    }

    /// The country of a code or a spelling; nil when unknown.
    package func country(named text: String) -> Country? {
        if text.utf8.count == 2, let country = try? Country(parsing: text),
            names[country] != nil
        {
            return country
        }
        return spellings[FoldedText.fold(text)]
    }

    /// The common English name, or the code where the register has none.
    package func name(of country: Country) -> String { names[country] ?? country.code }

    /// What the country is to the alliance; nil for a code the register lacks.
    package func grouping(of country: Country) -> CountryGrouping? { groupings[country] }
}
