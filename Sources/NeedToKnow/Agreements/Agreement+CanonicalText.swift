import Crypto
import Foundation
import PortVocabulary

extension Agreement {
    /// Largest document, and largest canonical form. Bounds: bytes.
    package static let bytesLimit = 1 << 20

    /// The canonical form, which the parties sign: one line of JSON with sorted members and sorted
    /// sets, and a final line feed. It does not depend on how the document was spelt, on its
    /// comments, or on the order within sets; parties, clauses and preamble keep their order.
    ///
    /// Source: RFC 8785 (JSON canonicalization scheme).
    package var canonicalText: String {
        let content: [String: CanonicalJSON] = [
            "agreement": .text(id.text), "version": .number(version), "title": .text(title),
            "basis": .text(basis), "preamble": .list(preamble.map(CanonicalJSON.text)),
            "valid": .object([
                "from": .text(valid.first.description), "until": .text(valid.last.description),
            ]),
            "parties": .list(parties.map(\.canonicalJSON)),
            "clauses": .list(clauses.map(\.canonicalJSON)),
        ]
        return CanonicalJSON.object([
            Self.formatName: .number(Self.formatVersion), "content": .object(content),
        ]).text + "\n"
    }

    /// SHA-256 of the canonical form's UTF-8, 64 lower-case hexadecimal digits: the short name by
    /// which the parties can see that they speak of the same text.
    package var digest: String { Self.digest(of: canonicalText) }

    static func digest(of canonicalText: String) -> String {
        SHA256.hash(data: Data(canonicalText.utf8)).map {
            ($0 < 16 ? "0" : "") + String($0, radix: 16)
        }.joined()
    }

    static let formatName = "breakwater-agreement"
    static let formatVersion = 1

    /// Reads a canonical form. Another spelling of the same content is refused.
    ///
    /// - Throws: ``AgreementDefects``: what is wrong with the content, or that the text is not the
    ///   canonical form of what it says.
    package init(canonicalText: String) throws(AgreementDefects) {
        guard canonicalText.utf8.count <= Self.bytesLimit else {
            throw AgreementDefects(
                .tooLarge(bytes: canonicalText.utf8.count, limit: Self.bytesLimit))
        }
        guard let root = AgreementNode.parse(json: canonicalText),
            case .mapping(let members) = root.value, members.count == 2,
            let content = members.first(where: { $0.key == "content" })?.node
        else { throw AgreementDefects(.notCanonical) }
        var reader = AgreementReader(source: .canonical)
        let agreement = reader.agreement(content)
        guard reader.defects.isEmpty else { throw AgreementDefects(reader.sortedDefects) }
        // Texts are compared byte by byte: equal strings may be spelt differently.
        guard let agreement, agreement.canonicalText.utf8.elementsEqual(canonicalText.utf8) else {
            throw AgreementDefects(.notCanonical)
        }
        self = agreement
    }
}

extension Organisation {
    fileprivate var canonicalJSON: CanonicalJSON {
        var members: [String: CanonicalJSON] = [
            "organisation": .text(id.text), "name": .text(name), "kind": .text(kind.rawValue),
            "key": .text(Data(key).base64EncodedString()),
        ]
        members["country"] = country.map { .text($0.code) }
        members["third-country-role"] = thirdCountryRole.map { .text($0.rawValue) }
        return .object(members)
    }
}

extension Clause {
    fileprivate var canonicalJSON: CanonicalJSON {
        .object([
            "clause": .text(id.text), "from": .set(from.map(\.text)), "to": .set(to.map(\.text)),
            "records": .set(kinds.map(\.rawValue)),
            "purposes": .set(purposes.purposes.map(\.rawValue)), "release": .text(form.rawValue),
            "fields": .set(fields.fields.map(\.rawValue)), "up-to": .text(upTo.rawValue),
            "handling": .set(handling.map(\.rawValue)), "roles": .set(roles.map(\.rawValue)),
            "ports": .set(ports.map(\.code)), "countries": .set(countries.map(\.code)),
            "substances": .set(substances.map(\.rawValue)), "basis": .text(basis),
            "conditions": .object([
                "consent": .flag(conditions.needsConsent),
                "four-eyes": .flag(conditions.needsFourEyes),
                "minimum-cell": .number(conditions.minimumCell),
            ]),
        ])
    }
}
