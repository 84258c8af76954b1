import Foundation

/// A connection to a port of this machine, byte by byte: for tests that behave as no client would.
/// Used by one thread at a time. Waiting is on the socket, never a pause.
package final class TestLine {
    private let socket: Int32

    /// The system gave no connection.
    package struct Refused: Error {
        /// What the system says, for example ECONNREFUSED.
        package let code: Int32
    }

    /// - Parameter receiveBytes: room that the system keeps for what is not read yet; nil for
    ///   its own choice.
    /// - Throws: ``Refused``.
    package init(port: Int, receiveBytes: Int32? = nil) throws {
        socket = Glibc.socket(
            AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { throw Refused(code: errno) }
        if var bytes = receiveBytes {
            setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &bytes, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else {
            let code = errno
            Glibc.close(socket)
            throw Refused(code: code)
        }
    }

    deinit { Glibc.close(socket) }

    /// Sends all of it; false where the other end has gone.
    @discardableResult
    package func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Sends all of it; false where the other end has gone.
    @discardableResult
    package func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// What the other end did within a time.
    package enum Heard: Equatable {
        case nothing
        case bytes([UInt8])
        case closed
    }

    /// Waits until the other end sends or closes.
    package func hear(milliseconds: Int32, most: Int = 65_536) -> Heard {
        var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, milliseconds) > 0 else { return .nothing }
        var buffer = [UInt8](repeating: 0, count: most)
        let count = recv(socket, &buffer, most, 0)
        return count > 0 ? .bytes(Array(buffer[..<count])) : .closed
    }

    /// Everything until the other end closes; nil where it does not within the time.
    package func rest(milliseconds: Int32) -> [UInt8]? {
        var all: [UInt8] = []
        let end = ContinuousClock.now + .milliseconds(Int(milliseconds))
        while ContinuousClock.now < end {
            switch hear(milliseconds: 100) {
            case .nothing: continue
            case .bytes(let more): all += more
            case .closed: return all
            }
        }
        return nil
    }
}

/// An answer read from a line.
package struct LineAnswer: Sendable {
    package let status: Int
    /// Header fields, names in small letters.
    package let headers: [String: String]
    package let body: [UInt8]

    package var text: String { String(decoding: body, as: UTF8.self) }

    /// - Returns: nil for what is no whole answer.
    package init?(_ bytes: [UInt8]) {
        let mark = Array("\r\n\r\n".utf8)
        guard
            let end = bytes.indices.first(where: { bytes[$0...].starts(with: mark) })
        else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count >= 2, let code = Int(words[1]) else { return nil }
        status = code
        headers = lines.dropFirst().reduce(into: [:]) { fields, line in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { return }
            fields[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
        }
        body = Array(bytes[(end + 4)...])
        if let length = headers["content-length"].flatMap({ Int($0) }), length != body.count {
            return nil
        }
    }
}

extension LineAnswer {
    /// How a request ended.
    package enum Ending: Sendable {
        case answered(LineAnswer)
        /// The port takes no connections.
        case refused
        /// Closed without a byte.
        case silent
        /// Closed within the answer, or not at all.
        case broken
    }

    /// One request on a line of its own.
    package static func ask(
        _ port: Int, _ method: String, _ path: String, _ headers: [String: String] = [:],
        _ body: [UInt8] = [], milliseconds: Int32 = 60_000
    ) -> Ending {
        guard let line = try? TestLine(port: port) else { return .refused }
        line.send(head(method, path, headers, length: body.count))
        line.send(body)
        guard let bytes = line.rest(milliseconds: milliseconds) else { return .broken }
        guard !bytes.isEmpty else { return .silent }
        return LineAnswer(bytes).map { .answered($0) } ?? .broken
    }

    /// The head of a request that asks to close the line after its answer.
    package static func head(
        _ method: String, _ path: String, _ headers: [String: String] = [:], length: Int
    ) -> String {
        var fields = ["host": "localhost", "connection": "close"]
        fields.merge(headers) { $1 }
        if method != "GET" { fields["content-length"] = "\(length)" }
        let lines = fields.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }
        return "\(method) \(path) HTTP/1.1\r\n\(lines.joined())\r\n"
    }
}

/// Runs a body that waits on sockets on a thread of its own.
package func onThread<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { done in
        Thread.detachNewThread { done.resume(with: Result { try body() }) }
    }
}
