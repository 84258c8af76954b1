import ArgumentParser
import Foundation
import Identity
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage
import WebInterface

/// `breakwater demo`
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Serve a node with the published figures and an invented alliance.",
        discussion: """
            Everything invented carries the word SYNTHETIC in its name, its source and its mark. \
            The node is kept: run the command again and it is the same one, or make it anew with \
            --fresh. The accounts it prints are for the demonstration alone; a code of the \
            authenticator app comes from breakwater demo-code ACCOUNT.
            """)

    @Option(help: "The folder of the demonstration.")
    var folder = "out/demo"

    @Flag(help: "Make the demonstration anew.")
    var fresh = false

    @Flag(help: "Fill the node and end, without serving it.")
    var onlyFill = false

    @Option(help: "Port to listen on, on this machine only.")
    var port = 8_080

    @Option(help: "The seed from which the invented records are drawn.")
    var seed = DemoNode.usualSeed

    @Option(
        help: "Folder of the reference data. Default: BREAKWATER_DATA, else beside the program.")
    var data: String?

    @OptionGroup var progress: ProgressOptions

    @OptionGroup var answer: AnswerOptions

    func run() async throws {
        let place = DemoFolder(path: folder)
        let data = try DataFolder(stated: data)
        let isNew = try place.prepare(
            seed: seed, fresh: fresh, data: data, isQuiet: progress.quiet)
        guard !onlyFill else { return answer(place, isNew: isNew, origin: nil) }
        var settings = WebSettings(origin: "http://localhost:\(port)")
        (settings.port, settings.isDemonstration) = (port, true)
        var server = NodeServer(open: try place.open(), folder: data, settings: settings)
        let this = self
        server.whenReady = { this.answer(place, isNew: isNew, origin: $0) }
        try await server.run()
    }

    /// Once the node answers: who reads the accounts can use them at once.
    private func answer(_ place: DemoFolder, isNew: Bool, origin: String?) {
        let document: JSONValue = [
            "isNew": .bool(isNew), "database": .text(place.database), "keys": .text(place.keys),
            "origin": JSONValue(origin), "password": .text(DemoCredentials.password),
            "accounts": JSONValue(DemoPeople.all) { account in
                [
                    "person": .text(account.id), "name": .text(account.person.name),
                    "organisation": .text(account.organisation.rawValue),
                    "roles": JSONValue(texts: account.roles.map(\.rawValue).sorted()),
                ]
            },
        ]
        Answer.give("demo", document) {
            Self.text(place, isNew: isNew) + (origin.map { "\nthe node answers at \($0)" } ?? "")
        }
    }

    private static func text(_ place: DemoFolder, isNew: Bool) -> String {
        let accounts = DemoPeople.all.map { account in
            let roles = account.roles.map(\.title).sorted().joined(separator: ", ")
            let gap = String(repeating: " ", count: max(1, 9 - account.id.count))
            return "  \(account.id)\(gap)\(account.organisation.name): \(roles)"
        }
        return """
            demonstration of \(DemoOrganisation.own.name)\(isNew ? "" : ", as it was left")
              database   \(place.database)
              keys       \(place.keys)
            accounts, all with the password \(DemoCredentials.password)
            \(accounts.joined(separator: "\n"))
            The second factor is a code: breakwater demo-code ACCOUNT --folder \(place.path)
            """
    }
}

/// `breakwater demo-code ACCOUNT`
struct DemoCodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo-code",
        abstract: "Print the code of now for an account of the demonstration.",
        discussion: "It stands in for the authenticator app that an invented person does not have.")

    @Argument(help: "The account.")
    var account: String

    @Option(help: "The folder of the demonstration.")
    var folder = "out/demo"

    @OptionGroup var answer: AnswerOptions

    func run() throws {
        let secrets = try DemoFolder(path: folder).secrets()
        guard let text = secrets[account],
            let secret = Base32.decode(typed: text, count: OneTimeCode.secretByteCount),
            let app = OneTimeCode(secret: secret)
        else {
            throw CommandFailure(
                cause: "the demonstration has no account “\(account)”",
                mend: "use one of \(secrets.keys.sorted().joined(separator: ", "))")
        }
        let now = Clock.now().seconds
        let code = app.code(step: now / OneTimeCode.stepSeconds)
        Answer.give("demo-code", ["account": .text(account), "code": .text(code)]) { code }
    }
}

