import Crypto
import EvidenceLog

/// A table whose every row is an object of the evidence: the entry that writes a row names it
/// with the digest of its content, so that a check finds what was changed since.
///
/// The tables that are not here follow from others and are derived anew by the check: the log's
/// leaves, tiles and head, and the tally.
enum EvidentTable: String, CaseIterable {
    case node
    case organisation
    case agreement
    case agreementSignature = "agreement_signature"
    case agreementRevocation = "agreement_revocation"
    case accessClass = "access_class"
    case consent
    case hold
    case tombstone
    case batch
    case finding
    case decision
    case withdrawn
    case photograph
    case progress
    case release
    case witnessed
    case reportSchedule = "report_schedule"
    case reportEdition = "report_edition"
    case measure
    case preregistration
    // In the order in which a backup writes them again: people before what is theirs.
    case person
    case deputyship
    case accessToken = "access_token"
    case credential

    /// The columns in the order in which they are written and digested.
    var columns: [String] {
        switch self {
        case .node: ["name", "setting"]
        case .organisation:
            [
                "organisation", "name", "kind", "country", "third_country_role", "signing_key",
                "registered_on",
            ]
        case .agreement: ["agreement", "version", "canonical", "added_on"]
        case .agreementSignature: ["agreement", "version", "organisation", "signature"]
        case .agreementRevocation:
            ["agreement", "version", "organisation", "revoked_on", "signature"]
        case .accessClass:
            [
                "class", "label", "kind", "originator", "traffic_light", "handling",
                "handling_text", "purposes", "releasable_to", "retention_days", "retention_end",
            ]
        case .consent: ["record", "receiver", "purpose", "until_day"]
        case .hold: ["record", "number", "reason", "reviewer", "placed_on", "ended_on"]
        case .tombstone: ["record", "kind", "versions", "reason", "erased_on"]
        case .batch: ["batch", "file", "layout", "headers", "started_on"]
        case .finding: ["record", "other", "kind", "score", "reasons", "found_on"]
        case .decision: ["record", "number", "state", "decided_by", "reason", "decided_on"]
        case .withdrawn: ["serial", "batch", "reason", "withdrawn_by", "withdrawn_on"]
        case .photograph:
            [
                "record", "number", "serial", "kind", "byte_count", "added_by", "added_on",
                "sealed",
            ]
        case .progress: ["name", "serial"]
        case .release:
            [
                "entry", "part", "kind", "form", "grounds", "fields", "records", "first_serial",
                "last_serial", "serials",
            ]
        case .witnessed: ["origin", "size", "note"]
        case .reportSchedule:
            [
                "schedule", "receiver", "subject", "cycle", "substances", "day_of_month",
                "formats", "purpose", "basis", "set_by", "starts_on", "ends_on",
            ]
        case .reportEdition:
            ["schedule", "period", "claimed", "made_on", "digest", "mark", "records"]
        case .measure:
            [
                "measure", "port", "facility", "type", "starts_on", "ends_on", "description",
                "owner", "source", "recorded_on",
            ]
        case .preregistration:
            [
                "measure", "number", "outcome", "weeks_before", "weeks_after", "comparison",
                "registered_on", "registered_by",
            ]
        case .person:
            ["person", "name", "organisation", "roles", "language", "is_system", "last_day"]
        case .deputyship: ["person", "deputy", "roles", "first_day", "last_day"]
        case .accessToken:
            [
                "token", "secret_hash", "owner", "label", "scopes", "purpose", "basis", "created",
                "last_day", "revoked",
            ]
        case .credential:
            ["credential", "person", "kind", "label", "handle", "secret", "created"]
        }
    }

    /// How many of the first columns are the key.
    var keyColumns: Int {
        switch self {
        case .agreement, .hold, .decision, .photograph, .release, .deputyship, .reportEdition,
            .preregistration:
            2
        case .agreementSignature, .agreementRevocation, .consent, .finding: 3
        default: 1
        }
    }

    /// The object's name in the evidence, for example `decision/ab12…/1`.
    /// Of a key that is too long for a name its SHA-256.
    func objectName(_ values: [SQLValue]) -> String {
        let key = values.prefix(keyColumns).map(\.plainText).joined(separator: "/")
        let name = "\(rawValue)/\(key)"
        guard !EvidenceObject.Limit.nameBytes.contains(name.utf8.count) else { return name }
        return "\(rawValue)/sha-256:" + SHA256.hash(data: Array(key.utf8)).hexadecimal
    }

    /// Inserts a row, or gives the row with that key its new content.
    var upsert: String {
        let keys = columns.prefix(keyColumns).joined(separator: ", ")
        let rest = columns.dropFirst(keyColumns)
        return """
            INSERT INTO \(rawValue) (\(columns.joined(separator: ", ")))
            VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
            ON CONFLICT (\(keys)) DO UPDATE SET
            \(rest.map { "\($0) = EXCLUDED.\($0)" }.joined(separator: ", "))
            """
    }

    var select: String { "SELECT \(columns.joined(separator: ", ")) FROM \(rawValue)" }
}

extension SQLValue {
    /// The value as part of a name.
    var plainText: String {
        switch self {
        case .null: ""
        case .integer(let number): String(number)
        case .real(let number): "\(number)"
        case .text(let text): text
        case .blob(let blob): blob.hexadecimal
        }
    }
}

extension Sequence<UInt8> {
    /// Two lower-case digits a byte.
    var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in self {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
