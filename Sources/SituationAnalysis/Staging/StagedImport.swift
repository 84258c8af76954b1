package import NeedToKnow
package import PortVocabulary

/// Imports a file in steps that a person can follow: hand in, check, import, take back.
package struct StagedImport<Store: SituationStore & StagingStore> {
    private static var pieceBytes: Int { 64 * 1024 }
    /// Imports that a list shows.
    package static var batchLimit: Int { 200 }
    /// Bounds: bytes of a reason.
    package static var reasonBytes: Int { 500 }

    private let store: Store
    private let reference: ReferenceData

    package init(store: Store, reference: ReferenceData) {
        (self.store, self.reference) = (store, reference)
    }

    /// Keeps a file until it is imported, for ``StagedFile/keptSeconds``.
    ///
    /// - Throws: what the store throws.
    package func stage(
        _ requester: Requester, _ bytes: [UInt8], name: String, as id: StagingID, now: Moment
    ) throws -> StagingOutcome {
        guard try isAllowed(requester, now) else { return .notAvailable }
        guard !bytes.isEmpty, bytes.count <= StagedFile.byteLimit else {
            return .unfit(
                cause: bytes.isEmpty
                    ? "the file is empty" : "the file is larger than 16 MiB",
                mend: "hand in a file of up to \(StagedFile.byteLimit) bytes; "
                    + "larger ones go by the command seizures import")
        }
        guard (1...StagedFile.nameBytes).contains(name.utf8.count) else {
            return .unfit(
                cause: "the file's name has \(name.utf8.count) bytes",
                mend: "give it a name of 1 to \(StagedFile.nameBytes)")
        }
        let file = StagedFile(
            id: id, person: requester.person, name: name, staged: now, bytes: bytes)
        return try store.stage(file) ? .staged : .full
    }

    /// What the import would do, row by row; nothing is stored.
    ///
    /// - Throws: what the store throws.
    package func check(
        _ requester: Requester, _ id: StagingID, _ layout: Layout,
        encoding: TextEncoding? = nil, now: Moment
    ) throws -> StagedCheck {
        guard try isAllowed(requester, now),
            let file = try store.staged(id, of: requester.person, at: now)
        else { return .notAvailable }
        let importer = importer(requester, layout, encoding, now)
        do {
            let header = try importer.check(Self.source(file.bytes)).header
            return .preview(try importer.preview(Self.source(file.bytes), header: header))
        } catch let defect as FileDefect {
            return .unreadable(defect)
        }
    }

    /// Imports the file, and lets it go. Interrupted and run again, it ends in the state of one
    /// whole run.
    ///
    /// - Throws: what the store throws.
    package func commit(
        _ requester: Requester, _ id: StagingID, _ layout: Layout,
        encoding: TextEncoding? = nil, now: Moment, progress: (Int) -> Void = { _ in }
    ) throws -> StagedImportAnswer {
        guard try isAllowed(requester, now),
            let file = try store.staged(id, of: requester.person, at: now)
        else { return .notAvailable }
        let importer = importer(requester, layout, encoding, now)
        do {
            let header = try importer.check(Self.source(file.bytes)).header
            let batch = BatchID(trusted: Fingerprint.of(["staged", id.text, layout.name]))
            let summary = try importer.run(
                Self.source(file.bytes), header: header, batch: batch, file: file.name,
                report: { _ in }, progress: progress)
            _ = try store.discardStaged(id, of: requester.person)
            return .imported(batch, summary)
        } catch let defect as FileDefect {
            return .unreadable(defect)
        }
    }

    /// The person's files that wait, newest first; none for who may not record.
    ///
    /// - Throws: what the store throws.
    package func waiting(_ requester: Requester, now: Moment) throws -> [StagedLine] {
        guard try isAllowed(requester, now) else { return [] }
        return try store.stagedFiles(of: requester.person, at: now)
    }

    /// Lets a file go without importing it; false where the person has none of this name.
    ///
    /// - Throws: what the store throws.
    package func discard(_ requester: Requester, _ id: StagingID) throws -> Bool {
        try store.discardStaged(id, of: requester.person)
    }

    /// The newest imports of the node, newest first; none for who may not record.
    ///
    /// - Throws: what the store throws.
    package func batches(_ requester: Requester, now: Moment) throws -> [BatchLine] {
        guard try isAllowed(requester, now) else { return [] }
        return try store.batches(limit: Self.batchLimit)
    }

    /// Takes an import back: its records are in no list and no count any more, and what they
    /// replaced is current again. They stay under seal and under their clocks, and the same file
    /// imported again brings them back.
    ///
    /// - Parameter reason: why, in words; it stands in the evidence. Bounds: 1 to
    ///   ``reasonBytes`` bytes; another one is not available.
    /// - Throws: what the store throws.
    package func withdraw(
        _ requester: Requester, _ batch: BatchID, reason: String, now: Moment
    ) throws -> WithdrawalOutcome {
        guard try isAllowed(requester, now), (1...Self.reasonBytes).contains(reason.utf8.count)
        else { return .notAvailable }
        return try store.withdraw(batch, reason: reason, by: requester, at: now)
    }

    private func isAllowed(_ requester: Requester, _ now: Moment) throws -> Bool {
        try VisibleRecords(store, requester, now: now)
            .mayContribute(.seizure, subject: "import of a file")
    }

    private func importer(
        _ requester: Requester, _ layout: Layout, _ encoding: TextEncoding?, _ now: Moment
    ) -> SeizureImport<Store> {
        SeizureImport(
            layout: layout, encoding: encoding, reference: reference, store: store,
            requester: requester, now: now)
    }

    private static func source(_ bytes: [UInt8]) -> ByteSource {
        var rest = bytes[...]
        return {
            guard !rest.isEmpty else { return nil }
            defer { rest = rest.dropFirst(pieceBytes) }
            return Array(rest.prefix(pieceBytes))
        }
    }
}
