import Foundation
import Identity
import NeedToKnow
import TestSupport
import Testing

@testable import WebInterface

/// Schemathesis, beside the Python of the judges.
enum DescriptionJudge {
    static let program = URL(fileURLWithPath: OutsideProgram.python)
        .deletingLastPathComponent().appendingPathComponent("schemathesis").path
    static let isInstalled = FileManager.default.isExecutableFile(atPath: program)
}

/// The interface for programs keeps what its description says, judged by Schemathesis: no fault
/// of the node, no answer that is not described, nothing taken that the description refuses,
/// nothing given without a token.
@Suite(
    .enabled(
        if: OutsideJudge.isAlone && DescriptionJudge.isInstalled, "make judges: needs schemathesis")
)
struct DescriptionJudgeTests {
    @Test func answersAreAsDescribed() async throws {
        let server = try TestServer { $0.port = 0 }
        let anna = try server.add("anna", Set(Role.allCases))
        let secret = try server.token(of: anna, Set(TokenScope.allCases))
        try await server.serve { port in
            do {
                _ = try await OutsideProgram.runAside(
                    "/bin/sh",
                    [
                        // What it finds it says on its standard output: we read the other one.
                        "-c", "exec \"$0\" \"$@\" >&2", DescriptionJudge.program, "run",
                        "http://127.0.0.1:\(port)/api/v1/openapi.json", "--no-color",
                        "-H", "Authorization: Bearer \(secret)", "--max-examples", "20",
                        "--phases", "examples,coverage,fuzzing", "--seed", "1",
                        // Words with check digits, dates and cursors have the right form before
                        // they have a meaning: those are refused with 422, as described.
                        "--exclude-checks", "positive_data_acceptance",
                    ])
            } catch let failed as OutsideProgram.Failed {
                Issue.record("schemathesis ended with \(failed.status): \(failed.words)")
            }
        }
    }
}
