import ArgumentParser
import EvidenceLog
import Foundation
import NeedToKnow
import PortVocabulary
import Storage

/// `breakwater evidence prove`
struct EvidenceProve: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove",
        abstract: "Write a file that proves, offline, that an entry stands in the log.",
        discussion: "The file holds the entry in the clear: give it to those who may see it.")

    @Argument(help: "Identifier of a record, or the number of an entry.")
    var subject: String

    @Option(help: "The file to write.")
    var output: String

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let (index, proof) = try node.withNode { database in
            let requester = try asker.requester([.auditor], of: database.organisation)
            _ = try database.leave(requester, .proveEvidence)
            _ = try database.signCheckpoint()
            let index =
                try Int(subject) ?? database.writingEntry(of: RecordArgument.parse(subject))
            guard let index, let proof = try database.prove(entry: index) else {
                throw CommandFailure(
                    cause: "there is no such entry", mend: "check the identifier or number")
            }
            return (index, proof)
        }
        try OutputFile.write(proof.bytes, to: output)
        let document: JSONValue = ["entry": .whole(index), "proof": .text(output)]
        Answer.give("evidence-prove", document) { output }
    }
}

/// `breakwater evidence verify`
struct EvidenceVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify a proof file of any node. Needs no node and no network.")

    @Argument(help: "The proof file.")
    var file: String

    @Option(help: "The log's public key, as its node prints it.")
    var key: String

    @Option(help: "Public key of a witness. May be given several times.")
    var witness: [String] = []

    @Option(help: "How many different witnesses must have signed.")
    var quorum = 0

    @OptionGroup var answer: AnswerOptions

    func run() throws {
        do {
            let proof = try EvidenceProof(
                parsing: try InputFile.bytes(file, limit: EvidenceProof.Limit.bytes))
            let verdict = proof.verify(
                logKey: try NoteVerifierKey(parsing: key),
                witnessKeys: try witness.map { try NoteVerifierKey(parsing: $0) },
                quorum: quorum)
            switch verdict {
            case .refused(let refusal):
                throw CommandFailure(
                    cause: "the proof does not hold: \(refusal.cause)",
                    mend: "get file and keys again from their nodes, byte for byte; where "
                        + "witnesses are missing, a proof under a cosigned checkpoint")
            case .proven(let proven):
                let size = proven.checkpoint.checkpoint.size
                let body = String(decoding: proof.body, as: UTF8.self)
                let document: JSONValue = [
                    "isProven": .bool(true), "entry": .whole(Int(clamping: proven.index)),
                    "size": .whole(Int(clamping: size)), "body": .text(body),
                ]
                Answer.give("evidence-verify", document) {
                    "proven: entry \(proven.index) of \(size)\n" + body
                }
            }
        } catch let defect as EvidenceProofDefect {
            throw CommandFailure(cause: defect.cause, mend: defect.mend)
        } catch let defect as KeyDefect {
            throw CommandFailure(cause: defect.cause, mend: defect.mend)
        }
    }
}

/// `breakwater evidence checkpoint`
struct EvidenceCheckpoint: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: "Sign the log as it is and print the checkpoint; add a witness's signature.")

    @Option(help: "A file with a witness's answer, to add to the checkpoint that it signed.")
    var cosignature: String?

    @Option(help: "The witness's public key. Needed with --cosignature.")
    var witness: String?

    @Flag(help: "Print the keys with which others verify this node.")
    var showKeys = false

    @OptionGroup var node: NodeOptions

    func run() throws {
        try node.withNode { database in
            if showKeys {
                let witness = "\(try database.witnessVerifierKey())"
                let document: JSONValue = [
                    "log": .text(database.logVerifierKey), "witness": .text(witness),
                ]
                return Answer.give("evidence-keys", document) {
                    "log      \(database.logVerifierKey)\nwitness  \(witness)"
                }
            }
            var checkpoint = try database.signCheckpoint()
            if let cosignature {
                checkpoint = try added(cosignature, to: checkpoint, database)
            }
            Self.give("evidence-checkpoint", "checkpoint", checkpoint.bytes)
        }
    }

    /// Answers with bytes that can be kept as a file: as they are, or as the text of a document.
    static func give(_ kind: String, _ member: String, _ bytes: [UInt8]) {
        guard Answer.isJSON else { return Terminal.write(bytes) }
        let document = JSONValue.object([member: .text(String(decoding: bytes, as: UTF8.self))])
        Answer.give(kind, document) { "" }
    }

    private func added(
        _ file: String, to newest: SignedCheckpoint, _ database: NodeDatabase
    ) throws -> SignedCheckpoint {
        guard let witness, let key = try? NoteVerifierKey(parsing: witness) else {
            throw CommandFailure(
                cause: "--witness is missing or no key", mend: "give the witness's public key")
        }
        let bytes = try InputFile.bytes(file, limit: NoteLimit.signatureBytes * 2)
        let line = bytes.split(separator: 0x0a).first.map { Array($0) } ?? []
        guard let signature = NoteSignature(line: line) else {
            throw CommandFailure(
                cause: "\(file) holds no signature line", mend: "give the witness's answer")
        }
        // The witness may have signed an earlier size than the newest: the one that it holds for.
        let logKey = try NoteVerifierKey(parsing: database.logVerifierKey)
        for checkpoint in try database.checkpoints().reversed() {
            guard let candidate = try? checkpoint.adding(signature),
                case .verified = candidate.verify(logKey: logKey, witnessKeys: [key], quorum: 1),
                let stored = try database.add(
                    signature, toSize: checkpoint.unverified.size, at: Clock.now())
            else { continue }
            return stored
        }
        throw CommandFailure(
            cause: "the signature is of no checkpoint of this log, or not of this witness",
            mend: "check the witness's key, and send it the request again")
    }
}

