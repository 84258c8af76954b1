package import PortVocabulary

/// The originator's word that a record may go to an organisation.
package struct Consent: Hashable, Sendable {
    package let receiver: OrganisationID
    package let purpose: Purpose
    /// The last day on which it holds.
    package let until: CalendarDate

    package init(receiver: OrganisationID, purpose: Purpose, until: CalendarDate) {
        (self.receiver, self.purpose, self.until) = (receiver, purpose, until)
    }
}

/// What many records share: kind, originator and mark. A node with a million records has a few
/// hundred of these, so that a rule can be decided once for each.
package struct AccessClass: Hashable, Sendable {
    package let kind: RecordKind
    package let originator: OrganisationID
    package let mark: Mark

    package init(kind: RecordKind, originator: OrganisationID, mark: Mark) {
        (self.kind, self.originator, self.mark) = (kind, originator, mark)
    }
}

/// A record as far as a decision needs to know it.
package struct Resource: Hashable, Sendable {
    package var access: AccessClass
    package var place: PlaceCode?
    package var country: Country?
    package var substances: SubstanceGroup
    /// The last day on which it may be used; nil where no clock runs. On the next day it waits
    /// for review or erasure, and nobody but the custodian reaches it.
    package var keepUntil: CalendarDate?
    package var consents: [Consent]

    package init(
        access: AccessClass, place: PlaceCode?, country: Country?, substances: SubstanceGroup,
        keepUntil: CalendarDate? = nil, consents: [Consent] = []
    ) {
        (self.access, self.place, self.country) = (access, place, country)
        (self.substances, self.keepUntil, self.consents) = (substances, keepUntil, consents)
    }
}
