import Foundation

@testable import PortVocabulary

/// One case of a vector file; `Vectors/README.md` describes the keys.
struct Vector: Decodable, Sendable {
    let text: String
    let value: String?
    let defect: String?
    let expected: Int?
    let precision: String?
    let first: String?
    let last: String?
    let days: Int?
    let source: String

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Vectors")

    static func load(_ name: String) throws -> [Vector] {
        struct File: Decodable {
            let about: String
            let source: String
            let cases: [Vector]
        }
        let data = try Data(contentsOf: folder.appendingPathComponent(name + ".json"))
        return try JSONDecoder().decode(File.self, from: data).cases
    }
}

/// The checkout that holds `Sources` and `Tests`.
let packageRoot = Vector.folder.deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

extension WordDefect {
    /// The case's name as the vector files write it.
    var kind: String {
        switch self {
        case .length: "length"
        case .character: "character"
        case .checkDigit: "checkDigit"
        case .noSuchValue: "noSuchValue"
        case .unknownTerm: "unknownTerm"
        }
    }
}

/// The outcome of reading a text as a value.
func reading<Value>(_ body: () throws(WordDefect) -> Value) -> Result<Value, WordDefect> {
    Result(catching: body)
}

/// The value, or nil where the text was refused.
func accepted<Value>(_ body: () throws(WordDefect) -> Value) -> Value? {
    try? reading(body).get()
}

/// The defect, or nil where the text was accepted.
func refusal<Value>(_ body: () throws(WordDefect) -> Value) -> WordDefect? {
    if case .failure(let defect) = reading(body) { defect } else { nil }
}
