import PortVocabulary

extension RoutePoint {
    var text: String { place?.code ?? country?.code ?? "" }
}

extension SeizureFact {
    /// What the fact says, field by field; what it does not say is left out. A fact that was cut
    /// says nothing of the fields that were cut.
    func lines(reporters: [String]) -> [(field: RecordField, text: String)] {
        let days = firstDay == Self.anyDay.first ? nil : when?.description
        let amount = kilograms.map { "\($0) kg" }
        let cashText = cash.map { "\(Double($0.hundredths) / 100) \($0.currency.code)" }
        let all: [(RecordField, String?)] = [
            (.date, days), (.reporter, reporters[reporter]),
            (.place, place?.code ?? country?.code), (.stage, stated(stage, .notAsked)),
            (.setting, stated(setting, .notAsked)), (.transport, stated(transport, .notAsked)),
            (.substance, substance == .unknown ? nil : substance.title), (.amount, amount),
            (.producing, producing?.code), (.departure, departure.text),
            (.transit, transit.map(\.text).joined(separator: ", ")),
            (.destination, destination.text), (.intended, intended.text),
            (.concealment, stated(concealment, .notAsked)),
            (.methods, methods.map(\.title).joined(separator: ", ")),
            (
                .companies,
                companies.map { "\($0.role.title): \($0.involvement.title)" }
                    .joined(separator: ", ")
            ), (.cash, cashText), (.container, hasContainer ? "stated" : nil),
            (.vessel, hasVessel ? "stated" : nil), (.persons, persons.map(String.init)),
        ]
        return all.compactMap { field, text in
            text.flatMap { $0.isEmpty || $0 == FigureFact.withheldName ? nil : (field, $0) }
        }
    }

    private func stated<T: Term>(_ term: T, _ notAsked: T) -> String? {
        term == notAsked ? nil : term.title
    }
}

extension FigureFact {
    /// What the figure says, field by field.
    var lines: [(field: RecordField, text: String)] {
        let all: [(RecordField, String?)] = [
            (.date, isDated ? figure.period.description : nil), (.reporter, figure.body),
            (.place, figure.placeName),
            (.substance, figure.substance == .unknown ? nil : figure.substance.title),
            (.amount, figure.kilograms.map { "\($0) kg, \(figure.precision.title)" }),
            (.count, figure.seizures.map { "\($0): \(figure.countBasis.title)" }),
            (.largest, figure.largestKilograms.map { "\($0) kg" }),
            (.definition, [figure.definition, figure.address].joined(separator: " ")),
        ]
        return all.compactMap { field, text in
            text.flatMap { text in
                text.allSatisfy { $0 == " " } || text == Self.withheldName ? nil : (field, text)
            }
        }
    }
}
