package import PortVocabulary
package import SituationAnalysis
package import TestSupport

/// Invented seizures with the width of real ones: some twenty cells, all typed columns filled as
/// often as reports fill them. The same seed gives the same records.
package struct SyntheticSeizures {
    /// The days that seizures fall on: 2010-01-01 to 2026-11-20.
    package static let days: ClosedRange<Int32> = 14_610...20_777

    package static let headers = [
        "report", "date", "country", "port", "terminal", "transport", "substance", "amount",
        "unit", "concealment", "container", "departure", "transit", "destination", "producing",
        "method", "persons", "source", "remarks", "office",
    ]

    private static let substances: [Substance] = [
        .cocaineHydrochloride, .cocaineHydrochloride, .cocaineUnspecified, .cocaineBase,
        .cannabisHerb, .cannabisResin, .heroin, .amphetamine, .mdma, .tobacco, .cigarettes,
        .counterfeitGoods, .precursor, .ketamine,
    ]
    private static let origins = ["EC", "CO", "BR", "PE", "MA", "TR", "CR", "PA"]
    private static let alphabet = Array("0123456789abcdef".utf8)

    package var random: Seeded

    package init(seed: UInt64, for claim: String) { random = Seeded(seed, for: claim) }

    /// The identifier of the record with this number: 32 hexadecimal digits.
    package static func identifier(_ number: Int) -> RecordID {
        RecordID(trusted: hexadecimal(UInt64(number) &* 0x9e37_79b9_7f4a_7c15, UInt64(number)))
    }

    private static func hexadecimal(_ words: UInt64...) -> String {
        var text: [UInt8] = []
        for word in words {
            for shift in stride(from: 60, through: 0, by: -4) {
                text.append(alphabet[Int(word >> UInt64(shift) & 15)])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// One record.
    ///
    /// - Parameters:
    ///   - place: nil where the report names none.
    ///   - day: nil for any of ``days``.
    package mutating func record(
        _ number: Int, place: PlaceCode?, country: Country?, mark: Mark, day: Int32? = nil,
        substance: Substance? = nil
    ) throws -> IntakeRecord {
        let day = day ?? Int32(random.number(Int(Self.days.lowerBound)...Int(Self.days.upperBound)))
        let date = CalendarDate(dayNumber: day)
        var event = SeizureEvent(when: DateSpan(day: date), reporter: country?.code ?? "unknown")
        event.asked = [
            .place, .amount, .stage, .setting, .transport, .departure, .destination, .concealment,
        ]
        event.country = country
        event.place = place
        event.placeText = place?.code ?? ""
        event.placeMatch = place == nil ? .none : .code
        event.stage = .atPort
        event.setting = .seaport
        event.substance = substance ?? random.pick(Self.substances)
        let amount = Double(random.number(1...4_000_000)) / 1_000
        event.quantity = try Quantity(amount: amount, unit: .kilogram)
        event.mass = ConvertedMass(
            kilograms: amount, factor: 1, basis: .definition, source: "stated in kilograms")
        let origin = random.pick(Self.origins)
        event.departure = RoutePoint(country: try Country(parsing: origin))
        event.destination = RoutePoint(country: country)
        let given = [
            "R-\(number)", date.description, country?.code ?? "", place?.code ?? "",
            "terminal \(number % 9)", "container ship", event.substance.title, "\(amount)", "kg",
            "rip-off behind the doors", "", origin, "", country?.code ?? "", "",
            "misuse of a release code", "\(number % 4)", "customs", "found at the gate", "office 7",
        ]
        return IntakeRecord(
            id: Self.identifier(number),
            digest: Self.hexadecimal(
                random.next(), random.next(), random.next(), UInt64(number)),
            rowNumber: number + 2, given: given, content: .seizure(event), mark: mark,
            occurrence: 0, holdReason: nil)
    }
}
