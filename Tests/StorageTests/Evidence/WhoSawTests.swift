import EvidenceLog
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

/// The originator's question: who saw my record, when, for what, on which clause, which fields.
@Suite struct WhoSawTests {
    private func note(
        _ node: TestNode, _ action: AccessAction, _ subject: String,
        _ parts: [(form: ReleaseForm, ground: Ground, fields: FieldSet, serials: [Int])],
        at seconds: Int64 = 0
    ) throws {
        try node.store.note(
            ReleaseNote(
                requester: try Partner.requester(purpose: .portSecurity), action: action,
                subject: subject, kind: .seizure,
                parts: parts.map {
                    ReleaseNote.Part(
                        form: $0.form, grounds: [$0.ground, .published], fields: $0.fields,
                        serials: SerialSet($0.serials))
                }), at: Moment(seconds: TestNode.moment.seconds + seconds))
    }

    private func ground(_ clause: String) -> Ground {
        .clause(AgreementID(trusted: "pact"), version: 2, ClauseID(trusted: clause))
    }

    @Test(arguments: EngineKind.here)
    func usesNameExactlyWhatWasReleased(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        try node.append((0..<6).map { .plain("r\($0)") })
        try note(
            node, .list, "a list",
            [
                (.full, ground("one"), [.date, .place], [1, 3]),
                (.fields, ground("two"), [.substance], [2, 5]),
            ])
        try note(node, .export, "a file", [(.full, ground("one"), [.date], [3])], at: 60)
        try note(node, .count, "a table", [(.aggregate, ground("three"), [], [2, 3, 4])], at: 90)
        try node.refuse("record/r2")
        let uses = try #require(try node.store.uses(of: RecordID(trusted: "r2")))
        #expect(uses.map(\.act) == [.count, .export, .release])
        #expect(uses.map(\.subject) == ["a table", "a file", "a list"])
        #expect(uses.map(\.form) == ["aggregate", "full", "full"])
        #expect(
            uses.map(\.grounds) == [
                "pact/2#three published", "pact/2#one published", "pact/2#one published",
            ])
        #expect(uses.map(\.fields) == [[], ["date"], ["date", "place"]])
        #expect(uses.map { $0.at - TestNode.moment.seconds } == [90, 60, 0])
        #expect(
            uses.allSatisfy {
                $0.person == "bert" && $0.organisation == "be-police"
                    && $0.purpose == "port-security" && $0.basis == "Police Act"
            })
        let counts = try (0..<6).map {
            try node.store.uses(of: RecordID(trusted: "r\($0)"))?.count
        }
        #expect(counts == [1, 2, 3, 1, 1, 0])
        #expect(try node.store.uses(of: RecordID(trusted: "nobody")) == nil)
        #expect(try node.store.usage() == [AgreementID(trusted: "pact"): Sample.today])
        #expect(try node.store.check().isSound)
    }

    /// Who saw the first version is told, also after a second one has come.
    @Test(arguments: EngineKind.here)
    func usesOfEveryVersionAreTold(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        try node.append([.plain("a"), .plain("b")])
        try note(node, .list, "first", [(.full, ground("one"), [.date], [1])])
        try node.append([.plain("a", given: ["2"])])
        try note(node, .list, "second", [(.full, ground("one"), [.date], [2, 3])])
        let uses = try #require(try node.store.uses(of: RecordID(trusted: "a")))
        #expect(uses.map(\.subject) == ["second", "first"])
    }

    /// Entries of the evidence name the release rows, so that neither can be changed alone.
    @Test func releaseOfVeryManyPartsIsNamedWhole() throws {
        let node = try TestNode(.sqlite)
        let parts = (1...4_200).map {
            (
                form: ReleaseForm.full, ground: ground("one"), fields: FieldSet([.date]),
                serials: [$0]
            )
        }
        try note(node, .list, "many", parts)
        #expect(try node.count("release") == 4_200)
        #expect(try node.store.check().findings == [])
    }

    /// A release of all records takes as many bytes as a release of a few.
    @Test func releaseOfAllRecordsDoesNotGrowWithTheirNumber() throws {
        let node = try TestNode(.sqlite)
        var sizes: [Int] = []
        for count in [100, 10_000, 1_000_000] {
            try node.release(Array(1...count))
            let stored = try node.rows("SELECT serials FROM release ORDER BY entry DESC LIMIT 1")
            guard case .blob(let bytes) = stored[0][0] else { throw NoPermit() }
            sizes.append(bytes.count)
        }
        #expect(sizes.allSatisfy { $0 <= 8 })
        // And what the entry of the evidence weighs does not grow either.
        let bodies = try node.rows("SELECT body FROM evidence ORDER BY entry DESC LIMIT 3").map {
            if case .blob(let bytes) = $0[0] { bytes.count } else { 0 }
        }
        #expect(bodies.max()! - bodies.min()! < 10)
    }

    @Test func runsHoldExactlyWhatWentIn() {
        var random = Seeded(91)
        for _ in 0..<100 {
            var serials: Set<Int> = []
            for _ in 0..<random.number(0...5) {
                let first = random.number(0...3_000)
                serials.formUnion(first...(first + random.number(0...300)))
            }
            serials.insert(random.number(1...1 << 40))
            let bytes = SerialSet(serials).bytes
            let asked = Array(stride(from: 0, through: 3_400, by: 7)) + serials.prefix(50)
            let wrong = asked.filter {
                SerialRuns.contains($0, in: bytes) != serials.contains($0)
            }
            #expect(wrong == [])
        }
    }

    /// Bytes that are no runs answer nil and never stop the program.
    @Test func damagedRunsAreToldApart() {
        var random = Seeded(92)
        for _ in 0..<2_000 {
            let bytes = (0..<random.number(0...40)).map { _ in UInt8(random.number(0...255)) }
            _ = SerialRuns.contains(random.number(0...1_000), in: bytes)
        }
        let huge = Array(repeating: [UInt8](repeating: 0xff, count: 6) + [0x7f], count: 40_000)
        #expect(SerialRuns.contains(5, in: Array(huge.joined())) == nil)
        #expect(SerialRuns.contains(5, in: [0x80]) == nil)
        #expect(SerialRuns.contains(5, in: []) == false)
    }
}
