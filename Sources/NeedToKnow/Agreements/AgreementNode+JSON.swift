import Foundation

extension AgreementNode {
    /// Reads JSON into nodes. Places are not kept: a canonical form is one line.
    static func parse(json: String) -> AgreementNode? {
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(json.utf8)) else {
            return nil
        }
        return value.node(path: "")
    }
}

/// Any JSON value that an agreement can hold.
private enum JSONValue: Decodable {
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let members = try? container.decode([String: JSONValue].self) {
            self = .object(members)
        } else if let items = try? container.decode([JSONValue].self) {
            self = .list(items)
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Int.self) {
            self = .number(number)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    func node(path: String) -> AgreementNode {
        let place = DocumentPlace(line: 1, column: 1)
        let value: AgreementNode.Value
        switch self {
        case .text(let text): value = .text(text, isPlain: false)
        case .number(let number): value = .text(String(number), isPlain: true)
        case .flag(let flag): value = .text(flag ? "true" : "false", isPlain: true)
        case .list(let items):
            value = .list(
                items.enumerated().map {
                    $1.node(path: AgreementNode.path(path, index: $0))
                })
        case .object(let members):
            value = .mapping(
                members.sorted { $0.key < $1.key }.map { key, item in
                    AgreementNode.Member(
                        key: key, keyPlace: place,
                        node: item.node(path: AgreementNode.path(path, key: key)))
                })
        }
        return AgreementNode(value: value, place: place, path: path)
    }
}
