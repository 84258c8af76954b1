import Foundation
import PortVocabulary

/// Bounds of what an agreement says. Texts count Unicode scalars.
enum AgreementLimits {
    static let title = 200
    static let name = 200
    static let basis = 2_000
    static let paragraph = 4_000
    static let preamble = 50
    static let parties = 100
    static let clauses = 200
    /// Ports, countries and all vocabularies.
    static let scope = 500
    static let version = 1...9_999
    static let minimumCell = 1...1_000
}

extension AgreementReader {
    static let keys = (
        required: ["agreement", "version", "title", "basis", "valid", "parties", "clauses"],
        optional: ["preamble"]
    )

    /// The agreement, or nil with the reasons in ``defects``.
    mutating func agreement(_ root: AgreementNode) -> Agreement? {
        guard
            let members = members(
                of: root, required: Self.keys.required, optional: Self.keys.optional)
        else { return nil }
        let id: AgreementID? = identifier(members["agreement"])
        let version = integer(members["version"], in: AgreementLimits.version)
        let title = paragraph(members["title"], limit: AgreementLimits.title)
        let basis = paragraph(members["basis"], limit: AgreementLimits.basis)
        let preamble = members["preamble"].map { node in
            items(node, limit: AgreementLimits.preamble, mayBeEmpty: source == .canonical)?
                .compactMap { paragraph($0, limit: AgreementLimits.paragraph) } ?? []
        }
        let valid = members["valid"].flatMap { validity($0) }
        let parties = members["parties"].flatMap { self.parties($0) }
        let clauses = members["clauses"].flatMap { self.clauses($0, parties: parties) }
        guard defects.isEmpty, let id, let version, let title, let basis, let valid, let parties,
            let clauses
        else { return nil }
        return Agreement(
            id: id, version: version, title: title, parties: parties, valid: valid, basis: basis,
            preamble: preamble ?? [], clauses: clauses)
    }

    private mutating func validity(_ node: AgreementNode) -> DateSpan? {
        guard let members = members(of: node, required: ["from", "until"], optional: []) else {
            return nil
        }
        guard let first = day(members["from"]), let last = day(members["until"]) else { return nil }
        guard let span = try? DateSpan(from: first, through: last) else {
            add(.datesReversed, at: members["until"] ?? node)
            return nil
        }
        return span
    }

    /// The parties; nil when one of them cannot be named, so that clauses are not blamed for it.
    private mutating func parties(_ node: AgreementNode) -> [Organisation]? {
        guard let items = items(node, limit: AgreementLimits.parties, mayBeEmpty: true) else {
            return nil
        }
        if items.count < 2 { add(.tooFewParties, at: node) }
        var parties: [Organisation] = []
        var seen: Set<OrganisationID> = []
        var owners: [[UInt8]: OrganisationID] = [:]
        for item in items {
            guard let party = party(item) else { continue }
            if !seen.insert(party.id).inserted { add(.duplicateParty(party.id), at: item) }
            if !party.key.isEmpty {
                if let owner = owners[party.key] {
                    add(.sharedKey(owner, party.id), at: item)
                } else {
                    owners[party.key] = party.id
                }
            }
            parties.append(party)
        }
        return parties.count == items.count ? parties : nil
    }

    /// A party as far as it can be read; nil when it cannot be named.
    private mutating func party(_ node: AgreementNode) -> Organisation? {
        guard
            let members = members(
                of: node, required: ["organisation", "name", "kind"],
                optional: ["country", "third-country-role", "key"])
        else { return nil }
        let id: OrganisationID? = identifier(members["organisation"])
        let name = paragraph(members["name"], limit: AgreementLimits.name)
        let kind: OrganisationKind? = term(members["kind"])
        let country = word(members["country"]) { text throws(WordDefect) in
            try Country(parsing: text)
        }
        let role: ThirdCountryRole? = term(members["third-country-role"])
        if let kind, kind != .euBody, members["country"] == nil {
            add(.missingKey("country"), at: node.place, path: node.path + ".country")
        }
        if kind == .thirdCountryAuthority, members["third-country-role"] == nil {
            add(
                .missingKey("third-country-role"), at: node.place,
                path: node.path + ".third-country-role")
        }
        if let kind, kind != .thirdCountryAuthority, let given = members["third-country-role"] {
            add(.roleOfOther(kind), at: given)
        }
        let key = members["key"].flatMap { self.key($0) } ?? []
        guard let id else { return nil }
        if members["key"] == nil {
            missingKeys.append(
                AgreementDefect(place: node.place, path: node.path + ".key", fault: .noKey(id)))
        }
        return Organisation(
            id: id, name: name ?? "", kind: kind ?? .authority, country: country,
            thirdCountryRole: role, key: key)
    }

    private mutating func key(_ node: AgreementNode) -> [UInt8]? {
        // The canonical form of a draft says that there is no key yet.
        if source == .canonical, case .text("", isPlain: false) = node.value { return [] }
        guard let text = code(node) else { return nil }
        guard let data = Data(base64Encoded: text), data.count == 32,
            data.base64EncodedString() == text
        else {
            add(.keyForm, at: node)
            return nil
        }
        return Array(data)
    }

    private mutating func clauses(
        _ node: AgreementNode, parties: [Organisation]?
    ) -> [Clause]? {
        guard let items = items(node, limit: AgreementLimits.clauses) else { return nil }
        let names = parties.map { $0.map(\.id) }
        var seen: Set<ClauseID> = []
        return items.compactMap { item in
            guard let clause = clause(item, parties: names) else { return nil }
            if !seen.insert(clause.id).inserted { add(.duplicateClause(clause.id), at: item) }
            return clause
        }
    }
}
