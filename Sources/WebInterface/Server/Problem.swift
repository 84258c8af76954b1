import Foundation
import HTTPTypes
import NeedToKnow
import PortVocabulary

/// An error as a document for programs (RFC 9457). The only place where errors become one.
package struct Problem: Sendable {
    let status: HTTPResponse.Status
    /// The last part of the type's address, for example `malformed`.
    let kind: String
    let title: String
    let detail: String
    /// What is wrong field by field.
    var defects: [FormDefect] = []

    /// Refused or absent.
    static let notAvailable = Problem(
        status: .notFound, kind: "not-available", title: "Not available",
        detail: "There is nothing here that you may see.")
    static let unauthorized = Problem(
        status: .unauthorized, kind: "no-token", title: "No valid token",
        detail: "Send a token in force: Authorization: Bearer …")
    static let scope = Problem(
        status: .forbidden, kind: "scope", title: "The token's scopes do not allow this",
        detail: "Make a token with the scope that the description names.")
    static let unavailable = Problem(
        status: .serviceUnavailable, kind: "unavailable", title: "The database is away",
        detail: "Nothing was changed. Try again in a moment.")
    static let uncertain = Problem(
        status: .serviceUnavailable, kind: "uncertain",
        title: "The database went away before it answered",
        detail: "Look whether it is stored, or send it again with the same idempotency key.")
    static let busy = Problem(
        status: .serviceUnavailable, kind: "busy", title: "Too many requests at once",
        detail: "Nothing was changed. Try again in a moment.")
    static let internalFault = Problem(
        status: .internalServerError, kind: "fault", title: "The node made an error",
        detail: "Nothing was released. The administrator finds the kind of error in the log.")
    static let tooLarge = Problem(
        status: .contentTooLarge, kind: "too-large", title: "The request is too large",
        detail: "Send less at once; the description names the limits.")
    static let tooSlow = Problem(
        status: .requestTimeout, kind: "too-slow", title: "The request took too long to arrive",
        detail: "Send it again over a better line.")

    static func malformed(_ cause: String, mend: String) -> Problem {
        Problem(
            status: .badRequest, kind: "malformed", title: "The request cannot be understood",
            detail: "\(cause); \(mend)")
    }

    static func defects(_ defects: [FormDefect]) -> Problem {
        Problem(
            status: .unprocessableContent, kind: "defects", title: "Something in it is wrong",
            detail: "Each defect names its field, the cause and what would be right.",
            defects: defects)
    }

    /// The document. The title and detail hold no data of the request's.
    var reply: Reply {
        var members: [String: Any] = [
            "type": "urn:breakwater:problem:\(kind)", "title": title, "status": status.code,
            "detail": detail,
        ]
        if !defects.isEmpty {
            members["defects"] = defects.map {
                ["field": $0.field, "cause": $0.cause, "mend": $0.mend]
            }
        }
        let bytes =
            (try? JSONSerialization.data(
                withJSONObject: members, options: [.sortedKeys, .withoutEscapingSlashes]))
            .map(Array.init) ?? []
        var reply = Reply(status, type: "application/problem+json", bytes)
        if status == .unauthorized { reply.headers[.wwwAuthenticate] = "Bearer" }
        if status == .serviceUnavailable { reply.headers[.retryAfter] = "5" }
        return reply
    }
}
