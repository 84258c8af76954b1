import Hummingbird
import Logging
import Storage

@testable import WebInterface

extension TestServer {
    /// Serves the node on a free port of the loopback until the body has ended: for judges that
    /// speak TLS or misuse the connection itself.
    ///
    /// - Parameter more: routes beside those of the product.
    func serve(
        adding more: [Route<NodeDatabase>] = [],
        _ body: @escaping @Sendable (_ port: Int) async throws -> Void
    ) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let (ports, ready) = AsyncStream.makeStream(of: Int.self)
        let application = try WebServer.application(
            node, routes: RouteTable.routes(NodeDatabase.self) + more, logger: logger,
            whenReady: { port in
                ready.yield(port)
                ready.finish()
            })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.runService(gracefulShutdownSignals: []) }
            group.addTask {
                for await port in ports { try await body(port) }
            }
            // The body ends first, or the server with the reason why it could not start.
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}
