import Crypto
import Foundation
import Identity
import NeedToKnow
import PortVocabulary
import Storage
import TestSupport

@testable import breakwater

/// `breakwater serve` as a process of its own, with somebody signed in.
final class ServedNode {
    let folder: WorkFolder
    let port: Int
    private let process: Process
    private let secret: [UInt8]

    /// - Parameter more: further arguments of `serve`.
    init(_ folder: WorkFolder, _ more: [String] = []) throws {
        self.folder = folder
        port = try FreePortProbe.unused()
        secret = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
        try Self.signIn(secret, folder)
        process = try Program.start(
            ["serve", "--port", "\(port)", "--database", folder.database] + more, in: folder,
            as: "served")
        let end = ContinuousClock.now + .seconds(60)
        while status("/health/ready") != 200 {
            guard process.isRunning, ContinuousClock.now < end else {
                throw Program.Absent(folders: ["no node: \(try folder.text("served.err"))"])
            }
        }
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// Opens a session as the sign-in would, before the node is served.
    private static func signIn(_ secret: [UInt8], _ folder: WorkFolder) throws {
        let keys = KeyFolder(path: folder.keys)
        let database = try NodeDatabase(
            .sqlite(path: folder.database), keys: try keys.read(),
            lastCheckpoint: keys.lastCheckpoint())
        let own = database.organisation
        let founder = try Requester(
            person: PersonID(trusted: "founder"), organisation: own,
            roles: Set(Role.allCases), purpose: .oversight)
        guard case .permit(let permit) = NodeRules.decide(founder, .managePeople, node: own)
        else { throw Program.Absent(folders: ["no leave to manage people"]) }
        let now = Clock.now()
        let person = Person(
            id: PersonID(trusted: "carl"), name: "Carl", organisation: own,
            roles: [.contributor, .analyst])
        try database.save(person, by: permit, at: now)
        let session = Session(
            tokenHash: Array(SHA256.hash(data: secret)), person: person.id, method: .password,
            began: now, lastSeen: now, authenticated: now,
            task: StatedTask(purpose: .strategicAnalysis, basis: "Customs Act", since: now),
            previousVisit: nil)
        try database.begin(session, at: now)
        try OpenNode(database: database, keys: keys).close()
    }

    /// What the browser sends with a form.
    var headers: [String: String] {
        [
            "cookie": "__Host-session=\(Base64URL.encode(secret))",
            "origin": "http://localhost:\(port)",
            "content-type": "application/x-www-form-urlencoded",
        ]
    }

    /// The short form of a find, filled in.
    func form(_ token: String, kilograms: Int) -> [UInt8] {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("csrf".utf8), using: SymmetricKey(data: secret))
        let fields = [
            "csrf": Base64URL.encode(Array(code)), "token": token, "act": "store",
            "accept": "yes", "date": "2024-05-06", "place": "Antwerp",
            "substance": "cocaine-hydrochloride", "amount": "\(kilograms)", "unit": "kilogram",
            "stage": "at-port", "concealment": "beside-load", "transport": "container",
            "tlp": "AMBER", "handling": "H1",
        ]
        let text = fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return Array(text.joined(separator: "&").utf8)
    }

    /// The status of an answer; 0 for none.
    func status(_ path: String) -> Int {
        guard case .answered(let answer) = LineAnswer.ask(port, "GET", path) else { return 0 }
        return answer.status
    }

    /// Requests under way, that which asks among them.
    func working() -> Int {
        guard case .answered(let answer) = LineAnswer.ask(port, "GET", "/metrics"),
            let line = answer.text.split(separator: "\n").first(where: {
                $0.hasPrefix("breakwater_requests_working ")
            })
        else { return 0 }
        return Int(line.split(separator: " ")[1]) ?? 0
    }

    /// Asks it to stop, as the system does.
    func terminate() { kill(process.processIdentifier, SIGTERM) }

    /// Waits for the end and answers the exit code; nil where it did not end by itself in time.
    func end(within seconds: Int = 60) -> Int32? {
        let end = ContinuousClock.now + .seconds(seconds)
        while process.isRunning {
            guard ContinuousClock.now < end else { return nil }
            sched_yield()
        }
        return process.terminationReason == .exit ? process.terminationStatus : nil
    }
}
