package import PortVocabulary

/// A view that may leave the node, with who receives it and on which grounds. Only NeedToKnow
/// can make one, from a permit or a filter that the policy made for that requester; templates and
/// encoders take nothing else.
package struct Released<View> {
    package let view: View
    package let requester: Requester
    package let act: Act
    /// Every ground on which the view rests, each once. Empty for an empty view.
    package let grounds: [Ground]
    /// The fields of single records on which it may draw; empty for counts alone.
    package let fields: FieldSet
    /// The strongest form among the records; nil for an empty view and for
    /// views of the node itself.
    package let form: ReleaseForm?

    init(
        _ view: View, _ requester: Requester, _ act: Act, grounds: [Ground], fields: FieldSet,
        form: ReleaseForm?
    ) {
        (self.view, self.requester, self.act) = (view, requester, act)
        (self.grounds, self.fields, self.form) = (grounds, fields, form)
    }
}

extension Released: Sendable where View: Sendable {}

extension Permit {
    /// The view of one record, whose content the caller has cut to ``fields``.
    package func release<View>(_ view: View) -> Released<View> {
        Released(
            view, requester, .access(action), grounds: grounds, fields: fields, form: form)
    }
}

extension Visibility {
    /// A view of rows that came through this filter, with the permit of each row. The caller has
    /// cut every row to its permit's fields. A permit of another request is our own bug.
    package func release<View>(
        _ view: View, covering permits: some Sequence<Permit>
    ) -> Released<View> {
        var sum = Sum()
        var last: [Ground] = []
        for permit in permits {
            precondition(
                permit.action == action && permit.requester == requester,
                "a permit of another request")
            sum.add(permit.form, permit.fields)
            if permit.grounds != last { for ground in permit.grounds { sum.add(ground) } }
            last = permit.grounds
        }
        return sum.release(view, requester, action)
    }

    /// A view computed over classes as a whole, such as a table of counts: it names every ground
    /// on which a record of them may have been visible. Classes that the filter does not know are
    /// our own bug.
    package func release<View>(
        _ view: View, coveringClasses numbers: some Collection<Int>
    ) -> Released<View> {
        precondition(Set(numbers).isSubset(of: classes), "a class outside the filter")
        var sum = Sum()
        for way in widest(numbers) {
            sum.add(way.form, way.fields)
            sum.add(way.ground)
        }
        return sum.release(view, requester, action)
    }

    private struct Sum {
        var grounds: [Ground] = []
        var seen: Set<Ground> = []
        var fields: FieldSet = []
        var form: ReleaseForm?

        mutating func add(_ form: ReleaseForm, _ fields: FieldSet) {
            if form.strength > (self.form?.strength ?? -1) { self.form = form }
            self.fields.formUnion(fields)
        }

        mutating func add(_ ground: Ground) {
            if seen.insert(ground).inserted { grounds.append(ground) }
        }

        func release<View>(
            _ view: View, _ requester: Requester, _ action: AccessAction
        ) -> Released<View> {
            Released(
                view, requester, .access(action), grounds: grounds, fields: fields, form: form)
        }
    }
}
