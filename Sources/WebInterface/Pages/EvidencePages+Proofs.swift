import EvidenceLog
import NeedToKnow
import PortVocabulary

extension EvidencePages {
    // MARK: - Verify now

    /// Compares every leaf with the newest checkpoint while the reader waits.
    static func checkLog<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        let permit = try exchange.leave(.verifyEvidence)
        let released = permit.release(try exchange.node.store.checkLeaves())
        return try .page(
            exchange, "evidence-check", title: "evidence.check.title",
            [
                "isLog": true,
                "report": report(released.view, at: exchange.now, exchange),
            ])
    }

    static func beginCheck<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        _ = try exchange.leave(.verifyEvidence)
        exchange.node.checks.begin(at: exchange.now)
        return .redirect("/evidence/check")
    }

    static func check<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        let permit = try exchange.leave(.verifyEvidence)
        var context: [String: Any] = [:]
        switch exchange.node.checks.state {
        case .idle: context["isIdle"] = true
        case .running(let since): context["running"] = ["since": exchange.written(since)]
        case .failed(let at): context["failed"] = ["at": exchange.written(at)]
        case .done(let found, let at):
            context["report"] = report(permit.release(found).view, at: at, exchange)
        }
        return try .page(exchange, "evidence-check", title: "evidence.check.title", context)
    }

    /// Findings that a page shows.
    private static let shownFindings = 200

    private static func report<Store: NodeStore>(
        _ report: EvidenceReport, at moment: Moment, _ exchange: Exchange<Store>
    ) -> [String: Any] {
        [
            "at": exchange.written(moment), "isSound": report.isSound,
            "entries": "\(report.entries)", "rows": "\(report.rows)",
            "count": "\(report.findings.count)",
            "findings": report.findings.prefix(shownFindings).map {
                ["place": $0.place, "cause": $0.cause]
            },
        ]
    }

    // MARK: - Files

    /// A proof that an entry stands in the log, for people without the node.
    static func proof<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        .file(
            try proofBytes(exchange), type: "application/octet-stream",
            name: "entry-\(exchange.parameters["entry"] ?? "").proof")
    }

    /// The proof of the entry that the address names.
    static func proofBytes<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> [UInt8] {
        guard let index = Int(exchange.parameters["entry"] ?? ""), index >= 0 else {
            throw ExchangeStop.notAvailable
        }
        let permit = try exchange.leave(.proveEvidence, subject: "entry/\(index)")
        let store = exchange.node.store
        let signed = try store.newestCheckpoint()?.unverified.size ?? 0
        if index >= Int(clamping: signed) { _ = try store.signCheckpoint() }
        guard let proof = try store.prove(entry: index) else { throw ExchangeStop.notAvailable }
        return permit.release(proof).view.bytes
    }

    static func checkpoint<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let newest = try exchange.node.store.newestCheckpoint() else {
            throw ExchangeStop.notAvailable
        }
        return .file(
            newest.bytes, type: "text/plain; charset=utf-8",
            name: "checkpoint-\(newest.unverified.size)")
    }

    /// Entries of a log that is handed over in one answer; larger ones are published by command.
    private static let publishedEntries: UInt64 = 200_000

    /// The published log as one archive: what partners mirror holds commitments alone.
    static func log<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        _ = try exchange.leave(.verifyEvidence)
        let store = exchange.node.store
        guard let newest = try store.newestCheckpoint() else { throw ExchangeStop.notAvailable }
        guard newest.unverified.size <= publishedEntries else {
            return try .page(
                exchange, "evidence-log-large", title: "evidence.log.title",
                ["entries": "\(newest.unverified.size)"])
        }
        var archive = TarArchive(at: exchange.now)
        try store.publishedFiles(upTo: newest) { path, bytes in archive.add(path, bytes) }
        archive.add("checkpoint", newest.bytes)
        return .file(
            archive.finished, type: "application/x-tar",
            name: "evidence-\(newest.unverified.size).tar")
    }
}

/// Files in one file, in the form that every `tar` reads (POSIX.1-1988, ustar).
struct TarArchive {
    private static let block = 512
    private var bytes: [UInt8] = []
    private let time: Int64

    init(at moment: Moment) { time = moment.seconds }

    /// - Parameter path: of ASCII, 100 bytes at most.
    mutating func add(_ path: String, _ content: [UInt8]) {
        precondition(path.utf8.count <= 100, "a path of the published log is short")
        var head = [UInt8](repeating: 0, count: Self.block)
        func put(_ text: String, at place: Int) {
            for (index, byte) in text.utf8.enumerated() { head[place + index] = byte }
        }
        put(path, at: 0)
        put("0000644", at: 100)
        put("0000000", at: 108)
        put("0000000", at: 116)
        put(Self.octal(Int64(content.count), digits: 11), at: 124)
        put(Self.octal(time, digits: 11), at: 136)
        // The sum of the header counts its own place as blanks.
        put("        ", at: 148)
        put("0", at: 156)
        put("ustar", at: 257)
        put("00", at: 263)
        let sum = head.reduce(Int64(0)) { $0 + Int64($1) }
        put(Self.octal(sum, digits: 6), at: 148)
        head[154] = 0
        bytes += head + content
        let rest = content.count % Self.block
        if rest > 0 { bytes += [UInt8](repeating: 0, count: Self.block - rest) }
    }

    /// The archive with its end.
    var finished: [UInt8] { bytes + [UInt8](repeating: 0, count: Self.block * 2) }

    private static func octal(_ number: Int64, digits: Int) -> String {
        let text = String(number, radix: 8)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
