import Testing

@testable import PortVocabulary

@Suite struct MarkTranslationTests {
    /// Every way to mark something with one, two or three systems at once.
    static let markings: [[MarkLabel]] = {
        let choices: [[MarkLabel?]] = MarkSystem.allCases.map { [nil] + $0.labels.map { $0 } }
        let all = choices.reduce([[MarkLabel]]([[]])) { sofar, labels in
            sofar.flatMap { marking in labels.map { marking + ($0.map { [$0] } ?? []) } }
        }
        return all.filter { !$0.isEmpty }
    }()

    static let systems: [[MarkSystem]] = (1...7).map { bits in
        MarkSystem.allCases.enumerated().filter { bits & 1 << $0.offset != 0 }.map(\.element)
    }

    @Test func translationNeverLoosensInAnyPairOfSystems() {
        var found = 0
        for marking in Self.markings {
            for systems in Self.systems {
                guard let labels = MarkTranslation.translate(marking, to: systems) else {
                    continue
                }
                found += 1
                #expect(labels.count == systems.count)
                let meaning = MarkTranslation.understood(from: labels)
                #expect(meaning.isSubset(of: MarkTranslation.granted(by: marking)))
            }
        }
        #expect(Self.markings.count == 149 && found > 200)
    }

    @Test func chainsOfTranslationsNeverLoosen() {
        var chains = 0
        for marking in Self.markings {
            let granted = MarkTranslation.granted(by: marking)
            var ends: Set<[MarkLabel]> = [marking]
            for _ in 0..<4 {
                var next: Set<[MarkLabel]> = []
                for end in ends {
                    for systems in Self.systems {
                        guard let labels = MarkTranslation.translate(end, to: systems) else {
                            continue
                        }
                        chains += 1
                        #expect(
                            MarkTranslation.understood(from: labels).isSubset(of: granted),
                            "\(marking.map(\.title)) became \(labels.map(\.title))")
                        next.insert(labels)
                    }
                }
                ends = next
            }
        }
        #expect(chains > 1_000)
    }

    @Test func whatIsGrantedIsUnderstood() {
        for marking in Self.markings {
            #expect(
                MarkTranslation.granted(by: marking)
                    .isSubset(of: MarkTranslation.understood(from: marking)))
        }
    }

    @Test func narrowerLabelPermitsLess() {
        for system in MarkSystem.allCases {
            for (wide, narrow) in zip(system.labels, system.labels.dropFirst()) {
                #expect(
                    MarkTranslation.understood(from: [narrow])
                        .isSubset(of: MarkTranslation.understood(from: [wide])))
            }
        }
    }

    static let table: [([String], [MarkSystem], [String]?)] = [
        (["TLP:CLEAR"], [.handling], ["H0"]),
        (["TLP:GREEN"], [.handling], ["H1"]),
        (["TLP:AMBER"], [.handling], ["H2"]),
        (["TLP:AMBER+STRICT"], [.handling], ["H2"]),
        (["TLP:RED"], [.handling], ["H3"]),
        (["H0"], [.trafficLight], ["TLP:AMBER+STRICT"]),
        (["H1"], [.trafficLight], ["TLP:AMBER+STRICT"]),
        (["H2"], [.trafficLight], ["TLP:AMBER+STRICT"]),
        (["H3"], [.trafficLight], nil),
        (["TLP:CLEAR"], [.permissible], ["PAP:CLEAR"]),
        (["TLP:GREEN"], [.permissible], nil),
        (["PAP:AMBER"], [.trafficLight], nil),
        (["PAP:AMBER"], [.trafficLight, .permissible], ["TLP:RED", "PAP:AMBER"]),
        (["TLP:GREEN", "PAP:AMBER"], [.handling], nil),
        (["TLP:GREEN", "PAP:AMBER"], [.handling, .permissible], ["H1", "PAP:AMBER"]),
        (["TLP:AMBER", "PAP:RED"], [.handling, .permissible], ["H2", "PAP:RED"]),
        (["H1", "PAP:CLEAR"], [.trafficLight], ["TLP:AMBER+STRICT"]),
    ]

    @Test(arguments: table)
    func labelsBecomeTheWidestThatPermitNoMore(
        from: [String], systems: [MarkSystem], expected: [String]?
    ) throws {
        let all = MarkSystem.allCases.flatMap(\.labels)
        let labels = try from.map { title in try #require(all.first { $0.title == title }) }
        #expect(MarkTranslation.translate(labels, to: systems)?.map(\.title) == expected)
    }

    @Test func permissibleActionsAreReadWithTheirFormerName() throws {
        #expect(try PermissibleActions(label: "PAP:WHITE") == .clear)
        #expect(try PermissibleActions(label: "pap:amber") == .amber)
        #expect(throws: WordDefect.self) { try PermissibleActions(label: "PAP:BLUE") }
    }
}
