import Crypto
import Foundation
import TestSupport
import Testing

@testable import Identity

@Suite struct PasskeyTests {
    private let site = PasskeySite(
        relyingPartyID: "node.example", origins: ["https://node.example"])
    private let challenge = Array("a challenge of forty bytes, as it were..".utf8)
    private let handle: [UInt8] = [7, 7, 7]

    private func verify(
        _ authenticator: SoftAuthenticator, more: String = ""
    ) -> PasskeyRegistration.Verdict {
        let made = authenticator.register(challenge: challenge, more: more)
        return PasskeyRegistration.verify(
            PasskeyRegistration(
                clientDataJSON: made.clientData, attestationObject: made.attestation),
            challenge: challenge, site: site)
    }

    private func known(
        _ authenticator: SoftAuthenticator, signCount: UInt32 = 0
    ) throws -> PasskeyAssertion.KnownPasskey {
        let key = try #require(
            PasskeyPublicKey(
                coordinates: Array(authenticator.key.publicKey.rawRepresentation)))
        return PasskeyAssertion.KnownPasskey(
            key: key, signCount: signCount, userHandle: handle)
    }

    private func answer(
        _ authenticator: SoftAuthenticator, _ signed: SoftAuthenticator.Assertion,
        userHandle: [UInt8]? = nil
    ) -> PasskeyAssertion {
        PasskeyAssertion(
            credentialID: authenticator.credentialID, clientDataJSON: signed.clientData,
            authenticatorData: signed.authenticatorData, signature: signed.signature,
            userHandle: userHandle)
    }

    @Test func aNewPasskeyIsAcceptedWithItsKey() throws {
        var random = Seeded(911)
        for _ in 0..<20 {
            let authenticator = SoftAuthenticator(&random)
            #expect(
                verify(authenticator)
                    == .accepted(
                        .init(
                            credentialID: authenticator.credentialID,
                            key: try known(authenticator).key, signCount: 1)))
        }
    }

    @Test func aRegistrationForAnotherSiteOrActIsRefused() throws {
        var random = Seeded(912)
        let good = SoftAuthenticator(&random)
        var other = good
        other.origin = "https://evil.example"
        #expect(verify(other) == .refused(.origin))
        other = good
        other.relyingPartyID = "evil.example"
        #expect(verify(other) == .refused(.relyingParty))
        other = good
        other.flags = 0x04
        #expect(verify(other) == .refused(.userAbsent))
        other.flags = 0x01
        #expect(verify(other) == .refused(.userUnverified))
        #expect(verify(good, more: #","crossOrigin":true"#) == .refused(.framed))
        #expect(verify(good, more: #","crossOrigin":false,"new":{"a":1}"#) != .refused(.framed))
        let made = good.register(challenge: challenge)
        let answer = PasskeyRegistration(
            clientDataJSON: made.clientData, attestationObject: made.attestation)
        #expect(
            PasskeyRegistration.verify(answer, challenge: [1] + challenge, site: site)
                == .refused(.challenge))
        let signed = try good.sign(challenge: challenge)
        #expect(
            PasskeyRegistration.verify(
                PasskeyRegistration(
                    clientDataJSON: signed.clientData, attestationObject: made.attestation),
                challenge: challenge, site: site) == .refused(.type))
    }

    @Test func aSignInIsAcceptedOnceItsCountGrows() throws {
        var random = Seeded(913)
        var authenticator = SoftAuthenticator(&random)
        func verdict(_ last: UInt32) throws -> PasskeyAssertion.Verdict {
            PasskeyAssertion.verify(
                answer(
                    authenticator, try authenticator.sign(challenge: challenge),
                    userHandle: handle),
                challenge: challenge, site: site,
                known: try known(authenticator, signCount: last))
        }
        authenticator.signCount = 5
        #expect(try verdict(4) == .accepted(signCount: 5))
        #expect(try verdict(5) == .refused(.counter))
        #expect(try verdict(6) == .refused(.counter))
        authenticator.signCount = 0
        #expect(try verdict(0) == .accepted(signCount: 0))
        #expect(try verdict(1) == .refused(.counter))
    }

    @Test func aSignInOfAnotherUserKeySiteOrActIsRefused() throws {
        var random = Seeded(914)
        let good = SoftAuthenticator(&random)
        let stranger = SoftAuthenticator(&random)
        func verdict(
            _ signer: SoftAuthenticator, type: String = "webauthn.get", more: String = "",
            user: [UInt8]? = nil
        ) throws -> PasskeyAssertion.Verdict {
            PasskeyAssertion.verify(
                answer(
                    signer, try signer.sign(challenge: challenge, type: type, more: more),
                    userHandle: user), challenge: challenge, site: site, known: try known(good))
        }
        #expect(try verdict(good) == .accepted(signCount: 1))
        #expect(try verdict(good, user: [1]) == .refused(.user))
        #expect(try verdict(stranger) == .refused(.signature))
        #expect(try verdict(good, type: "webauthn.create") == .refused(.type))
        #expect(try verdict(good, more: #","crossOrigin":true"#) == .refused(.framed))
        var other = good
        other.origin = "http://node.example"
        #expect(try verdict(other) == .refused(.origin))
        other = good
        other.relyingPartyID = "example"
        #expect(try verdict(other) == .refused(.relyingParty))
        for (flags, refusal) in [
            (0x04, PasskeyRefusal.userAbsent), (0x01, .userUnverified),
            (0x45, .authenticatorData), (0x85, .authenticatorData),
        ] as [(UInt8, PasskeyRefusal)] {
            other = good
            other.flags = flags
            #expect(try verdict(other) == .refused(refusal))
        }
    }

    @Test func aSignInWithAnyByteChangedIsRefused() throws {
        var random = Seeded(915)
        let authenticator = SoftAuthenticator(&random)
        let signed = try authenticator.sign(challenge: challenge)
        let known = try known(authenticator)
        let parts: [WritableKeyPath<SoftAuthenticator.Assertion, [UInt8]>] = [
            \.clientData, \.authenticatorData, \.signature,
        ]
        for part in parts {
            for place in signed[keyPath: part].indices {
                var changed = signed
                changed[keyPath: part][place] ^= 1 << UInt8(random.number(0...7))
                let verdict = PasskeyAssertion.verify(
                    answer(authenticator, changed), challenge: challenge, site: site,
                    known: known)
                if case .accepted = verdict { Issue.record("byte \(place) of \(part)") }
            }
            for count in signed[keyPath: part].indices {
                var cut = signed
                cut[keyPath: part] = Array(cut[keyPath: part].prefix(count))
                let verdict = PasskeyAssertion.verify(
                    answer(authenticator, cut), challenge: challenge, site: site, known: known)
                if case .accepted = verdict { Issue.record("\(count) bytes of \(part)") }
            }
        }
    }

    /// Nobody signs a registration without attestation: a changed byte gives a refusal, or a
    /// passkey with which the authenticator itself is then refused, or one of another name.
    @Test func aRegistrationWithAnyByteChangedLetsNobodyElseIn() throws {
        var random = Seeded(916)
        let authenticator = SoftAuthenticator(&random)
        let made = authenticator.register(challenge: challenge)
        let genuine = try known(authenticator).key
        for place in made.attestation.indices {
            var changed = made.attestation
            changed[place] ^= 1 << UInt8(random.number(0...7))
            let verdict = PasskeyRegistration.verify(
                PasskeyRegistration(
                    clientDataJSON: made.clientData, attestationObject: changed),
                challenge: challenge, site: site)
            guard case .accepted(let passkey) = verdict else { continue }
            #expect(passkey.key == genuine, "byte \(place) made another key of the curve")
        }
        for count in made.attestation.indices {
            let verdict = PasskeyRegistration.verify(
                PasskeyRegistration(
                    clientDataJSON: made.clientData,
                    attestationObject: Array(made.attestation.prefix(count))),
                challenge: challenge, site: site)
            if case .accepted = verdict { Issue.record("\(count) bytes were enough") }
        }
    }

    /// Any bytes at all are answered, and not by a stop of the program.
    @Test func randomBytesAreRefused() {
        var random = Seeded(917)
        for _ in 0..<20_000 {
            var bytes = (0..<random.number(0...80)).map { _ in
                UInt8(truncatingIfNeeded: random.next())
            }
            // Often a map or a list, to get further.
            if !bytes.isEmpty, random.number(0...1) == 0 { bytes[0] = random.pick([0xa3, 0x83]) }
            _ = CBORValue.read(bytes[...])
            _ = AuthenticatorData(Array(repeating: 0x45, count: 37) + bytes)
        }
        let deep = Array(repeating: UInt8(0x81), count: 9_000)
        #expect(CBORValue.read(deep[...]) == nil)
        #expect(CBORValue.read([0x9b] + Array(repeating: 0xff, count: 8)) == nil)
        #expect(CBORValue.read([0x5b] + Array(repeating: 0xff, count: 8)) == nil)
        #expect(CBORValue.read([0xa2, 1, 1, 1, 2]) == nil)
        #expect(CBORValue.read([0x1b] + Array(repeating: 0xff, count: 8)) == nil)
    }

    /// Source: RFC 8949, appendix A.
    @Test func valuesAreReadAsTheStandardHasThem() throws {
        func read(_ bytes: [UInt8]) -> CBORValue? { CBORValue.read(bytes[...])?.value }
        #expect(read([0x18, 0x64]) == .integer(100))
        #expect(read([0x1a, 0x00, 0x0f, 0x42, 0x40]) == .integer(1_000_000))
        #expect(read([0x29]) == .integer(-10))
        #expect(read([0x39, 0x03, 0xe7]) == .integer(-1_000))
        #expect(read([0x44, 1, 2, 3, 4]) == .bytes([1, 2, 3, 4]))
        #expect(read([0x62, 0xc3, 0xbc]) == .text("ü"))
        #expect(read([0x83, 0x01, 0x02, 0x03]) == .list([.integer(1), .integer(2), .integer(3)]))
        #expect(
            read([0xa2, 0x61, 0x61, 0x01, 0x61, 0x62, 0x82, 0x02, 0x03])
                == .map([
                    .text("a"): .integer(1), .text("b"): .list([.integer(2), .integer(3)]),
                ]))
        #expect(read([0xf4]) == .boolean(false) && read([0xf6]) == .null)
    }
}
