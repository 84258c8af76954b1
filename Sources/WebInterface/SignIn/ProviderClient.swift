import AsyncHTTPClient
import Crypto
import Foundation
import Identity
import JWTKit
import NIOCore
import NIOHTTP1
import Synchronization

/// The identity provider of an agency (OpenID Connect).
package struct ProviderSettings: Sendable {
    /// As the provider's own description and its tokens write it, for example
    /// `https://login.customs.example`.
    package let issuer: String
    package let client: String
    /// Nil for a client that is public; PKCE is used either way.
    package let secret: String?
    /// What the sign-in page calls it.
    package let name: String

    package init(issuer: String, client: String, secret: String?, name: String) {
        (self.issuer, self.client, self.secret, self.name) = (issuer, client, secret, name)
    }
}

/// Why a provider's answer is not believed. Told to nobody outside.
enum ProviderRefusal: Error {
    case unreachable
    case description
    case token
    case signature
    case claims
}

/// Talks with the identity provider: authorization code flow with PKCE (RFC 7636, S256), and
/// checks of the identity token as OpenID Connect Core 1.0, section 3.1.3.7, asks for.
final class ProviderClient: Sendable {
    /// What the provider says of itself.
    private struct Description: Decodable {
        let issuer: String
        let authorizationEndpoint: String
        let tokenEndpoint: String
        let keysAddress: String

        enum CodingKeys: String, CodingKey {
            case issuer
            case authorizationEndpoint = "authorization_endpoint"
            case tokenEndpoint = "token_endpoint"
            case keysAddress = "jwks_uri"
        }
    }

    private struct TokenAnswer: Decodable {
        let idToken: String

        enum CodingKeys: String, CodingKey {
            case idToken = "id_token"
        }
    }

    private struct IdentityClaims: JWTPayload {
        let iss: IssuerClaim
        let sub: SubjectClaim
        let aud: AudienceClaim
        let exp: ExpirationClaim
        let iat: IssuedAtClaim
        let nonce: String?
        let azp: String?
        let authenticated: Double?

        enum CodingKeys: String, CodingKey {
            case iss, sub, aud, exp, iat, nonce, azp
            case authenticated = "auth_time"
        }

        func verify(using algorithm: some JWTAlgorithm) throws {
            // Times are compared with the node's clock by the caller.
        }
    }

    let settings: ProviderSettings
    private let redirect: String
    private let known = Mutex<Description?>(nil)
    private static let answerLimit = 256 * 1_024
    private static let seconds: Int64 = 10
    /// How far the two clocks may be apart. *Units: seconds.*
    private static let leeway: Double = 60

    init(_ settings: ProviderSettings, origin: String) {
        (self.settings, redirect) = (settings, origin + "/sign-in/provider/answer")
    }

    /// The address at the provider to which the browser is sent.
    func authorization(_ attempt: ProviderAttempt) async throws -> String {
        let description = try await description()
        let challenge = Base64URL.encode(Array(SHA256.hash(data: Array(attempt.verifier.utf8))))
        var fields = [
            ("response_type", "code"), ("client_id", settings.client), ("redirect_uri", redirect),
            ("scope", "openid"), ("state", attempt.state), ("nonce", attempt.nonce),
            ("code_challenge", challenge), ("code_challenge_method", "S256"),
        ]
        if attempt.isProof { fields += [("prompt", "login"), ("max_age", "0")] }
        let query = FormFields(fields.map { (name: $0.0, value: $0.1) }).encoded
        let joint = description.authorizationEndpoint.contains("?") ? "&" : "?"
        return description.authorizationEndpoint + joint + query
    }

