package import PortVocabulary

/// What is known of a request that names itself with an idempotency key.
package enum RememberedRequest: Hashable, Sendable {
    /// It is new, and now written down as begun; or it was begun so long ago that its process
    /// must have ended without an answer, and is to be done again.
    case begun
    /// Another process is at it.
    case underWay
    /// The key was used for another request.
    case differs
    case answered(status: Int, body: [UInt8])
}

/// Remembers answers to programs' requests, so that one that is sent again is answered and not
/// done twice. Answers are kept sealed, for a day.
package protocol AnswerStore: Sendable {
    /// Looks a request up, and writes it down as begun where it is new.
    ///
    /// - Parameter digest: SHA-256 over method, address and body.
    func begin(request key: String, digest: [UInt8], of person: PersonID, at moment: Moment)
        throws -> RememberedRequest
    /// Keeps the answer.
    func keepAnswer(
        _ body: [UInt8], status: Int, to key: String, of person: PersonID, at moment: Moment)
        throws
    /// Forgets a request that was begun and failed before anything was done.
    func forget(request key: String, of person: PersonID) throws
}
