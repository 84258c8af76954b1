package import PortVocabulary

/// What a value of an agreement should have been.
package enum AgreementShape: String, Hashable, Sendable {
    case mapping = "a mapping"
    case list = "a list"
    case text = "one text"
    case integer = "a whole number"
    case flag = "true or false"
}

/// What is wrong at one place of an agreement: a closed set, each with its cause and its mend.
package enum AgreementFault: Hashable, Sendable {
    case tooLarge(bytes: Int, limit: Int)
    /// A control character, or one that hides or turns text. Shown by its number.
    case character(UInt32)
    case anchor
    case alias
    case tag
    case syntax(String)
    case tooDeep(limit: Int)
    case tooManyValues(limit: Int)
    case emptyDocument
    case shape(expected: AgreementShape)
    case unknownKey(String, known: [String])
    case missingKey(String)
    case duplicateKey(String, firstLine: Int)
    /// The first of several; the others could not be told apart.
    case repeatedKey(String)
    case emptyText
    case longText(found: Int, limit: Int)
    case emptyList
    case longList(found: Int, limit: Int)
    case duplicateItem(String)
    case unknownTerm(String, vocabulary: String, terms: [String])
    /// An identifier, code or label that its own form refuses.
    case word(String, WordDefect)
    case date
    case datesReversed
    case outOfRange(found: Int, ClosedRange<Int>)
    case tooFewParties
    case duplicateParty(OrganisationID)
    case duplicateClause(ClauseID)
    case sharedKey(OrganisationID, OrganisationID)
    case keyForm
    case noKey(OrganisationID)
    case roleOfOther(OrganisationKind)
    case notAParty(OrganisationID)
    case onlyItself(OrganisationID)
    case fieldsWithoutForm(ReleaseForm)
    case fieldOfOtherKind(RecordField, kinds: [RecordKind])
    case notCanonical
    case moreDefects(limit: Int)
}

extension AgreementFault {
    package var cause: String {
        switch self {
        case .tooLarge(let bytes, let limit): "has \(bytes) bytes; the limit is \(limit)"
        case .character(let number): "has the character U+\(Self.hex(number))"
        case .anchor: "has an anchor (a word that starts with “&”)"
        case .alias: "has an alias (a word that starts with “*”)"
        case .tag: "has a tag (a word that starts with “!”)"
        case .syntax(let problem): "is not YAML: \(problem)"
        case .tooDeep(let limit): "is nested deeper than \(limit) levels"
        case .tooManyValues(let limit): "has more than \(limit) values"
        case .emptyDocument: "is empty"
        case .shape(let expected): "is not \(expected.rawValue)"
        case .unknownKey(let key, _): "“\(key)” is not a known key"
        case .missingKey(let key): "“\(key)” is missing"
        case .duplicateKey(let key, let line): "“\(key)” is given already in line \(line)"
        case .repeatedKey(let key): "“\(key)” is given here and once more"
        case .emptyText: "is empty"
        case .longText(let found, let limit): "has \(found) characters; the limit is \(limit)"
        case .emptyList: "is an empty list"
        case .longList(let found, let limit): "has \(found) entries; the limit is \(limit)"
        case .duplicateItem(let item): "“\(item)” is listed twice"
        case .unknownTerm(let text, let vocabulary, _):
            "“\(text)” is not a term of \(vocabulary)"
        case .word(let text, let defect): "“\(text)” \(defect.cause)"
        case .date: "is not a day of the calendar"
        case .datesReversed: "ends before it starts"
        case .outOfRange(let found, _): "is \(found)"
        case .tooFewParties: "names fewer than two parties"
        case .duplicateParty(let party): "the party “\(party)” is listed twice"
        case .duplicateClause(let clause): "the clause “\(clause)” is written twice"
        case .sharedKey(let one, let other): "“\(one)” and “\(other)” have the same key"
        case .keyForm: "is not a key of 32 bytes in base64"
        case .noKey(let party): "“\(party)” has no key"
        case .roleOfOther(let kind): "is given for a party of the kind “\(kind.rawValue)”"
        case .notAParty(let party): "“\(party)” is not a party of this agreement"
        case .onlyItself(let party): "gives the records of “\(party)” only to itself"
        case .fieldsWithoutForm(let form): "is given with the form “\(form.rawValue)”"
        case .fieldOfOtherKind(let field, let kinds):
            "“\(field.rawValue)” is no field of \(Self.list(kinds.map(\.rawValue)))"
        case .notCanonical: "is not the canonical form of an agreement"
        case .moreDefects(let limit): "has more than \(limit) defects; the rest is not shown"
        }
    }

    package var mend: String {
        switch self {
        case .tooLarge: "an agreement is short; look whether this is the right file"
        case .character: "remove it; write texts in visible characters"
        case .anchor: "write the value out; put a space after “&” in a text"
        case .alias: "write the value out; put a text that starts with “*” into quotes"
        case .tag: "remove it; put a text that starts with “!” into quotes"
        case .syntax: "mend the syntax there; a text with “: ” or “ #” needs quotes"
        case .tooDeep, .tooManyValues: "follow the format of agreements"
        case .emptyDocument: "start from one of the templates"
        case .shape(.mapping): "write “key: value” lines"
        case .shape(.list): "write [one, another], also for a single entry"
        case .shape(.text): "write a single text"
        case .shape(.integer): "write digits without quotes"
        case .shape(.flag): "write true or false without quotes"
        case .unknownKey(_, let known): "use \(Self.list(known))"
        case .missingKey(let key): "add a line “\(key): …”"
        case .duplicateKey, .repeatedKey: "remove one of the two"
        case .emptyText: "write the text, or remove the key if it is optional"
        case .longText: "shorten it; keep long texts in an annex"
        case .emptyList: "name at least one, or remove the key if it is optional"
        case .longList: "shorten it, or write several agreements"
        case .duplicateItem: "remove one of the two"
        case .unknownTerm(_, _, let terms): "use \(Self.list(terms))"
        case .word(_, let defect): defect.mend
        case .date: "write year-month-day, for example 2026-01-31"
        case .datesReversed: "swap or mend the two dates"
        case .outOfRange(_, let range):
            "write a number from \(range.lowerBound) to \(range.upperBound)"
        case .tooFewParties: "name everyone who gives or receives"
        case .duplicateParty, .duplicateClause: "remove one, or give it an identifier of its own"
        case .sharedKey: "let each party make a key of its own"
        case .keyForm: "copy the whole Ed25519 public key of the party"
        case .noKey: "add the party's public key before anyone signs"
        case .roleOfOther: "remove it; only authorities of third countries have a role"
        case .notAParty: "add it to the parties, or mend the spelling"
        case .onlyItself: "name another party; its own records need no agreement"
        case .fieldsWithoutForm: "remove the fields, or write “release: fields”"
        case .fieldOfOtherKind: "remove it, or add the kind of record that has it"
        case .notCanonical: "write it again from the agreement's document"
        case .moreDefects: "mend those shown and check again"
        }
    }

    private static func list(_ items: [String]) -> String { items.joined(separator: ", ") }

    private static func hex(_ number: UInt32) -> String {
        let digits = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
