import Foundation
import PortVocabulary
import TestSupport

@testable import NeedToKnow

extension Seeded {
    /// Words with accents, quotes, signs that YAML or JSON read otherwise, and other scripts.
    private static let words = [
        "customs", "R&D", "&x", "*y", "a: b", "# c", "\"quoted\"", "\\back", "é", "ß", "Ελλάς",
        "Ґ", "港", "{", "]", "yes", "~", "null", "12", "2026-01-01", "- z", "!t", "%", "😀", "’",
    ]

    mutating func paragraph() -> String {
        let count = number(1...6)
        return (0..<count).map { _ in pick(Self.words) }.joined(separator: " ")
    }

    mutating func identifier<Case>() -> ID<Case> {
        let first = pick(Array("abcxyzABC0129"))
        let count = number(0...12)
        let rest = (0..<count).map { _ in pick(Array("abcXYZ019-_.")) }
        return ID(trusted: String([first] + rest))
    }

    mutating func some<Item: Hashable>(_ items: [Item], atLeast least: Int = 1) -> Set<Item> {
        let count = number(least...items.count)
        return Set((0..<count).map { _ in pick(items) })
    }

    private mutating func party(_ index: Int) -> Organisation {
        let kind = pick(OrganisationKind.allCases)
        let hasCountry = kind != .euBody || number(0...1) == 1
        let countries = ["NL", "BE", "DE", "NO", "EC"]
        // The number keeps identifiers apart; one party in six has no key yet.
        let id: OrganisationID = ID(trusted: "\(index)-" + (identifier() as OrganisationID).text)
        return Organisation(
            id: id, name: paragraph(), kind: kind,
            country: hasCountry ? try? Country(parsing: pick(countries)) : nil,
            thirdCountryRole: kind == .thirdCountryAuthority
                ? pick(ThirdCountryRole.allCases) : nil,
            key: number(0...5) == 0 ? [] : Samples.publicKey(UInt8(index + 1)))
    }

    private mutating func clause(_ index: Int, _ parties: [OrganisationID]) -> Clause {
        let form = pick(ReleaseForm.allCases)
        let kinds = some(RecordKind.allCases)
        let all = kinds.reduce(into: FieldSet()) { $0.formUnion($1.fields) }
        var fields: FieldSet = []
        if form == .full { fields = all }
        if form == .fields { fields = FieldSet(some(all.fields)) }
        var (from, to) = (some(parties), some(parties))
        if from.count == 1, from == to { (from, to) = (Set(parties), Set(parties)) }
        var clause = Clause(
            id: ID(trusted: "c\(index)"), from: from, to: to, kinds: kinds,
            purposes: PurposeSet(some(Purpose.allCases)), form: form, fields: fields)
        clause.upTo = pick(TrafficLight.allCases)
        clause.handling = some(HandlingCode.allCases)
        clause.roles = some(Role.allCases)
        let ports = ["NLRTM", "BEANR", "DEHAM", "SEGOT"].compactMap { try? PlaceCode(parsing: $0) }
        clause.ports = some(ports, atLeast: 0)
        let countries = ["NL", "NO", "SE"].compactMap { try? Country(parsing: $0) }
        clause.countries = some(countries, atLeast: 0)
        clause.substances = some(SubstanceGroup.allCases, atLeast: 0)
        clause.conditions.needsConsent = number(0...1) == 1
        clause.conditions.needsFourEyes = number(0...1) == 1
        clause.conditions.minimumCell = number(1...1_000)
        clause.basis = number(0...1) == 0 ? "" : paragraph()
        return clause
    }

    mutating func agreement() -> Agreement {
        let partyCount = number(2...5)
        let parties = (0..<partyCount).map { party($0) }
        let clauseCount = number(1...4)
        let clauses = (0..<clauseCount).map { clause($0, parties.map(\.id)) }
        let first = Samples.day("2026-01-01").advanced(byDays: number(0...900))
        let last = first.advanced(byDays: number(0...900))
        let preambleCount = number(0...2)
        return Agreement(
            id: identifier(), version: number(1...9_999), title: paragraph(), parties: parties,
            valid: try! DateSpan(from: first, through: last), basis: paragraph(),
            preamble: (0..<preambleCount).map { _ in paragraph() }, clauses: clauses)
    }

