import PortVocabulary

extension Visibility {
    /// Everything that a filter lets through, on which grounds and how far, without who asks: two
    /// requesters whose filters have the same fingerprint see the same records and the same
    /// fields of them. The value itself, not a digest of it: nothing can collide.
    ///
    /// INVARIANT: whatever a filter reads of its requester has gone into the ways, or stands here
    /// (the receiver and the purpose of a consent). The rest of the requester (person, basis,
    /// second person) is for the evidence, which is written anew for each release.
    package struct Fingerprint: Hashable, Sendable {
        private let action: AccessAction
        private let kind: RecordKind
        private let day: CalendarDate?
        private let ways: [Int: [Way]]
        private let consent: ConsentNeed?

        init(_ visible: Visibility, ways: [Int: [Way]]) {
            (action, kind, day) = (visible.action, visible.kind, visible.day)
            (self.ways, consent) = (ways, visible.consentNeed)
        }
    }

    /// Permits of an equal filter as this filter would issue them: for its own requester. Those
    /// of a filter that differs in anything but the person are our own bug.
    package func reissue(_ permits: [Permit], of fingerprint: Fingerprint) -> [Permit] {
        precondition(fingerprint == self.fingerprint, "permits of a filter that shows other things")
        return permits.map { $0.reissued(to: requester) }
    }
}
