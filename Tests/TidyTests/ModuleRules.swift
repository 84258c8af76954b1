/// The modules of the product and what each may import of the others.
enum Module {
    static let slices: Set<String> = [
        "SituationAnalysis", "PortStandards", "AnonymousHotline", "PersonnelScreening",
        "CargoControls", "PartnerExchange", "Consultation", "Training",
    ]

    private static let sliceImports: Set<String> = [
        "PortVocabulary", "NeedToKnow", "EvidenceLog", "Statistics", "Matching",
    ]

    /// The house rules in one table. A slice never imports a slice, Storage sees no pages,
    /// WebInterface sees no database.
    static let allowedImports: [String: Set<String>] = {
        var table: [String: Set<String>] = [
            "CZlib": [],
            "CPostgres": [],
            "PortVocabulary": [],
            "EvidenceLog": [],
            "Statistics": [],
            "Matching": [],
            "Laboratory": ["SituationAnalysis", "Statistics"],
            "CSodium": [],
            "NeedToKnow": ["PortVocabulary"],
            "Identity": ["CSodium", "PortVocabulary", "NeedToKnow"],
            "Storage": slices.union([
                "CPostgres", "PortVocabulary", "NeedToKnow", "EvidenceLog", "Identity",
            ]),
            "WebInterface": slices.union([
                "PortVocabulary", "NeedToKnow", "EvidenceLog", "Identity",
            ]),
        ]
        for slice in slices { table[slice] = sliceImports }
        table["breakwater"] = Set(table.keys)
        return table
    }()

    /// Libraries that only one module knows, so that another can take their place.
    static let homes: [String: String] = [
        "GRDB": "Storage", "SQLite3": "Storage", "GRDBSQLite": "Storage",
        "CPostgres": "Storage",
        "CSodium": "Identity",
        "Mustache": "WebInterface", "Hummingbird": "WebInterface",
        "HummingbirdTLS": "WebInterface", "JWTKit": "WebInterface",
        "AsyncHTTPClient": "WebInterface", "NIOSSL": "WebInterface",
        "ArgumentParser": "breakwater", "CZlib": "breakwater",
    ]
}

extension SourceFile {
    struct Import: Hashable {
        let line: Int
        let module: String
    }

    var imports: [Import] {
        let pattern =
            #/
            ^\s* (?:@\w+(?:\([^)]*\))?\s+)* (?:[a-z]+\s+)??
            import\s+ (?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)? (\w+)
            /#
        return code.enumerated().compactMap { index, line in
            line.prefixMatch(of: pattern).map { Import(line: index + 1, module: String($0.1)) }
        }
    }
}

extension FileRule {
    static let moduleImports = FileRule(name: "imports between modules") { file in
        guard let module = file.module else { return [] }
        guard let allowed = Module.allowedImports[module] else {
            return [
                file.finding(
                    0, "lies in Sources/\(module), a module that the design does not know",
                    "put it into a module of the design, or decide on the module first")
            ]
        }
        return file.imports.compactMap { found in
            guard found.module != module, Module.allowedImports[found.module] != nil,
                !allowed.contains(found.module)
            else { return nil }
            return file.finding(
                found.line, "\(module) imports \(found.module)",
                "what two modules share is a word (PortVocabulary) or a decision (NeedToKnow)")
        }
    }

    static let enginesAtHome = FileRule(name: "libraries at home") { file in
        guard let module = file.module else { return [] }
        return file.imports.compactMap { found in
            guard let home = Module.homes[found.module], home != module else { return nil }
            return file.finding(
                found.line, "\(module) imports \(found.module), which belongs to \(home)",
                "ask \(home) for what is needed, in the product's own words")
        }
    }
}
