import PortVocabulary
import TestSupport
import Testing

@testable import SituationAnalysis

@Suite struct TextTests {
    private func number(_ text: String, _ mark: DecimalMark) -> Result<Double, NumberDefect> {
        Result { () throws(NumberDefect) in try NumberText.parse(text, decimal: mark) }
    }

    @Test(
        arguments: [
            ("5", 5.0, 5.0), ("-5", -5, -5), ("+5", 5, 5), ("0.5", 0.5, nil), ("0,5", nil, 0.5),
            ("1 234", 1234, 1234), ("1\u{a0}234\u{202f}567", 1_234_567, 1_234_567),
            ("1'234.5", 1234.5, nil), ("1.234,5", nil, 1234.5), ("1,234.5", 1234.5, nil),
            ("1,234,567", 1_234_567, nil), ("1.234.567", nil, 1_234_567), ("1,234", nil, 1.234),
            ("1.234", 1.234, nil), ("12,34", nil, 12.34), ("5.", 5, nil), (".5", 0.5, nil),
            ("1e3", 1000, nil), ("", nil, nil), ("-", nil, nil), ("--5", nil, nil),
            ("5-", nil, nil),
            ("5 kg", nil, nil), ("0x10", nil, nil), ("inf", nil, nil), ("nan", nil, nil),
            ("٣", nil, nil), ("1 2", nil, nil), ("1 2345", nil, nil), (" 5", nil, nil),
            ("1.5 000", nil, nil), (",234,567", nil, nil), ("1e999", nil, nil), ("1,,5", nil, nil),
        ] as [(String, Double?, Double?)])
    func numberIsReadUnderItsMarkOrRefused(_ text: String, _ point: Double?, _ comma: Double?) {
        #expect((try? number(text, .point).get()) == point, "point")
        #expect((try? number(text, .comma).get()) == comma, "comma")
    }

    @Test func numbersWrittenWithGroupsReadBack() throws {
        var random = Seeded(67)
        for _ in 0..<500 {
            let value = random.number(0...999_999_999)
            let cents = random.number(0...99)
            let digits = Array(String(value).reversed())
            var groups: [String] = []
            for start in stride(from: 0, to: digits.count, by: 3) {
                groups.append(String(digits[start..<min(start + 3, digits.count)].reversed()))
            }
            let fraction = cents < 10 ? "0\(cents)" : "\(cents)"
            let expected = try #require(Double("\(value).\(fraction)"))
            for space in [" ", "\u{a0}", "'"] {
                let whole = groups.reversed().joined(separator: space)
                #expect(number("\(whole).\(fraction)", .point) == .success(expected))
                #expect(number("\(whole),\(fraction)", .comma) == .success(expected))
            }
        }
    }

    private func date(_ text: String, _ forms: [DateForm]) -> String? {
        do throws(WordDefect) {
            return try DateText.parse(text, forms: forms).description
        } catch {
            #expect(!error.cause.isEmpty && !error.mend.isEmpty)
            return nil
        }
    }

    @Test(
        arguments: [
            ("2024-03-05", [.iso], "2024-03-05"), ("2024-03-05T23:59:00Z", [.iso], "2024-03-05"),
            ("2024-03-05 10:00", [.iso], "2024-03-05"), ("2024-Q1", [.iso], "2024-Q1"),
            ("2024", [.iso], "2024"), ("05/03/2024", [.dayMonthYear], "2024-03-05"),
            ("5.3.24", [.dayMonthYear], "2024-03-05"),
            ("05/03/2024", [.monthDayYear], "2024-05-03"),
            ("05/03/2024", [.iso, .dayMonthYear], "2024-03-05"),
            ("5 Mar 2024", [.named], "2024-03-05"), ("March 2024", [.named], "2024-03"),
            ("Mar 5, 2024", [.named], "2024-03-05"), ("Sept 2024", [.named], "2024-09"),
            ("31/02/2024", [.dayMonthYear], nil), ("31/02/2024", [.dayMonthYear, .named], nil),
            ("2024-02-30", [.iso, .named, .dayMonthYear], nil), ("29 Feb 2023", [.named], nil),
            ("13/25/2024", [.dayMonthYear, .monthDayYear], nil), ("5th Mar 2024", [.named], nil),
            ("2024 Mar 5", [.named], nil), ("5 Mar", [.named], nil), ("", [.iso], nil),
            ("soon", [.iso, .dayMonthYear, .named], nil), ("2024-03-05", [], nil),
            ("99999999999999999999/1/1", [.dayMonthYear], nil), ("5/3", [.dayMonthYear], nil),
        ] as [(String, [DateForm], String?)])
    func dateIsReadInTheFormsOfTheLayoutOnly(
        _ text: String, _ forms: [DateForm], _ expected: String?
    ) {
        #expect(date(text, forms) == expected)
    }

