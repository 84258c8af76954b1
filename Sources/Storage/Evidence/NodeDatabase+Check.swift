package import EvidenceLog
import PortVocabulary

extension NodeDatabase {
    /// Checks everything; changes nothing. Some seconds for a million rows.
    ///
    /// - Parameters:
    ///   - lastCheckpoint: the newest checkpoint that is kept outside the database.
    ///   - progress: told how many entries and records are looked at, of how many.
    package func check(
        lastCheckpoint: String? = nil, progress: @escaping (Int, Int) -> Void = { _, _ in }
    ) throws -> EvidenceReport {
        let key = try NoteVerifierKey(parsing: logVerifierKey)
        var report = try engine.read("check the evidence") {
            try EvidenceCheck($0, logKey: key, progress: progress).run()
        }
        for complaint in try engine.selfCheck() {
            report.findings.append(EvidenceFinding(place: "database file", cause: complaint))
        }
        do {
            try checkLog(lastCheckpoint: lastCheckpoint)
        } catch let mismatch as LogMismatch where report.isSound {
            report.findings.append(
                EvidenceFinding(place: "log", cause: mismatch.description))
        } catch  where !report.isSound {
            // The walk above has named it already, more closely.
        }
        if let missing = try missingCheckpoint(lastCheckpoint) { report.findings.append(missing) }
        return report
    }

    package func checkLeaves() throws -> EvidenceReport {
        var report = EvidenceReport()
        report.entries = try entryCount()
        do {
            try checkLog(lastCheckpoint: nil)
        } catch let mismatch as LogMismatch {
            report.findings.append(
                EvidenceFinding(place: "log", cause: mismatch.description))
        }
        return report
    }

    package func checkEverything() throws -> EvidenceReport { try check() }

    /// The newest checkpoint was kept outside the database too: it must be in it.
    private func missingCheckpoint(_ lastCheckpoint: String?) throws -> EvidenceFinding? {
        guard let lastCheckpoint,
            let size = try? SignedCheckpoint(parsing: Array(lastCheckpoint.utf8)).unverified.size
        else { return nil }
        let stored = try engine.read("look for the checkpoint") {
            try $0.number(
                "SELECT COUNT(*) FROM checkpoint WHERE size = ?", [.integer(Int(clamping: size))])
        }
        return stored == 1
            ? nil : EvidenceFinding(place: "checkpoint \(size)", cause: "it is missing")
    }

    /// Opens a node for its check alone, also when its log does not fit its checkpoint.
    package static func openForCheck(_ address: DatabaseAddress, keys: NodeKeys) throws
        -> NodeDatabase
    {
        try openForCheck(open(address), keys: keys)
    }

    /// Where the node's own settings are damaged, the newest checkpoint says which log it is: if
    /// these keys have signed it, the check can run and name the damage.
    static func openForCheck(_ engine: any SQLEngine, keys: NodeKeys) throws -> NodeDatabase {
        do {
            return try NodeDatabase(engine, keys: keys)
        } catch let fault as StorageFault {
            let newest = try? engine.read("read the checkpoint") {
                try StoredLog(connection: $0).newestCheckpoint()
            }
            guard let newest,
                let key = try? NoteVerifierKey(
                    parsing: verifierKey(keys, origin: newest.unverified.origin)),
                case .verified = newest.verify(logKey: key)
            else { throw fault }
            return NodeDatabase(
                engine, keys: keys, organisation: OrganisationID(trusted: "unknown"),
                origin: newest.unverified.origin)
        }
    }
}
