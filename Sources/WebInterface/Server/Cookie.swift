/// A cookie that the node sets.
struct Cookie {
    /// Without the prefix `__Host-`.
    let name: String
    let value: String
    /// How long the browser keeps it; nil until it is closed, 0 to forget it now.
    let seconds: Int64?

    static let session = "__Host-session"
    static let device = "__Host-device"
    static let language = "__Host-language"

    /// The field's text: for this host alone, over TLS or the own machine alone, out of reach of
    /// scripts, and sent by our own pages alone.
    var field: String {
        var text = "\(name)=\(value); Path=/; Secure; HttpOnly; SameSite=Strict"
        if let seconds { text += "; Max-Age=\(seconds)" }
        return text
    }

    /// The value of a cookie of a request; nil where there is none.
    static func value(_ name: String, in fields: [String]) -> String? {
        for field in fields {
            for part in field.split(separator: ";") {
                var rest = part
                while rest.first == " " { rest.removeFirst() }
                if rest.hasPrefix("\(name)=") { return String(rest.dropFirst(name.count + 1)) }
            }
        }
        return nil
    }
}
