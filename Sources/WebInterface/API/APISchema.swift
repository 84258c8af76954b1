package import PortVocabulary

/// The shape of a document, a part of one, or a parameter. The description for programs is
/// written from it, and what they send is checked against it: there is no second place that
/// could say something else.
package indirect enum APISchema: Sendable {
    case string(min: Int = 0, max: Int = 4_000, pattern: String? = nil, format: String? = nil)
    case choice([String])
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case boolean
    case array(APISchema, max: Int)
    case object([Member])
    /// An object whose members the description does not list, for example an assessment.
    case document
    /// Null, or that.
    case optional(APISchema)

    /// A member of an object.
    package struct Member: Sendable {
        let name: String
        let schema: APISchema
        let isRequired: Bool
        let about: String

        /// A member that must be there.
        package static func needs(_ name: String, _ schema: APISchema, _ about: String) -> Member {
            Member(name: name, schema: schema, isRequired: true, about: about)
        }

        /// A member that may be left out.
        package static func may(_ name: String, _ schema: APISchema, _ about: String) -> Member {
            Member(name: name, schema: schema, isRequired: false, about: about)
        }
    }

    /// The codes of a vocabulary.
    package static func term<Word: Term>(_ word: Word.Type) -> APISchema {
        .choice(Word.allCases.map(\.rawValue))
    }

    package static let identifier = APISchema.string(
        min: 1, max: 64, pattern: "^[A-Za-z0-9._-]{1,64}$")
    package static let day = APISchema.string(
        min: 10, max: 10, pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", format: "date")
    package static let text = APISchema.string(max: 4_000)

    // MARK: - Description

    /// As JSON Schema 2020-12, the dialect of OpenAPI 3.1.
    var description: JSONValue {
        switch self {
        case .string(let min, let max, let pattern, let format):
            var members: [String: JSONValue] = [
                "type": "string", "maxLength": .integer(max),
            ]
            if min > 0 { members["minLength"] = .integer(min) }
            if let pattern { members["pattern"] = .string(pattern) }
            if let format { members["format"] = .string(format) }
            return .object(members)
        case .choice(let words):
            return ["type": "string", "enum": .array(words.map(JSONValue.string))]
        case .integer(let range):
            return [
                "type": "integer", "minimum": .integer(range.lowerBound),
                "maximum": .integer(range.upperBound),
            ]
        case .number(let range):
            return [
                "type": "number", "minimum": .number(range.lowerBound),
                "maximum": .number(range.upperBound),
            ]
        case .boolean: return ["type": "boolean"]
        case .array(let element, let max):
            return [
                "type": "array", "items": element.description, "maxItems": .integer(max),
            ]
        case .object(let members):
            var properties: [String: JSONValue] = [:]
            for member in members {
                guard case .object(var words) = member.schema.description else { continue }
                words["description"] = .string(member.about)
                properties[member.name] = .object(words)
            }
            return [
                "type": "object", "properties": .object(properties),
                "required": .array(members.filter(\.isRequired).map { .string($0.name) }),
                "additionalProperties": false,
            ]
        case .document: return ["type": "object"]
        case .optional(let schema):
            guard case .object(var words) = schema.description, let type = words["type"] else {
                return schema.description
            }
            words["type"] = [type, "null"]
            if let choices = words["enum"]?.array { words["enum"] = .array(choices + [.null]) }
            return .object(words)
        }
    }

    // MARK: - Check

    /// What is wrong with a value, each with its place.
    package func defects(of value: JSONValue, at place: String = "") -> [FormDefect] {
        func wrong(_ cause: String, _ mend: String) -> [FormDefect] {
            [FormDefect(field: place, cause: cause, mend: mend)]
        }
        switch (self, value) {
        case (.optional, .null): return []
        case (.optional(let schema), _): return schema.defects(of: value, at: place)
        case (.string(let min, let max, let pattern, _), .string(let text)):
            guard (min...max).contains(text.unicodeScalars.count), !text.utf8.contains(0) else {
                return wrong("its length is out of bounds", "write \(min) to \(max) characters")
            }
            if let pattern, let expression = try? Regex(pattern),
                text.wholeMatch(of: expression) == nil
            {
                return wrong("it has another form", "write it as \(pattern)")
            }
            return []
        case (.choice(let words), .string(let text)):
            return words.contains(text)
                ? [] : wrong("the word is not known", "use \(words.joined(separator: ", "))")
        case (.integer(let range), .integer), (.integer(let range), .number):
            guard let number = value.integer, range.contains(number) else {
                return wrong(
                    "it is out of bounds", "\(range.lowerBound) to \(range.upperBound)")
            }
            return []
        case (.number(let range), .integer), (.number(let range), .number):
            guard let number = value.number, range.contains(number) else {
                return wrong(
                    "it is out of bounds", "\(range.lowerBound) to \(range.upperBound)")
            }
            return []
        case (.boolean, .bool), (.document, .object): return []
        case (.array(let element, let max), .array(let values)):
            guard values.count <= max else { return wrong("it is too long", "\(max) at most") }
            return values.enumerated().flatMap { index, value in
                element.defects(of: value, at: "\(place)[\(index)]")
            }
        case (.object(let members), .object(let given)):
            return Self.defects(members, given, at: place)
        default: return wrong("it has another type", "write \(typeName)")
        }
    }

    private static func defects(
        _ members: [Member], _ given: [String: JSONValue], at place: String
    ) -> [FormDefect] {
        let prefix = place.isEmpty ? "" : place + "."
        var defects: [FormDefect] = []
        for name in given.keys.sorted() where !members.contains(where: { $0.name == name }) {
            // The name is the sender's own text: it is cut.
            defects.append(
                FormDefect(
                    field: prefix + String(name.prefix(40)), cause: "no such member",
                    mend: "use \(members.map(\.name).joined(separator: ", "))"))
        }
        for member in members {
            let at = prefix + member.name
            if let value = given[member.name] {
                defects += member.schema.defects(of: value, at: at)
            } else if member.isRequired {
                defects.append(FormDefect(field: at, cause: "it is missing", mend: member.about))
            }
        }
        return defects
    }

    private var typeName: String {
        switch self {
        case .string, .choice: "a string"
        case .integer: "a whole number"
        case .number: "a number"
        case .boolean: "true or false"
        case .array: "an array"
        case .object, .document: "an object"
        case .optional(let schema): schema.typeName + " or null"
        }
    }
}