/// The folder that a demonstration lives in. Only what a demonstration put there is removed.
struct DemoFolder {
    let path: String

    var database: String { path + "/demo.sqlite" }
    var keys: String { path + "/keys" }
    /// The secrets of the accounts' apps.
    private var accounts: String { path + "/accounts.csv" }
    /// Written last: without it the filling was cut off.
    private var marker: String { path + "/filled" }

    private var files: FileManager { FileManager.default }

    var isFilled: Bool { files.fileExists(atPath: marker) }

    /// The secret of each account's app, as typed.
    ///
    /// - Throws: ``CommandFailure`` where there is no demonstration.
    func secrets() throws -> [String: String] {
        guard let text = try? String(contentsOfFile: accounts, encoding: .utf8) else {
            throw CommandFailure(
                cause: "\(path) holds no demonstration", mend: "run breakwater demo first")
        }
        return text.split(separator: "\n").reduce(into: [:]) { secrets, line in
            let cells = line.split(separator: ",")
            if cells.count == 2 { secrets[String(cells[0])] = String(cells[1]) }
        }
    }

    /// Opens the node of a filled folder.
    ///
    /// - Throws: ``CommandFailure`` where there is none or it does not start.
    func open() throws -> OpenNode { try options.openNode() }

    private var options: NodeOptions {
        var options = NodeOptions()
        (options.database, options.keys, options.data) = (database, keys, nil)
        return options
    }

    /// Sets up and fills the node where there is none; answers whether it is new.
    ///
    /// - Throws: ``CommandFailure``, or what storage throws.
    func prepare(
        seed: UInt64, fresh: Bool, data: DataFolder, isQuiet: Bool = false
    ) throws -> Bool {
        let bar = Progress("demonstration", isQuiet: isQuiet)
        defer { bar.end() }
        if isFilled, !fresh { return false }
        // Half a demonstration is of no use to anybody.
        try remove()
        do {
            try files.createDirectory(
                atPath: path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw CommandFailure(
                cause: "\(path) cannot be made", mend: "give another folder with --folder")
        }
        let keyFolder = KeyFolder(path: keys)
        let secrets = NodeKeys.generate()
        try keyFolder.create(secrets)
        let now = Clock.now()
        let own = try DemoOrganisation.own.organisation(
            seed: seed, ownKey: try secrets.organisationPublicKey())
        do {
            let node = OpenNode(
                database: try NodeDatabase.create(
                    .sqlite(path: database), organisation: own, origin: "breakwater/\(own.id)",
                    keys: secrets, person: PersonID(trusted: "ada"), at: now),
                keys: keyFolder)
            _ = try DemoNode.fill(
                node.database, keys: secrets, reference: try data.reference(), folder: data,
                now: now, seed: seed
            ) { what, done, total in
                if done == 0 { bar.begin(what) }
                bar.update(done, of: total)
            }
            try OutputFile.write(
                try DemoCredentials.make(node.database, now: now), to: accounts, isPrivate: true)
            try node.close()
        } catch let fault as StorageFault {
            throw CommandFailure(cause: fault.description, mend: fault.mend)
        }
        try OutputFile.write("\(seed) \(now)\n", to: marker)
        return true
    }

    private func remove() throws {
        let ours = [
            "filled", "accounts.csv", "demo.sqlite", "demo.sqlite-wal", "demo.sqlite-shm", "keys",
        ]
        for name in ours where files.fileExists(atPath: "\(path)/\(name)") {
            do {
                try files.removeItem(atPath: "\(path)/\(name)")
            } catch {
                throw CommandFailure(
                    cause: "\(path)/\(name) cannot be removed", mend: "check its permissions")
            }
        }
    }
}
