import Identity
import NeedToKnow
import PortVocabulary
import SituationAnalysis

extension Exchange {
    /// Leave for an act on the node. What is refused is noted, and so is a look into the evidence
    /// or at what is due: it tells about records and people.
    ///
    /// - Throws: ``ExchangeStop/notAvailable`` where it is refused.
    func leave(_ act: NodeAct, subject: String? = nil) throws -> NodePermit {
        let requester = try accountRequester()
        switch NodeRules.decide(requester, act, node: owner) {
        case .permit(let permit):
            if act.isConsultation {
                try node.store.note(permit, subject: subject ?? "node/\(owner)", at: now)
            }
            return permit
        case .refuse(let reason):
            try node.store.note(
                RefusalNote(
                    requester: requester, action: act.rawValue, subject: "node/\(owner)",
                    reason: reason), at: now)
            throw ExchangeStop.notAvailable
        }
    }

    /// Whose node it is.
    var owner: OrganisationID { Self.owner(of: node.store) }

    // Several of the stores name it; it is the same.
    private static func owner(of store: some IdentityStore) -> OrganisationID {
        store.organisation
    }

    /// An identifier of the path; a malformed one is that of nothing.
    func identifier<Case>(_ name: String, of kind: ID<Case>.Type = ID<Case>.self) throws
        -> ID<Case>
    {
        guard let id = try? ID<Case>(parsing: parameters[name] ?? "") else {
            throw ExchangeStop.notAvailable
        }
        return id
    }

    /// A defect in the language of the page; its messages are `KEY` and `KEYMend`.
    func defect(
        _ field: String, _ key: String, _ values: [String: String] = [:]
    ) -> FormDefect {
        FormDefect(field: field, cause: text(key, values), mend: text(key + "Mend", values))
    }

    /// A moment as pages write it: the day and the minute in UTC.
    func written(_ moment: Moment) -> String {
        String(moment.description.prefix(16)).replacing("T", with: " ")
    }

    /// A day of the form; nil where it is none.
    func day(_ field: String) -> CalendarDate? {
        form[field].flatMap { try? CalendarDate(iso: $0) }
    }

    /// The roles as choices of a form.
    func roleChoices(_ roles: some Sequence<Role>, chosen: Set<Role>) -> [[String: Any]] {
        roles.map { role in
            [
                "code": role.rawValue, "name": text("term.role.\(role.rawValue)"),
                "isChosen": chosen.contains(role),
            ]
        }
    }

    /// Roles in words.
    func words(_ roles: Set<Role>) -> String {
        Role.allCases.filter(roles.contains).map { text("term.role.\($0.rawValue)") }
            .joined(separator: ", ")
    }

    /// The purposes as options of a form.
    func purposeChoices(chosen: String) -> [[String: Any]] {
        Purpose.allCases.map { purpose in
            [
                "code": purpose.rawValue, "name": text("term.purpose.\(purpose.rawValue)"),
                "isChosen": purpose.rawValue == chosen,
            ]
        }
    }

    /// A purpose as the evidence writes it, in words.
    func purposeWords(_ word: String) -> String {
        Purpose(rawValue: word).map { text("term.purpose.\($0.rawValue)") } ?? word
    }
}
