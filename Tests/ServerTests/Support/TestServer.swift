import Crypto
import Foundation
import GRDB
import Hummingbird
import HummingbirdTesting
import Identity
import Logging
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage
import Synchronization

@testable import WebInterface

/// A served node on an empty database that goes with the test. Its clock stands still until the
/// test moves it.
///
///     let server = try TestServer()
///     let anna = try server.signIn("anna", [.analyst], task: .strategicAnalysis)
///     try await server.run { client in
///         let page = try await client.get("/seizures", as: anna)
///         #expect(page.status == .ok)
///     }
final class TestServer: Sendable {
    static let organisation = OrganisationID(trusted: "nl-customs")
    static let origin = "http://localhost:8080"
    /// Ten in the morning of a Friday.
    static let start = Moment(seconds: 20_000 * 86_400 + 36_000)
    static let keys: NodeKeys = {
        let secret = { (byte: UInt8) in Array(repeating: byte, count: 32) }
        guard
            let keys = NodeKeys(
                wrapping: secret(1), log: secret(2), organisation: secret(3), witness: secret(4))
        else { fatalError("four secrets of 32 bytes") }
        return keys
    }()

    let database: NodeDatabase
    let node: WebNode<NodeDatabase>
    private let folder: ServedFolder
    private let time = TestClock()

    /// - Parameters:
    ///   - address: the empty database; nil for one in a file of its own.
    ///   - adjust: changes how the node is served.
    init(
        on address: DatabaseAddress? = nil, _ adjust: (inout WebSettings) -> Void = { _ in }
    ) throws {
        folder = try ServedFolder()
        database = try NodeDatabase.create(
            address ?? .sqlite(path: folder.path + "/node.sqlite"), organisation: try Self.member(),
            origin: "nl-customs.example/breakwater", keys: Self.keys,
            person: PersonID(trusted: "founder"), at: Self.start)
        var settings = WebSettings(origin: Self.origin)
        settings.threads = 2
        settings.isWarmed = false
        adjust(&settings)
        let time = time
        node = try WebNode(
            store: database, reference: ServedReference.data, settings: settings,
            layouts: [try Self.template()],
            clock: { time.now }, random: { Self.random($0) })
    }

    var now: Moment { time.now }
    var today: CalendarDate { now.day }

    /// Moves the clock.
    func advance(seconds: Int64) { time.advance(seconds) }

    /// Serves the node to the body.
    ///
    /// - Parameter more: routes beside those of the product.
    func run(
        adding more: [Route<NodeDatabase>] = [],
        _ body: @Sendable (TestBrowser) async throws -> Void
    ) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let application = try WebServer.application(
            node, routes: RouteTable.routes(NodeDatabase.self) + more, logger: logger)
        try await application.test(.router) { client in
            try await body(TestBrowser(client: client))
        }
    }

    static func random(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    static func member() throws -> Organisation {
        Organisation(
            id: organisation, name: "Customs", kind: .authority,
            country: try Country(parsing: "NL"), thirdCountryRole: nil,
            key: try keys.organisationPublicKey())
    }

    /// Changes the database past the node.
    func tamper(_ sql: String) throws {
        try DatabaseQueue(path: folder.path + "/node.sqlite").write { try $0.execute(sql: sql) }
    }

    // MARK: People

    /// Leave of a person in every role for an act on the node.
    func leave(_ act: NodeAct) throws -> NodePermit {
        let requester = try Requester(
            person: PersonID(trusted: "founder"), organisation: Self.organisation,
            roles: Set(Role.allCases), purpose: .oversight)
        guard
            case .permit(let permit) = NodeRules.decide(
                requester, act, node: Self.organisation)
        else { throw TestFault(what: "no leave for \(act)") }
        return permit
    }

    /// Adds a person of the node's organisation, or changes one.
    @discardableResult
    func add(
        _ id: String, _ roles: Set<Role>, organisation: OrganisationID = organisation,
        isSystem: Bool = false, lastDay: CalendarDate? = nil
    ) throws -> Person {
        let person = Person(
            id: PersonID(trusted: id), name: "Name of \(id)", organisation: organisation,
            roles: roles, isSystem: isSystem, lastDay: lastDay)
        try database.save(person, by: try leave(.managePeople), at: now)
        return person
    }

    /// Adds the person and signs them in.
    func signIn(
        _ id: String, _ roles: Set<Role>, task purpose: Purpose? = nil,
        organisation: OrganisationID = organisation
    ) throws -> Visitor {
        let person = try add(id, roles, organisation: organisation)
        let secret = Self.random(32)
        let session = Session(
            tokenHash: Array(SHA256.hash(data: secret)), person: person.id, method: .password,
            began: now, lastSeen: now, authenticated: now,
            task: purpose.map { StatedTask(purpose: $0, basis: "Customs Act", since: now) },
            previousVisit: nil)
        try database.begin(session, at: now)
        return Visitor(person: person, secret: secret)
    }

    /// Makes a token and answers its secret.
    func token(
        of owner: Person, _ scopes: Set<TokenScope>, label: String = "a program",
        days: Int = 30, isRevoked: Bool = false
    ) throws -> String {
        let requester = try Requester(
            person: owner.id, organisation: owner.organisation, roles: owner.roles,
            purpose: .oversight)
        let steps = TokenSteps(store: database)
        let request = TokenRequest(
            owner: owner.id, label: label, scopes: scopes, purpose: .strategicAnalysis,
            basis: "Customs Act", days: days)
        var random = SystemRandomNumberGenerator()
        guard
            case .made(let token, let secret) = try steps.make(
                request, by: requester, at: now, using: &random)
        else { throw TestFault(what: "no token of \(owner.id)") }
        if isRevoked { _ = try steps.revoke(token.id, by: requester, at: now) }
        return secret
    }
}

/// A person at a browser, signed in.
struct Visitor: Sendable {
    let person: Person
    let secret: [UInt8]

    var cookie: String { "\(Cookie.session)=\(Base64URL.encode(secret))" }
    var csrf: String { Exchange<NodeDatabase>.csrf(secret) }
}

/// Something that a test's own arrangement lacks.
struct TestFault: Error, CustomStringConvertible {
    let what: String
    var description: String { what }
}

private final class TestClock: Sendable {
    private let moment = Mutex(TestServer.start)

    var now: Moment { moment.withLock { $0 } }

    func advance(_ seconds: Int64) {
        moment.withLock { $0 = Moment(seconds: $0.seconds + seconds) }
    }
}

/// A folder of one server, removed with it.
private final class ServedFolder: Sendable {
    let path: String

    init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("breakwater-served-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// The product's reference data, read once.
private enum ServedReference {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("data")

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
    }

    static let data: ReferenceData = {
        do {
            return ReferenceData(
                countries: try CountryRegister(parsing: text("countries/countries.csv")),
                ports: try PortRegister(parsing: text("ports/ports.csv")),
                substances: try SubstanceRegister(parsing: text("substances/synonyms.csv")),
                units: try UnitRegister(parsing: text("units/units.csv")),
                conversions: try ConversionTable(parsing: text("units/conversion-factors.csv")))
        } catch {
            fatalError("the product's reference data does not read: \(error)")
        }
    }()
}
