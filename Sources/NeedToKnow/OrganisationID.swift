package import PortVocabulary

/// Marks ``ID`` as that of an organisation.
package enum OrganisationCase {}
/// Identifies an organisation across the alliance, for example `nl-customs`.
package typealias OrganisationID = ID<OrganisationCase>
