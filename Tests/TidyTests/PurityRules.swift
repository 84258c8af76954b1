extension FileRule {
    /// Modules that compute: the same values in give the same values out, today and tomorrow.
    static let pureModules: Set<String> =
        Module.slices.union(["PortVocabulary", "EvidenceLog", "Statistics", "Matching"])
        .union(["NeedToKnow", "Identity", "Laboratory"])

    static let clocksAndChance = FileRule(name: "clocks and chance") { file in
        guard pureModules.contains(file.module ?? "") else { return [] }
        let clock =
            #/
            \b(?:
            Date\s*\(\s*\) | Date\.now\b | UUID\s*\(\s*\) | SystemRandomNumberGenerator\b
            | ContinuousClock\b | SuspendingClock\b | CFAbsoluteTimeGetCurrent\b
            )
            /#
        // A generator that the caller hands in is an argument like any other.
        let chance = /\.(?:random|randomElement|shuffled|shuffle)\s*\((?!.*using:)/
        return file.findings(where: clock, mend: clockMend) { "\($0) reads a clock or chance" }
            + file.findings(where: chance, mend: clockMend) { _ in "draws by chance" }
    }

    private static let clockMend = "take now, the id or the generator as an argument"

    static let inputAndOutput = FileRule(name: "input and output") { file in
        guard pureModules.contains(file.module ?? "") else { return [] }
        let access = /\b(?:FileManager|FileHandle|URLSession|ProcessInfo|Process\s*\(|print\s*\()/
        let mend = "take the content as an argument; files and network belong to breakwater"
        return file.findings(where: access, mend: mend) { "\($0) reaches outside the module" }
    }

    static let foundationFree = FileRule(name: "no Foundation") { file in
        guard ["PortVocabulary", "Statistics"].contains(file.module ?? "") else { return [] }
        return file.imports.filter { $0.module == "Foundation" }.map {
            file.finding(
                $0.line, "imports Foundation", "use the standard library, or RealModule")
        }
    }
}
