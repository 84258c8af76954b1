package import SituationAnalysis

/// How a node is served.
package struct WebSettings: Sendable {
    /// Scheme, host and port under which people reach the node, without a path, for example
    /// `https://node.example.org`. Passkeys and the check of origins hang on it.
    package var origin: String
    package var host = "127.0.0.1"
    /// 0 for any free port.
    package var port = 8_080
    /// Paths of the certificate chain and its key in PEM; nil where a proxy before the node, or
    /// the machine itself, keeps the line.
    package var tls: (certificates: String, key: String)?
    /// Addresses of proxies whose `X-Forwarded-For` is believed.
    package var trustedProxies: Set<String> = []
    /// Folders that are served below `/static/` beside the node's own files, by their name there.
    package var staticFolders: [String: String] = [:]
    /// The agency's own identity provider; nil for none.
    package var provider: ProviderSettings?
    /// Prints a page as PDF; nil where the machine has nothing that prints.
    package var printer: (@Sendable (String) throws -> [UInt8])?
    /// Removes metadata from photographs; nil where the machine has nothing that does, and no
    /// photographs are taken.
    package var cleaner: (any ImageCleaner)?
    /// Whether every page says that it shows invented data.
    package var isDemonstration = false
    /// Whether assessments are made anew in the background after a change.
    package var isWarmed = true
    /// Connections at once; further ones wait to be accepted. Up to three that came at the same
    /// moment may be beyond.
    package var connectionLimit = 512
    /// Requests that are worked on or wait at once; further ones are told to come again.
    package var requestLimit = 256
    /// Threads that run the handlers: they wait for the disk most of the time.
    package var threads = 16
    /// How long the parts of a request may take on the line.
    package var deadlines = Deadlines()
    /// Bytes of large bodies that are held at once, of all who send files together. *Bounds: at
    /// least ``RouteLimit/uploadBytes``.* A body is in memory several times while it is read.
    package var uploadBudget = 3 * RouteLimit.uploadBytes
    /// How long a large body waits for its place before its sender is told to come again.
    package var uploadPatience = Duration.seconds(10)

    /// How long the parts of a request may take on the line, each in all and not from byte to
    /// byte. *Units: seconds; 1 or more.*
    package struct Deadlines: Sendable {
        /// From the connection, or the last answer, to the whole head of the next request.
        package var head: Int64 = 15
        /// From the head to the end of the body.
        package var body: Int64 = 90
        /// For the other end to take the answer.
        package var answer: Int64 = 90
    }

    package init(origin: String) { self.origin = origin }

    /// Whether people reach the node over TLS.
    package var isSecure: Bool { origin.hasPrefix("https://") }

    /// The name that passkeys are bound to.
    package var relyingParty: String {
        let rest = origin.split(separator: "/").last.map(String.init) ?? ""
        return rest.split(separator: ":").first.map(String.init) ?? rest
    }
}
