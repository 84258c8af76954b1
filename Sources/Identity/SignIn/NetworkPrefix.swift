import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// The network that a request comes from: the first 24 bits of an IPv4 address, the first 64 of
/// an IPv6 one. Whoever has one address of such a network can have the others too.
package struct NetworkPrefix: Hashable, Sendable {
    /// Never stored as it is: see ``SignInBucket``.
    let bytes: [UInt8]

    /// Units: characters.
    private static let longestAddress = 64

    /// What cannot be read as an address counts as one network: nothing gets around the count.
    package init(address text: String) {
        bytes = Self.prefix(String(text.prefix(Self.longestAddress).prefix { $0 != "%" }))
    }

    private static func prefix(_ text: String) -> [UInt8] {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            return [4] + withUnsafeBytes(of: four) { Array($0) }.prefix(3)
        }
        var six = in6_addr()
        guard inet_pton(AF_INET6, text, &six) == 1 else { return [0] }
        let address = withUnsafeBytes(of: six) { Array($0) }
        // An IPv4 address in the clothes of IPv6 (RFC 4291, section 2.5.5.2).
        guard address.prefix(12) != mapped[...] else { return [4] + address[12..<15] }
        return [6] + address.prefix(8)
    }

    private static let mapped = [UInt8](repeating: 0, count: 10) + [255, 255]
}