    /// Exchanges the code for an identity token and says whom it names.
    ///
    /// - Throws: ``ProviderRefusal``.
    func subject(
        code: String, _ attempt: ProviderAttempt, now: Double
    ) async throws -> ProviderSubject {
        let description = try await description()
        var fields = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect),
            ("client_id", settings.client), ("code_verifier", attempt.verifier),
        ]
        if let secret = settings.secret { fields.append(("client_secret", secret)) }
        var request = HTTPClientRequest(url: description.tokenEndpoint)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        request.headers.add(name: "Accept", value: "application/json")
        let form = FormFields(fields.map { (name: $0.0, value: $0.1) }).encoded
        request.body = .bytes(ByteBuffer(string: form))
        let answer = try await Self.json(TokenAnswer.self, request, otherwise: .token)
        let keys = try await Self.text(
            HTTPClientRequest(url: description.keysAddress), otherwise: .signature)
        let claims: IdentityClaims
        do {
            let collection = try await JWTKeyCollection().add(jwksJSON: keys)
            claims = try await collection.verify(answer.idToken, as: IdentityClaims.self)
        } catch {
            throw ProviderRefusal.signature
        }
        return try check(claims, attempt, now: now)
    }

    private func check(
        _ claims: IdentityClaims, _ attempt: ProviderAttempt, now: Double
    ) throws -> ProviderSubject {
        let audience = claims.aud.value
        guard claims.iss.value == settings.issuer, audience.contains(settings.client),
            audience.count == 1 || claims.azp == settings.client,
            claims.azp == nil || claims.azp == settings.client,
            claims.nonce == attempt.nonce,
            claims.exp.value.timeIntervalSince1970 > now - Self.leeway,
            claims.iat.value.timeIntervalSince1970 < now + Self.leeway,
            let subject = ProviderSubject(issuer: claims.iss.value, subject: claims.sub.value)
        else { throw ProviderRefusal.claims }
        if attempt.isProof {
            guard let asked = claims.authenticated, asked > now - 300 - Self.leeway else {
                throw ProviderRefusal.claims
            }
        }
        return subject
    }

    private func description() async throws -> Description {
        if let known = known.withLock({ $0 }) { return known }
        var issuer = settings.issuer
        while issuer.hasSuffix("/") { issuer.removeLast() }
        let request = HTTPClientRequest(url: issuer + "/.well-known/openid-configuration")
        let found = try await Self.json(Description.self, request, otherwise: .description)
        let addresses = [found.authorizationEndpoint, found.tokenEndpoint, found.keysAddress]
        // OpenID Connect Discovery 1.0, section 4.3: it must be the issuer that was asked.
        guard found.issuer == settings.issuer, addresses.allSatisfy(Self.isProtected) else {
            throw ProviderRefusal.description
        }
        known.withLock { $0 = found }
        return found
    }

    /// Secrets travel over TLS, or within the own machine in a test.
    private static func isProtected(_ address: String) -> Bool {
        if address.hasPrefix("https://") { return true }
        let host = URL(string: address)?.host()
        return host == "localhost" || host == "127.0.0.1"
    }

    private static func text(
        _ request: HTTPClientRequest, otherwise refusal: ProviderRefusal
    ) async throws -> String {
        do {
            let response = try await HTTPClient.shared.execute(
                request, timeout: .seconds(seconds))
            guard response.status == .ok else { throw refusal }
            let body = try await response.body.collect(upTo: answerLimit)
            return String(buffer: body)
        } catch let refusal as ProviderRefusal {
            throw refusal
        } catch {
            throw ProviderRefusal.unreachable
        }
    }

    private static func json<Answer: Decodable>(
        _ type: Answer.Type, _ request: HTTPClientRequest, otherwise refusal: ProviderRefusal
    ) async throws -> Answer {
        let text = try await text(request, otherwise: refusal)
        guard let answer = try? JSONDecoder().decode(type, from: Data(text.utf8)) else {
            throw refusal
        }
        return answer
    }
}

/// One way to the provider and back. It travels in a cookie of its own, sealed by a keyed hash,
/// because the strict cookie of the session does not come back from another site.
struct ProviderAttempt: Hashable {
    let state: String
    let nonce: String
    let verifier: String
    let next: String
    let began: Int64
    /// The SHA-256 of the token of the session whose person proves again who they are; empty for
    /// someone who signs in.
    let session: [UInt8]

    var isProof: Bool { !session.isEmpty }

    /// How long it may take. *Units: seconds.*
    static let lifeSeconds: Int64 = 600

    init(random: (Int) -> [UInt8], next: String, began: Int64, session: [UInt8]) {
        state = Base64URL.encode(random(24))
        nonce = Base64URL.encode(random(24))
        verifier = Base64URL.encode(random(48))
        (self.next, self.began, self.session) = (next, began, session)
    }

    /// The cookie's value.
    ///
    /// - Parameter keyedHash: of the node.
    func cookie(_ keyedHash: ([UInt8]) -> [UInt8]) -> String {
        let text = [
            state, nonce, verifier, String(began), Base64URL.encode(session), next,
        ].joined(separator: "\n")
        let bytes = Array(text.utf8)
        return Base64URL.encode(bytes) + "." + Base64URL.encode(keyedHash(bytes))
    }

    /// Nil for a cookie that this node did not make, or too long ago.
    init?(cookie: String, now: Int64, _ keyedHash: ([UInt8]) -> [UInt8]) {
        let parts = cookie.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let bytes = Base64URL.decode(String(parts[0])),
            let hash = Base64URL.decode(String(parts[1])),
            ConstantTime.areEqual(hash, keyedHash(bytes)),
            let text = String(validating: bytes, as: UTF8.self)
        else { return nil }
        let fields = text.split(
            separator: "\n", maxSplits: 5, omittingEmptySubsequences: false
        ).map(String.init)
        guard fields.count == 6, let began = Int64(fields[3]),
            (0..<Self.lifeSeconds).contains(now - began),
            let session = Base64URL.decode(fields[4])
        else { return nil }
        (state, nonce, verifier) = (fields[0], fields[1], fields[2])
        (next, self.began, self.session) = (fields[5], began, session)
    }
}
