import PortVocabulary

/// Finds repeats among the seizures of one country and substance group.
package struct DuplicateReview {
    /// Candidates of one day that share an amount; more are compared with the first only.
    static let groupLimit = 64

    private let candidates: [ReviewCandidate]
    private var daysOfAmount: [Int: Set<Int32>] = [:]

    /// - Parameter candidates: all seizures of one country and substance group, in any order:
    ///   the findings do not depend on it.
    package init(_ candidates: [ReviewCandidate]) {
        self.candidates = candidates.sorted { $0.serial < $1.serial }
        for candidate in candidates {
            guard let digits = DuplicateRules.significand(candidate.amount) else { continue }
            daysOfAmount[digits, default: []].insert(candidate.day)
        }
    }

    /// The findings, each about a record that does not come first.
    package func findings() -> [ReviewFinding] {
        struct Key: Hashable {
            let day: Int32
            let digits: Int
        }
        var groups: [Key: [ReviewCandidate]] = [:]
        for candidate in candidates {
            guard let digits = DuplicateRules.significand(candidate.amount) else { continue }
            groups[Key(day: candidate.day, digits: digits), default: []].append(candidate)
        }
        var findings: [ReviewFinding] = []
        for (key, group) in groups where group.count > 1 {
            findings += self.findings(in: group, digits: key.digits)
        }
        return findings.sorted { ($0.record, $0.other) < ($1.record, $1.other) }
    }

    /// What of the others one candidate may repeat, likeliest first: the comparison that the
    /// review makes, before it is decided which of two stays.
    package func likenesses(of candidate: ReviewCandidate) -> [ReviewFinding] {
        guard let digits = DuplicateRules.significand(candidate.amount),
            DuplicateRules.digitCount(digits) >= DuplicateRules.particularDigits
        else { return [] }
        return candidates.filter {
            $0.day == candidate.day && $0.record != candidate.record
                && DuplicateRules.significand($0.amount) == digits
        }
        .map { compare(candidate, with: $0, digits: digits) }
        .filter { $0.score >= DuplicateRules.notedScore }
        .sorted { ($1.score, $0.other) < ($0.score, $1.other) }
    }

    private func findings(in group: [ReviewCandidate], digits: Int) -> [ReviewFinding] {
        var findings: [ReviewFinding] = []
        var firsts: [ReviewCandidate] = []
        for candidate in group where candidate.occurrence == 0 { firsts.append(candidate) }
        for candidate in group where candidate.occurrence > 0 {
            guard let first = firsts.first(where: { Self.isSameRow($0, candidate) }) else {
                continue
            }
            findings.append(exact(candidate, of: first, digits: digits))
        }
        guard DuplicateRules.digitCount(digits) >= DuplicateRules.particularDigits,
            firsts.count > 1
        else { return findings }
        // The fullest record stays; every other is compared with those that stay before it.
        let ranked = firsts.sorted { ($1.filled, $0.serial) < ($0.filled, $1.serial) }
        var kept: [ReviewCandidate] = []
        for candidate in ranked {
            let best = kept.prefix(Self.groupLimit)
                .map { compare(candidate, with: $0, digits: digits) }
                .max { $0.score < $1.score }
            if let best, best.score >= DuplicateRules.notedScore { findings.append(best) }
            if best == nil || best?.kind != .nearRepeat { kept.append(candidate) }
        }
        return findings
    }

    private static func isSameRow(_ left: ReviewCandidate, _ right: ReviewCandidate) -> Bool {
        left.amount == right.amount && left.unit == right.unit && left.place == right.place
            && left.substance == right.substance && left.compared == right.compared
    }

    private func exact(
        _ candidate: ReviewCandidate, of first: ReviewCandidate, digits: Int
    ) -> ReviewFinding {
        let count = DuplicateRules.digitCount(digits)
        let otherDays = (daysOfAmount[digits]?.count ?? 1) - 1
        let isParticular =
            count >= DuplicateRules.particularDigits
            && otherDays <= DuplicateRules.otherDaysAllowed
        var reasons = ["every cell is the same (repeat \(candidate.occurrence))"]
        reasons.append("the amount has \(count) significant digits")
        reasons.append("the amount occurs on \(otherDays) other days")
        reasons.append(
            isParticular
                ? "too particular for chance: set aside"
                : "small or common amounts do recur on one day: counted, and shown apart")
        return ReviewFinding(
            record: candidate.record, other: first.record,
            kind: isParticular ? .exactRepeat : .possiblyGenuine, score: Double(count),
            reasons: reasons)
    }

    /// Sums the features of the table in ``DuplicateRules``.
    private func compare(
        _ candidate: ReviewCandidate, with other: ReviewCandidate, digits: Int
    ) -> ReviewFinding {
        var score = 0.0
        var reasons: [String] = []
        func feature(_ weight: Double, _ reason: String) {
            guard weight != 0 else { return reasons.append(reason) }
            score += weight
            reasons.append("\(reason) (\(weight > 0 ? "+" : "")\(weight))")
        }
        let count = DuplicateRules.digitCount(digits)
        feature(
            min(Double(count - 2) * DuplicateRules.perDigit, DuplicateRules.mostDigitWeight),
            "same day, same \(count) significant digits")
        let otherDays = (daysOfAmount[digits]?.count ?? 1) - 1
        if otherDays > 0 {
            feature(
                max(
                    Double(otherDays) * DuplicateRules.commonAmountPerDay,
                    DuplicateRules.mostCommonWeight),
                "the amount occurs on \(otherDays) other days")
        }
        if candidate.unit == other.unit, abs(candidate.amount / other.amount - 1) < 1e-5 {
            feature(DuplicateRules.sameUnit, "same amount in \(candidate.unit.title)s")
        } else {
            feature(
                0,
                "same digits as \(candidate.amount) \(candidate.unit.title) and "
                    + "\(other.amount) \(other.unit.title): a slip of the unit")
        }
        let place = Self.comparePlaces(candidate.place, other.place)
        feature(place.weight, place.reason)
        if candidate.substance == other.substance {
            feature(DuplicateRules.sameSubstance, "same substance")
        }
        for (index, name) in ReviewCandidate.comparedFields.enumerated() {
            let (a, b) = (candidate.compared[index], other.compared[index])
            guard !a.isEmpty, !b.isEmpty else { continue }
            feature(
                a == b ? DuplicateRules.sameField : DuplicateRules.otherField,
                a == b ? "same \(name)" : "another \(name)")
        }
        return ReviewFinding(
            record: candidate.record, other: other.record,
            kind: score >= DuplicateRules.nearScore ? .nearRepeat : .possiblyGenuine,
            score: score, reasons: reasons)
    }

    private static func comparePlaces(
        _ left: String, _ right: String
    ) -> (weight: Double, reason: String) {
        if left.isEmpty || right.isEmpty { return (0, "one names no place") }
        if left == right { return (DuplicateRules.samePlace, "same place") }
        let isASCII = { (text: String) in text.utf8.allSatisfy { $0 < 0x80 } }
        guard isASCII(left) == isASCII(right) else {
            return (0, "places in two scripts cannot be compared")
        }
        let compact = { (text: String) in text.filter { $0 != " " } }
        let (a, b) = (compact(left), compact(right))
        if a.contains(b) || b.contains(a)
            || StringSimilarity.jaroWinkler(a, b) >= DuplicateRules.placeSimilarity
        {
            return (DuplicateRules.similarPlace, "similar place")
        }
        return (DuplicateRules.otherPlace, "another place")
    }
}
