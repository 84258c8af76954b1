/// Marks ``ID`` as that of an organisation.
package enum OrganisationCase {}
/// Marks ``ID`` as that of a person who acts for an organisation.
package enum PersonCase {}
/// Identifies an organisation across the alliance, for example `nl-customs`.
package typealias OrganisationID = ID<OrganisationCase>
/// Identifies a person within an organisation.
package typealias PersonID = ID<PersonCase>
