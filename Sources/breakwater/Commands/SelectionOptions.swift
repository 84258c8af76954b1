import ArgumentParser
import PortVocabulary
import SituationAnalysis

/// The options that select records; each may be given several times.
struct SelectionOptions: ParsableArguments {
    @Option(help: "Period: 2024, 2024-Q1, 2024-03, 2024-03-05 or 2013/2025.")
    var period: String?

    @Option(help: "Substance or group, such as cocaine or cannabis-resin.")
    var substance: [String] = []

    @Option(help: "Basin, such as north-sea.")
    var basin: [String] = []

    @Option(help: "Port by UN/LOCODE or name.")
    var port: [String] = []

    @Option(help: "Country by ISO code or name.")
    var country: [String] = []

    /// The selection that the options state.
    func selection(_ reference: ReferenceData) throws -> Selection {
        var selection = Selection()
        selection.period = try period.map { try Self.span($0, option: "--period") }
        for text in substance { selection.groups.insert(try Self.group(text, reference)) }
        for text in basin {
            do throws(WordDefect) {
                selection.basins.insert(try Basin(parsing: text))
            } catch {
                throw CommandFailure(cause: "--basin “\(text)” \(error.cause)", mend: error.mend)
            }
        }
        for text in port {
            let found = reference.ports.resolve(text, in: nil)
            guard let code = found.code else {
                throw CommandFailure(
                    cause: "--port “\(text)” \(found.reason)", mend: "write the UN/LOCODE")
            }
            selection.ports.insert(code)
        }
        for text in country {
            guard let found = reference.countries.country(named: text) else {
                throw CommandFailure(
                    cause: "--country “\(text)” is no known country", mend: "write the ISO code")
            }
            selection.countries.insert(found)
        }
        return selection
    }

    static func span(_ text: String, option: String) throws -> DateSpan {
        do throws(WordDefect) {
            return try DateSpan(parsing: text)
        } catch {
            throw CommandFailure(cause: "\(option) “\(text)” \(error.cause)", mend: error.mend)
        }
    }

    private static func group(_ text: String, _ reference: ReferenceData) throws -> SubstanceGroup {
        if let group = try? SubstanceGroup(parsing: text) { return group }
        guard let substance = reference.substances.substance(named: text) else {
            let groups = SubstanceGroup.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure(
                cause: "--substance “\(text)” is not known", mend: "use one of \(groups)")
        }
        return substance.group
    }
}
