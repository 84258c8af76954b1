import Foundation
import Laboratory
import Testing

@Suite struct ConditionParameterTests {
    /// What a truth file says about its conditions.
    private struct Stated: Decodable {
        enum Value: Decodable {
            case number(Double)
            case range([Double])
            case word(String)

            init(from decoder: any Decoder) throws {
                let value = try decoder.singleValueContainer()
                if let number = try? value.decode(Double.self) {
                    self = .number(number)
                } else if let range = try? value.decode([Double].self) {
                    self = .range(range)
                } else {
                    self = .word(try value.decode(String.self))
                }
            }

            var text: String {
                func short(_ number: Double) -> String {
                    number == number.rounded() ? String(Int(number)) : String(number)
                }
                return switch self {
                case .number(let number): short(number)
                case .range(let ends): ends.map(short).joined(separator: ":")
                case .word(let word): word
                }
            }
        }

        let params: [String: Value]
    }

    /// The conditions of the public worlds, as their own files state them.
    @Test(.enabled(if: PublicWorlds.arePresent, Comment(rawValue: PublicWorlds.absent)))
    func publishedConditionsAreThoseOfThePublicWorlds() throws {
        let names = try PublicWorlds.names()
        #expect(names.count == WorldConditions.published.count)
        for (name, scenario) in zip(names, WorldConditions.published) {
            #expect(name.dropFirst(4) == scenario.name)
            let json = Data(try PublicWorlds.text("truth/\(name).json").utf8)
            var conditions = WorldConditions()
            for (parameter, value) in try JSONDecoder().decode(Stated.self, from: json).params {
                try conditions.set(parameter, to: value.text)
            }
            #expect(conditions == scenario.conditions, "\(name)")
        }
    }

    @Test func everyConditionCanBeSetToItsOwnText() throws {
        let names = ConditionParameter.all.map(\.name)
        #expect(Set(names).count == names.count)
        let other = WorldConditions.varied(seed: 3)
        var conditions = WorldConditions()
        for parameter in ConditionParameter.all {
            try conditions.set(parameter.name, to: parameter.text(in: other))
            #expect(parameter.text(in: conditions) == parameter.text(in: other))
        }
        #expect(conditions == other)
    }

    @Test(arguments: [
        ("colour", "red", "no such condition"), ("mode", "chaos", "no value"),
        ("ports", "many", "no value"), ("fall", "0.5:0.2", "no value"),
        ("fall", "1:2:3", "no value"), ("lag-weeks", ":", "no value"), ("alpha", "", "no value"),
    ])
    func whatCannotBeSetIsNamed(name: String, text: String, cause: String) {
        var conditions = WorldConditions()
        let defect = #expect(throws: WorldConditions.Defect.self) {
            try conditions.set(name, to: text)
        }
        #expect(defect?.parameter == name)
        #expect(defect?.cause.contains(cause) == true)
        #expect(conditions == WorldConditions())
    }

    @Test func variedConditionsCanAllBeMade() throws {
        for seed in 0..<300 {
            #expect(WorldConditions.varied(seed: UInt64(seed)).defects == [], "seed \(seed)")
        }
        #expect(WorldConditions.varied(seed: 1) != WorldConditions.varied(seed: 2))
    }
}

@Suite struct WorldFormatTests {
    /// The page's table is written from the code, so that neither can say what the other does
    /// not.
    @Test func theFormatPageNamesEveryConditionWithItsUsualValue() throws {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("docs/formats/worlds.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }
        let usual = WorldConditions()
        let own = ConditionParameter.all.map { parameter in
            let alias = parameter.publicName.map { "`\($0)`" } ?? ""
            return "| `\(parameter.name)` | \(alias) | \(parameter.text(in: usual)) | "
                + "\(parameter.meaning) |"
        }
        #expect(rows.map(String.init) == own, "\(own.joined(separator: "\n"))")
    }
}
