/// What was seized. Spellings, languages and brand names are reference data
/// (`data/substances/synonyms.csv`); this list is closed.
package enum Substance: String, Term {
    case cannabisHerb = "cannabis-herb"
    case cannabisResin = "cannabis-resin"
    case cannabisOil = "cannabis-oil"
    case cannabisPlant = "cannabis-plant"
    case cannabisUnspecified = "cannabis-unspecified"
    case cocaineHydrochloride = "cocaine-hydrochloride"
    case cocaineBase = "cocaine-base"
    case cocaPaste = "coca-paste"
    case crack
    case cocaLeaf = "coca-leaf"
    case cocaineLiquid = "cocaine-liquid"
    case cocaineUnspecified = "cocaine-unspecified"
    case heroin, opium, morphine, poppy, fentanyl
    case syntheticOpioid = "synthetic-opioid"
    case pharmaceuticalOpioid = "pharmaceutical-opioid"
    case amphetamine, methamphetamine, mdma, captagon
    case stimulantOther = "stimulant-other"
    case syntheticCannabinoid = "synthetic-cannabinoid"
    case syntheticCathinone = "synthetic-cathinone"
    case ketamine
    case newSubstanceOther = "new-substance-other"
    case lsd
    case hallucinogenOther = "hallucinogen-other"
    case sedative, khat, precursor
    case medicineOther = "medicine-other"
    case drugOther = "drug-other"
    case allDrugs = "all-drugs"
    case tobacco, cigarettes, alcohol, firearm, ammunition, explosive, cash
    case counterfeitGoods = "counterfeit-goods"
    case wildlife
    case otherGoods = "other-goods"
    case unknown

    package static let vocabulary = "substances and goods"

    package var title: String {
        switch self {
        case .cannabisUnspecified: "cannabis (form not stated)"
        case .cocaineUnspecified: "cocaine (form not stated)"
        case .cocaineHydrochloride: "cocaine hydrochloride"
        case .lsd: "LSD"
        case .mdma: "MDMA (ecstasy)"
        case .poppy: "poppy (straw, plants)"
        case .drugOther: "other drugs"
        case .stimulantOther: "other stimulants"
        case .hallucinogenOther: "other hallucinogens"
        case .medicineOther: "other medicines"
        case .newSubstanceOther: "other new substances"
        case .otherGoods: "other goods"
        default: rawValue.split(separator: "-").joined(separator: " ")
        }
    }

    /// The group that trends are shown for.
    package var group: SubstanceGroup {
        switch self {
        case .cannabisHerb, .cannabisResin, .cannabisOil, .cannabisPlant, .cannabisUnspecified:
            .cannabis
        case .cocaineHydrochloride, .cocaineBase, .cocaPaste, .crack, .cocaineLiquid,
            .cocaineUnspecified:
            .cocaine
        case .cocaLeaf: .cocaLeaf
        case .heroin, .opium, .morphine, .poppy: .opiates
        case .fentanyl, .syntheticOpioid, .pharmaceuticalOpioid: .syntheticOpioids
        case .amphetamine, .methamphetamine, .mdma, .captagon, .stimulantOther: .stimulants
        case .syntheticCannabinoid, .syntheticCathinone, .ketamine, .newSubstanceOther:
            .newSubstances
        case .lsd, .hallucinogenOther, .sedative, .khat, .medicineOther, .drugOther: .otherDrugs
        case .allDrugs: .allDrugs
        case .precursor: .precursors
        case .tobacco, .cigarettes: .tobacco
        case .firearm, .ammunition, .explosive: .weapons
        case .cash: .cash
        case .alcohol, .counterfeitGoods, .wildlife, .otherGoods: .otherGoods
        case .unknown: .unknown
        }
    }
}

/// Groups of substances and goods. Coca leaf stays apart from cocaine: a tonne of leaf yields
/// one or two kilograms, so their weights must not be added.
package enum SubstanceGroup: String, Term {
    case cocaine
    case cocaLeaf = "coca-leaf"
    case cannabis, opiates
    case syntheticOpioids = "synthetic-opioids"
    case stimulants
    case newSubstances = "new-substances"
    case otherDrugs = "other-drugs"
    case allDrugs = "all-drugs"
    case precursors, tobacco, weapons, cash
    case otherGoods = "other-goods"
    case unknown

    package static let vocabulary = "substance groups"
    package var title: String { rawValue.split(separator: "-").joined(separator: " ") }
}
