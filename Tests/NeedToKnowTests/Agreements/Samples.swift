import Crypto
import Foundation
import PortVocabulary
import TestSupport

@testable import NeedToKnow

/// Invented organisations with keys of their own, and the texts that tests change.
enum Samples {
    static func id<Case>(_ text: String) -> ID<Case> { ID(trusted: text) }

    /// A key that depends on nothing but the number.
    static func key(_ number: UInt8) -> Curve25519.Signing.PrivateKey {
        let seed = Data(repeating: number, count: 32)
        return try! Curve25519.Signing.PrivateKey(rawRepresentation: seed)
    }

    static func publicKey(_ number: UInt8) -> [UInt8] {
        Array(key(number).publicKey.rawRepresentation)
    }

    static func base64(_ number: UInt8) -> String { Data(publicKey(number)).base64EncodedString() }

    static func day(_ text: String) -> CalendarDate { try! DateSpan(parsing: text).first }

    static let nl: OrganisationID = id("nl-customs")
    static let be: OrganisationID = id("be-customs")
    static let registered: [OrganisationID: [UInt8]] = [nl: publicKey(1), be: publicKey(2)]

    /// 31 lines; tests name lines of it.
    static let document = """
        agreement: nl-be-port-steering
        version: 1
        title: Port steering committee
        basis: Article 1 of an invented law
        valid: {from: 2026-01-01, until: 2027-12-31}
        parties:
          - organisation: nl-customs
            name: Customs of the north
            kind: authority
            country: NL
            key: \(base64(1))
          - organisation: be-customs
            name: Customs of the south
            kind: authority
            country: BE
            key: \(base64(2))
        clauses:
          - clause: seizures
            from: [nl-customs]
            to: [be-customs]
            records: [seizure]
            purposes: [strategic-analysis]
            release: fields
            fields: [date, place]
            up-to: AMBER
            handling: [H0, H1]
            roles: [analyst]
            ports: [NLRTM]
            substances: [cocaine]
            conditions: {consent: true, minimum-cell: 5}
            basis: Article 2 of an invented law

        """

    static func agreement(_ text: String = document) throws -> Agreement {
        try AgreementDocument(parsing: text).agreement
    }

    static func signatures(_ agreement: Agreement) throws -> [AgreementSignature] {
        [
            try AgreementSignature(signing: agreement, as: nl, with: key(1)),
            try AgreementSignature(signing: agreement, as: be, with: key(2)),
        ]
    }

    /// The sample with one piece of its text replaced; the piece must be there once.
    static func replacing(_ old: String, _ new: String) -> String {
        precondition(document.components(separatedBy: old).count == 2, "“\(old)” is not there once")
        return document.replacingOccurrences(of: old, with: new)
    }

    static let productData = packageRoot.appendingPathComponent("data/agreements")

    static let packageRoot = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
}
