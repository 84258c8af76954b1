package import NeedToKnow
package import PortVocabulary

/// Why a change of people is not made.
package enum PeopleDefect: Hashable, Sendable {
    case absent
    /// There is such an account already, or one that differs in capital letters only.
    case taken
    /// A name has 1 to 200 characters.
    case name
    /// Nobody would be left who manages people and could sign in.
    case lastAdministrator
    /// A system holds tokens; it is no administrator and nobody's deputy.
    case system
    /// The deputy is the person, or of another organisation, or somebody's account has ended.
    case deputy
    /// Only roles that the person has can be lent.
    case roles
    /// A deputy's time is a year at most, and does not lie in the past.
    case span
    /// Only the person or an administrator appoints a deputy.
    case notAllowed

    package var cause: String {
        switch self {
        case .absent: "there is no such account"
        case .taken: "there is such an account already"
        case .name: "the name does not have 1 to 200 characters"
        case .lastAdministrator: "nobody would be left who manages people"
        case .system: "the account is that of a system"
        case .deputy: "the two do not work for the same organisation, or an account has ended"
        case .roles: "a role is lent that the person does not have"
        case .span: "the time is over, or longer than a year"
        case .notAllowed: "only the person or an administrator may do this"
        }
    }

    package var mend: String {
        switch self {
        case .absent: "look at the list of people"
        case .taken: "choose another short name, or change the account that is there"
        case .name: "write the name in 1 to 200 characters"
        case .lastAdministrator: "give the role to a colleague first"
        case .system: "take an account of a person"
        case .deputy: "choose a colleague with an account in force"
        case .roles: "lend roles that the person has"
        case .span: "give days from today on, a year at most"
        case .notAllowed: "ask the person or an administrator"
        }
    }
}

/// The answer to a change of people.
package enum PeopleOutcome: Hashable, Sendable {
    case done
    case defect(PeopleDefect)
}

/// The management of accounts.
package struct PeopleSteps<Store: IdentityStore>: Sendable {
    private let store: Store

    /// The longest name. Units: characters.
    private static var nameLength: Int { 200 }
    /// The longest time of a deputy. Units: days.
    private static var deputyDays: Int { 366 }

    package init(store: Store) { self.store = store }

    /// Adds an account.
    ///
    /// - Throws: what the store throws.
    package func add(
        _ person: Person, by permit: NodePermit, at now: Moment
    ) throws -> PeopleOutcome {
        let folded = person.id.text.lowercased()
        guard try !store.people().contains(where: { $0.id.text.lowercased() == folded }) else {
            return .defect(.taken)
        }
        if let defect = defect(person) { return .defect(defect) }
        try store.save(person, by: permit, at: now)
        return .done
    }

    /// Changes an account that is there.
    ///
    /// - Throws: what the store throws.
    package func change(
        _ person: Person, by permit: NodePermit, at now: Moment
    ) throws -> PeopleOutcome {
        let people = try store.people()
        guard people.contains(where: { $0.id == person.id }) else { return .defect(.absent) }
        if let defect = defect(person) { return .defect(defect) }
        // Roles of someone who leaves today still count today; so the day after is looked at.
        let tomorrow = now.day.advanced(byDays: 1)
        let after = people.map { $0.id == person.id ? person : $0 }
        let had = people.contains { $0.manages(store.organisation, on: now.day) }
        let keeps = after.contains { $0.manages(store.organisation, on: tomorrow) }
        guard keeps || !had else { return .defect(.lastAdministrator) }
        try store.save(person, by: permit, at: now)
        return .done
    }

    private func defect(_ person: Person) -> PeopleDefect? {
        guard (1...Self.nameLength).contains(person.name.count),
            !person.name.unicodeScalars.contains(where: {
                $0.properties.generalCategory == .control
            })
        else { return .name }
        guard !person.isSystem || !person.roles.contains(.administrator) else { return .system }
        return nil
    }

    /// Lets someone stand in for another. Who does it for themselves needs no other leave.
    ///
    /// - Throws: what the store throws.
    package func appoint(
        _ deputyship: Deputyship, by requester: Requester, at now: Moment
    ) throws -> PeopleOutcome {
        guard mayManage(deputyship.person, requester) else { return .defect(.notAllowed) }
        guard let person = try store.person(deputyship.person),
            let deputy = try store.person(deputyship.deputy)
        else { return .defect(.absent) }
        guard !person.isSystem, !deputy.isSystem else { return .defect(.system) }
        guard person.id != deputy.id, person.organisation == deputy.organisation,
            person.isActive(on: now.day), deputy.isActive(on: now.day)
        else { return .defect(.deputy) }
        guard !deputyship.roles.isEmpty, person.roles.isSuperset(of: deputyship.roles) else {
            return .defect(.roles)
        }
        let span = deputyship.span
        guard span.last >= now.day, span.days <= Self.deputyDays else { return .defect(.span) }
        try store.save(deputyship, by: requester, at: now)
        return .done
    }

    /// Ends a deputy's time at once.
    ///
    /// - Throws: what the store throws.
    package func dismiss(
        _ deputy: PersonID, of person: PersonID, by requester: Requester, at now: Moment
    ) throws -> PeopleOutcome {
        guard mayManage(person, requester) else { return .defect(.notAllowed) }
        let isThere = try store.deputyships(on: now.day).contains {
            $0.person == person && $0.deputy == deputy
        }
        guard isThere else { return .defect(.absent) }
        try store.endDeputyship(of: person, deputy: deputy, by: requester, at: now)
        return .done
    }

    private func mayManage(_ person: PersonID, _ requester: Requester) -> Bool {
        guard requester.organisation == store.organisation else { return false }
        if requester.person == person { return true }
        return !NodeAct.managePeople.roles.isDisjoint(with: requester.roles)
    }
}

extension Person {
    fileprivate func manages(_ node: OrganisationID, on day: CalendarDate) -> Bool {
        organisation == node && roles.contains(.administrator) && maySignIn(on: day)
    }
}
