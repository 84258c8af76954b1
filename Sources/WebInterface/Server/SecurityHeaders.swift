import HTTPTypes

/// The header fields of every answer.
enum SecurityHeaders {
    /// Nothing but our own files; no inline script, no inline style, no frame around us.
    static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'",
        "img-src 'self' data: blob:", "connect-src 'self'", "font-src 'self'",
        "manifest-src 'self'", "form-action 'self'", "frame-ancestors 'none'",
        "base-uri 'none'",
    ].joined(separator: "; ")

    static func apply(to headers: inout HTTPFields, isSecure: Bool) {
        func set(_ name: String, _ value: String) {
            guard let name = HTTPField.Name(name), headers[name] == nil else { return }
            headers[name] = value
        }
        set("Content-Security-Policy", policy)
        set("X-Content-Type-Options", "nosniff")
        // Our own pages learn where a form stood; nobody else learns anything.
        set("Referrer-Policy", "same-origin")
        set("Cross-Origin-Opener-Policy", "same-origin")
        set("Cross-Origin-Resource-Policy", "same-origin")
        set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), interest-cohort=()")
        // What one person may see must not come from a cache to another.
        set("Cache-Control", "no-store")
        if isSecure { set("Strict-Transport-Security", "max-age=63072000; includeSubDomains") }
    }
}
