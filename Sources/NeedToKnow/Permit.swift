package import PortVocabulary

/// What a requester may do with a record, and on which grounds. Only the policy makes one, for
/// one requester and one action: so a permit cannot serve another person.
package struct Permit: Hashable, Sendable {
    package let requester: Requester
    package let action: AccessAction
    /// The strongest form among the grounds.
    package let form: ReleaseForm
    /// Fields of single records; empty where only counts, or hit or no hit, are released.
    package let fields: FieldSet
    /// Every ground that applies, strongest first. Never empty.
    package let grounds: [Ground]
    /// Counts below this are withheld; 1 where single records may be seen.
    package let minimumCell: Int
    /// The smallest threshold of the clauses, also of those that show named fields.
    private let threshold: Int

    init(
        _ requester: Requester, _ action: AccessAction, form: ReleaseForm, fields: FieldSet,
        grounds: [Ground], minimumCell: Int, threshold: Int
    ) {
        (self.requester, self.action, self.form) = (requester, action, form)
        (self.fields, self.grounds, self.minimumCell) = (fields, grounds, minimumCell)
        self.threshold = threshold
    }

    /// The same permit for a requester to whom the policy gives the same; see
    /// ``Visibility/reissue(_:of:)``, which sees to that.
    func reissued(to requester: Requester) -> Permit {
        Permit(
            requester, action, form: form, fields: fields, grounds: grounds,
            minimumCell: minimumCell, threshold: threshold)
    }

    /// The threshold for a table whose cells are told apart by these fields. A record of which
    /// the requester may see the substance but not the port may be counted by port only as
    /// someone else's would be: an exact count of one would tell its port.
    package func minimumCell(countedBy cells: FieldSet) -> Int {
        fields.isSuperset(of: cells) ? minimumCell : max(minimumCell, threshold)
    }

    /// The whole record, on one ground that is no clause.
    init(_ requester: Requester, _ action: AccessAction, whole kind: RecordKind, _ ground: Ground) {
        self.init(
            requester, action, form: .full, fields: Policy.fields(of: kind), grounds: [ground],
            minimumCell: 1, threshold: 1)
    }
}

/// Gathers the clauses that apply to one record.
struct Grant {
    private var form = ReleaseForm.hitNoHit
    private var fields: FieldSet = []
    private var grounds: [Ground] = []
    private var minimumCell = Int.max
    private var threshold = Int.max

    init() {}

    /// Adds a clause that applies; `all` are the fields of the record's kind. The strongest comes
    /// first.
    mutating func add(_ clause: CompiledClause, all: FieldSet) {
        add(
            clause.ground, form: clause.form, fields: clause.fields(of: all),
            minimumCell: clause.minimumCell)
    }

    mutating func add(_ ground: Ground, form: ReleaseForm, fields: FieldSet, minimumCell: Int) {
        if form.strength > self.form.strength { self.form = form }
        self.fields.formUnion(fields)
        grounds.append(ground)
        self.minimumCell = min(self.minimumCell, form.showsRecords ? 1 : minimumCell)
        threshold = min(threshold, form == .full ? 1 : minimumCell)
    }

    /// Nil where no clause was added.
    func permit(_ requester: Requester, _ action: AccessAction) -> Permit? {
        guard !grounds.isEmpty else { return nil }
        return Permit(
            requester, action, form: form, fields: fields, grounds: grounds,
            minimumCell: minimumCell, threshold: threshold)
    }
}
