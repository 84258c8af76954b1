import ArgumentParser
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage

/// `breakwater port show CODE`
struct PortShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a port: profile, finds, published totals, and its neighbours.",
        discussion: """
            Neighbours are the ports of the same basin and those near by. Crime that leaves a \
            port is looked for there first, so their counts stand beside those of this one.
            """)

    @Argument(help: "UN/LOCODE or name of the port.", completion: Candidates.ports)
    var port: String

    @OptionGroup var edition: EditionOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        var reference = try node.dataFolder().reference()
        let view = try node.withNode { database in
            for port in try database.importedPorts() { reference.ports.add(port) }
            return try PortProfile(store: database, reference: reference).run(
                try edition.requester(database), try code(reference.ports), now: Clock.now()
            ).view
        }
        Answer.give("port-show", view.json) { PortText(view: view).text }
    }

    /// A port of the list; one that only records name is shown by its code.
    private func code(_ ports: PortRegister) throws -> PlaceCode {
        let found = ports.resolve(port, in: nil)
        if let code = found.code { return code }
        if let code = try? PlaceCode(parsing: port), port == port.uppercased() { return code }
        throw CommandFailure(
            cause: "“\(port)” \(found.reason)",
            mend: "write the UN/LOCODE; see breakwater port find"
        )
    }
}

/// A port for the terminal.
struct PortText {
    let view: PortView

    var text: String {
        let parts = [profile, totals, finds, figures, neighbours, coverage]
        return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
            .joined(separator: "\n\n")
    }

    private var profile: [String] {
        let facts = view.profile
        let place = facts.coordinates.map { "  \($0.latitude), \($0.longitude)" } ?? ""
        guard facts.isRegistered else {
            return ["\(facts.code), \(facts.country): not in the list of ports"]
        }
        return [
            "\(facts.name) (\(facts.code)), \(facts.country)\(place)",
            "  \(facts.basin.title), \(facts.kind.title) port, size \(facts.size.title), "
                + facts.membership.title,
        ] + (facts.spellings.isEmpty ? [] : ["  also: " + facts.spellings.joined(separator: ", ")])
    }

    private var totals: [String] {
        guard !view.totals.isEmpty else { return ["FINDS", "  none on record"] }
        return ["FINDS (in all; last twelve months; twelve before)"]
            + view.totals.map { total in
                let isWeighed = total.withoutWeight < total.seizures
                let weight = isWeighed ? AmountText.mass(total.kilograms) : "no weight"
                let unknown =
                    isWeighed && total.withoutWeight > 0
                    ? ", \(Terminal.grouped(total.withoutWeight)) without weight" : ""
                return
                    "  \(Terminal.padded(total.seizures, 6)) \(Terminal.padded(total.lastYear, 6)) "
                    + "\(Terminal.padded(total.yearBefore, 6))  \(total.group.title), "
                    + weight + unknown
            }
    }

    private var finds: [String] {
        guard !view.finds.isEmpty else { return [] }
        return ["NEWEST FINDS"]
            + view.finds.map { find in
                let weight = find.fact.kilograms.map { AmountText.mass($0) } ?? "no weight"
                let methods = find.fact.methods.map(\.rawValue).joined(separator: " ")
                return "  \(find.record)  \(find.fact.dateText)  \(find.fact.substance.title)  "
                    + "\(weight)  \(methods)"
            }
    }

    private var figures: [String] {
        guard !view.figures.isEmpty else { return [] }
        return ["PUBLISHED TOTALS (each by its body; never added to finds)"]
            + view.figures.map { fact in
                let weight = fact.figure.kilograms.map { AmountText.mass($0) } ?? "–"
                return "  \(fact.figure.period)  \(fact.figure.substance.title)  \(weight)  "
                    + fact.figure.body
            }
    }

    private var neighbours: [String] {
        guard !view.neighbours.isEmpty else { return [] }
        return ["NEIGHBOURS (finds in all; last twelve months; twelve before)"]
            + view.neighbours.map { port in
                let way = port.kilometres.map { "\(Int($0.rounded())) km" } ?? "? km"
                return
                    "  \(Terminal.padded(port.seizures, 6)) \(Terminal.padded(port.lastYear, 6)) "
                    + "\(Terminal.padded(port.yearBefore, 6))  \(port.code)  \(port.name), \(way)"
                    + (port.isSameBasin ? "" : ", another basin")
            }
    }

    private var coverage: [String] {
        let coverage = view.coverage
        let head =
            "  \(Terminal.grouped(coverage.counted)) counted, \(Terminal.grouped(coverage.held)) "
            + "held, \(Terminal.grouped(coverage.repeats)) repeats set aside"
        return ["COVERAGE", head]
            + coverage.reporters.map { reporter in
                let span = reporter.span.map { "\($0.first) to \($0.last)" } ?? "dates not released"
                return "  \(Terminal.padded(reporter.counted, 6))  \(reporter.name), \(span)"
            } + coverage.notes.map { "  note: \($0)" }
    }
}

extension PortView {
    /// The whole view as a document.
    var json: JSONValue {
        [
            "code": .text(profile.code.code), "name": .text(profile.name),
            "country": .text(profile.country), "basin": .text(profile.basin.rawValue),
            "kind": .text(profile.kind.rawValue), "size": .text(profile.size.rawValue),
            "membership": .text(profile.membership.rawValue),
            "latitude": JSONValue(profile.coordinates?.latitude),
            "longitude": JSONValue(profile.coordinates?.longitude),
            "spellings": JSONValue(texts: profile.spellings),
            "isRegistered": .bool(profile.isRegistered),
            "periods": ["last": JSONValue(periods.last), "before": JSONValue(periods.before)],
            "totals": JSONValue(totals) { total in
                [
                    "group": .text(total.group.rawValue), "seizures": .whole(total.seizures),
                    "lastYear": .whole(total.lastYear), "yearBefore": .whole(total.yearBefore),
                    "kilograms": .real(total.kilograms),
                    "withoutWeight": .whole(total.withoutWeight),
                    "largestKilograms": JSONValue(total.largestKilograms),
                ]
            },
            "finds": JSONValue(finds) { $0.fact.json($0.record, reporter: $0.reporter) },
            "figures": JSONValue(figures, \.json),
            "neighbours": JSONValue(neighbours, Self.json), "coverage": coverageJSON,
        ]
    }

    private static func json(_ port: PortNeighbour) -> JSONValue {
        [
            "code": .text(port.code.code), "name": .text(port.name),
            "kilometres": JSONValue(port.kilometres), "isSameBasin": .bool(port.isSameBasin),
            "size": .text(port.size.rawValue), "seizures": .whole(port.seizures),
            "lastYear": .whole(port.lastYear), "yearBefore": .whole(port.yearBefore),
        ]
    }

    private var coverageJSON: JSONValue {
        [
            "counted": .whole(coverage.counted), "held": .whole(coverage.held),
            "repeats": .whole(coverage.repeats), "undated": .whole(coverage.undated),
            "reporters": JSONValue(coverage.reporters) { reporter in
                [
                    "name": .text(reporter.name), "counted": .whole(reporter.counted),
                    "first": JSONValue(reporter.span?.first),
                    "last": JSONValue(reporter.span?.last),
                ]
            }, "notes": JSONValue(texts: coverage.notes),
        ]
    }
}
