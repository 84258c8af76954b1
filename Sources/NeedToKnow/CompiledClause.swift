import PortVocabulary

/// A request in the form that clauses are held against: who asks, once for many records.
struct Question {
    let organisation: OrganisationID
    let roles: UInt8
    let purpose: Purpose
    let action: AccessAction
    let day: CalendarDate
    let dayNumber: Int32
    let isForThePublic: Bool
    let isForProceedings: Bool
    let hasSecondPerson: Bool

    init(_ requester: Requester, _ action: AccessAction, _ day: CalendarDate) {
        (organisation, purpose) = (requester.organisation, requester.purpose)
        roles = requester.roles.mask
        (self.action, self.day, dayNumber) = (action, day, day.dayNumber)
        isForThePublic = requester.purpose == .publicInformation
        isForProceedings = requester.purpose == .criminalProceedings
        hasSecondPerson = requester.approvedBy != nil
    }
}

/// A clause of an agreement as masks and ranges, for one pair of originator and receiver.
struct CompiledClause: Hashable, Sendable {
    let ground: Ground
    /// The first and the last day on which the agreement is in force.
    let first: Int32
    let last: Int32
    let kinds: UInt8
    let purposes: PurposeSet
    let form: ReleaseForm
    let fields: FieldSet
    let upTo: UInt8
    let handling: UInt8
    let roles: UInt8
    let scope: AccessScope
    let needsConsent: Bool
    let needsFourEyes: Bool
    let minimumCell: Int

    init(_ clause: Clause, of agreement: Agreement) {
        ground = .clause(agreement.id, version: agreement.version, clause.id)
        (first, last) = (agreement.valid.first.dayNumber, agreement.valid.last.dayNumber)
        kinds = clause.kinds.reduce(0) { $0 | $1.mask }
        (purposes, form, fields) = (clause.purposes, clause.form, clause.fields)
        upTo = clause.upTo.rank
        handling = clause.handling.reduce(0) { $0 | $1.mask }
        roles = clause.roles.mask
        scope = AccessScope(
            ports: clause.ports, countries: clause.countries, substances: clause.substances)
        needsConsent = clause.conditions.needsConsent
        needsFourEyes = clause.conditions.needsFourEyes
        minimumCell = clause.conditions.minimumCell
    }

    /// The fields of single records that the clause gives of this kind; `all` are the kind's.
    func fields(of all: FieldSet) -> FieldSet {
        switch form {
        case .full: all
        case .fields: fields.intersection(all)
        case .aggregate, .hitNoHit: []
        }
    }

    /// Whether the originator's consent to the single record is needed: the clause asks for it,
    /// or the handling code does whatever the clause says.
    func needsConsent(_ mark: Mark, for question: Question) -> Bool {
        switch mark.handling {
        case .h2, .h3: true
        case .h1: needsConsent || question.isForProceedings
        case .h0: needsConsent
        }
    }

    /// Why the clause does not apply; nil where it does. The checks stand in the order of
    /// ``Refusal/nearness``. Without a record, what depends on the single record (scope and
    /// consent) is left open: so the filter and the decision come from the same lines.
    func refusal(
        _ question: Question, _ access: AccessClass, record: Resource?, all: FieldSet
    ) -> Refusal? {
        let mark = access.mark
        guard first <= question.dayNumber, question.dayNumber <= last, kinds & access.kind.mask != 0
        else {
            return .noAgreement
        }
        guard Self.isReleasable(mark, to: question.organisation) else { return .notReleasable }
        guard mark.trafficLight.rank <= upTo else { return .tooNarrow }
        // Every handling code starts from "to prevent and combat crime": what is not published
        // by its mark does not reach the public through an agreement.
        guard handling & mark.handling.mask != 0, !question.isForThePublic else {
            return .handling
        }
        guard purposes.contains(question.purpose) else { return .purpose }
        if let record, !scope.contains(record) { return .scope }
        guard roles & question.roles != 0 else { return .role }
        guard question.action.isGranted(by: form) else { return .form }
        // A clause that names only fields of other kinds would release that a record exists.
        if form == .fields, fields.isDisjoint(with: all) { return .form }
        if let record, needsConsent(mark, for: question), !question.isConsented(record) {
            return .consent
        }
        return needsFourEyes && !question.hasSecondPerson ? .fourEyes : nil
    }

    private static func isReleasable(_ mark: Mark, to organisation: OrganisationID) -> Bool {
        guard let named = mark.releasableTo else { return mark.trafficLight != .red }
        return named.contains(organisation)
    }
}

extension Question {
    /// Whether the originator consented to this record going to this receiver for this purpose.
    func isConsented(_ record: Resource) -> Bool {
        record.consents.contains {
            $0.receiver == organisation && $0.purpose == purpose && day <= $0.until
        }
    }
}

extension AccessScope {
    func contains(_ record: Resource) -> Bool {
        contains(place: record.place, country: record.country, substances: record.substances)
    }
}

extension ReleaseForm {
    /// Later releases more. Hit or no hit and counts never meet: no action takes both.
    var strength: Int {
        switch self {
        case .hitNoHit: 0
        case .aggregate: 1
        case .fields: 2
        case .full: 3
        }
    }

    /// Whether single records are seen.
    package var showsRecords: Bool { self == .fields || self == .full }
}

extension Refusal {
    /// How near to a permit the ground came: the later the failing check, the nearer. Of several
    /// clauses the nearest gives the reason, so that a person hears of the smallest step that is
    /// missing (a second person before consent, consent before another agreement). Zero for what
    /// is refused before any clause is looked at.
    package var nearness: Int {
        switch self {
        case .foreign, .expired, .markPurpose: 0
        case .noAgreement: 1
        case .notReleasable: 2
        case .tooNarrow: 3
        case .handling: 4
        case .purpose: 5
        case .scope: 6
        case .role: 7
        case .form: 8
        case .consent: 9
        case .fourEyes: 10
        }
    }
}
