import TestSupport
import Testing

@testable import PortVocabulary

/// What the check digits catch, and exactly what they cannot.
///
/// ISO 6346: a change escapes only where the remainder 10 (written 0) is involved, or where two
/// letters count the same modulo 11 (A, K and U). IMO: a digit changed by 5 escapes at the even
/// weights, and one changed by an even amount at weight 5; swaps never escape.
@Suite struct DetectionTests {
    func isContainer(_ text: String) -> Bool {
        accepted { () throws(WordDefect) in try ContainerCode(parsing: text) } != nil
    }

    func isVessel(_ text: String) -> Bool {
        accepted { () throws(WordDefect) in try VesselNumber(parsing: text) } != nil
    }

    @Test func changedContainerDigitEscapesOnlyBetweenRemaindersTenAndZero() {
        var random = Seeded(21)
        var (escaped, tried) = (0, 0)
        for _ in 0..<200 {
            let text = random.containerNumber()
            let before = CheckDigits.containerRemainder(text)
            for index in 4...10 {
                for digit in Alphabet.digits where digit != Array(text)[index] {
                    let changed = text.replacing(at: index, with: digit)
                    tried += 1
                    guard isContainer(changed) else { continue }
                    escaped += 1
                    let after = CheckDigits.containerRemainder(changed)
                    #expect(Set([before, after]) == [0, 10], "\(text) \(changed)")
                    #expect(index < 10, "the check digit itself cannot be changed")
                }
            }
        }
        #expect(tried == 200 * 7 * 9)
        #expect(escaped > 0, "the weak spot exists and was met")
    }

    @Test func swappedContainerDigitsEscapeOnlyWithRemainderTen() {
        var random = Seeded(22)
        var (escaped, tried) = (0, 0)
        for _ in 0..<3_000 {
            let text = random.containerNumber()
            for index in 4...9 {
                let swapped = text.swapping(at: index)
                guard swapped != text else { continue }
                tried += 1
                guard isContainer(swapped) else { continue }
                escaped += 1
                let remainders = [text, swapped].map { CheckDigits.containerRemainder($0) }
                #expect(remainders.contains(10), "\(text) \(swapped)")
            }
        }
        #expect(tried > 10_000 && escaped > 0)
    }

    @Test func changedOwnerLetterEscapesOnlyWithTheSameValueModuloEleven() {
        var random = Seeded(23)
        var escaped = 0
        for _ in 0..<300 {
            let text = random.containerNumber()
            let before = CheckDigits.containerRemainder(text)
            for index in 0...2 {
                for letter in Alphabet.letters where letter != Array(text)[index] {
                    let changed = text.replacing(at: index, with: letter)
                    let after = CheckDigits.containerRemainder(changed)
                    #expect(isContainer(changed) == (before % 10 == after % 10), "\(changed)")
                    if before == after { escaped += 1 }
                }
            }
        }
        #expect(escaped > 0)
        let (plain, twin) = ("CSAU305438", "CSKU305438")
        #expect(CheckDigits.containerRemainder(plain) == CheckDigits.containerRemainder(twin))
    }

    @Test func changedVesselDigitEscapesOnlyAtTheKnownWeights() {
        var random = Seeded(24)
        var escaped = 0
        for _ in 0..<300 {
            let text = random.vesselNumber()
            for index in 0...6 {
                let old = Array(text)[index].wholeNumberValue ?? 0
                for new in 0...9 where new != old {
                    let changed = text.replacing(at: index, with: Character(String(new)))
                    let weight = index < 6 ? CheckDigits.vesselWeights[index] : 1
                    let isWeak = weight * (new - old) % 10 == 0 && changed.first != "0"
                    #expect(isVessel(changed) == isWeak, "\(text) \(changed)")
                    if isWeak { escaped += 1 }
                }
            }
        }
        #expect(escaped > 0)
    }

    @Test func swappedVesselDigitsNeverEscape() {
        var random = Seeded(25)
        for _ in 0..<3_000 {
            let text = random.vesselNumber()
            for index in 0...5 where text.swapping(at: index) != text {
                #expect(!isVessel(text.swapping(at: index)), "\(text) at \(index)")
            }
        }
    }

    @Test func onlyOneCheckDigitFits() {
        var random = Seeded(26)
        for _ in 0..<500 {
            let container = random.containerNumber().prefix(10)
            #expect(Alphabet.digits.filter { isContainer("\(container)\($0)") }.count == 1)
            let vessel = random.vesselNumber().prefix(6)
            #expect(Alphabet.digits.filter { isVessel("\(vessel)\($0)") }.count == 1)
        }
    }
}
