import Foundation
import TestSupport
import Testing

@testable import WebInterface

/// sslyze, in the environment that it needs for itself.
enum TransportJudge {
    static let python = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent(".venv-tls/bin/python").path

    static let isInstalled =
        (try? OutsideProgram.run(python, ["-c", "import sslyze"], input: Data())) != nil
}

/// The node's TLS, judged by sslyze.
@Suite(
    .enabled(if: OutsideJudge.isAlone && TransportJudge.isInstalled, "make judges: needs sslyze"))
struct TransportJudgeTests {
    /// What sslyze found, by the name of its check.
    private func scan(_ key: [String]) async throws -> [String: Any] {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("breakwater-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (certificate, secret) = (folder.path + "/node.pem", folder.path + "/node.key")
        _ = try OutsideProgram.run(
            "/usr/bin/env",
            ["openssl", "req", "-x509", "-nodes", "-days", "30", "-newkey"] + key + [
                "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                "-keyout", secret, "-out", certificate,
            ], input: Data())
        let server = try TestServer {
            $0.origin = "https://localhost"
            $0.port = 0
            $0.tls = (certificates: certificate, key: secret)
        }
        let (words, found) = AsyncStream.makeStream(of: Data.self)
        try await server.serve { port in
            found.yield(try await Self.judge(port))
            found.finish()
        }
        for await word in words {
            let document = try JSONSerialization.jsonObject(with: word) as? [String: Any]
            let results = document?["server_scan_results"] as? [[String: Any]]
            return try #require(results?.first?["scan_result"] as? [String: Any])
        }
        throw TestFault(what: "sslyze said nothing")
    }

    private static func judge(_ port: Int) async throws -> Data {
        try await OutsideProgram.runAside(
            TransportJudge.python,
            [
                "-m", "sslyze", "--json_out=-", "--mozilla_config", "disable", "--sslv2",
                "--sslv3", "--tlsv1", "--tlsv1_1", "--tlsv1_2", "--tlsv1_3", "--heartbleed",
                "--robot", "--reneg", "--compression", "--http_headers", "127.0.0.1:\(port)",
            ])
    }

    private func result(_ scan: [String: Any], _ name: String) throws -> [String: Any] {
        let attempt = try #require(scan[name] as? [String: Any], "\(name)")
        #expect(attempt["status"] as? String == "COMPLETED", "\(name)")
        return try #require(attempt["result"] as? [String: Any], "\(name)")
    }

    private func suites(_ scan: [String: Any], _ version: String) throws -> [String] {
        let accepted = try result(scan, version + "_cipher_suites")["accepted_cipher_suites"]
        return try #require(accepted as? [[String: Any]]).compactMap {
            ($0["cipher_suite"] as? [String: Any])?["name"] as? String
        }
    }

    @Test(arguments: [["rsa:2048"], ["ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]])
    func onlyModernTransportIsSpoken(_ key: [String]) async throws {
        let scan = try await scan(key)
        for version in ["ssl_2_0", "ssl_3_0", "tls_1_0", "tls_1_1"] {
            #expect(try suites(scan, version).isEmpty, "\(version)")
        }
        let older = try suites(scan, "tls_1_2")
        #expect(!older.isEmpty)
        for suite in older {
            let isForward = suite.hasPrefix("TLS_ECDHE_")
            #expect(isForward && (suite.contains("_GCM_") || suite.contains("CHACHA20")))
        }
        #expect(!(try suites(scan, "tls_1_3")).isEmpty)
        #expect(try result(scan, "heartbleed")["is_vulnerable_to_heartbleed"] as? Bool == false)
        #expect(try result(scan, "tls_compression")["supports_compression"] as? Bool == false)
        let renegotiation = try result(scan, "session_renegotiation")
        #expect(
            renegotiation["is_vulnerable_to_client_renegotiation_dos"] as? Bool == false)
        let robot = try result(scan, "robot")["robot_result"] as? String
        #expect(robot?.hasPrefix("NOT_VULNERABLE") == true)
        let headers = try result(scan, "http_headers")["strict_transport_security_header"]
        let age = (headers as? [String: Any])?["max_age"] as? Int
        #expect(try #require(age) >= 31_536_000)
    }
}
