import PortVocabulary

/// What a column may feed. A column that feeds none is kept as given and not read.
package enum IntakeField: String, Term {
    // Of every record.
    case reference, reporter, country, place, substance
    case placeCode = "place-code"
    case sourceEvaluation = "source-evaluation"
    case informationEvaluation = "information-evaluation"
    case evaluation, tlp, handling
    case handlingText = "handling-text"
    // When.
    case date
    case dateEnd = "date-end"
    case year, month, day, quarter
    case fiscalYear = "fiscal-year"
    // The find.
    case stage, setting, transport, amount, unit, kilograms
    case massBasis = "mass-basis"
    case certainty, concealment, methods
    case container, vessel, persons
    // The route.
    case producingCountry = "producing-country"
    case departureCountry = "departure-country"
    case departurePlace = "departure-place"
    case transitCountry = "transit-country"
    case transitPlace = "transit-place"
    case destinationCountry = "destination-country"
    case destinationPlace = "destination-place"
    case intendedCountry = "intended-country"
    case intendedPlace = "intended-place"
    /// A country, or a place where no country of that name is known.
    case departure, transit, destination, intended
    // Companies: a role with an involvement, or a named company of the column's role.
    case companyRole = "company-role"
    case companyInvolvement = "company-involvement"
    case company
    // Cash.
    case cashAmount = "cash-amount"
    case cashCurrency = "cash-currency"
    case cashForm = "cash-form"
    case cashDeclared = "cash-declared"
    // Published figures.
    case scope, precision, seizures, status, contested, definition, address
    case countBasis = "count-basis"
    case largestKilograms = "largest-kilograms"
    // Denominators.
    case effort, facility, finds, reported
    case randomSample = "random-sample"

    package static let vocabulary = "layout fields"
    package var title: String { rawValue }
}
