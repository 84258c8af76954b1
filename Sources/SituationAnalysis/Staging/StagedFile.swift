package import NeedToKnow
package import PortVocabulary

/// Marks ``ID`` as that of a file that waits to be imported.
package enum StagingCase {}

/// Identifies a staged file, drawn by chance.
package typealias StagingID = ID<StagingCase>

/// A file that a person handed in and has not imported yet. It is no record, and nobody but this
/// person can open it.
package struct StagedFile: Sendable {
    /// Bounds: bytes.
    package static let byteLimit = 16 << 20
    /// Files that one person may have waiting.
    package static let limit = 5
    /// After so long a file is gone. Bounds: seconds.
    package static let keptSeconds: Int64 = 86_400
    /// Bounds: bytes of the file's name.
    package static let nameBytes = 200

    package let id: StagingID
    package let person: PersonID
    /// Name of the file without its folder.
    package let name: String
    package let staged: Moment
    package let bytes: [UInt8]

    package init(
        id: StagingID, person: PersonID, name: String, staged: Moment, bytes: [UInt8]
    ) {
        (self.id, self.person, self.name) = (id, person, name)
        (self.staged, self.bytes) = (staged, bytes)
    }
}

/// A staged file without its content.
package struct StagedLine: Hashable, Sendable {
    package let id: StagingID
    package let name: String
    package let staged: Moment

    package init(id: StagingID, name: String, staged: Moment) {
        (self.id, self.name, self.staged) = (id, name, staged)
    }

    /// From then on it is gone.
    package var kept: Moment { Moment(seconds: staged.seconds + StagedFile.keptSeconds) }
}

/// What became of a file that was handed in.
package enum StagingOutcome: Hashable, Sendable {
    case staged
    /// It is larger than ``StagedFile/byteLimit``, empty, or its name is too long.
    case unfit(cause: String, mend: String)
    /// The person has ``StagedFile/limit`` files waiting already.
    case full
    case notAvailable
}

/// What an import would do, without having done it.
package struct ImportPreview: Sendable {
    /// Lines that are shown.
    package static let lineLimit = 1_000
    /// Different causes that are counted.
    package static let causeLimit = 500

    package var rows = 0
    package var outcomes: [RowOutcome: Int] = [:]
    /// How often each cause, without the row's own text, occurs.
    package var causes: [String: Int] = [:]
    package var unknownHeaders: [String] = []
    /// The first rows that something is to be said about. Rows with a marking of classified
    /// information show no cells.
    package var lines: [ReportLine] = []

    package init() {}
}

/// What the check of a staged file answers.
package enum StagedCheck: Sendable {
    case preview(ImportPreview)
    /// The file as a whole cannot be read under the layout.
    case unreadable(FileDefect)
    case notAvailable
}

/// What the import of a staged file answers.
package enum StagedImportAnswer: Sendable {
    case imported(BatchID, ImportSummary)
    case unreadable(FileDefect)
    case notAvailable
}

/// An import that was made.
package struct BatchLine: Hashable, Sendable {
    package let batch: BatchID
    package let file: String
    package let layout: String
    package let startedOn: CalendarDate
    /// Who began it; nil for a batch without records.
    package let person: String?
    /// Stored versions of the batch.
    package let records: Int
    /// Of them those that were withdrawn.
    package let withdrawn: Int

    package init(
        batch: BatchID, file: String, layout: String, startedOn: CalendarDate, person: String?,
        records: Int, withdrawn: Int
    ) {
        (self.batch, self.file, self.layout) = (batch, file, layout)
        (self.startedOn, self.person) = (startedOn, person)
        (self.records, self.withdrawn) = (records, withdrawn)
    }
}

/// What became of the wish to take an import back.
package enum WithdrawalOutcome: Hashable, Sendable {
    /// So many versions are withdrawn; an earlier version is current again where there is one.
    case withdrawn(Int)
    /// All of it was withdrawn before.
    case unchanged
    /// Records of the batch have later versions: what was built on it is not taken away.
    case later(Int)
    /// Somebody else decided on records of the batch, or holds them.
    case decided(Int)
    /// The batch has more records than ``WithdrawalOutcome/recordLimit``.
    case tooLarge(Int)
    case notAvailable

    /// Records that are withdrawn at once.
    package static let recordLimit = 50_000
}

/// What staged files and the imports of a node need from storage.
package protocol StagingStore: Sendable {
    /// Stores a file, sealed; removes what is too old. False where the person has too many.
    func stage(_ file: StagedFile) throws -> Bool
    /// A person's staged file that is not too old.
    func staged(_ id: StagingID, of person: PersonID, at moment: Moment) throws -> StagedFile?
    /// A person's staged files that are not too old, newest first.
    func stagedFiles(of person: PersonID, at moment: Moment) throws -> [StagedLine]
    /// Removes a staged file of this person; false where there was none.
    func discardStaged(_ id: StagingID, of person: PersonID) throws -> Bool
    /// The newest imports first. Bounds: `limit` 1 or more.
    func batches(limit: Int) throws -> [BatchLine]
    /// Withdraws the records of a batch in one transaction with its evidence.
    func withdraw(
        _ batch: BatchID, reason: String, by requester: Requester, at moment: Moment
    ) throws -> WithdrawalOutcome
}
