import ArgumentParser
import EvidenceLog
import Foundation
import NeedToKnow
import PortVocabulary
import Storage

/// `breakwater backup …`
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Back up a running node, show what a backup is, and restore one.",
        discussion: """
            A backup is two files: FILE with everything sealed, and FILE.keys with the records' \
            keys. Keep only the newest file of keys: then what was erased stays erased in older \
            backups too. Both open with the node's folder of keys alone, which is not in them. A \
            backup made on one engine restores on the other.
            """,
        subcommands: [BackupMake.self, BackupShow.self, BackupRestore.self])
}

/// `breakwater backup make FILE`
struct BackupMake: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make", abstract: "Write a backup of the node as it is, while it runs.")

    @Argument(help: "The file to write; the keys go to FILE.keys.")
    var file: String

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var progress: ProgressOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let rows = try node.withNode { database in
            let requester = try asker.requester([.administrator], of: database.organisation)
            let permit = try database.leave(requester, .backUp)
            // Before the snapshot, so that the backup holds its own entry under a checkpoint.
            try database.noteBackup(by: permit, at: Clock.now())
            _ = try database.signCheckpoint()
            let records = try OutputFile(path: file)
            let keys = try OutputFile(path: file + ".keys", isPrivate: true)
            let bar = Progress("backing up", isQuiet: progress.quiet)
            defer { bar.end() }
            do {
                let rows = try database.backUp(
                    at: Clock.now(), records: { try records.write(bytes: $0) },
                    keys: { try keys.write(bytes: $0) }, progress: { bar.update($0, of: $1) })
                // Keys first: newer keys fit an older file of records, and not the reverse.
                try keys.finish()
                try records.finish()
                return rows
            } catch {
                records.discard()
                keys.discard()
                throw error
            }
        }
        let document: JSONValue = [
            "rows": .whole(rows), "records": .text(file), "keys": .text(file + ".keys"),
        ]
        Answer.give("backup-make", document) {
            "\(Terminal.grouped(rows)) rows in \(file)\n"
                + "keys in \(file).keys: keep the newest alone"
        }
    }
}

/// `breakwater backup show FILE`
struct BackupShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what a backup is, without opening it.")

    @Argument(help: "The backup.")
    var file: String

    @OptionGroup var answer: AnswerOptions

    func run() throws {
        let header = try BackupHeaderArgument.read(file)
        let document: JSONValue = [
            "organisation": .text(header.organisation), "origin": .text(header.origin),
            "made": .text(header.made), "entries": .whole(header.entries),
        ]
        Answer.give("backup-show", document) {
            """
            node        \(header.organisation), log \(header.origin)
            made        \(header.made)
            entries     \(Terminal.grouped(header.entries))
            """
        }
    }
}

/// `breakwater backup restore FILE`
struct BackupRestore: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Fill an empty database from a backup.",
        discussion: """
            Needs the node's folder of keys. When the node signed more entries than the backup \
            has, those are lost: say so with --accept-loss. Partners who saw the later \
            checkpoints will notice, and have to be told.
            """)

    @Argument(help: "The backup.")
    var file: String

    @Option(help: "The file of keys. Default: FILE.keys. A newer one may be given.")
    var recordKeys: String?

    @Option(help: "Why it is restored.")
    var reason: String

    @Flag(help: "Accept that entries signed after the backup are lost.")
    var acceptLoss = false

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var progress: ProgressOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let folder = try node.keyFolder()
        let keys = try folder.read()
        let requester = try asker.requester(
            [.administrator], of: OrganisationID(trusted: "restore"))
        let header = try BackupHeaderArgument.read(file)
        try checkLoss(header, folder)
        let records = try InputFile(path: file)
        let recordKeys = try InputFile(path: self.recordKeys ?? file + ".keys")
        let report: RestoreReport
        let bar = Progress("restoring", isQuiet: progress.quiet)
        defer { bar.end() }
        // First: cut off between the two, the restored node would refuse to start.
        // One that a killed run set aside stays there: what that run restored needs it so.
        let isAside = try acceptLoss && folder.setCheckpointAside()
        do {
            report = try NodeDatabase.restore(
                try node.databaseAddress(), keys: keys, records: { try records.next(bar) },
                keys: { try recordKeys.next() }, by: requester.person, reason: reason,
                at: Clock.now())
        } catch let damage as DamagedBackup {
            if isAside { try folder.takeCheckpointBack() }
            throw CommandFailure(
                cause: "\(file): \(damage); nothing was restored",
                mend: "give the files as they were written, and this node's keys")
        } catch let mismatch as LogMismatch {
            if isAside { try folder.takeCheckpointBack() }
            throw CommandFailure(
                cause: "\(mismatch.reason); nothing was restored", mend: "take another backup")
        } catch let fault as StorageFault where fault.kind == .uncertain {
            // The checkpoint stays aside: a node that was restored would not start with it.
            throw CommandFailure(
                cause: "\(fault); the backup was restored as a whole or not at all",
                mend: "breakwater evidence fsck; if there is no node, restore again")
        } catch let fault as StorageFault {
            if isAside { try folder.takeCheckpointBack() }
            throw CommandFailure(
                cause: "\(fault); nothing was restored",
                mend: "give an empty database with --database")
        }
        try node.withNode { database in
            // What was said of erased records came back with the backup, and went again.
            if report.erased > 0 { try database.overwriteErased() }
        }
        bar.end()
        let document: JSONValue = [
            "rows": .whole(report.rows), "erased": .whole(report.erased),
            "made": .text(header.made), "entries": .whole(header.entries),
        ]
        Answer.give("backup-restore", document) {
            "\(Terminal.grouped(report.rows)) rows restored, "
                + "\(Terminal.grouped(report.erased)) records erased since the backup; "
                + "the evidence is sound"
        }
    }

    private func checkLoss(_ header: BackupHeader, _ folder: KeyFolder) throws {
        guard !acceptLoss, let last = folder.lastCheckpoint(),
            let signed = try? SignedCheckpoint(parsing: Array(last.utf8)),
            signed.unverified.size > UInt64(header.entries)
        else { return }
        throw CommandFailure(
            cause: "the node signed \(signed.unverified.size) entries, and the backup has "
                + "\(header.entries)",
            mend: "give the newest backup, or --accept-loss and tell the partners")
    }
}

/// Reads a backup's header for a command.
enum BackupHeaderArgument {
    static func read(_ file: String) throws -> BackupHeader {
        let input = try InputFile(path: file)
        do {
            return try NodeDatabase.backupHeader { try input.next() }
        } catch let damage as DamagedBackup {
            throw CommandFailure(cause: "\(file): \(damage)", mend: "give another backup")
        }
    }
}
