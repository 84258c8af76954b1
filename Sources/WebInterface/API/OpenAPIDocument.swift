import HTTPTypes
import Identity

/// The description of the interface for programs (OpenAPI 3.1), written from the routes.
enum OpenAPIDocument {
    static func document<Store>(_ routes: [Route<Store>]) -> JSONValue {
        var paths: [String: [String: JSONValue]] = [:]
        for route in routes {
            guard let operation = route.operation else { continue }
            paths[route.path, default: [:]][route.method.rawValue.lowercased()] = Self.operation(
                operation, route.access)
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Breakwater", "version": "1",
                "description": """
                The node of a ports alliance member. Every answer rests on the same rights as \
                the pages: what the token's owner may not see is in no list, count or error. \
                Refused and absent are the same answer.
                """,
            ],
            "paths": .object(paths.mapValues(JSONValue.object)),
            "components": [
                "securitySchemes": [
                    "token": [
                        "type": "http", "scheme": "bearer",
                        "description": "A token of a person or a system; it starts with bwt_.",
                    ]
                ],
                "schemas": ["Problem": problem],
                "responses": .object(
                    Dictionary(
                        uniqueKeysWithValues: problems.map { ("Problem\($0)", response($1)) })),
            ],
        ]
    }

    private static func operation(_ operation: APIOperation, _ access: RouteAccess) -> JSONValue {
        var members: [String: JSONValue] = [
            "operationId": .string(operation.id), "summary": .string(operation.summary),
            "tags": [.string(operation.tag)],
            "parameters": .array(operation.parameters.map(parameter)),
            "responses": .object(responses(operation, access)),
        ]
        switch access {
        case .everyone, .signedIn, .roles: members["security"] = []
        case .anyToken: members["security"] = [["token": []]]
        case .token(let scope):
            members["security"] = [["token": []]]
            members["description"] = .string("Scope: \(scope.rawValue).")
        }
        if let body = operation.body {
            members["requestBody"] = [
                "required": true,
                "content": ["application/json": ["schema": body.description]],
            ]
        }
        return .object(members)
    }

    private static func parameter(_ parameter: APIParameter) -> JSONValue {
        let schema: JSONValue =
            parameter.isRepeatable
            ? ["type": "array", "items": parameter.schema.description]
            : parameter.schema.description
        return [
            "name": .string(parameter.name), "in": .string(parameter.place.rawValue),
            "required": .bool(parameter.place == .path),
            "description": .string(parameter.about), "schema": schema,
        ]
    }

    private static func responses(
        _ operation: APIOperation, _ access: RouteAccess
    ) -> [String: JSONValue] {
        var responses: [String: JSONValue] = [
            String(operation.status.code): [
                "description": "Done.",
                "content": ["application/json": ["schema": operation.answer.description]],
            ]
        ]
        for code in problems.keys {
            if access == .everyone, code == 401 || code == 403 { continue }
            responses["\(code)"] = ["$ref": .string("#/components/responses/Problem\(code)")]
        }
        return responses
    }

    /// What an operation may answer in the place of its own answer.
    private static let problems: [Int: String] = [
        400: "It cannot be understood.", 401: "No token in force.",
        403: "The token lacks the scope.", 404: "Refused or absent.",
        409: "It was changed meanwhile, or cannot be done as it stands.",
        413: "It is too large.", 422: "Something in it is wrong.",
        503: "The database is away, or too much is asked at once.",
    ]

    private static func response(_ words: String) -> JSONValue {
        [
            "description": .string(words),
            "content": [
                "application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]
            ],
        ]
    }

    private static let problem: JSONValue = [
        "type": "object", "description": "RFC 9457.",
        "properties": [
            "type": ["type": "string"], "title": ["type": "string"],
            "status": ["type": "integer"], "detail": ["type": "string"],
            "defects": [
                "type": "array",
                "items": [
                    "type": "object",
                    "properties": [
                        "field": ["type": "string"], "cause": ["type": "string"],
                        "mend": ["type": "string"],
                    ],
                    "required": ["field", "cause", "mend"],
                ],
            ],
        ],
        "required": ["type", "title", "status", "detail"],
    ]
}
