import Foundation
import TestSupport

/// An identity provider that others wrote (oidc-provider-mock), and a person at its page.
///
/// The mock asks its visitor for the subject: whoever posts the field `sub` to its authorization
/// page is that subject from then on. One visit at a time. It ends when its standard input
/// closes, also when the test process is killed.
final class ProviderMock: @unchecked Sendable {
    static let isInstalled = OutsideProgram.hasPython("oidc_provider_mock")

    let issuer: String
    private let process = Process()
    private let (input, output) = (Pipe(), Pipe())

    init() throws {
        process.executableURL = URL(fileURLWithPath: OutsideProgram.python)
        process.arguments = ["-I", "-W", "ignore", "-c", Self.script]
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        issuer = Self.line(output)
        guard issuer.hasPrefix("http://") else {
            throw TestFault(what: "the mock of a provider did not start")
        }
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// The address to which the provider sends the browser of a person who signed in there.
    func visit(_ address: String, as subject: String) throws -> String {
        try input.fileHandleForWriting.write(contentsOf: Data("\(subject) \(address)\n".utf8))
        return Self.line(output)
    }

    private static func line(_ pipe: Pipe) -> String {
        var bytes: [UInt8] = []
        let longest = 16_000
        while bytes.count < longest {
            let next = pipe.fileHandleForReading.readData(ofLength: 1)
            guard let byte = next.first, byte != UInt8(ascii: "\n") else { break }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let script = #"""
        import http.client, os, sys, urllib.parse
        os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
        import oidc_provider_mock
        with oidc_provider_mock.run_server_in_thread() as server:
            print(f"http://localhost:{server.server_port}", flush=True)
            for line in sys.stdin:
                subject, address = line.split()
                parts = urllib.parse.urlsplit(address)
                talk = http.client.HTTPConnection(parts.hostname, parts.port, timeout=20)
                talk.request(
                    "POST", f"{parts.path}?{parts.query}",
                    urllib.parse.urlencode({"sub": subject}),
                    {"Content-Type": "application/x-www-form-urlencoded"})
                answer = talk.getresponse()
                answer.read()
                print(answer.getheader("Location", f"status {answer.status}"), flush=True)
        """#
}
