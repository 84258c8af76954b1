import PortVocabulary
import SituationAnalysis

extension SeizureFact {
    /// The find as far as it is released; a field that is not known or not released is null.
    func json(_ record: RecordID?, reporter: String) -> JSONValue {
        let span = isDated ? when : nil
        return [
            "record": JSONValue(record), "first": JSONValue(span?.first),
            "last": JSONValue(span?.last), "reporter": .text(reporter),
            "country": JSONValue(country), "place": JSONValue(place?.code),
            "substance": .text(substance.rawValue), "group": .text(substance.group.rawValue),
            "kilograms": JSONValue(kilograms), "stage": .text(stage.rawValue),
            "setting": .text(setting.rawValue), "transport": .text(transport.rawValue),
            "concealment": .text(concealment.rawValue),
            "methods": JSONValue(texts: methods.map(\.rawValue)),
            "departure": departure.json, "transit": JSONValue(transit, \.json),
            "destination": destination.json, "intended": intended.json,
            "cash": cash.map { cash in
                [
                    "currency": .text(cash.currency.code),
                    "hundredths": .whole(Int(cash.hundredths)),
                ]
            } ?? .null, "persons": JSONValue(persons), "state": .text(state.rawValue),
            "mayRepeat": .bool(mayRepeat),
        ]
    }
}

extension RoutePoint {
    var json: JSONValue {
        isEmpty
            ? .null : ["country": JSONValue(country), "place": JSONValue(place?.code)]
    }
}

extension FigureFact {
    /// The figure as far as it is released.
    var json: JSONValue {
        [
            "record": .text(record.text), "first": JSONValue(figure.period.first),
            "last": JSONValue(figure.period.last), "body": .text(figure.body),
            "scope": .text(figure.scope.rawValue), "placeName": .text(figure.placeName),
            "place": JSONValue(figure.place?.code), "country": JSONValue(figure.country),
            "substance": .text(figure.substance.rawValue),
            "kilograms": JSONValue(figure.kilograms), "precision": .text(figure.precision.rawValue),
            "seizures": JSONValue(figure.seizures), "status": .text(figure.status.rawValue),
            "isContested": .bool(figure.isContested), "definition": .text(figure.definition),
            "address": .text(figure.address),
        ]
    }
}

extension RecordDetail {
    /// The record with its cells as given, where they are released.
    var json: JSONValue {
        [
            "record": .text(record.text), "version": .whole(version),
            "revision": .whole(revision), "kind": .text(kind.rawValue),
            "state": .text(state.rawValue), "originator": .text(originator.text),
            "trafficLight": .text(mark.trafficLight.rawValue),
            "handling": .text(mark.handling.rawValue),
            "handlingText": JSONValue(mark.handlingText), "file": .text(file),
            "row": .whole(rowNumber),
            "given": JSONValue(given) { cell in
                ["header": .text(cell.header), "cell": .text(cell.cell)]
            },
        ]
    }
}

extension ShownRecord {
    /// The record as far as it is released.
    var json: JSONValue {
        [
            "record": detail.json, "fields": JSONValue(texts: fields.fields.map(\.rawValue)),
            "lines": JSONValue(lines) { line in
                ["field": .text(line.field.rawValue), "text": .text(line.text)]
            },
        ]
    }
}
