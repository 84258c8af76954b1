import TestSupport
import Testing

@testable import EvidenceLog

@Suite struct WitnessTests {
    private let now: Int64 = 1_798_761_700

    /// A log of 40 leaves, its witness, and requests to grow from one size to another.
    private struct Scene {
        let party: Party
        let tree = MemoryTree(numberedLeaves(40))
        let witness: Witness

        init(seed: UInt64) throws {
            var random = Seeded(seed)
            party = try Party(&random)
            witness = Witness(cosigner: party.witnesses[0], logs: [party.log.verifierKey])
        }

        func state(_ size: UInt64) throws -> WitnessedState {
            WitnessedState(size: size, root: try tree.reader.root(at: size))
        }

        func signed(_ size: UInt64) throws -> SignedCheckpoint {
            try party.log.sign(
                Checkpoint(
                    origin: party.log.verifierKey.name, size: size,
                    root: tree.reader.root(at: size)))
        }

        func request(_ old: UInt64, _ new: UInt64) throws -> WitnessRequest {
            try WitnessRequest(
                oldSize: old, proof: tree.reader.consistencyProof(old: old, new: new).hashes,
                checkpoint: signed(new))
        }

        func refusal(_ request: WitnessRequest, known: WitnessedState?) -> WitnessRefusal? {
            guard case .refuse(let refusal) = witness.consider(request, known: known, now: 1)
            else { return nil }
            return refusal
        }
    }

    @Test func consistentGrowthIsCosigned() throws {
        let scene = try Scene(seed: 351)
        for old in 0...40 as ClosedRange<UInt64> {
            for new in old...40 {
                let request = try scene.request(old, new)
                let known = old == 0 ? nil : try scene.state(old)
                let answer = scene.witness.consider(request, known: known, now: now)
                guard case .cosign(let signature, let state) = answer else {
                    Issue.record("\(old) to \(new): \(answer)")
                    return
                }
                #expect(try state == scene.state(new))
                let cosigned = try request.checkpoint.adding(signature)
                let verified = cosigned.verify(
                    logKey: scene.party.log.verifierKey,
                    witnessKeys: scene.party.witnessKeys, quorum: 1)
                #expect(verified.checkpoint?.cosignatures.map(\.time) == [now])
            }
        }
    }

    @Test func requestComesBack() throws {
        let scene = try Scene(seed: 352)
        for (old, new) in [(0, 1), (0, 40), (7, 40), (40, 40)] as [(UInt64, UInt64)] {
            let request = try scene.request(old, new)
            #expect(try WitnessRequest(parsing: request.bytes) == request)
        }
    }

