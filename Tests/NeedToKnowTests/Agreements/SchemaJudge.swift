import Foundation
import TestSupport

@testable import NeedToKnow

/// Python's jsonschema, which we did not write, as a judge of documents under the schema.
enum SchemaJudge {
    static let schema = Samples.packageRoot.appendingPathComponent(
        "docs/formats/agreement.schema.json")

    static let isPresent = OutsideProgram.hasPython("jsonschema")

    /// Checks the schema itself, reads a JSON list of documents and answers with whether each
    /// is valid.
    private static let script = """
        import json, sys
        from jsonschema import Draft202012Validator
        schema = json.load(open(sys.argv[1], encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        judge = Draft202012Validator(schema)
        json.dump([judge.is_valid(document) for document in json.load(sys.stdin)], sys.stdout)
        """

    static func verdicts(_ documents: [Any]) throws -> [Bool] {
        let input = try JSONSerialization.data(withJSONObject: documents)
        let output = try OutsideProgram.runPython(script, schema.path, input: input)
        return try JSONDecoder().decode([Bool].self, from: output)
    }

    /// A document as editors hand it to the schema: the core types of YAML 1.2.
    static func value(_ node: AgreementNode) -> Any {
        switch node.value {
        case .text("true", isPlain: true): true
        case .text("false", isPlain: true): false
        case .text(let text, isPlain: true): Int(text) ?? (node.isNull ? NSNull() : text as Any)
        case .text(let text, isPlain: false): text
        case .list(let items): items.map(value)
        case .mapping(let members):
            Dictionary(members.map { ($0.key, value($0.node)) }) { first, _ in first }
        }
    }
}
