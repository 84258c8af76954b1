import Foundation

/// A value of a document that a command prints with `--json`.
enum JSONValue: Encodable {
    case null
    case bool(Bool)
    case whole(Int)
    case real(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])
    /// A value that has an encoding of its own.
    case encoded(any Encodable)

    init(_ text: String?) { self = text.map { .text($0) } ?? .null }
    init(_ number: Int?) { self = number.map { .whole($0) } ?? .null }
    init(_ number: Double?) { self = number.map { .real($0) } ?? .null }
    init(_ value: (any CustomStringConvertible)?) {
        self = value.map { .text($0.description) } ?? .null
    }

    init<Items: Sequence>(_ items: Items, _ value: (Items.Element) -> JSONValue) {
        self = .list(items.map(value))
    }

    init(texts: some Sequence<String>) { self = .list(texts.map { .text($0) }) }

    func encode(to encoder: any Encoder) throws {
        var single = encoder.singleValueContainer()
        switch self {
        case .null: try single.encodeNil()
        case .bool(let value): try single.encode(value)
        case .whole(let value): try single.encode(value)
        case .real(let value): try single.encode(value)
        case .text(let value): try single.encode(value)
        case .list(let values): try single.encode(values)
        case .object(let values): try single.encode(values)
        case .encoded(let value): try value.encode(to: encoder)
        }
    }

    /// One line, the members in the order of their names. Control characters are escaped.
    var line: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = (try? encoder.encode(self)) ?? Data("null".utf8)
        return String(decoding: data, as: UTF8.self) + "\n"
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByDictionaryLiteral,
    ExpressibleByArrayLiteral
{
    init(stringLiteral value: String) { self = .text(value) }
    init(arrayLiteral elements: JSONValue...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements) { first, _ in first })
    }
}
