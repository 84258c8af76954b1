import Foundation
package import Hummingbird
import HummingbirdCore
import HummingbirdTLS
package import Logging
import NIOCore
import NIOPosix
import NIOSSL
package import ServiceLifecycle

/// Puts the server together: the same for the program and for the tests.
package enum WebServer {
    /// - Parameters:
    ///   - services: what runs beside the pages, such as signing and scheduled reports.
    ///   - whenReady: called with the port once the node answers.
    /// - Throws: ``WebDefect`` for a certificate that cannot be used.
    package static func application<Store: NodeStore>(
        _ node: WebNode<Store>, routes: [Route<Store>]? = nil, services: [any Service] = [],
        logger: Logger, whenReady: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws -> some ApplicationProtocol {
        let settings = node.settings
        let pool = NIOThreadPool(numberOfThreads: settings.threads)
        pool.start()
        let frame = Frame(
            node: node, matcher: RouteMatcher(routes ?? RouteTable.routes(Store.self)),
            pool: pool, logger: logger)
        let http = HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [RequestDeadline(settings.deadlines)],
                idleTimeout: .seconds(60),
                httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                    maxHeaderFieldSize: RouteLimit.headerBytes,
                    maxHeaderListSize: RouteLimit.headerBytes, maxHeaderFieldCount: 100)))
        return Application(
            responder: frame, server: try secured(http, settings),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port),
                availableConnectionsDelegate: MaximumAvailableConnections(
                    settings.connectionLimit)),
            services: services + [
                PoolService(pool: pool), CheckService(node: node), WarmingService(node: node),
            ],
            onServerRunning: { channel in await whenReady(channel.localAddress?.port ?? 0) },
            logger: logger)
    }

    /// Serves until SIGTERM or SIGINT: requests under way are answered first.
    ///
    /// - Throws: ``WebDefect``, or what the network throws.
    package static func serve<Store: NodeStore>(
        _ node: WebNode<Store>, services: [any Service], logger: Logger,
        whenReady: @escaping @Sendable (Int) async -> Void
    ) async throws {
        let application = try application(
            node, services: services, logger: logger, whenReady: whenReady)
        try await application.runService()
    }

    private static func secured(
        _ http: HTTPServerBuilder, _ settings: WebSettings
    ) throws -> HTTPServerBuilder {
        guard let tls = settings.tls else { return http }
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(tls.certificates)
            let key = try NIOSSLPrivateKey(file: tls.key, format: .pem)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
            configuration.minimumTLSVersion = .tlsv12
            // Forward secrecy and authenticated encryption only. Source: RFC 9325, section 4.2.
            configuration.cipherSuiteValues = [
                .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
                .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
                .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
                .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
            ]
            return try .tls(http, tlsConfiguration: configuration)
        } catch {
            throw WebDefect(
                cause: "the certificate \(tls.certificates) or its key cannot be used",
                mend: "give the chain and its key in PEM, the node's own certificate first")
        }
    }
}

/// Ends the handlers' threads when the server has ended.
private struct PoolService: Service {
    let pool: NIOThreadPool

    func run() async throws {
        try? await gracefulShutdown()
        try await pool.shutdownGracefully()
    }
}
