import PortVocabulary

extension Released {
    /// One view made of several that were released alike: it rests on all their grounds and may
    /// draw on all their fields. Views for different requesters, or for different acts, are our
    /// own bug, and so is none at all.
    package static func joining<Part>(
        _ parts: [Released<Part>], _ make: ([Part]) throws -> View
    ) rethrows -> Released<View> {
        guard let first = parts.first else { preconditionFailure("a view made of nothing") }
        var grounds: [Ground] = []
        var seen: Set<Ground> = []
        var fields: FieldSet = []
        var form: ReleaseForm?
        for part in parts {
            precondition(
                part.requester == first.requester && part.act == first.act,
                "views of different requests")
            for ground in part.grounds where seen.insert(ground).inserted {
                grounds.append(ground)
            }
            fields.formUnion(part.fields)
            if let other = part.form, other.strength > (form?.strength ?? -1) { form = other }
        }
        return Released(
            try make(parts.map(\.view)), first.requester, first.act, grounds: grounds,
            fields: fields, form: form)
    }
}
