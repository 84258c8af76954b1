import Crypto
import Foundation
import Testing

@testable import Identity

/// Published registrations and sign-ins; see `Vectors/README.md`.
struct PasskeyVector: Decodable, Sendable {
    struct Registration: Decodable {
        let challenge: String
        let clientDataJSON: String
        let attestationObject: String
    }
    struct Assertion: Decodable {
        let challenge: String
        let clientDataJSON: String
        let authenticatorData: String
        let signature: String
    }
    let source: String
    let registration: Registration
    let registrationRefusal: String?
    let credentialID: String
    let assertion: Assertion
    let assertionRefusal: String?

    static func load() throws -> [PasskeyVector] {
        struct File: Decodable { let cases: [PasskeyVector] }
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Vectors/passkeys.json")
        return try JSONDecoder().decode(File.self, from: Data(contentsOf: url)).cases
    }
}

@Suite struct PasskeyVectorTests {
    private let site = PasskeySite(
        relyingPartyID: "example.org", origins: ["https://example.org"])

    private func bytes(_ hex: String) -> [UInt8] {
        stride(from: 0, to: hex.count, by: 2).compactMap { place in
            let start = hex.index(hex.startIndex, offsetBy: place)
            return UInt8(hex[start..<hex.index(start, offsetBy: 2)], radix: 16)
        }
    }

    @Test func publishedRegistrationsAreJudgedAsTheirFileSays() throws {
        let vectors = try PasskeyVector.load()
        #expect(vectors.count == 2)
        for vector in vectors {
            let verdict = PasskeyRegistration.verify(
                PasskeyRegistration(
                    clientDataJSON: bytes(vector.registration.clientDataJSON),
                    attestationObject: bytes(vector.registration.attestationObject)),
                challenge: bytes(vector.registration.challenge), site: site)
            switch verdict {
            case .accepted(let passkey):
                #expect(vector.registrationRefusal == nil)
                #expect(passkey.credentialID == bytes(vector.credentialID))
            case .refused(let refusal):
                #expect("\(refusal)" == vector.registrationRefusal)
            }
        }
    }

    @Test func publishedSignInsAreJudgedAsTheirFileSays() throws {
        for vector in try PasskeyVector.load() {
            let object = try #require(
                CBORValue.read(bytes(vector.registration.attestationObject)[...]))
            let data = try #require(
                object.value["authData"]?.asBytes.flatMap(AuthenticatorData.init))
            let key = try #require(data.attested?.key)
            let client = bytes(vector.assertion.clientDataJSON)
            let signed = bytes(vector.assertion.authenticatorData)
            let signature = bytes(vector.assertion.signature)
            // The signature itself is right, whatever else is asked for.
            #expect(key.verifies(signature, of: signed + Array(SHA256.hash(data: client))))
            let verdict = PasskeyAssertion.verify(
                PasskeyAssertion(
                    credentialID: bytes(vector.credentialID), clientDataJSON: client,
                    authenticatorData: signed, signature: signature, userHandle: nil),
                challenge: bytes(vector.assertion.challenge), site: site,
                known: .init(key: key, signCount: 0, userHandle: []))
            guard case .refused(let refusal) = verdict else {
                #expect(vector.assertionRefusal == nil)
                continue
            }
            #expect("\(refusal)" == vector.assertionRefusal)
        }
    }
}