/// `breakwater evidence publish`
struct EvidencePublish: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Write checkpoint and tiles for public tools; they reveal no entry.",
        discussion: "The layout is C2SP tlog-tiles. Entries are salted commitments.")

    @Argument(help: "The folder to write into.")
    var folder: String

    @OptionGroup var progress: ProgressOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let count = try node.withNode { database in
            let checkpoint = try database.signCheckpoint()
            var count = 0
            let bar = Progress("publishing", isQuiet: progress.quiet)
            defer { bar.end() }
            let total = TilePath.published(from: 0, to: checkpoint.unverified.size).count
            try database.publishedFiles(upTo: checkpoint) { name, bytes in
                try OutputFile.write(bytes, to: "\(folder)/\(name)")
                count += 1
                bar.update(count, of: total)
            }
            // Last, so that no reader finds a checkpoint whose tiles are missing.
            try OutputFile.write(checkpoint.bytes, to: "\(folder)/checkpoint")
            return count
        }
        let document: JSONValue = ["files": .whole(count), "folder": .text(folder)]
        Answer.give("evidence-publish", document) {
            "\(Terminal.grouped(count)) files and the checkpoint in \(folder)"
        }
    }
}

/// `breakwater evidence witness`
struct EvidenceWitness: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "witness",
        abstract: "Ask a partner node to cosign this log, or answer a partner's request.",
        discussion: """
            Without --answer it writes the request that a witness needs (C2SP tlog-witness). With \
            --answer REQUEST it checks a partner's request against what this node cosigned \
            before, and prints its signature line.
            """)

    @Option(help: "A partner's request to answer.")
    var answer: String?

    @Option(help: "The partner's log key. Needed with --answer.")
    var key: [String] = []

    @Option(help: "The size that the witness cosigned last, for a request.")
    var from: UInt64 = 0

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        try node.withNode { database in
            let requester = try asker.requester([.administrator], of: database.organisation)
            guard let answer else { return try printRequest(database) }
            _ = try database.leave(requester, .witnessCheckpoint)
            do {
                let request = try WitnessRequest(
                    parsing: try InputFile.bytes(answer, limit: WitnessRequest.maximumBytes))
                let logs = try key.map { try NoteVerifierKey(parsing: $0) }
                switch try database.witness(request, logs: logs, by: requester, at: Clock.now()) {
                case .cosign(let signature, _):
                    let line = String(decoding: signature.line, as: UTF8.self)
                    Answer.give("evidence-cosignature", ["line": .text(line)]) { line }
                case .refuse(let refusal):
                    throw CommandFailure(
                        cause: "not cosigned: \(refusal.cause)",
                        mend: "ask the partner for a request from the size that was cosigned")
                }
            } catch let defect as WitnessRequestDefect {
                throw CommandFailure(cause: defect.cause, mend: defect.mend)
            } catch let defect as KeyDefect {
                throw CommandFailure(cause: defect.cause, mend: defect.mend)
            }
        }
    }

    private func printRequest(_ database: NodeDatabase) throws {
        _ = try database.signCheckpoint()
        guard let request = try database.witnessRequest(from: from) else {
            throw CommandFailure(
                cause: "the log is smaller than \(from)", mend: "give the size it cosigned last")
        }
        EvidenceCheckpoint.give("evidence-witness", "request", request.bytes)
    }
}
