import ArgumentParser
import Foundation
import Logging
import PortVocabulary
import ServiceLifecycle
import SituationAnalysis
import Storage
import WebInterface

/// `breakwater serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the node's pages and its interface for programs.",
        discussion: """
            Stops in order on SIGTERM and SIGINT: requests under way are answered, the evidence \
            is signed. Without a certificate it serves this machine only, or a proxy that keeps \
            the line.
            """)

    @Option(help: "Address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "Port to listen on.")
    var port = 8_080

    @Option(help: "Scheme, host and port that people type. Default: made of --host and --port.")
    var origin: String?

    @Option(help: "Certificate chain in PEM; turns TLS on.")
    var certificate: String?

    @Option(help: "The certificate's key in PEM.")
    var certificateKey: String?

    @Option(help: "Address of a proxy whose X-Forwarded-For is believed. Repeatable.")
    var trustedProxy: [String] = []

    @Option(
        help: ArgumentHelp(
            "Your identity provider's issuer, as it writes itself; turns OpenID Connect on.",
            discussion: "Its secret for this client, if any: BREAKWATER_PROVIDER_SECRET."))
    var providerIssuer: String?

    @Option(help: "The client that the provider knows this node by.")
    var providerClient: String?

    @Option(help: "What the sign-in page calls the provider.")
    var providerName = "your agency"

    @Option(help: "Folder for scheduled bulletins. They are made while the node is served.")
    var reports: String?

    @OptionGroup var node: NodeOptions

    func run() async throws {
        let folder = try node.dataFolder()
        let open = try node.openNode()
        var server = NodeServer(open: open, folder: folder, settings: try settings())
        server.reports = reports
        try await server.run()
    }

    private func provider() throws -> ProviderSettings? {
        guard let providerIssuer else { return nil }
        guard let providerClient else {
            throw CommandFailure(
                cause: "an identity provider knows the node as a client",
                mend: "give --provider-client too")
        }
        let secret = ProcessInfo.processInfo.environment["BREAKWATER_PROVIDER_SECRET"]
        return ProviderSettings(
            issuer: providerIssuer, client: providerClient,
            secret: secret.flatMap { $0.isEmpty ? nil : $0 }, name: providerName)
    }

    private func settings() throws -> WebSettings {
        guard (1...65_535).contains(port) else {
            throw CommandFailure(cause: "there is no port \(port)", mend: "give 1 to 65535")
        }
        guard (certificate == nil) == (certificateKey == nil) else {
            throw CommandFailure(
                cause: "a certificate needs its key, and a key its certificate",
                mend: "give --certificate and --certificate-key together")
        }
        let isLocal = ["127.0.0.1", "::1", "localhost"].contains(host)
        let scheme = certificate == nil ? "http" : "https"
        let usual = "\(scheme)://\(isLocal ? "localhost" : host):\(port)"
        let origin = origin ?? usual
        guard origin.hasPrefix("https://") || isLocal else {
            throw CommandFailure(
                cause: "without TLS the node listens on this machine only",
                mend: "give --certificate and --certificate-key, or --origin https://… "
                    + "where a proxy before the node keeps the line")
        }
        var settings = WebSettings(origin: origin)
        (settings.host, settings.port) = (host, port)
        if let certificate, let certificateKey {
            settings.tls = (certificates: certificate, key: certificateKey)
        }
        settings.trustedProxies = Set(trustedProxy)
        settings.provider = try provider()
        return settings
    }
}

/// A node that is open and served until it is told to stop.
struct NodeServer {
    let open: OpenNode
    let folder: DataFolder
    var settings: WebSettings
    /// Where scheduled bulletins are written; nil where none are made here.
    var reports: String?
    /// Called once the node answers.
    var whenReady: @Sendable (String) -> Void = { origin in
        Answer.give("serve", ["origin": .text(origin)]) { "the node answers at \(origin)" }
    }

    /// Debian's copy of the map's library, where it is installed.
    private static let leaflet = "/usr/share/javascript/leaflet"

    func run() async throws {
        let database = open.database
        var reference = try folder.reference()
        for port in try database.importedPorts() { reference.ports.add(port) }
        var settings = settings
        settings.staticFolders["leaflet"] = Self.leaflet
        // Looked for at the start: without it there is no PDF, and pages do not offer one.
        if let printer = try? ChromiumPrinter() { settings.printer = { try printer.print($0) } }
        let cleaner = Mat2Cleaner()
        if cleaner.isInstalled { settings.cleaner = cleaner }
        var logger = Logger(label: "breakwater")
        logger.logLevel = .warning
        do {
            let web = try WebNode(
                store: database, reference: reference, settings: settings,
                layouts: try folder.layoutNames().map(folder.layout),
                coastline: try? Coastline(parsing: folder.text("map/coastline.csv")),
                clock: Clock.now, random: Self.random)
            var services: [any Service] = [CheckpointService(open: open)]
            if let reports {
                services.append(
                    ReportService(
                        bulletins: ReportRun(
                            database: database, reference: reference, folder: reports)))
            }
            let (origin, tell) = (settings.origin, whenReady)
            try await WebServer.serve(web, services: services, logger: logger) { _ in
                tell(origin)
            }
        } catch let defect as WebDefect {
            try open.close()
            throw CommandFailure(cause: defect.cause, mend: defect.mend)
        }
        try open.close()
    }

    private static func random(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}

/// Signs the evidence from time to time while the node is served, never within a request.
private struct CheckpointService: Service {
    let open: OpenNode

    /// How long what was released may stand unsigned. *Units: seconds.*
    private static let pause = 20

    func run() async throws {
        while true {
            do {
                try await cancelWhenGracefulShutdown {
                    try await Task.sleep(for: .seconds(Self.pause))
                }
            } catch is CancellationError { return }
            // The database may be away for a while: the next round signs what this one could not.
            try? open.close()
        }
    }
}

/// Makes the bulletins that are due, each once, whoever else makes them too.
private struct ReportService: Service {
    let bulletins: ReportRun

    /// How often it is looked. *Units: seconds.*
    private static let pause = 600

    func run() async throws {
        while true {
            // What fails, for example while the database is away, is due in the next round.
            _ = try? bulletins.runDue(now: Clock.now)
            do {
                try await cancelWhenGracefulShutdown {
                    try await Task.sleep(for: .seconds(Self.pause))
                }
            } catch is CancellationError { return }
        }
    }
}
