import EvidenceLog
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

/// One changed value anywhere in the database, and the check names the row.
@Suite struct TamperingTests {
    @Test(arguments: EngineKind.here)
    func untouchedNodeIsSound(_ kind: EngineKind) throws {
        let node = try FullNode.make(kind, refusals: 560)
        let report = try node.store.check()
        #expect(report.findings == [])
        #expect(report.entries > 600)
        for table in StoredTable.all {
            let count = try #require(try node.count(table.name))
            #expect(count > 0, "\(table) is empty: nothing would be proved about it")
        }
        #expect(try node.count("tile")! >= 2)
        #expect(try node.reopened().check().isSound)
    }

    /// Every table: every column of the first, the last and some other rows.
    @Test(arguments: StoredTable.all)
    func changedBitIsNamed(table: StoredTable) throws {
        let isLog = ["evidence", "tile"].contains(table.name)
        let node = try FullNode.copied(isLog ? .withTiles : .small)
        try changeBits(table, node, rows: isLog ? 6 : table.columns.count > 20 ? 3 : 12)
    }

    @Test(.enabled(if: PrivatePostgres.isExpected))
    func changedBitIsNamedOnPostgres() throws {
        let node = try FullNode.make(.postgres)
        for table in StoredTable.all where table.name != "tile" {
            try changeBits(table, node, rows: 1)
        }
    }

