import Foundation

/// Judges that measure time themselves, or wait like a person: a browser, an identity provider, a
/// scanner. Beside a thousand other tests they would wait too long, so they run by themselves,
/// one after another (`make judges`, which `make test` runs last).
package enum OutsideJudge {
    /// Whether they have the machine for themselves.
    package static let isAlone =
        ProcessInfo.processInfo.environment["BREAKWATER_JUDGES"] == "1"
}
