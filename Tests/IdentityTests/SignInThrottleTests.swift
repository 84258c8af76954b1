import PortVocabulary
import TestSupport
import Testing

@testable import Identity

@Suite struct SignInThrottleTests {
    private let home = NetworkPrefix(address: "192.0.2.7")

    private func wait(_ bucket: SignInBucket, failures: Int, since seconds: Int64) -> Int64 {
        let now = Moment(seconds: 1_800_000_000)
        let last = Moment(seconds: now.seconds - seconds)
        return SignInThrottle.wait(
            [(bucket, FailureCount(failures: failures, last: last))], at: now)
    }

    @Test(
        arguments: [
            (0, 0, 0), (4, 0, 0), (5, 0, 15), (5, 14, 1), (5, 15, 0), (6, 0, 30), (7, 0, 60),
            (10, 0, 480), (11, 0, 900), (12, 0, 900), (10_000, 0, 900), (10_000, 899, 1),
            (10_000, 900, 0),
        ] as [(Int, Int64, Int64)])
    func waitsGrowToAQuarterOfAnHour(failures: Int, since: Int64, expected: Int64) {
        let bucket = SignInBucket.account(name: "anna", home)
        #expect(wait(bucket, failures: failures, since: since) == expected)
    }

    @Test func anAgencyBehindOneAddressMayMistypeMoreOften() {
        #expect(wait(.network(home), failures: 49, since: 0) == 0)
        #expect(wait(.network(home), failures: 50, since: 0) == 15)
        #expect(wait(.device(tokenHash: [1]), failures: 9, since: 0) == 0)
        #expect(wait(.device(tokenHash: [1]), failures: 10, since: 0) == 15)
    }

    /// The heart of the rule: no bucket of one network or device is a bucket of another.
    @Test func whatFailsElsewhereIsNotCountedHere() {
        let away = NetworkPrefix(address: "198.51.100.9")
        let there = Set(SignInThrottle.buckets(name: "anna", from: away, knownDevice: nil))
        let here = Set(SignInThrottle.buckets(name: "anna", from: home, knownDevice: nil))
        let device = Set(SignInThrottle.buckets(name: "anna", from: away, knownDevice: [1]))
        #expect(there.isDisjoint(with: here))
        #expect(there.isDisjoint(with: device))
    }

    @Test(arguments: [
        ("192.0.2.7", "192.0.2.250", true), ("192.0.2.7", "192.0.3.7", false),
        ("192.0.2.7", "::ffff:192.0.2.9", true),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::", true),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", false),
        ("2001:db8:1:2::1", "2001:DB8:1:2::9%eth0", true), ("fe80::1%a", "fe80::1%b", true),
        ("nonsense", "", true), ("nonsense", "192.0.2.7", false), ("::", "0.0.0.0", false),
    ])
    func addressesOfOneNetworkCountTogether(one: String, other: String, isSame: Bool) {
        #expect((NetworkPrefix(address: one) == NetworkPrefix(address: other)) == isSame)
    }

    @Test func nothingStoredTellsTodayFromTomorrow() {
        let bucket = SignInBucket.network(home)
        let today = CalendarDate(dayNumber: 20_000)
        #expect(bucket.content(on: today) == bucket.content(on: today))
        #expect(bucket.content(on: today) != bucket.content(on: today.advanced(byDays: 1)))
        #expect(
            bucket.content(on: today)
                != SignInBucket.account(name: "", home).content(on: today))
    }

    @Test func aChallengeWorksForItsUseItsBearerAndItsMinutes() throws {
        let hash: ([UInt8]) -> [UInt8] = { SecretHash.of([9] + $0) }
        let now = Moment(seconds: 1_800_000_000)
        let made = Challenge(
            .signIn, for: [1], at: now, random: Array(repeating: 5, count: 16), keyedHash: hash)
        func returned(
            _ bytes: [UInt8], _ use: Challenge.Use = .signIn, for bearer: [UInt8] = [1],
            after seconds: Int64 = 0, hash: ([UInt8]) -> [UInt8]
        ) -> Challenge? {
            Challenge(
                returned: bytes, use, for: bearer,
                at: Moment(seconds: now.seconds + seconds), keyedHash: hash)
        }
        #expect(returned(made.bytes, hash: hash) == made)
        #expect(returned(made.bytes, after: 299, hash: hash) == made)
        #expect(returned(made.bytes, after: 300, hash: hash) == nil)
        #expect(returned(made.bytes, after: -1, hash: hash) == nil)
        #expect(returned(made.bytes, .enrol, hash: hash) == nil)
        #expect(returned(made.bytes, .confirm, hash: hash) == nil)
        #expect(returned(made.bytes, for: [2], hash: hash) == nil)
        #expect(returned(made.bytes, for: [], hash: hash) == nil)
        #expect(returned(made.bytes) { SecretHash.of([8] + $0) } == nil)
        var random = Seeded(921)
        for place in made.bytes.indices {
            var changed = made.bytes
            changed[place] ^= 1 << UInt8(random.number(0...7))
            #expect(returned(changed, hash: hash) == nil)
        }
    }

    @Test func aTokensTextIsReadOneWayOnly() throws {
        var random = Seeded(922)
        let secret = random.bytes(20)
        let text = TokenSecret.text(of: secret)
        #expect(text.wholeMatch(of: /bwt_[a-z2-7]{32}/) != nil)
        #expect(TokenSecret.hash(of: text) == SecretHash.of(secret))
        for wrong in [
            "", "bwt_", text.uppercased(), String(text.dropLast()), text + "a", " " + text,
            String(text.dropFirst(4)), text.replacing("bwt_", with: "bwt-"),
        ] {
            #expect(TokenSecret.hash(of: wrong) == nil)
        }
    }

    @Test func base64ForAddressesIsReadOneWayOnly() {
        var random = Seeded(923)
        for count in 0...70 {
            let bytes = random.bytes(count)
            let text = Base64URL.encode(bytes)
            #expect(Base64URL.decode(text) == bytes)
            #expect(Base64URL.decode(text + "=") == nil)
            if count > 0 { #expect(Base64URL.decode(text + "\n") == nil) }
        }
        #expect(Base64URL.decode("ab+/") == nil && Base64URL.decode("AB") == nil)
    }
}
