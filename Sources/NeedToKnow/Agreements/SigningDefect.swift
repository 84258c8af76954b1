package import PortVocabulary

/// Why an organisation cannot sign: a closed set, each with its cause and its mend.
package enum SigningDefect: Error, Hashable, Sendable {
    case notAParty(OrganisationID)
    /// The private key does not belong to the public key that the agreement names.
    case otherKey(OrganisationID)
    /// These parties have no key in the agreement. Never empty.
    case missingKeys([OrganisationID])
    /// The agreement is none that a document could give.
    case malformed
    /// The cryptographic library refused the key.
    case failed

    package var cause: String {
        switch self {
        case .notAParty(let party): "“\(party)” is not a party of this agreement"
        case .otherKey(let party): "the private key is not that of “\(party)” in the agreement"
        case .missingKeys(let parties):
            "these parties have no key: \(parties.map(\.text).joined(separator: ", "))"
        case .malformed: "the agreement has defects"
        case .failed: "the key could not be used"
        }
    }

    package var mend: String {
        switch self {
        case .notAParty: "sign as one of the parties"
        case .otherKey: "use the key whose public part stands in the agreement, or correct it there"
        case .missingKeys: "add their public keys; what is signed must name them"
        case .malformed: "check the document and mend what is found"
        case .failed: "look whether the key file is whole"
        }
    }
}
