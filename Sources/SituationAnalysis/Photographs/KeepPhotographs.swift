package import NeedToKnow
package import PortVocabulary

/// A photograph of a record, without its bytes.
package struct PhotographLine: Hashable, Sendable {
    /// Counts within the record, from 1.
    package let number: Int
    package let kind: ImageKind
    /// Bounds: bytes of the cleaned image.
    package let byteCount: Int
    package let addedBy: PersonID
    package let addedOn: CalendarDate

    package init(
        number: Int, kind: ImageKind, byteCount: Int, addedBy: PersonID, addedOn: CalendarDate
    ) {
        (self.number, self.kind, self.byteCount) = (number, kind, byteCount)
        (self.addedBy, self.addedOn) = (addedBy, addedOn)
    }
}

/// A photograph as it is shown.
package struct Photograph: Sendable {
    package let line: PhotographLine
    package let bytes: [UInt8]

    package init(line: PhotographLine, bytes: [UInt8]) { (self.line, self.bytes) = (line, bytes) }
}

/// What became of a photograph that was handed in.
package enum PhotographOutcome: Hashable, Sendable {
    /// Its number within the record.
    case added(Int)
    /// Nothing was stored.
    case unfit(PhotographDefect)
    /// The record has ``KeepPhotographs/limit`` photographs.
    case full
    case notAvailable
}

/// Why an image is not kept.
package enum PhotographDefect: String, CaseIterable, Hashable, Sendable {
    case tooLarge, notAnImage, unreadable, tooManyPoints, noCleaner, notClean

    /// What is wrong.
    package var cause: String {
        switch self {
        case .tooLarge: "the image is larger than 10 MiB"
        case .notAnImage: "the file is neither JPEG nor PNG"
        case .unreadable: "the image is damaged"
        case .tooManyPoints: "the image has more than 100 million points"
        case .noCleaner: "this node cannot remove metadata from images"
        case .notClean:
            "the image holds something beside the picture that could not be removed"
        }
    }

    /// What would make it right.
    package var mend: String {
        switch self {
        case .tooLarge, .tooManyPoints: "hand in a smaller one"
        case .notAnImage: "save it as one of the two"
        case .noCleaner: "ask its administrator to install mat2"
        case .unreadable, .notClean: "save it anew with another program"
        }
    }
}

/// What photographs need from storage. Each is sealed with the key of the record's version that
/// was current when it came, and erased with it.
package protocol PhotographStore: Sendable {
    /// Stores a cleaned image; nil where the record is not there, 0 where it has `limit` already.
    func add(
        photograph bytes: [UInt8], _ kind: ImageKind, to record: RecordID, limit: Int,
        by requester: Requester, at moment: Moment
    ) throws -> Int?
    /// The photographs of a record, in the order in which they came.
    func photographs(of record: RecordID) throws -> [PhotographLine]
    /// One photograph of a record.
    func photograph(_ number: Int, of record: RecordID) throws -> Photograph?
    /// Removes one; false where there was none.
    func remove(
        photograph number: Int, of record: RecordID, reason: String, by requester: Requester,
        at moment: Moment
    ) throws -> Bool
}

/// Photographs of a record: seen by who may see its cells as given, added and removed by who may
/// change it. Only the picture is kept.
package struct KeepPhotographs<Store: SituationStore & PhotographStore> {
    /// Bounds: bytes of an image, as handed in and as kept.
    package static var byteLimit: Int { 10 << 20 }
    /// Points of an image: what its width and height make.
    package static var pointLimit: Int { 100_000_000 }
    /// Photographs of one record.
    package static var limit: Int { 12 }
    /// Bounds: bytes of a reason.
    package static var reasonBytes: Int { 500 }

    private let store: Store

    /// Keeps the photographs of this node.
    package init(store: Store) { self.store = store }

    /// Cleans an image and stores it with a record of one's own.
    ///
    /// - Throws: what the store or the cleaner throws.
    package func add(
        _ requester: Requester, _ bytes: [UInt8], to record: RecordID, cleaner: some ImageCleaner,
        now: Moment
    ) throws -> PhotographOutcome {
        let records = try VisibleRecords(store, requester, now: now)
        guard try records.permit(.contribute, record) != nil else { return .notAvailable }
        guard bytes.count <= Self.byteLimit else { return .unfit(.tooLarge) }
        guard let kind = ImageKind(of: bytes) else { return .unfit(.notAnImage) }
        // A small file can stand for a picture that fills the machine's memory.
        guard let points = ImageScan.points(in: bytes, kind) else { return .unfit(.unreadable) }
        guard points <= Self.pointLimit else { return .unfit(.tooManyPoints) }
        guard let cleaned = try cleaner.clean(bytes, kind) else { return .unfit(.noCleaner) }
        guard cleaned.count <= Self.byteLimit, ImageScan.leftover(in: cleaned, kind) == nil
        else { return .unfit(.notClean) }
        let number = try store.add(
            photograph: cleaned, kind, to: record, limit: Self.limit, by: requester, at: now)
        guard let number else { return .notAvailable }
        return number == 0 ? .full : .added(number)
    }

    /// The photographs of a record, as lines.
    ///
    /// - Throws: what the store throws.
    package func list(
        _ requester: Requester, _ record: RecordID, now: Moment
    ) throws -> StepAnswer<[PhotographLine]> {
        try show(requester, record, now) { try store.photographs(of: record) }
    }

    /// One photograph.
    ///
    /// - Throws: what the store throws.
    package func open(
        _ requester: Requester, _ number: Int, of record: RecordID, now: Moment
    ) throws -> StepAnswer<Photograph> {
        try show(requester, record, now) { try store.photograph(number, of: record) }
    }

    /// Removes a photograph of a record of one's own; false where there is none for this person.
    ///
    /// - Parameter reason: why, in words. Bounds: 1 to ``reasonBytes`` bytes.
    /// - Throws: what the store throws.
    package func remove(
        _ requester: Requester, _ number: Int, of record: RecordID, reason: String, now: Moment
    ) throws -> Bool {
        let records = try VisibleRecords(store, requester, now: now)
        guard (1...Self.reasonBytes).contains(reason.utf8.count),
            try records.permit(.contribute, record) != nil
        else { return false }
        return try store.remove(
            photograph: number, of: record, reason: reason, by: requester, at: now)
    }

    /// Shows something to who may see the record's cells as given, and notes it.
    private func show<View>(
        _ requester: Requester, _ record: RecordID, _ now: Moment, _ load: () throws -> View?
    ) throws -> StepAnswer<View> {
        let records = try VisibleRecords(store, requester, now: now)
        let visible = try records.visibility(.read, .seizure).narrowed(to: [.given])
        guard let detail = try store.details([record], visible: visible).first,
            let permit = records.permit(detail, visible)
        else {
            // Notes the refusal where there is something to refuse.
            _ = try records.permit(.read, record)
            return .notAvailable
        }
        guard let view = try load() else { return .notAvailable }
        try store.note(
            ReleaseNote(
                visible, subject: "photographs of record/\(record)", shown: [.given],
                [(permit: permit, serials: SerialSet([detail.serial]))]), at: now)
        return .released(permit.release(view))
    }
}
