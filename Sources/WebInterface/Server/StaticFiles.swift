import Crypto
import Foundation
import HTTPTypes
import Identity

/// The files that pages load: style, scripts, pictures, the map's library and coastline. Read
/// once; each has an address that changes with its content, so that browsers keep it for good.
package struct StaticFiles: Sendable {
    private struct File {
        let type: String
        let bytes: [UInt8]
        let digest: String
    }

    private var files: [String: File] = [:]
    /// A file larger than this is not served.
    private static let fileLimit = 8 * 1_024 * 1_024

    private static let types = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
        "svg": "image/svg+xml", "png": "image/png", "json": "application/json",
        "ico": "image/x-icon", "woff2": "font/woff2", "webmanifest": "application/manifest+json",
    ]

    /// - Parameter folders: further folders by the name under which they are served.
    init(folders: [String: String]) throws {
        let own = (Bundle.module.resourceURL ?? Bundle.module.bundleURL)
            .appendingPathComponent("Static", isDirectory: true)
        add(own, below: "")
        for (name, path) in folders { add(URL(fileURLWithPath: path), below: name + "/") }
        guard files["app.css"] != nil else {
            throw WebDefect(cause: "the style sheet is missing", mend: "install the node anew")
        }
    }

    private mutating func add(_ folder: URL, below prefix: String) {
        // Debian's folders of scripts are links.
        let folder = folder.resolvingSymlinksInPath()
        let found =
            (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
        for path in found.sorted() {
            let url = folder.appendingPathComponent(path)
            guard let type = Self.types[url.pathExtension],
                let data = try? Data(contentsOf: url), data.count <= Self.fileLimit
            else { continue }
            let digest = SHA256.hash(data: data).prefix(8)
            files[prefix + path] = File(
                type: type, bytes: Array(data), digest: Base64URL.encode(Array(digest)))
        }
    }

    /// Adds a file that is made at the start.
    mutating func add(_ name: String, type: String, bytes: [UInt8]) {
        let digest = SHA256.hash(data: bytes).prefix(8)
        files[name] = File(type: type, bytes: bytes, digest: Base64URL.encode(Array(digest)))
    }

    /// Where pages find a file: with its digest, so that it can be kept for good.
    func address(_ name: String) -> String {
        files[name].map { "/static/\(name)?v=\($0.digest)" } ?? "/static/\(name)"
    }

    /// Whether there is such a file, for example a library that the machine may lack.
    func contains(_ name: String) -> Bool { files[name] != nil }

    /// - Parameter digest: as asked for; a file without it is asked for anew after an hour.
    func reply(_ name: String, digest: String?) -> Reply? {
        guard let file = files[name] else { return nil }
        var reply = Reply(.ok, type: file.type, file.bytes)
        reply.headers[.cacheControl] =
            digest == file.digest ? "public, max-age=31536000, immutable" : "public, max-age=3600"
        reply.headers[.eTag] = "\"\(file.digest)\""
        return reply
    }
}
