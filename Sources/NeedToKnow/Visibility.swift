package import PortVocabulary

/// The originator's consent that a branch asks for: a consent row with this receiver and this
/// purpose, whose last day is not before the day of the request.
package struct ConsentNeed: Hashable, Sendable {
    package let receiver: OrganisationID
    package let purpose: Purpose
    /// The consent has to hold on this day.
    package let day: CalendarDate
}

/// One way in which records become visible: they belong to one of the classes, lie in the scope
/// and, where it is asked for, are consented to.
package struct Branch: Hashable, Sendable {
    /// Numbers of access classes, ascending. Never empty.
    package let classes: [Int]
    package let scope: AccessScope
    package let consent: ConsentNeed?
}

/// The policy as a filter for one request: which records of one kind a requester reaches, in a
/// form that a query can hold. A record is visible if a branch matches it and its retention has
/// not run out; without a branch nothing is. Drawn from the same checks as
/// ``Policy/decide(_:_:_:on:)``, once for each access class instead of once for each record.
///
/// Storage renders the branches; for each row that comes back, `permit(class:…)` says how far it
/// may be shown.
package struct Visibility: Hashable, Sendable {
    package let requester: Requester
    package let action: AccessAction
    package let kind: RecordKind
    /// Only records that have no last day, or one that is not before this day. Nil for the
    /// custodian's review of retention, which reaches the others too.
    package let day: CalendarDate?
    /// Disjoint in classes where one branch alone would do; in a fixed order.
    package let branches: [Branch]
    /// The largest threshold of the clauses that release less than whole records; 1 where none
    /// does. A table that is protected with it satisfies each of them.
    package let minimumCell: Int
    private let ways: [Int: Ways]
    private let consent: ConsentNeed

    /// What each visible class rests on.
    struct Ways: Hashable, Sendable {
        /// The permit of every record of the class, where neither scope nor consent is asked for.
        let always: Permit?
        /// Strongest form first.
        let ways: [Way]
    }

    /// A ground with its conditions on the single record.
    struct Way: Hashable, Sendable {
        let ground: Ground
        let form: ReleaseForm
        let fields: FieldSet
        let minimumCell: Int
        let scope: AccessScope
        let needsConsent: Bool
    }

    init(
        _ requester: Requester, _ action: AccessAction, kind: RecordKind, day: CalendarDate,
        ways: [Int: [Way]]
    ) {
        self.init(
            requester, action, kind: kind, day: action == .retain ? nil : day,
            consent: ConsentNeed(
                receiver: requester.organisation, purpose: requester.purpose, day: day),
            ways: ways)
    }

    private init(_ whole: Visibility, ways: [Int: [Way]]) {
        self.init(
            whole.requester, whole.action, kind: whole.kind, day: whole.day,
            consent: whole.consent, ways: ways)
    }

    private init(
        _ requester: Requester, _ action: AccessAction, kind: RecordKind, day: CalendarDate?,
        consent: ConsentNeed, ways: [Int: [Way]]
    ) {
        (self.requester, self.action, self.kind) = (requester, action, kind)
        (self.day, self.consent) = (day, consent)
        branches = BranchList(ways, consent: consent).branches
        minimumCell =
            ways.values.joined().filter { $0.form != .full }.map(\.minimumCell).max() ?? 1
        self.ways = ways.mapValues { ways in
            let isSimple = ways.allSatisfy { $0.scope.isEverything && !$0.needsConsent }
            return Ways(
                always: isSimple ? Self.permit(ways, requester, action) : nil, ways: ways)
        }
    }

    /// The same filter without the ways that do not show all of these fields. Whoever selects or
    /// sorts by a field that is kept back would learn it from the answer, so a selection goes
    /// through the filter that is narrowed to the fields it asks about.
    package func narrowed(to needed: FieldSet) -> Visibility {
        guard !needed.isEmpty else { return self }
        return Visibility(
            self,
            ways: ways.mapValues {
                $0.ways.filter { way in
                    // Hit or no hit shows no field: what is asked about is the clause's own say.
                    way.form == .hitNoHit && action == .ask
                        || way.form.showsRecords && way.fields.isSuperset(of: needed)
                }
            }
            .filter { !$0.value.isEmpty })
    }

    /// The fields that every visible record shows.
    package var fieldsOfAll: FieldSet {
        ways.values.reduce(kind.fields) { fields, ways in
            ways.ways.reduce(fields) { $0.intersection($1.fields) }
        }
    }

    /// Whether nothing at all is visible.
    package var isNothing: Bool { branches.isEmpty }

    /// The classes of which a record can be visible, ascending.
    package var classes: [Int] { ways.keys.sorted() }

    /// The consent on which the permit of some row may depend; nil where none does. No branch
    /// names it where another ground shows the same rows without.
    package var consentNeed: ConsentNeed? {
        ways.values.contains { $0.ways.contains(where: \.needsConsent) } ? consent : nil
    }

    /// What the filter shows, whoever asks: the key under which a result may be kept and shown to
    /// another requester with the same rights.
    package var fingerprint: Fingerprint { Fingerprint(self, ways: ways.mapValues(\.ways)) }

    /// Whether every record of the class has the same permit: then it need be asked for once.
    package func isUniform(class number: Int) -> Bool { ways[number]?.always != nil }

    /// How far a row may be shown; nil where it is not visible. The query has seen to retention
    /// (``day``) already. `isConsented` says whether a row of consents fulfils ``ConsentNeed``.
    package func permit(
        class number: Int, place: PlaceCode?, country: Country?, substances: SubstanceGroup,
        isConsented: Bool
    ) -> Permit? {
        guard let ways = ways[number] else { return nil }
        if let always = ways.always { return always }
        var grant = Grant()
        for way in ways.ways where isConsented || !way.needsConsent {
            if way.scope.contains(place: place, country: country, substances: substances) {
                grant.add(
                    way.ground, form: way.form, fields: way.fields, minimumCell: way.minimumCell)
            }
        }
        return grant.permit(requester, action)
    }

    /// The grounds on which records of these classes may be visible, and the fields they may
    /// show: what a view rests on that was computed over classes as a whole.
    func widest(_ classes: some Sequence<Int>) -> [Way] {
        Set(classes).sorted().flatMap { ways[$0]?.ways ?? [] }
    }

    private static func permit(
        _ ways: [Way], _ requester: Requester, _ action: AccessAction
    ) -> Permit? {
        var grant = Grant()
        for way in ways {
            grant.add(way.ground, form: way.form, fields: way.fields, minimumCell: way.minimumCell)
        }
        return grant.permit(requester, action)
    }
}
