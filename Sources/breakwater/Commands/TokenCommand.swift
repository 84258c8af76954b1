import ArgumentParser
import Identity
import NeedToKnow
import PortVocabulary
import Storage

/// `breakwater token …`
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Make, list and revoke the tokens with which programs ask.",
        subcommands: [TokenMake.self, TokenList.self, TokenRevoke.self])
}

/// `breakwater token make`
struct TokenMake: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make",
        abstract: "Make a token for oneself, or for a system.",
        discussion: """
            The token is printed once and can never be shown again. It does what its scopes and \
            its owner's roles have in common. Scopes: \
            \(TokenScope.allCases.map(\.rawValue).joined(separator: ", ")).
            """)

    @Option(help: "Whose it is: a system's account. Default: who makes it.")
    var owner: String?

    @Option(help: "What it is for, in a few words.")
    var label: String

    @Option(help: "The scopes, parted by commas.")
    var scopes: String

    @Option(help: "How many days it works, today included: 1 to 366.")
    var days = 90

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let scopes = try self.scopes.split(separator: ",").map { word in
            try PersonWords.term(word, "--scopes") { text throws(WordDefect) in
                try TokenScope(parsing: text)
            }
        }
        try node.withNode { database in
            let requester = try asker.requester([.administrator], of: database.organisation)
            _ = try database.leave(requester, .managePeople)
            let request = TokenRequest(
                owner: try owner.map { try PersonArgument.parse($0) } ?? requester.person,
                label: label, scopes: Set(scopes), purpose: requester.purpose,
                basis: requester.basis, days: days)
            var random = SystemRandomNumberGenerator()
            let outcome = try TokenSteps(store: database).make(
                request, by: requester, at: Clock.now(), using: &random)
            let (token, secret) = try outcome.made()
            let document: JSONValue = [
                "token": .text(token.id.text), "owner": .text(token.owner.text),
                "secret": .text(secret), "lastDay": JSONValue(token.lastDay),
            ]
            Answer.give("token-make", document) {
                "\(secret)\ntoken \(token.id) of \(token.owner), until \(token.lastDay)"
            }
        }
    }
}

extension TokenOutcome {
    /// The new token and its secret.
    ///
    /// - Throws: ``CommandFailure`` where there is none.
    fileprivate func made() throws -> (AccessToken, String) {
        switch self {
        case .made(let token, let secret): return (token, secret)
        case .defect(let defect): throw CommandFailure(cause: defect.cause, mend: defect.mend)
        case .revoked(let token):
            throw CommandFailure(cause: "\(token.id) is revoked", mend: "make another token")
        }
    }
}

/// `breakwater token list`
struct TokenList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the tokens of everybody; no secret is shown.")

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        try node.withNode { database in
            let requester = try asker.requester([.administrator], of: database.organisation)
            _ = try database.leave(requester, .readPeople)
            let today = Clock.today()
            let tokens = try database.tokens(of: nil)
            let document: JSONValue = [
                "tokens": JSONValue(tokens) { token in
                    [
                        "token": .text(token.id.text), "owner": .text(token.owner.text),
                        "label": .text(token.label),
                        "scopes": JSONValue(texts: token.scopes.map(\.rawValue).sorted()),
                        "purpose": .text(token.purpose.rawValue), "basis": .text(token.basis),
                        "created": JSONValue(token.created), "lastDay": JSONValue(token.lastDay),
                        "revoked": JSONValue(token.revoked),
                    ]
                }
            ]
            Answer.give("token-list", document) {
                let count = "\(tokens.count) \(tokens.count == 1 ? "token" : "tokens")"
                return (tokens.map { Self.line($0, on: today) } + [count])
                    .joined(separator: "\n")
            }
        }
    }

    private static func line(_ token: AccessToken, on today: CalendarDate) -> String {
        let scopes = token.scopes.map(\.rawValue).sorted().joined(separator: ",")
        let state =
            if let revoked = token.revoked {
                "revoked on \(revoked.day)"
            } else if today > token.lastDay {
                "ended on \(token.lastDay)"
            } else {
                "until \(token.lastDay)"
            }
        return "\(token.id)  \(token.owner)  \(token.label)  \(scopes)  "
            + "\(token.purpose.rawValue)  \(state)"
    }
}

/// `breakwater token revoke ID`
struct TokenRevoke: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "End a token at once.")

    @Argument(help: "The token's identifier, as breakwater token list shows it.")
    var id: String

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let token = try PersonWords.term(id[...], "the token") { text throws(WordDefect) in
            try TokenID(parsing: String(text))
        }
        try node.withNode { database in
            let requester = try asker.requester([.administrator], of: database.organisation)
            _ = try database.leave(requester, .managePeople)
            let outcome = try TokenSteps(store: database).revoke(
                token, by: requester, at: Clock.now())
            if case .defect(let defect) = outcome {
                throw CommandFailure(cause: defect.cause, mend: defect.mend)
            }
        }
        Answer.give("token-revoke", ["token": .text(token.text)]) { "\(token) is revoked" }
    }
}
