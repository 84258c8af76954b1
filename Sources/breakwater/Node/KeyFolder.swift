import EvidenceLog
import Foundation
import Storage

/// The folder with a node's secrets and the newest checkpoint that it signed. It lies beside the
/// database, readable by its owner alone, and is backed up apart from it.
struct KeyFolder {
    let path: String

    private static let names = ["wrapping.key", "log.key", "organisation.key", "witness.key"]
    private var checkpointPath: String { path + "/checkpoint" }

    /// Whether there are keys.
    var exists: Bool { FileManager.default.fileExists(atPath: path + "/" + Self.names[0]) }

    /// Whether a node has signed with these keys: then they are that node's for good.
    var isInUse: Bool { FileManager.default.fileExists(atPath: checkpointPath) }

    /// Writes new keys: all of them or none, so that an interrupted setup can be run again.
    ///
    /// - Throws: ``CommandFailure`` when the folder holds keys already or cannot be written.
    func create(_ keys: NodeKeys) throws {
        let files = FileManager.default
        guard !exists else {
            throw CommandFailure(
                cause: "\(path) holds keys already",
                mend: "move them away, or give another folder with --keys")
        }
        let new = KeyFolder(path: path + ".part")
        do {
            if files.fileExists(atPath: new.path) { try files.removeItem(atPath: new.path) }
            try files.createDirectory(
                atPath: new.path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            let secrets = [keys.wrapping, keys.log, keys.organisation, keys.witness]
            for (name, secret) in zip(Self.names, secrets) {
                try new.write(Data(secret).base64EncodedString() + "\n", to: name)
            }
        } catch {
            throw unwritable
        }
        // An empty folder, such as a mounted one, gives way; one that holds something does not.
        guard rename(new.path, path) == 0 else {
            try? files.removeItem(atPath: new.path)
            throw unwritable
        }
    }

    private var unwritable: CommandFailure {
        CommandFailure(
            cause: "the keys could not be written to \(path)",
            mend: "check that it is empty or absent, and its permissions")
    }

    /// Reads the keys.
    ///
    /// - Throws: ``CommandFailure`` where one is missing, damaged or readable by others.
    func read() throws -> NodeKeys {
        if exists {
            try refuse(
                path, mask: 0o022, cause: "can be changed by others", mend: "chmod 700 \(path)")
        }
        let secrets = try Self.names.map(secret)
        guard
            let keys = NodeKeys(
                wrapping: secrets[0], log: secrets[1], organisation: secrets[2],
                witness: secrets[3])
        else {
            throw CommandFailure(
                cause: "a key in \(path) has the wrong length", mend: "restore the folder")
        }
        return keys
    }

    private func missing(_ file: String) -> CommandFailure {
        guard exists else {
            return CommandFailure(
                cause: "there is no node here: \(file) is missing",
                mend: "breakwater init --organisation ID --name NAME, or give --keys FOLDER")
        }
        return CommandFailure(
            cause: "\(file) is missing", mend: "restore the folder of keys from its copy")
    }

    /// - Throws: ``CommandFailure`` where one of the permissions is given.
    private func refuse(_ file: String, mask: Int, cause: String, mend: String) throws {
        let attributes = try? FileManager.default.attributesOfItem(atPath: file)
        if let mode = attributes?[.posixPermissions] as? Int, mode & mask != 0 {
            throw CommandFailure(cause: "\(file) \(cause)", mend: mend)
        }
    }

    private func secret(_ name: String) throws -> [UInt8] {
        let file = path + "/" + name
        guard FileManager.default.fileExists(atPath: file) else { throw missing(file) }
        try refuse(file, mask: 0o077, cause: "can be read by others", mend: "chmod 600 \(file)")
        guard let text = try? String(contentsOfFile: file, encoding: .utf8),
            let data = Data(base64Encoded: text.trimmingCharacters(in: .newlines))
        else {
            throw CommandFailure(
                cause: "\(file) cannot be read", mend: "check its permissions, or restore it")
        }
        return Array(data)
    }

    /// The newest checkpoint that was signed with these keys; nil before the first.
    func lastCheckpoint() -> String? {
        try? String(contentsOfFile: checkpointPath, encoding: .utf8)
    }

    /// How many checkpoints can lie aside.
    private static let asideLimit = 1_000

    private func asidePath(_ number: Int) -> String {
        path + "/checkpoint-before-restore" + (number == 1 ? "" : "-\(number)")
    }

    /// How many checkpoints lie aside.
    private var asideCount: Int {
        (1...Self.asideLimit).prefix {
            FileManager.default.fileExists(atPath: asidePath($0))
        }.count
    }

    /// Lets an older database start: for a restore that loses entries, and only for it. The
    /// checkpoint stays beside, to be shown to partners who saw it, and so do those before it.
    ///
    /// - Returns: whether there was one to set aside.
    func setCheckpointAside() throws -> Bool {
        guard FileManager.default.fileExists(atPath: checkpointPath) else { return false }
        let number = asideCount + 1
        guard number <= Self.asideLimit, rename(checkpointPath, asidePath(number)) == 0 else {
            throw CommandFailure(
                cause: "\(checkpointPath) cannot be moved", mend: "check its permissions")
        }
        return true
    }

    /// After a restore that did not come about, where it set the checkpoint aside.
    func takeCheckpointBack() throws {
        guard !FileManager.default.fileExists(atPath: checkpointPath) else { return }
        let number = asideCount
        guard number > 0 else { return }
        _ = rename(asidePath(number), checkpointPath)
    }

    private func lastSize() -> UInt64 {
        let last = lastCheckpoint().flatMap { try? SignedCheckpoint(parsing: Array($0.utf8)) }
        return last?.unverified.size ?? 0
    }

    /// Keeps a checkpoint, so that an older copy of the database is noticed.
    func keep(_ checkpoint: SignedCheckpoint) throws {
        let text = String(decoding: checkpoint.bytes, as: UTF8.self)
        // Another command may have signed a larger log meanwhile.
        guard text != lastCheckpoint(), checkpoint.unverified.size >= lastSize() else { return }
        try write(text, to: "checkpoint")
    }

    /// Writes a file whole or not at all, readable by its owner alone.
    private func write(_ text: String, to name: String) throws {
        let temporary = "\(path)/.\(name).\(ProcessInfo.processInfo.processIdentifier)"
        let isMade = FileManager.default.createFile(
            atPath: temporary, contents: Data(text.utf8),
            attributes: [.posixPermissions: 0o600])
        // Onto the disk before it takes its place: after a loss of power it is whole or the old.
        let handle = FileHandle(forUpdatingAtPath: temporary)
        try? handle?.synchronize()
        try? handle?.close()
        guard isMade, rename(temporary, "\(path)/\(name)") == 0 else {
            try? FileManager.default.removeItem(atPath: temporary)
            throw CommandFailure(
                cause: "\(path)/\(name) could not be written", mend: "check space and permissions")
        }
    }
}
