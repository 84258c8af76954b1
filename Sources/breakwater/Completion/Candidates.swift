import ArgumentParser
import Foundation
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage

/// What a shell offers while a command is typed. Whatever goes wrong, nothing is offered and
/// nothing is said: the shell is in the middle of a line. Nothing is written either.
enum Candidates {
    /// A list of reference data, or of the node, for words that begin with what was typed.
    static func kind(
        _ words: @escaping @Sendable (NodeOptions) throws -> [String]
    ) -> CompletionKind {
        .custom { line, _, prefix in
            guard let all = try? words(node(of: line)) else { return [] }
            let typed = prefix.lowercased()
            return all.filter { $0.lowercased().hasPrefix(typed) }
        }
    }

    /// The node that the line names so far.
    private static func node(of line: [String]) -> NodeOptions {
        let value = { (option: String) -> String? in
            guard let index = line.firstIndex(of: option), index + 1 < line.count else {
                return nil
            }
            return line[index + 1]
        }
        var node = NodeOptions()
        (node.database, node.data) = (value("--database"), value("--data"))
        node.keys = value("--keys")
        return node
    }

    /// UN/LOCODEs of the list that ships.
    static let ports = kind { node in
        try PortRegister(parsing: node.dataFolder().text("ports/ports.csv")).all.map(\.code.code)
    }

    /// Groups of substances, then substances.
    static let substances = kind { _ in
        SubstanceGroup.allCases.map(\.rawValue)
            + Substance.allCases.map(\.rawValue).filter { SubstanceGroup(rawValue: $0) == nil }
    }

    static let basins = kind { _ in Basin.allCases.map(\.rawValue) }

    static let layouts = kind { try $0.dataFolder().layoutNames() }

    static let measureTypes = kind { _ in MeasureType.allCases.map(\.rawValue) }

    static let measureOutcomes = kind { _ in MeasureOutcome.allCases.map(\.rawValue) }

    static let purposes = kind { _ in Purpose.allCases.map(\.rawValue) }

    /// Who is registered at the node.
    static let organisations = kind { node in
        try node.openNode().database.organisations().map(\.id.text)
    }

    /// Agreements that the node stores, each once.
    static let agreements = kind { node in
        var seen: Set<String> = []
        return try node.openNode().database.agreements().map(\.agreement.id.text)
            .filter { seen.insert($0).inserted }
    }
}
