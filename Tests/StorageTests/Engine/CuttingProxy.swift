import Foundation
import Synchronization

/// Stands between the engine and PostgreSQL and cuts the line when the engine confirms a
/// transaction: before the server hears of it, or after, before the engine hears the answer.
final class CuttingProxy: Sendable {
    enum Cut: Sendable { case never, beforeServerHears, afterServerHears }

    let port: Int
    private let listener: Int32
    private let knife = Knife()

    /// Shared with the threads, which live on until the listener closes.
    private final class Knife: Sendable {
        let cut = Mutex(Cut.never)
    }

    init(server: Int) throws {
        let listener = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        port = try Self.onLoopback(listener, port: 0) { bind(listener, $0, $1) }
        guard listen(listener, 8) == 0 else { throw POSIXError(.EADDRINUSE) }
        Thread.detachNewThread { [knife] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                Self.join(client, server: server, knife)
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// From now on.
    func cut(_ kind: Cut) { knife.cut.withLock { $0 = kind } }

    /// Calls with the loopback address; answers the port on which the socket then stands.
    private static func onLoopback(
        _ socket: Int32, port: Int, _ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws -> Int {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        address.sin_port = UInt16(port).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isDone = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                call($0, length) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        guard isDone else { throw POSIXError(.ECONNREFUSED) }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    /// Carries bytes both ways until one side ends or the knife falls.
    private static func join(_ client: Int32, server port: Int, _ knife: Knife) {
        let server = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard (try? onLoopback(server, port: port) { connect(server, $0, $1) }) != nil else {
            close(client)
            return
        }
        let isDeaf = Deafness()
        let ended = DispatchSemaphore(value: 0)
        let commit = Array("COMMIT\0".utf8)
        Thread.detachNewThread {
            carry(from: client, to: server) { bytes in
                guard bytes.count >= commit.count, bytes.suffix(commit.count) == commit[...] else {
                    return true
                }
                switch knife.cut.withLock({ $0 }) {
                case .never: return true
                case .beforeServerHears: return false
                case .afterServerHears:
                    isDeaf.value.withLock { $0 = true }
                    return true
                }
            }
            ended.signal()
        }
        Thread.detachNewThread {
            carry(from: server, to: client) { _ in !isDeaf.value.withLock { $0 } }
            ended.wait()
            close(client)
            close(server)
        }
    }

    private final class Deafness: Sendable {
        let value = Mutex(false)
    }

    private static func carry(
        from: Int32, to: Int32, _ isPassed: (ArraySlice<UInt8>) -> Bool
    ) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(from, &buffer, buffer.count, 0)
            guard count > 0, isPassed(buffer[..<count]) else { break }
            var sent = 0
            while sent < count {
                let more = buffer.withUnsafeBytes { bytes in
                    send(
                        to, bytes.baseAddress.map { $0 + sent }, count - sent,
                        Int32(MSG_NOSIGNAL))
                }
                guard more > 0 else { break }
                sent += more
            }
        }
        shutdown(from, Int32(SHUT_RDWR))
        shutdown(to, Int32(SHUT_RDWR))
    }
}
