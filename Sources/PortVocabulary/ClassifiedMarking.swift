/// The level of classified information that a text is marked with. This system is not accredited
/// for any of them: what bears such a marking is refused at the door.
///
/// Recognised are the markings of the European Union, long and short, those of NATO, and national
/// equivalents that are more than one ordinary word. "Secret", "confidential" or "geheim" alone
/// are prose; LIMITE and EU SENSITIVE are distribution markings and no classification.
///
/// Source: Council Decision 2013/488/EU, article 2 and appendix B; the taxonomy euci of MISP,
/// version 3.
package enum ClassifiedMarking: String, Term, Comparable {
    case restricted
    case confidential
    case secret
    case topSecret = "top-secret"

    package static let vocabulary = "levels of classified information"
    package var title: String {
        switch self {
        case .restricted: "RESTREINT UE/EU RESTRICTED"
        case .confidential: "CONFIDENTIEL UE/EU CONFIDENTIAL"
        case .secret: "SECRET UE/EU SECRET"
        case .topSecret: "TRÈS SECRET UE/EU TOP SECRET"
        }
    }

    /// The highest level whose marking occurs in the text; nil where none does. Letter case,
    /// accents, spacing and the signs between the words do not matter.
    package init?(in text: some StringProtocol) {
        let words = FoldedWord.words(of: text)
        var found: ClassifiedMarking?
        for start in words.indices {
            for (level, phrase) in Self.phrases[words[start].text] ?? [] {
                guard phrase.matches(words[start...]) else { continue }
                found = max(found ?? level, level)
            }
        }
        guard let found else { return nil }
        self = found
    }

    /// - Throws: ``WordDefect/noSuchValue(_:mend:)`` for a text with such a marking. It names the
    ///   level, never the text.
    package static func refuse(_ text: some StringProtocol) throws(WordDefect) {
        guard let marking = ClassifiedMarking(in: text) else { return }
        throw marking.defect
    }

    /// The refusal, with what to do.
    package var defect: WordDefect {
        .noSuchValue(
            "is marked as classified information (\(title) or an equivalent)",
            mend: "keep it out: this system is not accredited for classified information; use an "
                + "accredited one, and tell the security officer that it came this way")
    }

    package static func < (left: Self, right: Self) -> Bool { left.order < right.order }

    private var order: Int {
        switch self {
        case .restricted: 0
        case .confidential: 1
        case .secret: 2
        case .topSecret: 3
        }
    }
}

/// A word in capital letters without accents.
private struct FoldedWord {
    let text: String
    /// Whether only a hyphen or the like stands between the word before and this one.
    let isJoined: Bool

    static func words(of text: some StringProtocol) -> [FoldedWord] {
        var words: [FoldedWord] = []
        var word = ""
        var gap = "start"
        func close() {
            guard !word.isEmpty else { return }
            words.append(FoldedWord(text: word, isJoined: gap == "-"))
            (word, gap) = ("", "")
        }
        for scalar in text.unicodeScalars {
            if (0x300...0x36f).contains(scalar.value) { continue }
            if let letters = letters(scalar) {
                word += letters
            } else {
                close()
                gap += isHyphen(scalar) ? "-" : " "
            }
        }
        close()
        return words
    }

    private static func isHyphen(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "-" || scalar == "_" || (0x2010...0x2015).contains(scalar.value)
    }

    /// The letter or digit without its accent, in capitals; nil for what parts words.
    private static func letters(_ scalar: Unicode.Scalar) -> String? {
        if scalar.isASCII {
            let byte = UInt8(truncatingIfNeeded: scalar.value)
            if let letter = ASCII.uppercasedLetter(byte) {
                return String(UnicodeScalar(letter))
            }
            return ASCII.digit(byte) == nil ? nil : String(scalar)
        }
        // Full-width forms of the ASCII letters.
        if (0xff21...0xff5a).contains(scalar.value),
            let plain = Unicode.Scalar(scalar.value - 0xfee0), plain.properties.isAlphabetic
        {
            return plain.properties.uppercaseMapping
        }
        guard scalar.properties.isAlphabetic else { return nil }
        let upper = scalar.properties.uppercaseMapping
        return plain[upper] ?? upper
    }

