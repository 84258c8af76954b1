import ArgumentParser
import PortVocabulary
import SituationAnalysis

/// The options that select records; each may be given several times.
struct SelectionOptions: ParsableArguments {
    @Option(help: "Period: 2024, 2024-Q1, 2024-03, 2024-03-05 or 2013/2025.")
    var period: String?

    @Option(
        help: "Substance or group, such as cocaine or cannabis-resin.",
        completion: Candidates.substances)
    var substance: [String] = []

    @Option(help: "Basin, such as north-sea.", completion: Candidates.basins)
    var basin: [String] = []

    @Option(help: "Port by UN/LOCODE or name.", completion: Candidates.ports)
    var port: [String] = []

    @Option(help: "Country by ISO code or name.")
    var country: [String] = []

    @Option(help: "Modus operandi by its code, such as RIP or SWITCH.")
    var method: [String] = []

    @Option(help: "Concealment, such as in-load.")
    var concealment: [String] = []

    @Option(help: "Stage, such as at-port.")
    var stage: [String] = []

    @Option(help: "Means of transport, such as container.")
    var transport: [String] = []

    @Option(help: "Role of a company that is named, such as forwarder.")
    var role: [String] = []

    @Option(help: "Currency of cash, such as EUR.")
    var currency: [String] = []

    @Option(help: "Who reported it, exactly as written.")
    var reporter: [String] = []

    @Option(help: "Route as departure:transit+transit:destination, such as EC:PA:NLRTM.")
    var route: String?

    @Option(help: "Container number.")
    var container: [String] = []

    @Option(help: "IMO number of a ship.")
    var vessel: [String] = []

    @Option(
        help: "Words, or their beginnings, that are found in what the record was read as.")
    var search: String?

    @Option(help: "State of review: counted, held or repeat.")
    var state: [String] = []

    @Flag(help: "Only finds of the maritime picture.")
    var maritime = false

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
        try readContent(&selection)
        return selection
    }

    private func readContent(_ selection: inout Selection) throws {
        selection.methods = try Self.values(method, "--method") { text throws(WordDefect) in
            try ModusOperandi(parsing: text)
        }
        selection.concealments = try Self.values(concealment, "--concealment") {
            text throws(WordDefect) in try Concealment(parsing: text)
        }
        selection.stages = try Self.values(stage, "--stage") { text throws(WordDefect) in
            try Stage(parsing: text)
        }
        selection.transports = try Self.values(transport, "--transport") {
            text throws(WordDefect) in try TransportMode(parsing: text)
        }
        selection.roles = try Self.values(role, "--role") { text throws(WordDefect) in
            try CompanyRole(parsing: text)
        }
        selection.currencies = try Self.values(currency, "--currency") {
            text throws(WordDefect) in try Currency(parsing: text)
        }
        selection.containers = try Self.values(container, "--container") {
            text throws(WordDefect) in try ContainerCode(parsing: text)
        }
        selection.vessels = try Self.values(vessel, "--vessel") { text throws(WordDefect) in
            try VesselNumber(parsing: text)
        }
        selection.states = try Self.values(state, "--state") { text throws(WordDefect) in
            try ReviewState(parsing: text)
        }
        selection.route = try Self.values(route.map { [$0] } ?? [], "--route") {
            text throws(WordDefect) in try RouteCriterion(parsing: text)
        }.first
        selection.search = try Self.values(search.map { [$0] } ?? [], "--search") {
            text throws(WordDefect) in try SearchText(parsing: text)
        }.first
        selection.reporters = Set(reporter)
        selection.isMaritimeOnly = maritime
    }

    private static func values<Value: Hashable>(
        _ texts: [String], _ option: String, _ parse: (String) throws(WordDefect) -> Value
    ) throws -> Set<Value> {
        var values: Set<Value> = []
        for text in texts {
            do throws(WordDefect) {
                values.insert(try parse(text))
            } catch {
                throw CommandFailure(
                    cause: "\(option) “\(text)” \(error.cause)", mend: error.mend)
            }
        }
        return values
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
