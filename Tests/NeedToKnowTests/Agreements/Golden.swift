import Foundation

/// Compares a text with a file under `Golden/`; `UPDATE_GOLDEN=1` writes the file instead.
func isGolden(_ text: String, _ name: String) throws -> Bool {
    let file = Samples.packageRoot.appendingPathComponent("Tests/NeedToKnowTests/Golden/\(name)")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
        try Data(text.utf8).write(to: file)
        return true
    }
    return try Data(contentsOf: file) == Data(text.utf8)
}
