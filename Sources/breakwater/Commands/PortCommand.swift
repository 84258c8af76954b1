import ArgumentParser
import Foundation
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage

/// `breakwater port …`
struct PortCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "port",
        abstract: "Show a port, find ports, or import the full official UN/LOCODE list.",
        subcommands: [PortShow.self, PortFind.self, PortImport.self],
        aliases: ["ports"])
}

/// `breakwater port find TEXT`
struct PortFind: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "find", abstract: "Resolve a place text as an import would.")

    @Argument(help: "A name, a spelling or a code.")
    var text: String

    @Option(help: "ISO code of the country; similar spellings count only within one.")
    var country: String?

    @OptionGroup var node: NodeOptions

    func run() throws {
        var reference = try node.dataFolder().reference()
        if try node.keyFolder().exists {
            try node.withNode { database in
                for port in try database.importedPorts() { reference.ports.add(port) }
            }
        }
        var country: Country?
        if let text = self.country {
            country = reference.countries.country(named: text)
            guard country != nil else {
                throw CommandFailure(
                    cause: "“\(text)” is no known country", mend: "write the ISO code")
            }
        }
        let found = reference.ports.resolve(text, in: country)
        guard let code = found.code else {
            throw CommandFailure(
                cause: "“\(text)” \(found.reason)", mend: "name the country, or write the UN/LOCODE"
            )
        }
        let port = reference.ports.port(code)
        let document: JSONValue = [
            "code": .text(code.code), "name": .text(reference.ports.name(of: code)),
            "reason": .text(found.reason), "match": .text(found.match.rawValue),
            "country": .text(code.country.code), "basin": JSONValue(port?.basin.rawValue),
            "kind": JSONValue(port?.kind.rawValue), "size": JSONValue(port?.size.rawValue),
            "membership": JSONValue(port?.membership.rawValue),
        ]
        Answer.give("port-find", document) {
            let name = "\(code)  \(reference.ports.name(of: code)): \(found.reason)"
            guard let port else { return name }
            return name + "\n  \(reference.countries.name(of: code.country)), "
                + "\(port.basin.title), \(port.kind.title) port, size \(port.size.title), "
                + port.membership.title
        }
    }
}

/// `breakwater port import FILE…`
struct PortImport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take the official UN/LOCODE code list that you downloaded from UNECE.",
        discussion: """
            Takes the CSV parts of the release (all parts at once; no header) or one CSV with a \
            header. Only entries with function 1 (port) or 6 (inland clearance depot) are kept. \
            The list adds codes and spellings to those that ship; it replaces an earlier import.
            """)

    @Argument(help: "CSV files of the list, plain or gzip.")
    var files: [String]

    @Option(help: "Encoding of the files.")
    var encoding: String?

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let encoding = try self.encoding.map(EncodingArgument.parse)
        var list = CodeListImport()
        for file in files {
            let input = try InputFile(path: file)
            do {
                try list.read({ try input.next() }, encoding: encoding)
            } catch let defect as FileDefect {
                throw CommandFailure(
                    cause: "\(file): \(defect.cause); nothing was stored", mend: defect.mend)
            }
        }
        guard !list.ports.isEmpty else {
            throw CommandFailure(
                cause: "no port entries were found; nothing was changed",
                mend: "give the CSV parts of the UN/LOCODE release, all at once")
        }
        let count = try node.withNode { database in
            try database.replaceImportedPorts(
                list.ports,
                by: try asker.requester([.contributor], of: database.organisation),
                at: Clock.now())
        }
        let passedOver = list.passedOver.sorted { $0.key < $1.key }
        let document: JSONValue = [
            "rows": .whole(list.rows), "ports": .whole(count),
            "passedOver": JSONValue(passedOver) { reason, count in
                ["reason": .text(reason), "rows": .whole(count)]
            },
        ]
        Answer.give("port-import", document) {
            let head =
                "\(Terminal.grouped(list.rows)) rows read, \(Terminal.grouped(count)) ports kept"
            return
                ([head]
                + passedOver.map { "  \(Terminal.grouped($0.value)) passed over: \($0.key)" })
                .joined(separator: "\n")
        }
    }
}
