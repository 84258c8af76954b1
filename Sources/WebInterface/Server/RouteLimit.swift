/// Limits of what a request may carry.
package enum RouteLimit {
    /// A form without files.
    package static let formBytes = 256 * 1_024
    /// A form with files.
    package static let uploadBytes = 16 * 1_024 * 1_024
    /// Header fields together.
    package static let headerBytes = 16 * 1_024
    /// Fields of a form or of an address.
    package static let fields = 400
    /// Files of a form.
    package static let files = 12
    /// The path and the query of an address.
    package static let addressBytes = 8 * 1_024
}
