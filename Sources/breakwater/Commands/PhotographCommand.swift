import ArgumentParser
import Foundation
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage

/// `breakwater photograph …`
struct PhotographCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "photograph",
        abstract: "Add photographs to a record, list, save and remove them.",
        discussion: """
            JPEG and PNG. Metadata is removed by mat2, which has to be installed; only the \
            picture is kept, sealed with the record's key and erased with it.
            """,
        subcommands: [
            PhotographAdd.self, PhotographList.self, PhotographSave.self, PhotographRemove.self,
        ])
}

/// `breakwater photograph add RECORD FILE…`
struct PhotographAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Clean photographs and store them with a record of your own.")

    @Argument(help: "Identifier of the record.")
    var record: String

    @Argument(help: "JPEG or PNG files, up to 10 MiB each.", completion: .file())
    var files: [String]

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let id = try RecordArgument.parse(record)
        let limit = KeepPhotographs<NodeDatabase>.byteLimit
        var lines: [(file: String, number: Int?, failure: CommandFailure?)] = []
        try node.withNode { database in
            let requester = try asker.requester([.contributor], of: database.organisation)
            let step = KeepPhotographs(store: database)
            for file in files {
                do {
                    let bytes = try InputFile.bytes(file, limit: limit)
                    let outcome = try step.add(
                        requester, bytes, to: id, cleaner: Mat2Cleaner(), now: Clock.now())
                    lines.append((file, try Self.number(outcome, file), nil))
                } catch let failure as CommandFailure {
                    lines.append((file, nil, failure))
                }
            }
        }
        let document: JSONValue = [
            "record": .text(id.text),
            "photographs": JSONValue(lines) { line in
                [
                    "file": .text(line.file), "number": JSONValue(line.number),
                    "failure": line.failure.map {
                        ["cause": .text($0.cause), "mend": .text($0.mend)]
                    } ?? .null,
                ]
            },
        ]
        for line in lines where !Answer.isJSON {
            if let failure = line.failure { Terminal.error(failure.description) }
        }
        Answer.give("photograph-add", document) {
            lines.compactMap { line in
                line.number.map { "\(line.file): photograph \($0) of \(id)" }
            }.joined(separator: "\n")
        }
        if lines.contains(where: { $0.failure != nil }) { throw ExitCode(1) }
    }

    private static func number(_ outcome: PhotographOutcome, _ file: String) throws -> Int {
        switch outcome {
        case .added(let number): return number
        case .unfit(let defect):
            throw CommandFailure(cause: "\(file): \(defect.cause)", mend: defect.mend)
        case .full:
            throw CommandFailure(
                cause: "\(file): the record has "
                    + "\(KeepPhotographs<NodeDatabase>.limit) photographs already",
                mend: "remove one first")
        case .notAvailable: throw NotAvailable()
        }
    }
}

/// `breakwater photograph list RECORD`
struct PhotographList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the photographs of a record.")

    @Argument(help: "Identifier of the record.")
    var record: String

    @OptionGroup var edition: EditionOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let id = try RecordArgument.parse(record)
        try node.withNode { database in
            let requester = try edition.requester(database)
            guard
                case .released(let released) = try KeepPhotographs(store: database)
                    .list(requester, id, now: Clock.now())
            else { throw NotAvailable() }
            let isOwn = requester.organisation == database.organisation
            let document: JSONValue = [
                "record": .text(id.text),
                "photographs": JSONValue(released.view) { $0.json(showsPerson: isOwn) },
            ]
            Answer.give("photograph-list", document) {
                released.view.isEmpty
                    ? "no photographs"
                    : released.view.map { $0.line(showsPerson: isOwn) }.joined(separator: "\n")
            }
        }
    }
}

/// `breakwater photograph save RECORD NUMBER --output FILE`
struct PhotographSave: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "save", abstract: "Write a photograph of a record to a file.")

    @Argument(help: "Identifier of the record.")
    var record: String

    @Argument(help: "Number of the photograph.")
    var number: Int

    @Option(help: "The file to write.", completion: .file())
    var output: String

    @OptionGroup var edition: EditionOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let id = try RecordArgument.parse(record)
        let photograph = try node.withNode { database in
            guard
                case .released(let released) = try KeepPhotographs(store: database).open(
                    try edition.requester(database), number, of: id, now: Clock.now())
            else { throw NotAvailable() }
            return released.view
        }
        let file = try OutputFile(path: output, isPrivate: true)
        try file.write(bytes: photograph.bytes)
        try file.finish()
        let document: JSONValue = [
            "record": .text(id.text), "number": .whole(number),
            "kind": .text(photograph.line.kind.rawValue), "file": .text(output),
        ]
        Answer.give("photograph-save", document) { output }
    }
}

/// `breakwater photograph remove RECORD NUMBER`
struct PhotographRemove: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove a photograph from a record of your own.")

    @Argument(help: "Identifier of the record.")
    var record: String

    @Argument(help: "Number of the photograph.")
    var number: Int

    @Option(help: "Why, in words.")
    var reason: String

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let id = try RecordArgument.parse(record)
        let limit = KeepPhotographs<NodeDatabase>.reasonBytes
        guard (1...limit).contains(reason.utf8.count) else {
            throw CommandFailure(
                cause: "a removal has a reason", mend: "give --reason, 1 to \(limit) bytes")
        }
        let isDone = try node.withNode { database in
            try KeepPhotographs(store: database).remove(
                try asker.requester([.contributor], of: database.organisation), number, of: id,
                reason: reason, now: Clock.now())
        }
        guard isDone else { throw NotAvailable() }
        let document: JSONValue = ["record": .text(id.text), "number": .whole(number)]
        Answer.give("photograph-remove", document) { "photograph \(number) of \(id) is removed" }
    }
}

extension PhotographLine {
    func json(showsPerson: Bool) -> JSONValue {
        [
            "number": .whole(number), "kind": .text(kind.rawValue),
            "bytes": .whole(byteCount), "addedOn": JSONValue(addedOn),
            "addedBy": showsPerson ? .text(addedBy.text) : .null,
        ]
    }

    func line(showsPerson: Bool) -> String {
        "\(number)  \(kind.rawValue)  \(Terminal.grouped(byteCount)) bytes  added \(addedOn)"
            + (showsPerson ? " by \(addedBy)" : "")
    }
}
