import TestSupport
import Testing

@testable import EvidenceLog

extension CheckpointVerdict {
    var refusal: CheckpointRefusal? {
        if case .refused(let refusal) = self { refusal } else { nil }
    }
    var checkpoint: VerifiedCheckpoint? {
        if case .verified(let checkpoint) = self { checkpoint } else { nil }
    }
}

@Suite struct CheckpointTests {
    private let root = TreeHash.leaf([1])

    @Test func checkpointComesBack() throws {
        var random = Seeded(341)
        let party = try Party(&random)
        for size in [1, 2, 9, 10, 20_852_163, CompactTree.maximumSize] {
            for extensions in [[], ["one"], ["one", "two é"]] {
                let checkpoint = try Checkpoint(
                    origin: "port.example/evidence", size: size, root: root,
                    extensions: extensions)
                #expect(try Checkpoint(parsing: checkpoint.text) == checkpoint)
                let signed = try party.log.sign(checkpoint)
                #expect(try SignedCheckpoint(parsing: signed.bytes) == signed)
                let verified = signed.verify(logKey: party.log.verifierKey).checkpoint
                #expect(verified?.checkpoint == checkpoint)
            }
        }
    }

    @Test func strictReaderRefusesOtherWritings() {
        let good = "o\n1\n\(root.base64)\n"
        #expect((try? Checkpoint(parsing: Array(good.utf8))) != nil)
        let hash = root.base64
        let changedBits = hash.dropLast(2) + "B="
        let texts = [
            "", "\n", "o\n1\n", "o\n1\n\(hash)", "\n1\n\(hash)\n", "o\n01\n\(hash)\n",
            "o\n+1\n\(hash)\n", "o\n-1\n\(hash)\n", "o\n1 \n\(hash)\n", "o\n\n\(hash)\n",
            "o\n0x1\n\(hash)\n", "o\n9223372036854775808\n\(hash)\n",
            "o\n99999999999999999999\n\(hash)\n", "o\n1\n\(changedBits)\n",
            "o\n1\n\(hash.dropLast())\n", "o\n1\n\(hash)=\n", "o\n1\n \(hash)\n",
            "o\n1\n\(hash)\n\n", "o\n1\n\(hash)\nx\n\n", "o\n1\n\(hash)\n\ny\n",
            "o\r\n1\r\n\(hash)\r\n", "o\n1\n\(hash)\nx\u{1}\n",
            "o\n0\n\(hash)\n",  // the empty tree has one root alone
            String(repeating: "o", count: 256) + "\n1\n\(hash)\n",
            good + String(repeating: "x\n", count: 17),
        ]
        for text in texts {
            #expect(throws: CheckpointDefect.self, "\(text)") {
                try Checkpoint(parsing: Array(text.utf8))
            }
        }
        let empty = "o\n0\n\(TreeHash.emptyRoot.base64)\n"
        #expect((try? Checkpoint(parsing: Array(empty.utf8)))?.size == 0)
    }

    @Test func logSignsItsOwnOriginAlone() throws {
        var random = Seeded(342)
        let party = try Party(&random)
        let other = try Checkpoint(origin: "other.example", size: 1, root: root)
        #expect(throws: CheckpointDefect.originIsNotSigner) { try party.log.sign(other) }
        // A note of another origin that the key has signed all the same is refused.
        let note = try party.log.sign(other.text)
        let signed = try SignedCheckpoint(parsing: note.bytes)
        #expect(signed.verify(logKey: party.log.verifierKey).refusal == .origin)
    }

    @Test func quorumCountsDifferentWitnesses() throws {
        var random = Seeded(343)
        let party = try Party(&random)
        let (logKey, keys) = (party.log.verifierKey, party.witnessKeys)
        let checkpoint = try Checkpoint(origin: logKey.name, size: 1, root: root)
        var signed = try party.log.sign(checkpoint)
        for count in 0...3 {
            for quorum in 0...4 {
                let verdict = signed.verify(logKey: logKey, witnessKeys: keys, quorum: quorum)
                if quorum <= count {
                    #expect(verdict.checkpoint?.cosignatures.count == count)
                } else {
                    #expect(verdict.refusal == .quorum(needed: quorum, found: count))
                }
            }
            if count < 3 {
                signed = try signed.adding(party.witnesses[count].cosign(checkpoint, now: 50))
            }
        }
        #expect(
            signed.verify(logKey: logKey, witnessKeys: keys).checkpoint?.cosignatures
                .map(\.time) == [50, 50, 50])
        // Known to nobody, the three count for nothing.
        #expect(signed.verify(logKey: logKey, quorum: 1).refusal == .quorum(needed: 1, found: 0))
    }

    @Test func oneKeyUnderTwoNamesIsOneWitness() throws {
        var random = Seeded(344)
        let party = try Party(&random)
        let secret = random.bytes(32)
        let twins = try ["a.example", "b.example"].map {
            try Cosigner(name: $0, privateKey: secret)
        }
        let checkpoint = try Checkpoint(
            origin: party.log.verifierKey.name, size: 1, root: root)
        var signed = try party.log.sign(checkpoint)
        for twin in twins { signed = try signed.adding(twin.cosign(checkpoint, now: 1)) }
        let verdict = signed.verify(
            logKey: party.log.verifierKey, witnessKeys: twins.map(\.verifierKey), quorum: 2)
        #expect(verdict.refusal == .quorum(needed: 2, found: 1))
    }

    @Test func logIsNoWitnessOfItself() throws {
        var random = Seeded(345)
        let secret = random.bytes(32)
        let log = try NoteSigner(name: "log.example", privateKey: secret)
        let itself = try Cosigner(name: "witness.example", privateKey: secret)
        let checkpoint = try Checkpoint(origin: "log.example", size: 1, root: root)
        let signed = try log.sign(checkpoint).adding(itself.cosign(checkpoint, now: 1))
        let verdict = signed.verify(
            logKey: log.verifierKey, witnessKeys: [itself.verifierKey], quorum: 1)
        #expect(verdict.refusal == .quorum(needed: 1, found: 0))
    }

    @Test func cosignatureIsNoSignatureOfTheLog() throws {
        var random = Seeded(346)
        let party = try Party(&random)
        let checkpoint = try Checkpoint(
            origin: party.log.verifierKey.name, size: 1, root: root)
        let cosignature = party.witnesses[0].cosign(checkpoint, now: 1)
        let note = try SignedNote(text: checkpoint.text, signatures: [cosignature])
        let signed = SignedCheckpoint(checkpoint, note: note)
        let verdict = signed.verify(
            logKey: party.log.verifierKey, witnessKeys: party.witnessKeys)
        #expect(verdict.refusal == .note(.noKnownSignature))
        #expect(
            signed.verify(logKey: party.witnessKeys[0]).refusal
                == .keyOfOtherKind("witness.example/w1"))
        #expect(
            signed.verify(
                logKey: party.log.verifierKey, witnessKeys: [party.log.verifierKey]
            ).refusal == .keyOfOtherKind("port.example/evidence"))
    }

    @Test func changedTimeOfACosignatureIsRefused() throws {
        var random = Seeded(347)
        let party = try Party(&random)
        let checkpoint = try Checkpoint(
            origin: party.log.verifierKey.name, size: 1, root: root)
        let right = party.witnesses[0].cosign(checkpoint, now: 1_000)
        for place in right.bytes.indices {
            var bytes = right.bytes
            bytes[place] ^= UInt8(1 << random.number(0...7))
            let signed = try party.log.sign(checkpoint).adding(
                NoteSignature(name: right.name, keyID: right.keyID, bytes: bytes))
            #expect(
                signed.verify(
                    logKey: party.log.verifierKey, witnessKeys: party.witnessKeys
                ).refusal == .note(.badSignature(key: right.name)))
        }
    }
}
