import Crypto
import EvidenceLog
import NeedToKnow
import PortVocabulary

extension NodeDatabase {
    /// A stored class; nil where it cannot be read.
    static func accessClass(_ row: any SQLRow) -> AccessClass? {
        guard let kind = row.optionalText(2).flatMap(RecordKind.init(rawValue:)),
            let originator = row.optionalText(3).flatMap({ try? OrganisationID(parsing: $0) }),
            let light = row.optionalText(4).flatMap(TrafficLight.init(rawValue:)),
            let handling = row.optionalText(5).flatMap(HandlingCode.init(rawValue:)),
            let purposes = row.optionalInt(7)
        else { return nil }
        var receivers: [OrganisationID]?
        if let text = row.optionalText(8) {
            let named = text.split(separator: " ").map { try? OrganisationID(parsing: String($0)) }
            guard named.allSatisfy({ $0 != nil }) else { return nil }
            receivers = named.compactMap { $0 }
        }
        var retention: Retention?
        if let days = row.optionalInt(9) {
            guard let end = row.optionalText(10).flatMap(RetentionEnd.init(rawValue:)),
                let stated = try? Retention(days: days, then: end)
            else { return nil }
            retention = stated
        }
        let mark = try? Mark(
            trafficLight: light, handling: handling, handlingText: row.optionalText(6),
            purposes: PurposeSet(rawValue: purposes), releasableTo: receivers,
            retention: retention)
        return mark.map { AccessClass(kind: kind, originator: originator, mark: $0) }
    }
}

extension NodeTransaction {
    /// The number of a class, which is stored when it is new; with the object that this wrote.
    func accessClass(
        _ access: AccessClass
    ) throws -> (number: Int, written: EvidenceObject?) {
        let label = Self.label(access)
        if let known = classNumbers[label] { return (known, nil) }
        let stored = try connection.number(
            "SELECT class FROM access_class WHERE label = ?", [.text(label)])
        if let stored {
            classNumbers[label] = stored
            return (stored, nil)
        }
        let newest = try connection.number("SELECT MAX(class) FROM access_class") ?? 0
        let mark = access.mark
        let written = try put(
            .accessClass,
            [
                .integer(newest + 1), .text(label), .text(access.kind.rawValue),
                .text(access.originator.text), .text(mark.trafficLight.rawValue),
                .text(mark.handling.rawValue), SQLValue(mark.handlingText),
                .integer(mark.purposes.rawValue), SQLValue(Self.receivers(mark)),
                SQLValue(mark.retention?.days), SQLValue(mark.retention?.then.rawValue),
            ])
        classNumbers[label] = newest + 1
        return (newest + 1, written)
    }

    private static func receivers(_ mark: Mark) -> String? {
        mark.releasableTo?.map(\.text).joined(separator: " ")
    }

    /// The longest label that is kept in words. PostgreSQL's indexes take no more than 2,704
    /// bytes.
    private static let labelBytes = 400

    /// All of a class in one text, by which an equal class is found; of a long one its SHA-256.
    private static func label(_ access: AccessClass) -> String {
        let mark = access.mark
        let parts: [String] = [
            access.kind.rawValue, access.originator.text, mark.trafficLight.rawValue,
            mark.handling.rawValue, "\(mark.purposes.rawValue)",
            receivers(mark).map { "(\($0))" } ?? "-",
            mark.retention.map { "\($0.days) \($0.then.rawValue)" } ?? "-",
            mark.handlingText ?? "",
        ]
        let label = parts.joined(separator: "|")
        guard label.utf8.count > labelBytes else { return label }
        return "sha-256:" + SHA256.hash(data: Array(label.utf8)).hexadecimal
    }
}
