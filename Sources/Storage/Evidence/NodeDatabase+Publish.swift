package import EvidenceLog

extension NodeDatabase {
    /// Every signed checkpoint, smallest first.
    package func checkpoints() throws -> [SignedCheckpoint] {
        try engine.read("read the checkpoints") { connection in
            try connection.rows("SELECT note FROM checkpoint ORDER BY size") {
                try SignedCheckpoint(parsing: Array(try $0.text(0).utf8))
            }
        }
    }

    /// Calls `write` with each file of the published log up to a checkpoint, by its path
    /// (C2SP tlog-tiles).
    package func publishedFiles(
        upTo checkpoint: SignedCheckpoint, write: (String, [UInt8]) throws -> Void
    ) throws {
        try engine.read("publish the log") { connection in
            let log = StoredLog(connection: connection)
            for path in TilePath.published(from: 0, to: checkpoint.unverified.size) {
                switch path.content {
                case .hashes(let level):
                    let hashes = try log.hashes(
                        level: level, index: Int(path.index), width: path.width)
                    try write(path.text, hashes.flatMap(\.bytes))
                case .entries:
                    try write(path.text, try log.bundle(Int(path.index), width: path.width).bytes)
                }
            }
        }
    }
}

extension StoredLog {
    /// The commitments of a tile's entries.
    func bundle(_ index: Int, width: Int) throws -> EntryBundle {
        let commitments = try connection.rows(
            "SELECT salt, body FROM evidence WHERE entry >= ? AND entry < ? ORDER BY entry",
            [
                .integer(index * TilePath.fullWidth),
                .integer(index * TilePath.fullWidth + width),
            ]
        ) { row in
            guard let salt = EvidenceSalt(bytes: try row.blob(0)) else {
                throw DamagedRow(column: 0)
            }
            return EvidenceCommitment(body: try row.blob(1), salt: salt)
        }
        return try EntryBundle(commitments)
    }
}
