import Crypto
import Foundation
import PortVocabulary
import TestSupport
import Testing

@testable import NeedToKnow

@Suite struct VerificationTests {
    private func standing(
        _ agreement: Agreement, _ signatures: [AgreementSignature],
        registered: [OrganisationID: [UInt8]] = Samples.registered,
        revocations: [Revocation] = [], on day: String = "2026-11-24"
    ) -> AgreementStanding {
        AgreementVerification.verify(
            agreement, signatures: signatures, registered: registered, revocations: revocations,
            on: Samples.day(day))
    }

    private func isInForce(_ standing: AgreementStanding) -> Bool {
        if case .inForce = standing { true } else { false }
    }

    @Test func allSignaturesPutAnAgreementIntoForce() throws {
        let agreement = try Samples.agreement()
        let signatures = try Samples.signatures(agreement)
        let expected = AgreementStanding.inForce(VerifiedAgreement(verified: agreement))
        #expect(standing(agreement, signatures) == expected)
        #expect(standing(agreement, signatures.reversed()) == expected)
    }

    @Test func validityHasBothEnds() throws {
        let agreement = try Samples.agreement()
        let signatures = try Samples.signatures(agreement)
        #expect(
            standing(agreement, signatures, on: "2025-12-31")
                == .notYet(from: Samples.day("2026-01-01")))
        #expect(isInForce(standing(agreement, signatures, on: "2026-01-01")))
        #expect(isInForce(standing(agreement, signatures, on: "2027-12-31")))
        #expect(
            standing(agreement, signatures, on: "2028-01-01")
                == .expired(on: Samples.day("2027-12-31")))
    }

    @Test func missingSignaturesAreNamed() throws {
        let agreement = try Samples.agreement()
        let signatures = try Samples.signatures(agreement)
        #expect(standing(agreement, []) == .unsigned(missing: [Samples.nl, Samples.be]))
        #expect(standing(agreement, [signatures[0]]) == .unsigned(missing: [Samples.be]))
    }

    @Test func oneSignatureDoesNotCountForTwo() throws {
        let agreement = try Samples.agreement()
        let signatures = try Samples.signatures(agreement)
        let borrowed = AgreementSignature(
            organisation: Samples.be, signature: signatures[0].signature)
        #expect(standing(agreement, [signatures[0], borrowed]) == .badSignature(Samples.be))
    }

    @Test func signaturesOfAnotherVersionDoNotCount() throws {
        let signatures = try Samples.signatures(try Samples.agreement())
        let next = try Samples.agreement(Samples.replacing("version: 1", "version: 2"))
        #expect(standing(next, signatures) == .badSignature(Samples.nl))
    }

    @Test func swappedKeysAreRefused() throws {
        let swapped = Samples.document
            .replacing(Samples.base64(1), with: "X").replacing(Samples.base64(2), with: "Y")
            .replacing("key: X", with: "key: " + Samples.base64(2))
            .replacing("key: Y", with: "key: " + Samples.base64(1))
        let agreement = try Samples.agreement(swapped)
        let signatures = [
            try AgreementSignature(signing: agreement, as: Samples.nl, with: Samples.key(2)),
            try AgreementSignature(signing: agreement, as: Samples.be, with: Samples.key(1)),
        ]
        #expect(standing(agreement, signatures) == .keyDiffers(Samples.nl))
    }

    @Test func keysMustBeRegistered() throws {
        let agreement = try Samples.agreement()
        let signatures = try Samples.signatures(agreement)
        #expect(
            standing(agreement, signatures, registered: [Samples.nl: Samples.publicKey(1)])
                == .unknownKey(Samples.be))
        var other = Samples.registered
        other[Samples.be] = Samples.publicKey(9)
        #expect(standing(agreement, signatures, registered: other) == .keyDiffers(Samples.be))
    }

    @Test func anAgreementWithoutAKeyNeverVerifies() throws {
        let draft = try Samples.agreement(
            Samples.replacing("    key: \(Samples.base64(2))\n", ""))
        let good = try Samples.key(1).signature(for: Data(draft.canonicalText.utf8))
        let signatures = [
            AgreementSignature(organisation: Samples.nl, signature: Array(good)),
            AgreementSignature(organisation: Samples.be, signature: []),
        ]
        for key in [[], Samples.publicKey(2)] {
            let registered = [Samples.nl: Samples.publicKey(1), Samples.be: key]
            #expect(
                standing(draft, signatures, registered: registered) == .keyDiffers(Samples.be))
        }
        #expect(throws: SigningDefect.missingKeys([Samples.be])) {
            try AgreementSignature(signing: draft, as: Samples.nl, with: Samples.key(1))
        }
    }

    @Test func nobodySignsForAnother() throws {
        let agreement = try Samples.agreement()
        #expect(throws: SigningDefect.otherKey(Samples.nl)) {
            try AgreementSignature(signing: agreement, as: Samples.nl, with: Samples.key(2))
        }
        let stranger: OrganisationID = Samples.id("fr-customs")
        #expect(throws: SigningDefect.notAParty(stranger)) {
            try AgreementSignature(signing: agreement, as: stranger, with: Samples.key(1))
        }
    }

    @Test func whatOthersAddSpoilsNothing() throws {
        let agreement = try Samples.agreement()
        let junk = [
            AgreementSignature(
                organisation: Samples.nl, signature: [UInt8](repeating: 7, count: 64)),
            AgreementSignature(organisation: Samples.be, signature: []),
            AgreementSignature(organisation: Samples.id("fr-customs"), signature: [1]),
        ]
        #expect(isInForce(standing(agreement, try junk + Samples.signatures(agreement))))
        #expect(standing(agreement, junk) == .badSignature(Samples.nl))
    }

    /// Ed25519 after RFC 8032 binds every bit of text, key and signature.
    @Test func anyChangedBitBreaksTheAgreement() throws {
        var random = Seeded(321)
        let agreement = try Samples.agreement()
        let signatures = try Samples.signatures(agreement)
        for _ in 0..<200 {
            var bytes = signatures[0].signature
            bytes[random.number(0...63)] ^= 1 << UInt8(random.number(0...7))
            let changed = AgreementSignature(organisation: Samples.nl, signature: bytes)
            #expect(standing(agreement, [changed, signatures[1]]) == .badSignature(Samples.nl))
        }
        let text = Array(agreement.canonicalText.utf8)
        for _ in 0..<400 {
            var bytes = text
            bytes[random.number(0...bytes.count - 1)] = UInt8(random.number(32...126))
            let changed = String(decoding: bytes, as: UTF8.self)
            guard bytes != text, let other = try? Agreement(canonicalText: changed) else {
                continue
            }
            #expect(!isInForce(standing(other, signatures)))
        }
    }

    @Test func whatNoDocumentCouldSayIsMalformed() throws {
        let agreement = try Samples.agreement()
        var lonely = agreement
        lonely.parties = []
        #expect(standing(lonely, []) == .malformed)
        var negative = agreement
        negative.clauses[0].conditions.minimumCell = 0
        #expect(standing(negative, try Samples.signatures(agreement)) == .malformed)
        var hidden = agreement
        hidden.title = "a\u{202E}b"
        #expect(standing(hidden, []) == .malformed)
    }

    @Test func revocationCountsFromItsDay() throws {
        let agreement = try Samples.agreement()
        let signatures = try Samples.signatures(agreement)
        let revocation = try Revocation(
            revoking: agreement, as: Samples.be, from: Samples.day("2026-06-01"),
            with: Samples.key(2))
        #expect(
            revocation.statement == "breakwater-agreement-revocation/1\nnl-be-port-steering\n1\n"
                + "be-customs\n2026-06-01\n")
        let before = standing(
            agreement, signatures, revocations: [revocation], on: "2026-05-31")
        #expect(isInForce(before))
        for day in ["2026-06-01", "2029-01-01"] {
            #expect(
                standing(agreement, signatures, revocations: [revocation], on: day)
                    == .revoked(by: Samples.be, on: Samples.day("2026-06-01")))
        }
    }

    @Test func onlyAPartyRevokes() throws {
        let agreement = try Samples.agreement()
        let signatures = try Samples.signatures(agreement)
        let day = Samples.day("2026-06-01")
        let real = try Revocation(
            revoking: agreement, as: Samples.be, from: day, with: Samples.key(2))
        let claims = [
            (agreement.id, 1, Samples.nl, day), (agreement.id, 2, Samples.be, day),
            (Samples.id("other"), 1, Samples.be, day),
            (agreement.id, 1, Samples.be, Samples.day("2026-05-01")),
            (agreement.id, 1, Samples.id("fr-customs"), day),
        ]
        for (id, version, organisation, day) in claims {
            let forged = Revocation(
                agreement: id, version: version, organisation: organisation, day: day,
                signature: real.signature)
            #expect(isInForce(standing(agreement, signatures, revocations: [forged])))
        }
    }
}

