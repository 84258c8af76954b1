import PortVocabulary

/// What an authenticator signs, so that an older answer is worth nothing. The node makes it with
/// a key of its own and keeps nothing of it until it is answered: pages can be asked for in any
/// number, and nobody's challenge is pushed out by others'.
///
/// Shape: 16 random bytes, 8 bytes of the time, 16 bytes of a keyed hash.
package struct Challenge: Hashable, Sendable {
    package let bytes: [UInt8]

    /// What it may be answered for.
    package enum Use: String, CaseIterable, Hashable, Sendable {
        case signIn = "sign-in"
        /// Someone who is signed in proves again who they are.
        case confirm
        /// A passkey or an authenticator app is added.
        case enrol

        /// How long it may be answered. Setting up an app takes a person longer than a touch.
        package var lifeSeconds: Int64 { self == .enrol ? 30 * 60 : 5 * 60 }
    }

    /// How long answered challenges are remembered: as long as any may be answered.
    package static let memorySeconds = Use.enrol.lifeSeconds
    static let randomByteCount = 16

    /// A new challenge.
    ///
    /// - Parameters:
    ///   - bearer: who may answer it: a session, an enrolment code; empty for anyone.
    ///   - keyedHash: of the node; see ``CredentialStore/keyedHash(_:for:)``.
    init(
        _ use: Use, for bearer: [UInt8], at moment: Moment, random: [UInt8],
        keyedHash: ([UInt8]) -> [UInt8]
    ) {
        precondition(random.count == Self.randomByteCount)
        let open = random + Self.bytes(moment.seconds)
        bytes = open + Self.seal(open, use, bearer, keyedHash)
    }

    /// A challenge that came back; nil unless this node made it for this use and this bearer, at
    /// most ``Use/lifeSeconds`` ago.
    init?(
        returned bytes: [UInt8], _ use: Use, for bearer: [UInt8], at moment: Moment,
        keyedHash: ([UInt8]) -> [UInt8]
    ) {
        guard bytes.count == 40 else { return nil }
        let open = Array(bytes[..<24])
        guard
            ConstantTime.areEqual(
                Array(bytes[24...]), Self.seal(open, use, bearer, keyedHash))
        else { return nil }
        let made = open[16...].reduce(Int64(0)) { $0 << 8 | Int64($1) }
        guard (0..<use.lifeSeconds).contains(moment.seconds - made) else { return nil }
        self.bytes = bytes
    }

    private static func seal(
        _ open: [UInt8], _ use: Use, _ bearer: [UInt8], _ keyedHash: ([UInt8]) -> [UInt8]
    ) -> [UInt8] {
        Array(keyedHash(Array("\(use.rawValue)\n".utf8) + open + bearer).prefix(16))
    }

    private static func bytes(_ number: Int64) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }
}
