import Crypto
import HTTPTypes
package import Identity
package import NeedToKnow
package import PortVocabulary

/// One request on its way through a handler: what was asked, by whom, and in which language.
package struct Exchange<Store: NodeStore>: Sendable {
    package let node: WebNode<Store>
    let head: HTTPRequest
    /// The path as sent, without the query.
    package let path: String
    package let query: FormFields
    /// The path's parameters by their names in the pattern.
    package let parameters: [String: String]
    let body: [UInt8]
    /// The fields of a form; empty where the body is none.
    package let form: FormFields
    package let files: [UploadedFile]
    /// Who is signed in; nil for nobody.
    package let signedIn: SignedIn?
    /// The program that asks with a token; nil for none.
    package let bearer: TokenBearer?
    /// The secret of the session's cookie; nil for nobody.
    let sessionToken: [UInt8]?
    /// Address of the other end, or of whom a trusted proxy names.
    let address: String
    package let now: Moment
    package let language: Language
    /// What another machine answered, where the route asks one.
    var answer: ProviderAnswer?

    /// Who asks, with the task that was stated.
    ///
    /// - Throws: ``ExchangeStop`` where nobody asks or no task is stated; routes that need one
    ///   are not reached then.
    package func requester() throws -> Requester {
        if let requester = bearer?.requester ?? signedIn?.requester { return requester }
        throw ExchangeStop.taskNeeded
    }

    /// Who asks, for an act on the node or on the own account that shows no records: the stated
    /// task, or else the administration of the node.
    package func accountRequester() throws -> Requester {
        if let requester = bearer?.requester ?? signedIn?.requester { return requester }
        guard let requester = signedIn?.requester(for: .oversight) else {
            throw ExchangeStop.taskNeeded
        }
        return requester
    }

    /// A message in the language of the page.
    package func text(_ key: String, _ values: [String: String] = [:]) -> String {
        node.templates.text(key, values, in: language)
    }

    /// A header field's text.
    func header(_ name: HTTPField.Name) -> String? { head.headerFields[name] }

    /// What a form must carry so that no other site can send it: an HMAC under the session's
    /// secret. Empty where nobody is signed in.
    var csrf: String { sessionToken.map(Self.csrf) ?? "" }

    static func csrf(_ token: [UInt8]) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("csrf".utf8), using: SymmetricKey(data: token))
        return Base64URL.encode(Array(code))
    }

    /// Stops unless the person proved a moment ago who they are.
    package func requireFreshProof() throws {
        guard let session = signedIn?.session else { return }
        guard session.isFresh(at: now) else { throw ExchangeStop.proofNeeded }
    }
}

/// Why a handler ends early; the frame answers.
package enum ExchangeStop: Error {
    case notAvailable
    case taskNeeded
    /// The person must prove anew who they are.
    case proofNeeded
    /// The request cannot be understood; `cause` names the field.
    case malformed(cause: String, mend: String)
}

extension Exchange {
    /// Where to go on, as the address or the form says: one of our own addresses, else Today.
    package var nextAddress: String {
        let given = form["next"] ?? query["next"] ?? "/"
        let isOurs =
            given.hasPrefix("/") && !given.hasPrefix("//") && given.utf8.count <= 2_000
            && given.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\\") }
        return isOurs ? given : "/"
    }
}
