package import PortVocabulary

extension Policy {
    /// The filter for one request over records of one kind. `classes` are the access classes by
    /// their number in the store; those of other kinds are left out.
    package func visibility(
        _ requester: Requester, _ action: AccessAction, kind: RecordKind,
        classes: [Int: AccessClass], on day: CalendarDate
    ) -> Visibility {
        let question = Question(requester, action, day)
        let all = Self.fields(of: kind)
        var ways: [Int: [Visibility.Way]] = [:]
        for (number, access) in classes where access.kind == kind {
            let found = self.ways(question, access, all: all)
            if !found.isEmpty { ways[number] = found }
        }
        return Visibility(requester, action, kind: kind, day: day, ways: ways)
    }

    private func ways(
        _ question: Question, _ access: AccessClass, all: FieldSet
    ) -> [Visibility.Way] {
        guard Self.refusal(question, access.originator) == nil else { return [] }
        switch Self.ownRight(question, access) {
        case .refused: return []
        case .ground(let ground):
            return [
                Visibility.Way(
                    ground: ground, form: .full, fields: all, minimumCell: 1, scope: .everything,
                    needsConsent: false)
            ]
        case .none: break
        }
        let clauses = clauses(from: access.originator, to: question.organisation)
        return clauses.filter { $0.refusal(question, access, record: nil, all: all) == nil }.map {
            Visibility.Way(
                ground: $0.ground, form: $0.form, fields: $0.fields(of: all),
                minimumCell: $0.minimumCell, scope: $0.scope,
                needsConsent: $0.needsConsent(access.mark, for: question))
        }
    }
}