    @Test func everyDayReadsBackInEveryForm() throws {
        for number in stride(from: Int32(-3_000), through: 40_000, by: 17) {
            let day = CalendarDate(dayNumber: number)
            let parts = day.parts
            let month = [
                "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
            ][parts.month - 1]
            #expect(date("\(day)", [.iso]) == "\(day)")
            #expect(date("\(parts.day)/\(parts.month)/\(parts.year)", [.dayMonthYear]) == "\(day)")
            #expect(date("\(parts.month)/\(parts.day)/\(parts.year)", [.monthDayYear]) == "\(day)")
            #expect(date("\(parts.day) \(month) \(parts.year)", [.named]) == "\(day)")
        }
    }

    @Test(arguments: [
        ("Sète", "sete"), (" SETE ", "sete"), ("s-e/t.e", "s e t e"), ("Gdańsk", "gdansk"),
        ("Łódź", "lodz"), ("Straße", "strasse"), ("STRAẞE", "strasse"), ("Ærø", "aero"),
        ("Œuvre", "oeuvre"), ("Þórshöfn", "thorshofn"), ("L'Aquila", "laquila"),
        ("’s-Gravenhage", "s gravenhage"),
        ("İzmir", "izmir"), ("ızmir", "izmir"), ("Ångström", "angstrom"), ("\u{212B}", "a"),
        ("e\u{301}", "e"), ("Пирей", "пирей"), ("ПИРЕЙ", "пирей"), ("上海", "上海"),
        ("Hải Phòng", "hai phong"),
        ("!?-", ""), ("", ""), ("\u{301}", ""), ("№ 5", "5"), ("½", "½"),
    ])
    func spellingFoldsToWhatTwoSpellingsShare(_ text: String, _ folded: String) {
        #expect(FoldedText.fold(text) == folded)
    }

    @Test func foldingIsIdempotentOverEveryScalar() {
        for value in 0...UInt32(0x2_ffff) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            for text in [String(scalar), "a\(scalar)b", "д\(scalar)"] {
                let once = FoldedText.fold(text)
                if FoldedText.fold(once) != once { Issue.record("U+\(String(value, radix: 16))") }
            }
        }
    }

    @Test func composedAndDecomposedLettersFoldAlike() {
        for text in ["Пирей", "Ёлка", "Άθήνα", "Málaga", "Kraków", "Việt"] {
            let decomposed = text.unicodeScalars.flatMap {
                Array(String($0).decomposed.unicodeScalars)
            }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: decomposed)
            #expect(FoldedText.fold(String(view)) == FoldedText.fold(text), "\(text)")
        }
    }

    @Test(arguments: [
        ("martha", "marhta", 0.9611), ("dixon", "dicksonx", 0.8133), ("dwayne", "duane", 0.84),
        ("a", "a", 1), ("", "", 1), ("", "a", 0), ("abc", "xyz", 0),
    ])
    func jaroWinklerGivesThePublishedValues(_ left: String, _ right: String, _ expected: Double) {
        // Source: Winkler 1990 and 1994, the three name pairs of their tables.
        #expect(abs(StringSimilarity.jaroWinkler(left, right) - expected) < 0.00005)
    }

    @Test func similarityIsSymmetricAndBetweenNoneAndOne() {
        var random = Seeded(71)
        let word = { (random: inout Seeded) in
            String((0..<random.number(0...9)).map { _ in random.pick(Array("abcé")) })
        }
        for _ in 0..<5_000 {
            let (a, b) = (word(&random), word(&random))
            let similarity = StringSimilarity.jaroWinkler(a, b)
            #expect((0...1).contains(similarity))
            #expect((similarity == 1) == (a == b), "\(a) \(b)")
            #expect(abs(similarity - StringSimilarity.jaroWinkler(b, a)) < 1e-12, "\(a) \(b)")
            let edits = StringSimilarity.edits(a, b, limit: 20)
            #expect(edits == StringSimilarity.edits(b, a, limit: 20) && (edits == 0) == (a == b))
            for limit in 0...4 {
                #expect(StringSimilarity.edits(a, b, limit: limit) == min(edits, limit + 1))
            }
        }
    }

    @Test(arguments: [
        ("antwerp", "antwrep", 1), ("antwerp", "antwerpen", 2), ("algeciras", "algecirras", 1),
        ("rotterdam", "rotterdm", 1), ("ca", "abc", 3), ("", "abc", 3),
    ])
    func editsCountSlipsOfThePen(_ left: String, _ right: String, _ expected: Int) {
        #expect(StringSimilarity.edits(left, right, limit: 5) == expected)
    }
}

extension String {
    /// Letters of these tests taken apart into base letter and marks.
    fileprivate var decomposed: String {
        let table: [String: String] = [
            "й": "и\u{306}", "Ё": "Е\u{308}", "Ά": "Α\u{301}", "ή": "η\u{301}", "á": "a\u{301}",
            "ó": "o\u{301}", "ệ": "e\u{323}\u{302}",
        ]
        return table[self] ?? self
    }
}