    /// The agreement as YAML: members and sets in any order, texts in any quotes, with comments.
    mutating func yaml(of agreement: Agreement) -> String {
        var lines = [
            "agreement: \(agreement.id)", "version: \(agreement.version)",
            "title: \(quoted(agreement.title))", "basis: \(quoted(agreement.basis))",
            "valid: {until: \(agreement.valid.last), from: '\(agreement.valid.first)'}",
            "parties:\n" + agreement.parties.map { yaml(of: $0) }.joined(),
            "clauses:\n" + agreement.clauses.map { yaml(of: $0) }.joined(),
        ]
        if !agreement.preamble.isEmpty {
            lines.append(
                "preamble:\n" + agreement.preamble.map { "  - \(quoted($0))\n" }.joined())
        }
        lines.shuffle(using: &self)
        return "# \(paragraph().replacing("&", with: ""))\n" + lines.joined(separator: "\n") + "\n"
    }

    /// In single or double quotes; in double quotes broken over lines, and “&” by its number.
    private mutating func quoted(_ text: String) -> String {
        if !text.contains("&"), number(0...1) == 0 {
            return "'" + text.replacing("'", with: "''") + "'"
        }
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("&", with: "\\u0026").replacing("é", with: "e\\u0301")
        return "\"" + escaped.replacing(" ", with: pick([" ", "  ", "\n\n      "])) + "\""
    }

    private mutating func block(_ members: [String]) -> String {
        let lines = members.shuffled(using: &self).enumerated()
        return lines.map { ($0 == 0 ? "  - " : "    ") + $1 + "\n" }.joined()
    }

    private mutating func yaml(of party: Organisation) -> String {
        var members = [
            "organisation: '\(party.id)'", "name: \(quoted(party.name))",
            "kind: \(pick([party.kind.rawValue, party.kind.rawValue.uppercased()]))",
        ]
        if let country = party.country { members.append("country: \(country.code.lowercased())") }
        if let role = party.thirdCountryRole {
            members.append("third-country-role: \(role.rawValue)")
        }
        if !party.key.isEmpty { members.append("key: \(Data(party.key).base64EncodedString())") }
        return block(members)
    }

    private mutating func list(_ items: some Sequence<String>) -> String {
        let shuffled = items.shuffled(using: &self).map { "'\($0)'" }
        return "[" + shuffled.joined(separator: ", ") + "]"
    }

    private mutating func yaml(of clause: Clause) -> String {
        var members = [
            "clause: \(clause.id)", "from: \(list(clause.from.map(\.text)))",
            "to: \(list(clause.to.map(\.text)))",
            "records: \(list(clause.kinds.map(\.rawValue)))",
            "purposes: \(list(clause.purposes.purposes.map(\.rawValue)))",
            "release: \(clause.form.rawValue)", "up-to: TLP:\(clause.upTo.rawValue)",
            "handling: \(list(clause.handling.map(\.rawValue)))",
            "roles: \(list(clause.roles.map(\.rawValue)))",
            "conditions: {four-eyes: \(clause.conditions.needsFourEyes), minimum-cell: "
                + "\(clause.conditions.minimumCell), consent: \(clause.conditions.needsConsent)}",
        ]
        if clause.form == .fields {
            members.append("fields: \(list(clause.fields.fields.map(\.rawValue)))")
        }
        if !clause.ports.isEmpty { members.append("ports: \(list(clause.ports.map(\.code)))") }
        if !clause.countries.isEmpty {
            members.append("countries: \(list(clause.countries.map(\.code)))")
        }
        if !clause.substances.isEmpty {
            members.append("substances: \(list(clause.substances.map(\.rawValue)))")
        }
        if !clause.basis.isEmpty { members.append("basis: \(quoted(clause.basis))") }
        return block(members)
    }
}
