import Testing

@testable import PortVocabulary

@Suite struct ClassifiedMarkingTests {
    static let marked: [(String, ClassifiedMarking)] = [
        ("RESTREINT UE/EU RESTRICTED", .restricted),
        ("restreint ue / eu restricted", .restricted),
        ("Restreint  UE", .restricted), ("EU-RESTRICTED", .restricted),
        ("EU_Restricted", .restricted), ("R-UE/EU-R", .restricted), ("r-ue", .restricted),
        ("euci:R-UE/EU-R", .restricted), ("(EU-R)", .restricted), ("R–UE", .restricted),
        ("CONFIDENTIEL UE/EU CONFIDENTIAL", .confidential), ("C-UE/EU-C", .confidential),
        ("Confidentiel\u{A0}UE", .confidential),
        ("SECRET UE/EU SECRET", .secret), ("S-UE/EU-S", .secret), ("eu secret", .secret),
        ("TRÈS SECRET UE/EU TOP SECRET", .topSecret), ("TRES SECRET UE", .topSecret),
        ("très secret ue", .topSecret), ("TRE\u{300}S SECRET UE", .topSecret),
        ("TS-UE/EU-TS", .topSecret), ("TS-UE", .topSecret),
        ("Page 1\nRESTREINT\nUE\nof 3", .restricted),
        ("first EU RESTRICTED, then EU SECRET", .secret),
        ("ＥＵ ＲＥＳＴＲＩＣＴＥＤ", .restricted),
        ("VS-NfD", .restricted), ("VS – Nur für den Dienstgebrauch", .restricted),
        ("VS-VERTRAULICH", .confidential), ("Streng geheim", .topSecret),
        ("Dep. VERTROUWELIJK", .restricted), ("Stg. GEHEIM", .secret),
        ("Diffusion Restreinte", .restricted), ("SECRET DÉFENSE", .secret),
        ("DIFUSIÓN LIMITADA", .restricted), ("Begränsat hemlig", .restricted),
        ("HEMLIG/SECRET", .secret), ("Ściśle tajne", .topSecret), ("NATO SECRET", .secret),
        ("COSMIC TOP SECRET", .topSecret),
    ]

    @Test(arguments: marked)
    func markingIsRecognisedHoweverItIsWritten(text: String, level: ClassifiedMarking) {
        #expect(ClassifiedMarking(in: text) == level)
    }

    @Test(arguments: [
        "LIMITE", "EU SENSITIVE", "EU-SENSITIVE", "restricted area", "confidential", "SECRET",
        "Confidential business information", "", " ", "TLP:RED", "H3", "EU", "UE", "R UE",
        "the EU restricts imports", "EU-S-2024-17", "CR-UE", "UE-R", "secretariat of the EU",
        "restricted to EU citizens", "EUR 500", "EU-Region", "hidden compartment, top secret",
        "Restreint", "EU/RESTREINT", "the port of Geheim", "NATO", "confidential EU",
    ])
    func ordinaryWordsAreNoMarking(text: String) {
        #expect(ClassifiedMarking(in: text) == nil)
    }

    @Test func refusalNamesTheLevelAndWhatToDoButNotTheText() throws {
        let text = "Operation Nightingale, SECRET UE/EU SECRET"
        let defect = try #require(
            refusal { () throws(WordDefect) in try ClassifiedMarking.refuse(text) })
        #expect(defect.cause.contains("SECRET UE/EU SECRET"))
        #expect(defect.mend.contains("not accredited"))
        #expect(!"\(defect.cause) \(defect.mend)".contains("Nightingale"))
        try ClassifiedMarking.refuse("300 kg of cocaine among bananas")
    }

    @Test func everyLevelIsFoundByItsOwnTitle() {
        for level in ClassifiedMarking.allCases {
            #expect(ClassifiedMarking(in: level.title) == level)
            #expect(ClassifiedMarking(in: level.title.lowercased()) == level)
        }
    }
}
