import EvidenceLog
import Foundation
import NeedToKnow
import PortVocabulary
import Storage

/// A node that is open for one command. When the command is done, the log is signed.
struct OpenNode {
    let database: NodeDatabase
    let keys: KeyFolder

    /// Signs what the command left in the evidence, and keeps the checkpoint outside the database.
    func close() throws {
        do {
            try keys.keep(try database.signCheckpoint())
        } catch let fault as StorageFault {
            throw CommandFailure(
                cause: fault.description,
                mend: "what was done is stored; sign it with breakwater evidence checkpoint")
        }
    }
}

extension NodeOptions {
    /// Opens the node, runs the body, and signs the evidence, also when the body fails.
    ///
    /// - Throws: ``CommandFailure``, or what the body throws.
    func withNode<T>(_ body: (NodeDatabase) throws -> T) throws -> T {
        let node = try openNode()
        let result: Result<T, any Error> = Result { try body(node.database) }
        try node.close()
        do {
            return try result.get()
        } catch let fault as StorageFault {
            throw CommandFailure(cause: fault.description, mend: fault.mend)
        }
    }

    func openNode() throws -> OpenNode {
        let folder = try keyFolder()
        let keys = try folder.read()
        do {
            let database = try NodeDatabase(
                try databaseAddress(), keys: keys, lastCheckpoint: folder.lastCheckpoint(),
                statementTimeoutSeconds: try Self.statementTimeoutSeconds())
            return OpenNode(database: database, keys: folder)
        } catch let fault as StorageFault {
            throw CommandFailure(cause: fault.description, mend: fault.mend)
        } catch let mismatch as LogMismatch {
            throw CommandFailure(
                cause: "the node does not start: \(mismatch)",
                mend: "breakwater evidence fsck names what was changed; restore a backup, "
                    + "and find out who changed it")
        }
    }

    /// How long one statement may take on PostgreSQL.
    private static func statementTimeoutSeconds() throws -> Int {
        let name = "BREAKWATER_STATEMENT_TIMEOUT"
        guard let text = ProcessInfo.processInfo.environment[name], !text.isEmpty else {
            return NodeDatabase.usualStatementTimeoutSeconds
        }
        guard let seconds = Int(text), (1...86_400).contains(seconds) else {
            throw CommandFailure(
                cause: "\(name) is no number of seconds", mend: "write 1 to 86400")
        }
        return seconds
    }

    /// Where the node's secrets are: option, environment, or beside the database.
    func keyFolder() throws -> KeyFolder {
        let environment = ProcessInfo.processInfo.environment
        if let stated = keys ?? environment["BREAKWATER_KEYS"], !stated.isEmpty {
            return KeyFolder(path: stated)
        }
        switch try databaseAddress() {
        case .sqlite(let path): return KeyFolder(path: path + ".keys")
        case .postgres: return KeyFolder(path: Self.dataHome() + "/keys")
        }
    }
}

extension StorageFault {
    /// What a person can do.
    var mend: String {
        switch kind {
        case .conflict: "look again at what is stored, and repeat the command"
        case .unavailable: "check address and permissions, and whether the server runs"
        case .timeout: "try again; if it persists, look for what keeps the database busy"
        case .uncertain: "look whether it is stored, and repeat the command if not"
        case .keys:
            "give this node's folder with --keys, or restore it from its copy; a new node is "
                + "set up with breakwater init"
        case .full: "free space, and repeat the command"
        case .other: "check path and permissions"
        }
    }
}