    @Test func everyRefusalHasItsReasonAndStatus() throws {
        let scene = try Scene(seed: 353)
        var random = Seeded(354)
        let stranger = try NoteSigner(name: "stranger.example", privateKey: random.bytes(32))
        let unknown = try WitnessRequest(
            oldSize: 0, proof: [],
            checkpoint: stranger.sign(
                Checkpoint(origin: "stranger.example", size: 1, root: .leaf([]))))
        #expect(scene.refusal(unknown, known: nil) == .unknownLog)

        let impostor = try NoteSigner(
            name: scene.party.log.verifierKey.name, privateKey: random.bytes(32))
        let forged = try WitnessRequest(
            oldSize: 0, proof: [], checkpoint: impostor.sign(scene.signed(5).unverified))
        #expect(scene.refusal(forged, known: nil) == .signature)

        let reversed = try WitnessRequest(oldSize: 9, proof: [], checkpoint: scene.signed(5))
        #expect(try scene.refusal(reversed, known: scene.state(9)) == .sizesReversed)

        let late = try scene.request(5, 20)
        #expect(try scene.refusal(late, known: scene.state(9)) == .otherSize(known: 9))
        #expect(scene.refusal(late, known: nil) == .otherSize(known: 0))

        let fork = WitnessedState(size: 20, root: .leaf([]))
        let same = try scene.request(20, 20)
        #expect(scene.refusal(same, known: fork) == .otherRoot(known: 20))
        let grown = try scene.request(20, 30)
        #expect(scene.refusal(grown, known: fork) == .inconsistent(.root))

        let padded = try WitnessRequest(
            oldSize: 0, proof: [.emptyRoot], checkpoint: scene.signed(5))
        #expect(scene.refusal(padded, known: nil) == .inconsistent(.length(found: 1)))

        let answer = try scene.witness.consider(
            scene.request(0, 5), known: nil, now: -1)
        #expect(answer == .refuse(.clock))
        let statuses: [(WitnessRefusal, Int)] = [
            (.unknownLog, 404), (.signature, 403), (.sizesReversed, 400),
            (.otherSize(known: 1), 409), (.otherRoot(known: 1), 409), (.inconsistent(.root), 422),
            (.clock, 500),
        ]
        for (refusal, status) in statuses { #expect(refusal.httpStatus == status) }
    }

    @Test func noChangedRequestIsCosignedForAnotherTree() throws {
        let scene = try Scene(seed: 355)
        let request = try scene.request(7, 40)
        let known = try scene.state(7)
        let truth = try scene.signed(40).unverified
        var cosigned = 0
        for place in request.bytes.indices {
            for bit in 0..<8 {
                var bytes = request.bytes
                bytes[place] ^= 1 << bit
                guard let read = try? WitnessRequest(parsing: bytes) else { continue }
                if case .cosign = scene.witness.consider(read, known: known, now: now) {
                    cosigned += 1
                    #expect(read.checkpoint.unverified == truth)
                }
            }
        }
        #expect(cosigned == 0)
    }

    @Test func strictReaderRefusesOtherRequests() throws {
        let scene = try Scene(seed: 356)
        let note = String(decoding: try scene.signed(5).bytes, as: UTF8.self)
        let hash = TreeHash.emptyRoot.base64
        #expect(throws: Never.self) {
            try WitnessRequest(parsing: Array("old 3\n\(hash)\n\n\(note)".utf8))
        }
        for text in [
            "", "old 3", "old 3\n", "old 3\n\n", "old 03\n\n\(note)", "old -3\n\n\(note)",
            "old  3\n\n\(note)", "Old 3\n\n\(note)", "old 3 \n\n\(note)", "old 3\n\(note)",
            "old 3\n\(hash) \n\n\(note)", "old 3\n\(hash)\n\(note)", "old 3\r\n\n\(note)",
            "old 3\n\n\n\(note)", "old 9223372036854775808\n\n\(note)",
            "old 3\n" + String(repeating: hash + "\n", count: 64) + "\n\(note)",
        ] {
            #expect(throws: WitnessRequestDefect.self, "\(text)") {
                try WitnessRequest(parsing: Array(text.utf8))
            }
        }
        let most = "old 3\n" + String(repeating: hash + "\n", count: 63) + "\n\(note)"
        #expect(try WitnessRequest(parsing: Array(most.utf8)).proof.count == 63)
    }

    @Test func answerOfAWitnessIsTakenWhenItVerifies() throws {
        let scene = try Scene(seed: 357)
        let checkpoint = try scene.signed(5)
        let keys = scene.party.witnessKeys
        let lines = scene.party.witnesses.map {
            $0.cosign(checkpoint.unverified, now: now).line
        }
        let both = try checkpoint.cosigned(answer: lines[0] + lines[1], witnessKeys: keys)
        guard case .cosigned(let cosigned) = both else {
            Issue.record("\(both)")
            return
        }
        #expect(cosigned.note.signatures.count == 3)
        let logKey = scene.party.log.verifierKey
        #expect(cosigned.verify(logKey: logKey, witnessKeys: keys, quorum: 2).checkpoint != nil)

        // Of an unknown witness: nothing is taken. For another checkpoint: all is refused.
        let known = [keys[0]]
        let mixed = try checkpoint.cosigned(answer: lines[0] + lines[1], witnessKeys: known)
        #expect(
            mixed
                == .cosigned(
                    try checkpoint.adding(
                        scene.party.witnesses[0].cosign(checkpoint.unverified, now: now))))
        #expect(
            try checkpoint.cosigned(answer: lines[1], witnessKeys: known)
                == .refused(.noKnownSignature))
        let other = scene.party.witnesses[0].cosign(try scene.signed(6).unverified, now: now)
        #expect(
            try checkpoint.cosigned(answer: other.line + lines[1], witnessKeys: keys)
                == .refused(.badSignature(key: keys[0].name)))
        for answer in ["", "\n", "error\n", "more\n\n" + String(decoding: lines[0], as: UTF8.self)]
        {
            #expect(throws: NoteDefect.self) {
                try checkpoint.cosigned(answer: Array(answer.utf8), witnessKeys: keys)
            }
        }
    }

    @Test func vectorOfTheSecondImplementationIsCosignedWithTheSameBytes() throws {
        let vectors = try Vectors.load("log", as: Vectors.Log.self)
        let request = try WitnessRequest(parsing: Array(vectors.request.utf8))
        #expect(request.bytes == Array(vectors.request.utf8))
        let witness = Witness(
            cosigner: try Cosigner(parsing: vectors.witnessSecret),
            logs: [try NoteVerifierKey(parsing: vectors.logKey)])
        let known = WitnessedState(
            size: vectors.oldSize, root: try #require(TreeHash(base64: vectors.oldRoot.utf8)))
        let answer = witness.consider(request, known: known, now: vectors.witnessTime)
        guard case .cosign(let signature, _) = answer else {
            Issue.record("\(answer)")
            return
        }
        let cosigned = try request.checkpoint.adding(signature)
        #expect(cosigned.bytes == Array(vectors.checkpoint.utf8))
    }
}
