import TestSupport
import Testing

@testable import WebInterface

/// The gate of large bodies: never more bytes than its budget, none lost, first come first served.
@Suite struct UploadGateTests {
    @Test func whoFindsNoPlaceInTimeIsTurnedAway() async throws {
        let gate = UploadGate(budget: 10, patience: .zero)
        let inner = await gate.hold(8) { await gate.hold(3) { true } }
        #expect(inner == .some(nil))
        #expect(gate.free == 10 && gate.waiting == 0)
    }

    @Test func oneLargerThanTheBudgetTakesAllOfIt() async throws {
        let gate = UploadGate(budget: 10, patience: .zero)
        let free = await gate.hold(1_000) { gate.free }
        #expect(free == 0)
        #expect(gate.free == 10)
    }

    @Test func aBodyThatFailsGivesItsBytesBack() async throws {
        let gate = UploadGate(budget: 10, patience: .zero)
        await #expect(throws: TestFault.self) {
            _ = try await gate.hold(4) { throw TestFault(what: "the line broke") }
        }
        #expect(gate.free == 10)
    }

    @Test func whoWaitsGetsThePlaceThatComesFreeAndASmallOneDoesNotPass() async throws {
        let gate = UploadGate(budget: 10, patience: .seconds(600))
        let order = Shared<[String]>([])
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                _ = await gate.hold(10) { for await _ in ends { break } }
            }
            while gate.free > 0 { await Task.yield() }
            group.addTask { _ = await gate.hold(9) { order.change { $0.append("large") } } }
            while gate.waiting < 1 { await Task.yield() }
            group.addTask { _ = await gate.hold(2) { order.change { $0.append("small") } } }
            while gate.waiting < 2 { await Task.yield() }
            end.yield()
        }
        #expect(order.value == ["large", "small"])
        #expect(gate.free == 10 && gate.waiting == 0)
    }

    private struct Held {
        var now = 0
        var most = 0
        var done = 0
    }

    @Test func neverMoreThanTheBudgetAndNothingIsLost() async throws {
        var random = Seeded(31)
        let gate = UploadGate(budget: 100, patience: .seconds(600))
        let sizes = (0..<400).map { _ in random.number(1...60) }
        let held = Shared(Held())
        await withTaskGroup(of: Void.self) { group in
            for size in sizes {
                group.addTask {
                    _ = await gate.hold(size) {
                        held.change {
                            $0.now += size
                            $0.most = max($0.most, $0.now)
                        }
                        for _ in 0..<size { await Task.yield() }
                        held.change {
                            $0.now -= size
                            $0.done += 1
                        }
                    }
                }
            }
        }
        let end = held.value
        #expect(end.done == sizes.count && end.now == 0)
        #expect((51...100).contains(end.most), "\(end.most)")
        #expect(gate.free == 100)
    }

    @Test func aWaiterWhoseTaskEndsLeavesNoTrace() async throws {
        let gate = UploadGate(budget: 10, patience: .seconds(600))
        let result = await gate.hold(10) {
            await withTaskGroup(of: Bool.self) { group in
                group.addTask { await gate.hold(1) { true } ?? false }
                group.cancelAll()
                return await group.next() ?? true
            }
        }
        #expect(result == false)
        #expect(gate.free == 10 && gate.waiting == 0)
    }
}
