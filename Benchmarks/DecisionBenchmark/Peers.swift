import NeedToKnow
import PortVocabulary

extension AccessRequest {
    private var mark: Mark { record.access.mark }

    private var consentUntil: Int? {
        record.consents.filter {
            $0.receiver == requester.organisation && $0.purpose == requester.purpose
        }.map { Int($0.until.dayNumber) }.max()
    }

    private func organisation(_ id: OrganisationID) -> [String: Any] {
        ["__entity": ["type": "Organisation", "id": id.text]]
    }

    /// The requester and the record as entities of Cedar; see `docs/formats/cedar.md`.
    func entities(id: Int) -> [[String: Any]] {
        let person: [String: Any] = [
            "organisation": organisation(requester.organisation),
            "roles": requester.roles.map(\.rawValue), "purpose": requester.purpose.rawValue,
            "hasSecondPerson": requester.approvedBy != nil,
        ]
        var attributes: [String: Any] = [
            "kind": record.access.kind.rawValue,
            "originator": organisation(record.access.originator),
            "label": CedarExport.order(mark.trafficLight), "handling": mark.handling.rawValue,
            "purposes": mark.purposes.purposes.map(\.rawValue),
            "substances": record.substances.rawValue,
        ]
        attributes["place"] = record.place?.code
        attributes["country"] = record.country?.code
        attributes["keepUntil"] = record.keepUntil.map { Int($0.dayNumber) }
        let none: [String] = []
        return [
            ["uid": ["type": "Requester", "id": "\(id)"], "attrs": person, "parents": none],
            ["uid": ["type": "Record", "id": "\(id)"], "attrs": attributes, "parents": none],
        ]
    }

    func cedarRequest(id: Int) -> [String: Any] {
        var context: [String: Any] = ["day": Int(day.dayNumber)]
        context["consentUntil"] = consentUntil
        return [
            "principal": "Requester::\"\(id)\"", "action": "Action::\"\(action.rawValue)\"",
            "resource": "Record::\"\(id)\"", "context": context,
        ]
    }

    /// The request as `policy.rego` reads it.
    var regoInput: [String: Any] {
        var input: [String: Any] = [
            "roles": requester.roles.map(\.rawValue), "organisation": requester.organisation.text,
            "purpose": requester.purpose.rawValue, "secondPerson": requester.approvedBy != nil,
            "action": action.rawValue, "day": Int(day.dayNumber),
            "originator": record.access.originator.text, "kind": record.access.kind.rawValue,
            "label": CedarExport.order(mark.trafficLight), "handling": mark.handling.rawValue,
            "purposes": mark.purposes.purposes.map(\.rawValue),
            "substances": record.substances.rawValue,
        ]
        input["place"] = record.place?.code
        input["keepUntil"] = record.keepUntil.map { Int($0.dayNumber) }
        input["consentUntil"] = consentUntil
        return input
    }
}

extension Clause {
    /// The clause as `policy.rego` reads it.
    func regoData(_ valid: DateSpan) -> [String: Any] {
        [
            "first": Int(valid.first.dayNumber), "last": Int(valid.last.dayNumber),
            "kinds": kinds.map(\.rawValue), "purposes": purposes.purposes.map(\.rawValue),
            "actions": AccessAction.allCases.filter { $0.isGranted(by: form) }.map(\.rawValue),
            "upTo": CedarExport.order(upTo), "handling": handling.map(\.rawValue),
            "roles": roles.map(\.rawValue), "ports": ports.map(\.code),
            "substances": substances.map(\.rawValue), "needsConsent": conditions.needsConsent,
            "needsFourEyes": conditions.needsFourEyes,
        ]
    }
}
