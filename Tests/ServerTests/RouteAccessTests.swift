import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary
import Storage
import Testing

@testable import WebInterface

/// Goes over every route of the node: who may not use it learns nothing from it.
@Suite struct RouteAccessTests {
    /// A value for each parameter of a pattern. A route with another parameter fails the test
    /// until one is given here.
    static let samples = [
        "a": "x", "b": "x", "c": "x", "record": "0123456789abcdef0123456789abcdef",
        "id": "sample", "version": "1", "person": "someone", "deputy": "someone",
        "organisation": "sample", "token": "sample", "entry": "0", "job": "sample",
        "port": "NLRTM", "kind": "sample", "number": "1", "name": "sample", "batch": "sample",
        "draft": "sample", "staged": "sample", "photograph": "sample", "session": "sample",
        "party": "sample",
        "credential": "sample", "report": "sample", "edition": "sample", "schedule": "sample",
    ]

    static let routes = RouteTable.routes(NodeDatabase.self)

    static func address(_ route: Route<NodeDatabase>) throws -> String {
        let segments = try route.path.split(separator: "/").map { segment -> String in
            guard segment.hasPrefix("{") else { return String(segment) }
            let name = String(segment.dropFirst().dropLast())
            return try #require(samples[name], "no sample for {\(name)} of \(route.path)")
        }
        return "/" + segments.joined(separator: "/")
    }

    /// An address below the same page group that no route has.
    static func unknown(beside address: String) -> String {
        let group = address.split(separator: "/").first.map(String.init) ?? "nowhere"
        return "/\(group)/no/such/page/is/ever/here"
    }

    /// What an answer tells, with its own address taken out.
    static func told(_ served: Served, _ address: String) -> String {
        let encoded = FormFields.encoded(address)
        let head = served.headers.map { "\($0.name): \($0.value)" }.sorted()
            .filter { !$0.lowercased().hasPrefix("content-length") }
        return ("\(served.status.code)\n" + head.joined(separator: "\n") + "\n" + served.text)
            .replacing("value=\"\(address)\"", with: "value=\"HERE\"")
            .replacing("next=\(encoded)", with: "next=HERE")
    }

    static func send(
        _ browser: TestBrowser, _ route: Route<NodeDatabase>, _ address: String,
        as visitor: Visitor?
    ) async throws -> Served {
        route.method == .get
            ? try await browser.get(address, as: visitor)
            : try await browser.post(address, as: visitor)
    }