@Suite struct VersionTests {
    private let first = Samples.replacing("until: 2027-12-31", "until: 2028-12-31")
    private let second = Samples.replacing("version: 1", "version: 2")
        .replacing("from: 2026-01-01", with: "from: 2026-07-01")

    private func granted(
        _ texts: [String], on day: String, unsigned: Int? = nil, revoked: [Int: String] = [:]
    ) throws -> [Int] {
        let judged = try texts.enumerated().map { index, text in
            let agreement = try Samples.agreement(text)
            let signatures = try Samples.signatures(agreement)
            let revocations = try revoked[index].map {
                try Revocation(
                    revoking: agreement, as: Samples.nl, from: Samples.day($0),
                    with: Samples.key(1))
            }
            return JudgedAgreement(
                agreement: agreement,
                standing: AgreementVerification.verify(
                    agreement, signatures: index == unsigned ? [] : signatures,
                    registered: Samples.registered, revocations: revocations.map { [$0] } ?? [],
                    on: Samples.day(day)))
        }
        let result = AgreementVerification.inForce(judged, on: Samples.day(day))
        let reversed = AgreementVerification.inForce(judged.reversed(), on: Samples.day(day))
        #expect(result == reversed)
        return result.map(\.agreement.version)
    }

    @Test func theHighestVersionCountsFromItsFirstDay() throws {
        #expect(try granted([first, second], on: "2026-06-30") == [1])
        #expect(try granted([first, second], on: "2026-07-01") == [2])
    }

    @Test func anUnsignedVersionReplacesNothing() throws {
        #expect(try granted([first, second], on: "2026-08-01", unsigned: 1) == [1])
    }

    @Test func aReplacedVersionDoesNotComeBack() throws {
        #expect(try granted([first, second], on: "2028-06-01") == [])
        #expect(try granted([first, second], on: "2026-08-01", revoked: [1: "2026-08-01"]) == [])
        // A revocation dated back must not bring the wider version back either.
        #expect(try granted([first, second], on: "2026-08-01", revoked: [1: "2026-02-01"]) == [])
        #expect(try granted([first, second], on: "2026-06-30", revoked: [1: "2026-02-01"]) == [1])
    }

    @Test func twoTextsUnderOneVersionGrantNothing() throws {
        let other = first.replacing("Port steering", with: "Another")
        #expect(try granted([first, other], on: "2026-02-01") == [])
        #expect(try granted([first, first], on: "2026-02-01") == [1])
    }
}
