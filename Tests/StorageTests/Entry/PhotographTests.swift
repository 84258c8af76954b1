import EvidenceLog
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

/// Photographs of a record.
@Suite struct PhotographTests {
    /// Hands back what it was told to.
    private struct Cleaner: ImageCleaner {
        var result: [UInt8]? = SampleImage.cleanJPEG
        func clean(_ bytes: [UInt8], _ kind: ImageKind) throws -> [UInt8]? { result }
    }

    private static let record = RecordID(trusted: "r1")

    private static func world(_ kind: EngineKind) throws -> (
        TestNode, KeepPhotographs<NodeDatabase>
    ) {
        let node = try TestNode(kind)
        let mark = try Mark(
            trafficLight: .amber, handling: .h1, handlingText: nil, purposes: .all,
            releasableTo: nil, retention: nil)
        var event = SeizureEvent(when: DateSpan(day: Sample.today), reporter: "NL")
        event.substance = .cocaineUnspecified
        try node.append([IntakeRecord("r1", .seizure(event), mark: mark)])
        return (node, KeepPhotographs(store: node.store))
    }

    private static func add(
        _ step: KeepPhotographs<NodeDatabase>, _ requester: Requester? = nil,
        _ bytes: [UInt8] = SampleImage.jpeg, cleaner: Cleaner = Cleaner()
    ) throws -> PhotographOutcome {
        try step.add(
            requester ?? TestNode.requester(), bytes, to: record, cleaner: cleaner,
            now: TestNode.moment)
    }

    private static func picture(
        _ step: KeepPhotographs<NodeDatabase>, _ requester: Requester
    ) throws -> [UInt8]? {
        let answer = try step.open(requester, 1, of: record, now: TestNode.moment)
        guard case .released(let released) = answer else { return nil }
        return released.view.bytes
    }

    @Test(arguments: EngineKind.here)
    func cleanedPictureIsSealedSeenAndErasedWithItsRecord(_ kind: EngineKind) throws {
        let (node, step) = try Self.world(kind)
        #expect(try Self.add(step) == .added(1))
        #expect(try Self.add(step) == .added(2))
        let own = try TestNode.requester()
        #expect(try Self.picture(step, own) == SampleImage.cleanJPEG)
        guard
            case .released(let lines) = try step.list(own, Self.record, now: TestNode.moment),
            case .blob(let stored) = try node.rows("SELECT sealed FROM photograph")[0][0]
        else { throw NoPermit() }
        #expect(lines.view.map(\.number) == [1, 2])
        #expect(lines.view[0].byteCount == SampleImage.cleanJPEG.count)
        #expect(stored.count > SampleImage.cleanJPEG.count)
        #expect(!stored.contains([0xff, 0xd8, 0xff]))
        // A new version of the record keeps its photographs.
        var event = SeizureEvent(when: DateSpan(day: Sample.today), reporter: "NL")
        event.placeText = "changed"
        try node.append([IntakeRecord("r1", .seizure(event), given: ["2"])])
        #expect(try Self.picture(step, own) == SampleImage.cleanJPEG)
        #expect(
            try step.remove(
                own, 2, of: Self.record, reason: "blurred", now: TestNode.moment))
        #expect(
            try step.remove(own, 2, of: Self.record, reason: "blurred", now: TestNode.moment)
                == false)
        #expect(try node.store.check().findings == [])
        _ = try node.store.erase(
            Self.record, reason: "asked for", by: node.permit(.retain, "r1"),
            at: TestNode.moment)
        #expect(try node.count("photograph") == 0)
        #expect(try node.store.check().findings == [])
    }

    @Test func whatIsNoCleanPictureIsRefused() throws {
        let (node, step) = try Self.world(.sqlite)
        let large =
            SampleImage.jpeg
            + [UInt8](repeating: 0, count: KeepPhotographs<NodeDatabase>.byteLimit)
        for (bytes, cleaner) in [
            (SampleImage.jpeg, Cleaner(result: nil)),
            (SampleImage.jpeg, Cleaner(result: SampleImage.jpeg)),
            (SampleImage.jpeg, Cleaner(result: [])), (Array("GIF89a".utf8), Cleaner()),
            (large, Cleaner()),
        ] {
            guard case .unfit = try Self.add(step, nil, bytes, cleaner: cleaner) else {
                Issue.record("\(bytes.count) bytes were taken")
                continue
            }
        }
        #expect(try node.count("photograph") == 0)
        for _ in 0..<KeepPhotographs<NodeDatabase>.limit { _ = try Self.add(step) }
        #expect(try Self.add(step) == .full)
    }

    @Test func onlyWhoSeesTheCellsSeesThePicture() throws {
        let (node, step) = try Self.world(.sqlite)
        _ = try Self.add(step)
        let partner = try Partner.requester()
        #expect(try Self.picture(step, partner) == nil)
        let cut = Partner.clause(.fields) {
            $0.fields = RecordKind.seizure.fields.subtracting([.given])
        }
        try node.agree(Partner.agreement("nl-be-cut", [cut]))
        #expect(try Self.picture(step, partner) == nil)
        try node.agree(Partner.agreement("nl-be-full", [Partner.clause()]))
        #expect(try Self.picture(step, partner) == SampleImage.cleanJPEG)
        #expect(try Self.add(step, partner) == .notAvailable)
        #expect(try Self.add(step, TestNode.requester([.analyst])) == .notAvailable)
        #expect(
            try step.remove(partner, 1, of: Self.record, reason: "x", now: TestNode.moment)
                == false)
    }
}
