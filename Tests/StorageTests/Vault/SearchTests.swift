import EvidenceLog
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

/// The search finds what the reader may see, by what the reader may see of it.
@Suite struct SearchTests {
    private static func search(_ text: String) throws -> Selection {
        var selection = Selection()
        selection.search = try SearchText(parsing: text)
        return selection
    }

    /// Words that occur, their beginnings, and words that do not occur.
    private static func words(_ random: inout Seeded) -> String {
        let all = [
            "rotterdam", "nlrtm", "nl", "NLR", "cocaine", "coc", "drop table", "göteborg", "ΕΛ",
            "港", "rip", "in load", "container", "a", "b", "csqu", "zzz", "nl seizure", "antwerp",
            "cash eur", "forwarder", "at port", "switch", "1", "Ελλάδα",
        ]
        return random.pick(all)
    }

    @Test(arguments: EngineKind.here)
    func searchIsTheFilterOverWhatIsVisible(_ kind: EngineKind) throws {
        var random = Seeded(521)
        let node = try TestNode(kind)
        let clauses = [
            Partner.clause(.fields) { $0.fields = [.date, .methods, .reporter] },
            Partner.clause(.fields) {
                $0.id = ClauseID(trusted: "two")
                $0.fields = [.date, .place, .substance]
                $0.ports = [Sample.places[0], Sample.places[2]]
            },
        ]
        try node.agree(Partner.agreement("nl-be-pact", clauses))
        let contents: [RecordContent] =
            (0..<120).map { .seizure(Sample.event($0, &random)) }
            + (0..<30).map { .figure(Sample.figure($0, &random)) }
            + (0..<30).map { .denominator(Sample.denominator($0, &random)) }
        let mark = try Mark(
            trafficLight: .amber, handling: .h1, handlingText: nil, purposes: .all,
            releasableTo: nil, retention: nil)
        try node.append(contents.enumerated().map { IntakeRecord("r\($0)", $1, mark: mark) })
        var (hits, kept) = (0, 0)
        for requester in [try TestNode.requester(), try Partner.requester()] {
            let policy = try node.store.policy(on: Sample.today)
            for recordKind in RecordKind.allCases {
                let visible = policy.visibility(
                    requester, .list, kind: recordKind,
                    classes: try node.store.accessClasses(recordKind), on: Sample.today)
                for _ in 0..<40 {
                    let selection = try Self.search(Self.words(&random))
                    let found = try serials(selection, visible, node)
                    let all = try permits(visible, node)
                    let search = try #require(selection.search)
                    let expected = all.filter {
                        search.fits(contents[$0.serial - 1], fields: $0.permit.fields)
                    }.map(\.serial)
                    #expect(found == expected, "\(search)")
                    #expect(try node.store.count(selection, visible: visible) == found.count)
                    hits += found.count
                    kept +=
                        all.count {
                            search.fits(contents[$0.serial - 1], fields: recordKind.fields)
                        }
                        - found.count
                }
            }
        }
        #expect(hits > 300)
        // Records that would have been found by a field that is kept back.
        #expect(kept > 30)
    }

    private func serials(
        _ selection: Selection, _ visible: Visibility, _ node: TestNode
    ) throws -> [Int] {
        switch visible.kind {
        case .seizure: try node.store.seizures(selection, visible: visible).facts.map(\.serial)
        case .figure: try node.store.figures(selection, visible: visible).map(\.serial)
        case .denominator:
            try node.store.denominators(selection, visible: visible).map(\.serial)
        }
    }

    private func permits(
        _ visible: Visibility, _ node: TestNode
    ) throws -> [(serial: Int, permit: Permit)] {
        switch visible.kind {
        case .seizure:
            try node.store.seizures(Selection(), visible: visible).facts.compactMap { fact in
                visible.permit(
                    class: fact.accessClass, place: fact.place, country: fact.country,
                    substances: fact.substance.group, isConsented: false
                ).map { (fact.serial, $0) }
            }
        case .figure:
            try node.store.figures(Selection(), visible: visible).compactMap { fact in
                visible.permit(
                    class: fact.accessClass, place: fact.figure.place,
                    country: fact.figure.country, substances: fact.figure.substance.group,
                    isConsented: false
                ).map { (fact.serial, $0) }
            }
        case .denominator:
            try node.store.denominators(Selection(), visible: visible).compactMap { fact in
                visible.permit(
                    class: fact.accessClass, place: fact.denominator.place,
                    country: fact.denominator.country, substances: .unknown, isConsented: false
                ).map { (fact.serial, $0) }
            }
        }
    }

    @Test(arguments: EngineKind.here)
    func supersededAndErasedRecordsAreFoundNoMore(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        try node.append([Self.named("r1", "Kaiserhafen"), Self.named("r2", "Kaiserhafen")])
        let old = try Self.search("kaiserh")
        #expect(try node.seizures(old).count == 2)
        try node.append([Self.named("r1", "Nordschleuse", given: ["2"])])
        #expect(try node.seizures(old).map(\.serial) == [2])
        #expect(try node.seizures(Self.search("nordschleuse")).map(\.serial) == [3])
        _ = try node.store.erase(
            RecordID(trusted: "r2"), reason: "asked for", by: node.permit(.retain, "r2"),
            at: TestNode.moment)
        #expect(try node.seizures(old).isEmpty)
        #expect(try node.count("search_text") == 1)
        #expect(try node.store.check().isSound)
    }

    /// FTS5 keeps a deleted word until its pieces are merged; the file must not.
    @Test func erasedWordIsInNoPageOfTheIndex() throws {
        let node = try TestNode(.sqlite)
        try node.append([Self.named("r1", "Qwertzuiopa"), Self.named("r2", "Antwerp")])
        func pages() throws -> Bool {
            try node.rows("SELECT block FROM search_index_data").contains { row in
                guard case .blob(let bytes) = row[0] else { return false }
                return String(decoding: bytes, as: UTF8.self).contains("qwertzuiopa")
            }
        }
        #expect(try pages())
        _ = try node.store.erase(
            RecordID(trusted: "r1"), reason: "asked for", by: node.permit(.retain, "r1"),
            at: TestNode.moment)
        #expect(try pages() == false)
    }

    private static func named(
        _ name: String, _ place: String, given: [String] = ["1"]
    ) -> IntakeRecord {
        var event = SeizureEvent(when: DateSpan(day: Sample.today), reporter: "NL")
        event.placeText = place
        return IntakeRecord(name, .seizure(event), given: given)
    }

    @Test(arguments: ["", " .,- ", "a b c d e f g h i", String(repeating: "x", count: 400)])
    func searchWithoutAWordOrWithTooManyIsRefused(_ text: String) {
        #expect(throws: WordDefect.self) { try SearchText(parsing: text) }
    }

    @Test(arguments: EngineKind.here)
    func signsOfTheEnginesAreNoSigns(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        try node.append([Self.named("r1", "Dock (7) \"K2\" O'Neill's* -x")])
        for text in [
            "\"k2", "o'neill*", "(7)", "NOT dock", "k2 OR", "a:b|c&!d \\ $1 ?", "NEAR(", "dock*",
        ] {
            let search = try SearchText(parsing: text)
            let isThere = search.words.allSatisfy { word in
                ["dock", "7", "k2", "oneills", "x", "nl"].contains { $0.hasPrefix(word) }
            }
            #expect(try node.seizures(Self.search(text)).count == (isThere ? 1 : 0), "\(text)")
        }
    }
}
