package import HTTPTypes
import Identity

/// A parameter of an operation.
package struct APIParameter: Sendable {
    enum Place: String {
        case path, query, header
    }

    let name: String
    let place: Place
    let schema: APISchema
    let about: String
    /// Whether it may be given several times.
    let isRepeatable: Bool

    /// A part of the path.
    package static func path(_ name: String, _ schema: APISchema, _ about: String) -> Self {
        Self(name: name, place: .path, schema: schema, about: about, isRepeatable: false)
    }

    /// A field of the query.
    package static func query(
        _ name: String, _ schema: APISchema, _ about: String, isRepeatable: Bool = false
    ) -> Self {
        Self(name: name, place: .query, schema: schema, about: about, isRepeatable: isRepeatable)
    }

    static let idempotencyKey = Self(
        name: "Idempotency-Key", place: .header,
        schema: .string(min: 8, max: 64, pattern: "^[A-Za-z0-9._-]{8,64}$"),
        about: "Names this request: sent again within a day, it is answered and not done twice.",
        isRepeatable: false)
}

/// One thing that programs can ask for: what the description says of it, and what checks it.
package struct APIOperation: Sendable {
    let id: String
    let summary: String
    /// The page whose capability it is.
    let tag: String
    let parameters: [APIParameter]
    /// What the body must be; nil where there is none.
    let body: APISchema?
    let answer: APISchema
    let status: HTTPResponse.Status

    package init(
        _ id: String, _ summary: String, tag: String, parameters: [APIParameter] = [],
        body: APISchema? = nil, answer: APISchema, status: HTTPResponse.Status = .ok
    ) {
        (self.id, self.summary, self.tag) = (id, summary, tag)
        (self.parameters, self.body, self.answer) = (parameters, body, answer)
        self.status = status
    }
}

/// The input of an operation, checked.
package struct APIInput<Store: NodeStore>: Sendable {
    package let exchange: Exchange<Store>
    /// The body; null where the operation has none.
    package let body: JSONValue

    /// A parameter of the path or the query.
    package subscript(name: String) -> String? {
        exchange.parameters[name] ?? exchange.query[name]
    }
}

extension Route {
    /// A route for programs: checked against its own description before it is handled.
    package static func api(
        _ method: HTTPRequest.Method, _ path: String, _ access: RouteAccess,
        _ operation: APIOperation, bodyLimit: Int = RouteLimit.formBytes,
        handler: @escaping @Sendable (APIInput<Store>) throws -> JSONValue
    ) -> Route {
        var route = Route(method, "/api/v1" + path, access, bodyLimit: bodyLimit) { exchange in
            let body = try APICheck.body(exchange, operation)
            let defects = APICheck.parameterDefects(exchange, operation)
            guard defects.isEmpty else { return Problem.defects(defects).reply }
            if let shape = operation.body {
                let defects = shape.defects(of: body)
                guard defects.isEmpty else { return Problem.defects(defects).reply }
            }
            return try APIRepeat.answer(exchange, isRepeatable: method != .get) {
                do {
                    let answer = try handler(APIInput(exchange: exchange, body: body))
                    return .json(answer.bytes, status: operation.status)
                } catch let stop as APIStop {
                    return stop.problem.reply
                }
            }
        }
        route.operation = operation
        return route
    }
}

/// Why an operation ends early.
package struct APIStop: Error {
    let problem: Problem

    /// Refused or absent.
    package static let notAvailable = APIStop(problem: .notAvailable)

    /// What was sent is wrong, field by field.
    package static func defects(_ defects: [FormDefect]) -> APIStop {
        APIStop(problem: .defects(defects))
    }

    /// Someone else changed it meanwhile, or it is there already with another content.
    package static func conflict(_ detail: String) -> APIStop {
        APIStop(
            problem: Problem(
                status: .conflict, kind: "conflict", title: "It was changed meanwhile",
                detail: detail))
    }
}

/// Compares a request with the operation's description.
enum APICheck {
    static func body<Store>(
        _ exchange: Exchange<Store>, _ operation: APIOperation
    ) throws -> JSONValue {
        guard operation.body != nil else { return .null }
        let type = exchange.header(.contentType)?.split(separator: ";").first?.lowercased()
        guard type == "application/json" else {
            throw ExchangeStop.malformed(
                cause: "the body is no JSON document", mend: "send Content-Type: application/json")
        }
        guard let body = JSONValue(parsing: exchange.body) else {
            throw ExchangeStop.malformed(
                cause: "the body cannot be read as JSON", mend: "send one document in UTF-8")
        }
        return body
    }

    static func parameterDefects<Store>(
        _ exchange: Exchange<Store>, _ operation: APIOperation
    ) -> [FormDefect] {
        var defects: [FormDefect] = []
        let known = operation.parameters.filter { $0.place == .query }
        for (name, _) in exchange.query.all where !known.contains(where: { $0.name == name }) {
            defects.append(
                FormDefect(
                    field: String(name.prefix(40)), cause: "no such parameter",
                    mend: "use \(known.map(\.name).joined(separator: ", "))"))
        }
        for parameter in operation.parameters {
            let given: [String]
            switch parameter.place {
            case .path: given = [exchange.parameters[parameter.name] ?? ""]
            case .query:
                given = exchange.query.all.filter { $0.name == parameter.name }.map(\.value)
            case .header:
                given =
                    HTTPField.Name(parameter.name).map { exchange.head.headerFields[values: $0] }
                    ?? []
            }
            if given.count > 1, !parameter.isRepeatable {
                defects.append(
                    FormDefect(
                        field: parameter.name, cause: "it is given more than once",
                        mend: "give it once"))
            }
            for text in given {
                defects += parameter.schema.defects(of: parameter.value(text), at: parameter.name)
            }
        }
        return defects
    }
}

extension APIParameter {
    /// The text as the value that the schema speaks of; a string where it is none.
    fileprivate func value(_ text: String) -> JSONValue {
        switch schema {
        case .integer: Int(text).map(JSONValue.integer) ?? .string(text)
        case .number: Double(text).map(JSONValue.number) ?? .string(text)
        case .boolean: text == "true" ? true : text == "false" ? false : .string(text)
        default: .string(text)
        }
    }
}