    func changeBits(_ table: StoredTable, _ node: TestNode, rows limit: Int) throws {
        var random = Seeded(61)
        let tampering = try Tampering(node)
        let rows = try node.engine.read("look") { try table.rows($0) }
        var sample = rows.count <= limit ? rows : [rows[0], rows[rows.count - 1]]
        while sample.count < min(limit, rows.count) { sample.append(random.pick(rows)) }
        var refused = 0
        for row in sample {
            for column in table.columns.indices {
                var changed = row
                var found: [String]?
                // What is missing is filled with what the column takes.
                let values: [SQLValue] =
                    row[column] == .null ? [0, .blob([0])] : [row[column].flipped(&random)]
                for value in values where found == nil {
                    changed[column] = value
                    found = try tampering.places {
                        try table.set(column, to: value, in: row, $0)
                    }
                }
                guard let found else {
                    refused += 1
                    continue
                }
                let names = [table.place(row), table.place(changed)]
                #expect(
                    found.contains { names.contains($0) },
                    "\(table).\(table.columns[column]) of \(names[0]): \(found.prefix(5))")
            }
        }
        // The engine refuses a key that would be there twice or that points nowhere; nearly nothing
        // else. In a table of a few columns that is half of them.
        #expect(refused * 2 <= sample.count * table.columns.count)
    }

    /// SQLite stores any kind of value in any column: the check names it and never stops.
    @Test(arguments: StoredTable.all)
    func valueOfAnotherKindIsNamed(table: StoredTable) throws {
        var random = Seeded(62)
        let node = try FullNode.copied(table.name == "tile" ? .withTiles : .small)
        let tampering = try Tampering(node)
        let rows = try node.engine.read("look") { try table.rows($0) }
        let row = random.pick(rows)
        var tried = 0
        for column in table.columns.indices {
            for value in row[column].otherKinds {
                var isSame = false
                let found = try? tampering.places { connection in
                    try table.set(column, to: value, in: row, connection)
                    let after = try table.rows(connection)
                    isSame = after == rows
                }
                // A key of whole numbers takes nothing else.
                guard let found, !isSame else { continue }
                tried += 1
                #expect(
                    !found.isEmpty, "\(table).\(table.columns[column]) as \(value) is not noticed")
            }
        }
        #expect(tried > 0)
    }

    @Test(arguments: StoredTable.all)
    func removedRowIsNamed(table: StoredTable) throws {
        let node = try FullNode.copied(table.name == "tile" ? .withTiles : .small)
        let tampering = try Tampering(node)
        let rows = try node.engine.read("look") { try table.rows($0) }
        for row in Set([rows[0], rows[rows.count / 2], rows[rows.count - 1]]) {
            let found = try #require(try tampering.places { try table.delete(row, $0) })
            // Only the copy outside the database tells of a checkpoint that nobody cosigned.
            if table.name == "checkpoint", row == rows.last { continue }
            #expect(found.contains(table.place(row)), "\(table.place(row)): \(found.prefix(5))")
        }
    }

    @Test func removedNewestCheckpointIsNamedByTheCopyOutside() throws {
        let node = try FullNode.copied()
        let kept = try #require(try node.store.newestCheckpoint())
        let text = String(decoding: kept.bytes, as: UTF8.self)
        #expect(try node.store.check(lastCheckpoint: text).isSound)
        try node.run("DELETE FROM checkpoint WHERE size = ?", [.integer(Int(kept.unverified.size))])
        #expect(
            try node.store.check(lastCheckpoint: text).findings.map(\.place)
                == ["checkpoint \(kept.unverified.size)"])
    }

    /// A row like the last one under another key.
    @Test(arguments: StoredTable.all)
    func forgedRowIsNamed(table: StoredTable) throws {
        let node = try FullNode.copied(table.name == "tile" ? .withTiles : .small)
        let tampering = try Tampering(node)
        var row = try node.engine.read("look") { try table.rows($0) }.last!
        let key = table.keyColumns - 1
        switch row[key] {
        case .integer(let number): row[key] = .integer(number + 1)
        default: row[key] = .text(row[key].plainText + "x")
        }
        if table.name == "access_class" { row[1] = "a label" }
        if table.name == "record" { row[2] = 99 }
        if table.name == "access_token" { row[1] = .blob([9]) }
        if table.name == "credential" { row[4] = .blob([9]) }
        let found = try #require(try tampering.places { try table.insert(row, $0) })
        let names = [
            table.place(row), "readings", "data keys", "leaf \(row[0].plainText)",
        ]
        #expect(found.contains { names.contains($0) }, "\(table.place(row)): \(found.prefix(5))")
    }

    /// Sealed contents, keys and readings exchanged between two records.
    @Test(arguments: [("record", "sealed"), ("data_key", "wrapped"), ("seizure", "place_text")])
    func exchangedContentsAreNamed(table: String, column: String) throws {
        let node = try FullNode.copied()
        let stored = StoredTable.named(table)
        let place = stored.columns.firstIndex(of: column)!
        let rows = try node.engine.read("look") { try stored.rows($0) }
        let first = rows[0]
        let second = rows.first { $0[place] != first[place] }!
        let found = try #require(
            try Tampering(node).places { connection in
                try stored.set(place, to: second[place], in: first, connection)
                try stored.set(place, to: first[place], in: second, connection)
            })
        // What is searched follows from the reading, and no longer fits it either.
        let named = found.filter { !$0.hasPrefix("search_text/") }
        #expect(Set(named) == [stored.place(first), stored.place(second)])
        // Nor does the content open under another record's name.
        if table == "record" {
            try node.run(
                "UPDATE record SET sealed = ? WHERE serial = ?", [second[place], first[0]])
            #expect(throws: DamagedSeal.self) {
                try node.store.details(
                    [RecordID(trusted: first[1].plainText)], visible: node.everything())
            }
        }
    }

    /// One table of an older copy within the database of today.
    @Test(arguments: StoredTable.all)
    func tableOfAnOlderCopyIsNoticed(table: StoredTable) throws {
        let node = try FullNode.copied()
        let before = try node.engine.read("look") { try table.rows($0) }
        try addToEverything(node)
        let after = try node.engine.read("look") { try table.rows($0) }
        guard before != after else {
            #expect(["node", "migration"].contains(table.name))
            return
        }
        let found = try #require(
            try Tampering(node).places { connection in
                try connection.execute("DELETE FROM \(table.name)")
                for row in before { try table.insert(row, connection) }
            })
        #expect(!found.isEmpty)
    }

    /// Changes every table but those that never change.
    private func addReports(_ store: NodeDatabase, at moment: Moment) throws {
        _ = try store.add(
            StoredReportTests.schedule("weekly"), by: TestNode.leave(.scheduleReports),
            at: moment)
        _ = try store.claim(
            ReportKey(
                schedule: ReportScheduleID(trusted: "weekly"),
                period: StoredReportTests.key.period), at: moment)
    }

    private func addGround(_ store: NodeDatabase, at moment: Moment) throws {
        let permit = try TestNode.leave(.keepMeasures)
        _ = try store.keep(MeasureStoreTests.measure(starts: 30, ends: 90), by: permit, at: moment)
        _ = try store.keep(
            measure: MeasureStoreTests.id,
            plan: { MeasureStoreTests.plan(weeksAfter: 78, on: $0) }, by: permit, at: moment)
    }

    private func addToEverything(_ node: TestNode) throws {
        let (store, moment) = (node.store, TestNode.moment)
        var random = Seeded(63)
        let mark = try Mark(trafficLight: .green, handling: .h1)
        let header = BatchHeader(
            id: BatchID(trusted: "batch-2"), file: "b", layout: "l", headers: ["a"],
            startedOn: Sample.today)
        let open = try store.begin(header, by: TestNode.requester(), at: moment)
        _ = try store.append(
            [
                IntakeRecord("n1", .seizure(Sample.event(3, &random)), mark: mark),
                IntakeRecord("n2", .figure(Sample.figure(3, &random)), mark: mark),
                IntakeRecord("n4", .denominator(Sample.denominator(3, &random)), mark: mark),
            ], to: open, at: moment)
        let wrong = BatchHeader(
            id: BatchID(trusted: "batch-3"), file: "w", layout: "l", headers: ["a"],
            startedOn: Sample.today)
        let mistaken = try store.begin(wrong, by: TestNode.requester(), at: moment)
        _ = try store.append(
            [IntakeRecord("n3", .seizure(Sample.event(4, &random)))], to: mistaken, at: moment)
        _ = try store.withdraw(
            wrong.id, reason: "mistaken", by: TestNode.requester(), at: moment)
        _ = try store.add(
            photograph: [1, 2, 3], .jpeg, to: RecordID(trusted: "n1"), limit: 12,
            by: TestNode.requester(), at: moment)
        try addReports(store, at: moment)
        try addGround(store, at: moment)
        let seen = try store.unreviewedGroups { _ in }
        try store.finishReview(
            [
                .init(
                    record: RecordID(trusted: "n1"), other: RecordID(trusted: "s1"),
                    kind: .nearRepeat, score: -0.0, reasons: [])
            ], through: seen, by: TestNode.requester(), at: moment)
        _ = try store.decide(
            .init(record: RecordID(trusted: "n1"), state: .counted, reason: ""),
            by: TestNode.requester(), at: moment)
        _ = try store.place(
            LegalHold(
                record: RecordID(trusted: "n1"), reason: "", reviewer: PersonID(trusted: "anna"),
                placedOn: Sample.today), by: node.permit(.retain, "n1"), at: moment)
        _ = try store.consent(
            RecordID(trusted: "n1"), to: Partner.id, for: .oversight, until: Sample.today,
            by: node.permit(.consent, "n1"), at: moment)
        _ = try store.erase(
            RecordID(trusted: "s20"), reason: "", by: node.permit(.retain, "s20"), at: moment)
        let pact = try Partner.agreement("third-pact")
        try node.agree(pact)
        _ = try store.add(
            Partner.revocation(pact), by: TestNode.leave(.revokeAgreement), at: moment)
        let other = Organisation(
            id: OrganisationID(trusted: "third"), name: "Third", kind: .company, country: nil,
            thirdCountryRole: nil, key: Array(repeating: 9, count: 32))
        _ = try store.register(other, by: TestNode.leave(.registerOrganisation), at: moment)
        _ = try store.replaceImportedPorts([], by: TestNode.requester(), at: moment)
        _ = try store.witness(
            Partner.request(size: 4, from: 4), logs: [Partner.logKey()],
            by: TestNode.requester(), at: moment)
        _ = try store.witness(
            Partner.request(size: 2, name: "other.example"),
            logs: [Partner.logKey(name: "other.example")], by: TestNode.requester(), at: moment)
        try node.addPeople("n")
        try node.release([1, 2])
        try node.refuse(times: 250)
        let signed = try store.signCheckpoint()
        _ = try store.add(
            Partner.cosignature(signed, store), toSize: signed.unverified.size, at: moment)
        #expect(try store.check().findings == [])
    }
}