    @Test func everyRouteHasSamplesAndStandsOnce() throws {
        var seen: Set<String> = []
        for route in Self.routes {
            _ = try Self.address(route)
            #expect(
                seen.insert("\(route.method) \(route.path)").inserted,
                "\(route.method) \(route.path) stands twice")
            #expect(route.path == "/" || !route.path.hasSuffix("/"))
            #expect(route.method == .get || route.bodyLimit <= RouteLimit.uploadBytes)
        }
    }

    @Test func whoIsNotSignedInCannotTellAPageFromAnUnknownAddress() async throws {
        let server = try TestServer()
        try await server.run { browser in
            for route in Self.routes where !route.path.hasPrefix("/api") {
                guard route.access != .everyone else { continue }
                let address = try Self.address(route)
                let unknown = Self.unknown(beside: address)
                let served = try await Self.send(browser, route, address, as: nil)
                let absent = try await Self.send(browser, route, unknown, as: nil)
                #expect(served.status == .seeOther, "\(route.method) \(route.path)")
                #expect(served.location?.hasPrefix("/sign-in") == true, "\(route.path)")
                // The first page has no address to come back to.
                guard address != "/" else { continue }
                #expect(
                    Self.told(served, address) == Self.told(absent, unknown),
                    "\(route.method) \(route.path) differs from an unknown address")
            }
        }
    }

    @Test func whoHasNoRoleForAPageCannotTellItFromAnUnknownAddress() async throws {
        let server = try TestServer()
        try await server.run { browser in
            for (index, route) in Self.routes.enumerated() {
                guard case .roles(let roles) = route.access else { continue }
                let others = Set(Role.allCases).subtracting(roles)
                let visitor = try server.signIn(
                    "visitor-\(index)", others, task: .strategicAnalysis)
                let address = try Self.address(route)
                let unknown = Self.unknown(beside: address)
                let served = try await Self.send(browser, route, address, as: visitor)
                let absent = try await Self.send(browser, route, unknown, as: visitor)
                #expect(served.status == .notFound, "\(route.method) \(route.path)")
                #expect(
                    Self.told(served, address) == Self.told(absent, unknown),
                    "\(route.method) \(route.path) differs from an unknown address")
            }
        }
    }

    @Test func formsOfOtherSitesAreNotActedOn() async throws {
        let server = try TestServer()
        let visitor = try server.signIn(
            "anna", Set(Role.allCases), task: .strategicAnalysis)
        let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        let other = form + [.origin: "https://elsewhere.example"]
        let crossed = form + [try #require(HTTPField.Name("Sec-Fetch-Site")): "cross-site"]
        let good = Array("csrf=\(visitor.csrf)".utf8)
        let cases: [(String, HTTPFields, [UInt8])] = [
            ("no secret", form, []),
            ("another session's secret", form, Array("csrf=\(visitor.csrf.reversed())".utf8)),
            ("another origin", other, good), ("another site", crossed, good),
        ]
        try await server.run { browser in
            for route in Self.routes where route.method != .get {
                guard !route.path.hasPrefix("/api") else { continue }
                let address = try Self.address(route)
                for (name, headers, body) in cases {
                    let served = try await browser.send(
                        route.method, address, as: visitor, headers, body)
                    #expect(served.status == .forbidden, "\(name): \(route.path)")
                }
                if route.access == .everyone {
                    let served = try await browser.send(route.method, address, as: nil, other)
                    #expect(served.status == .forbidden, "not signed in: \(route.path)")
                }
            }
        }
    }

    @Test func pagesWithOperationalDataAskForTheTaskFirst() async throws {
        let server = try TestServer()
        let visitor = try server.signIn("anna", Set(Role.allCases))
        try await server.run { browser in
            for route in Self.routes where route.needsTask && !route.path.hasPrefix("/api") {
                let served = try await Self.send(
                    browser, route, try Self.address(route), as: visitor)
                #expect(served.status == .seeOther, "\(route.path)")
                #expect(served.location?.hasPrefix("/task?next=") == true, "\(route.path)")
            }
        }
    }

    @Test func onlyATokenInForceWithTheScopeReachesARouteForPrograms() async throws {
        let server = try TestServer()
        let owner = try server.add("owner", Set(Role.allCases))
        let leaver = try server.add("leaver", Set(Role.allCases))
        let all = Set(TokenScope.allCases)
        let useless: [(String, String?)] = [
            ("none", nil), ("unknown", "unknown"),
            ("expired", try server.token(of: owner, all, days: 1)),
            ("revoked", try server.token(of: owner, all, isRevoked: true)),
            ("of a leaver", try server.token(of: leaver, all)),
        ]
        try server.add("leaver", Set(Role.allCases), lastDay: server.today)
        server.advance(seconds: 86_400)
        let probe: Route<NodeDatabase> = Route(
            .get, "/api/v1/probe", .token(.readRecords)
        ) { _ in .json(Array("{}".utf8)) }
        try await server.run(adding: [probe]) { browser in
            // An owner has so many tokens at most: one for each scope that is lacking.
            let narrow = try Dictionary(
                uniqueKeysWithValues: all.map {
                    ($0, try server.token(of: owner, all.subtracting([$0])))
                })
            for route in Self.routes + [probe] where route.path.hasPrefix("/api") {
                let address = try Self.address(route)
                for (name, token) in useless where route.access != .everyone {
                    let served = try await browser.call(route.method, address, token: token)
                    let absent = try await browser.call(
                        route.method, "/api/v1/no/such/thing/here", token: token)
                    #expect(served.status == .unauthorized, "\(name): \(route.path)")
                    #expect(
                        Self.told(served, address) == Self.told(absent, address),
                        "\(name): \(route.path) differs from an unknown address")
                }
                guard case .token(let scope) = route.access else { continue }
                let served = try await browser.call(
                    route.method, address, token: narrow[scope])
                #expect(served.status == .forbidden, "\(route.path)")
            }
            let token = try server.token(of: owner, [.readRecords])
            #expect(try await browser.call(.get, "/api/v1/probe", token: token).status == .ok)
            // A browser's cookie is no leave for a program.
            let visitor = try server.signIn("anna", Set(Role.allCases))
            let served = try await browser.get("/api/v1/probe", as: visitor)
            #expect(served.status == .unauthorized)
        }
    }

    @Test func noAnswerAllowsForeignContent() async throws {
        let server = try TestServer()
        let visitor = try server.signIn("anna", Set(Role.allCases))
        try await server.run { browser in
            for path in ["/task", "/no/such/page", "/health/live", "/metrics"] {
                let served = try await browser.get(path, as: visitor)
                let name = try #require(HTTPField.Name("Content-Security-Policy"))
                let policy = try #require(served.headers[name], "\(path)")
                #expect(policy.contains("default-src 'none'"))
                #expect(!policy.contains("unsafe"))
                #expect(served.headers[.cacheControl] == "no-store")
            }
        }
    }
}

private func + (left: HTTPFields, right: HTTPFields) -> HTTPFields {
    var all = left
    for field in right { all.append(field) }
    return all
}
