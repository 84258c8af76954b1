import Foundation
import PortVocabulary
import Testing

@testable import NeedToKnow

/// The whole access table as a text that a person without a compiler can read and dispute.
@Suite struct MatrixTests {
    @Test func matrixIsTheCommittedOne() throws {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Golden").appendingPathComponent("matrix.txt")
        let matrix = try Matrix.text()
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try matrix.write(to: url, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: url, encoding: .utf8) == matrix)
    }

    @Test func everyRefusalAndEveryFormStandsInTheMatrix() throws {
        let matrix = try Matrix.text()
        for refusal in Refusal.allCases where refusal != .role {
            #expect(matrix.contains("no: \(refusal.rawValue)"), "\(refusal)")
        }
        for word in ["–", "whole", "fields", "count ≥ 5", "hit"] { #expect(matrix.contains(word)) }
    }
}

enum Matrix {
    static func text() throws -> String {
        var lines = introduction
        for situation in try LittleWorld.situations() {
            lines += ["", situation.words, ""]
            lines += table(
                [[""] + AccessAction.allCases.map(\.rawValue)] + (try rows(situation)))
        }
        lines += ["", "", "Acts on the node, by our own people", ""]
        lines += table(try nodeRows())
        let outsiders = try outsiders().sorted().joined(separator: ", ")
        lines += ["", "Anyone of another organisation, in every role, for every act: \(outsiders)"]
        return lines.joined(separator: "\n") + "\n"
    }

    private static let introduction =
        [
            "Who may do what",
            "",
            "The customs service runs this node; the harbour police shares records with it.",
            "All requests are made by one person of customs on \(LittleWorld.day), for strategic",
            "analysis unless the heading says otherwise. Records are TLP:AMBER and H1, and lie in",
            "Rotterdam, unless the heading says otherwise. The agreement's clause asks for the role",
            "analyst or reviewer.",
            "",
            "whole      every field of the record",
            "fields     day, place and substance only",
            "count ≥ 5  only counts, small ones withheld",
            "hit        only whether there is a match",
            "–          refused: the person has no role for it",
            "no: …      refused, and why. To the outside, refused and absent look the same.",
            "",
        ] + Refusal.allCases.filter { $0 != .role }.map { "  \($0.rawValue): \($0.title)" }

    private static func rows(_ situation: LittleWorld.Situation) throws -> [[String]] {
        let policy = try situation.policy()
        var asking: [(String, Set<Role>)] = Role.allCases.map { ($0.rawValue, [$0]) }
        asking.append(("(no role)", []))
        return try asking.map { words, roles in
            let requester = try situation.requester(roles)
            return [words]
                + AccessAction.allCases.map {
                    Self.words(
                        policy.decide(requester, $0, situation.resource, on: LittleWorld.day))
                }
        }
    }

    private static func words(_ decision: Decision) -> String {
        switch decision {
        case .refuse(.role): return "–"
        case .refuse(let refusal): return "no: \(refusal.rawValue)"
        case .permit(let permit):
            switch permit.form {
            case .full: return "whole"
            case .fields: return "fields"
            case .aggregate: return "count ≥ \(permit.minimumCell)"
            case .hitNoHit: return "hit"
            }
        }
    }

    private static func nodeRows() throws -> [[String]] {
        let heading = [""] + Role.allCases.map(\.rawValue)
        let situation = try LittleWorld.situations()[0]
        return [heading]
            + (try NodeAct.allCases.map { act in
                [act.title]
                    + (try Role.allCases.map { role in
                        let requester = try situation.requester([role])
                        let decision = NodeRules.decide(
                            requester, act, node: LittleWorld.customs)
                        switch decision {
                        case .permit: return "yes"
                        case .refuse: return "no"
                        }
                    })
            })
    }

    /// What people of another organisation hear, over all roles and acts.
    private static func outsiders() throws -> Set<String> {
        let all = try LittleWorld.situations()[0].requester(Set(Role.allCases))
        return Set(
            NodeAct.allCases.map { act in
                switch NodeRules.decide(all, act, node: LittleWorld.police) {
                case .permit: "yes"
                case .refuse(let refusal): "no: \(refusal.rawValue)"
                }
            })
    }

    private static func table(_ rows: [[String]]) -> [String] {
        let widths = rows[0].indices.map { column in
            rows.map { $0[column].count }.max() ?? 0
        }
        return rows.map { row in
            let cells = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count)
            }
            return ("  " + cells.joined(separator: "  ")).replacing(/\s+$/, with: "")
        }
    }
}