    private static let plain: [String: String] = {
        var table: [String: String] = [:]
        for (letter, accented) in [
            ("A", "ÀÁÂÃÄÅĀĂĄ"), ("C", "ÇĆĈĊČ"), ("D", "ĎĐ"), ("E", "ÈÉÊËĒĔĖĘĚ"), ("G", "ĞĢ"),
            ("I", "ÌÍÎÏĪĮİ"), ("K", "Ķ"), ("L", "ĹĻĽŁ"), ("N", "ÑŃŅŇ"), ("O", "ÒÓÔÕÖØŌŐ"),
            ("R", "ŔŘ"), ("S", "ŚŞŠȘ"), ("T", "ŢŤȚ"), ("U", "ÙÚÛÜŪŮŰŲ"), ("Y", "ÝŸ"),
            ("Z", "ŹŻŽ"),
        ] {
            for character in accented { table[String(character)] = letter }
        }
        return table
    }()
}

/// Words that form a marking when they follow one another.
private struct MarkingPhrase {
    let words: [Substring]
    /// For the short forms: letters that mean nothing unless a hyphen joins them.
    let isJoined: Bool

    func matches(_ text: ArraySlice<FoldedWord>) -> Bool {
        let found = text.prefix(words.count)
        guard found.count == words.count else { return false }
        for (index, (word, expected)) in zip(found, words).enumerated() {
            if word.text != expected { return false }
            if isJoined, index > 0, !word.isJoined { return false }
        }
        // "EU-S-2024" is a number, not a marking.
        guard isJoined, let next = text.dropFirst(words.count).first else { return true }
        return !next.isJoined
    }
}

extension ClassifiedMarking {
    /// By their first words.
    private static let phrases: [String: [(ClassifiedMarking, MarkingPhrase)]] = {
        var table: [String: [(ClassifiedMarking, MarkingPhrase)]] = [:]
        for level in allCases {
            for text in level.markings {
                let isJoined = text.contains("-")
                let words = text.split { $0 == " " || $0 == "-" }
                guard let first = words.first else { continue }
                table[String(first), default: []].append(
                    (level, MarkingPhrase(words: words, isJoined: isJoined)))
            }
        }
        return table
    }()

    /// In capitals without accents; a hyphen where only a hyphen makes it a marking.
    private var markings: [String] {
        switch self {
        case .restricted:
            [
                "RESTREINT UE", "EU RESTRICTED", "R-UE", "EU-R", "NATO RESTRICTED",
                "VS NUR FUR DEN DIENSTGEBRAUCH", "VS NUR FUER DEN DIENSTGEBRAUCH", "VS-NFD",
                "VS NFD", "DIFFUSION RESTREINTE", "BEPERKTE VERSPREIDING", "DEP VERTROUWELIJK",
                "DIFUSION LIMITADA", "HEMLIG RESTRICTED", "BEGRANSAT HEMLIG", "TIL TJENESTEBRUG",
            ]
        case .confidential:
            [
                "CONFIDENTIEL UE", "EU CONFIDENTIAL", "C-UE", "EU-C", "NATO CONFIDENTIAL",
                "VS VERTRAULICH", "STG CONFIDENTIEEL", "CONFIDENTIEL DEFENSE", "RISERVATISSIMO",
                "HEMLIG CONFIDENTIAL",
            ]
        case .secret:
            [
                "SECRET UE", "EU SECRET", "S-UE", "EU-S", "NATO SECRET", "STG GEHEIM",
                "SECRET DEFENSE", "HEMLIG SECRET",
            ]
        case .topSecret:
            [
                "TRES SECRET UE", "EU TOP SECRET", "TS-UE", "EU-TS", "COSMIC TOP SECRET",
                "STRENG GEHEIM", "STG ZEER GEHEIM", "ZEER GEHEIM", "TRES SECRET DEFENSE",
                "SEGRETISSIMO", "HEMLIG TOP SECRET", "KVALIFICERAT HEMLIG", "MUITO SECRETO",
                "YDERST HEMMELIGT", "SCISLE TAJNE",
            ]
        }
    }
}
