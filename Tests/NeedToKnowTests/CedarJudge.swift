import Foundation
import PortVocabulary
import TestSupport

@testable import NeedToKnow

/// Cedar, an authorization engine that we did not write, as a judge of our decisions.
enum CedarJudge {
    static let isPresent = OutsideProgram.hasPython("cedarpy")

    /// One set of policies with the requests that are put to it.
    struct Trial: Encodable {
        var policies: String
        var entities: [Entity] = []
        var requests: [Request] = []
    }

    struct Entity: Encodable {
        struct Name: Encodable {
            let type: String
            let id: String
        }
        let uid: Name
        let attrs: [String: Value]
        let parents: [String] = []
    }

    struct Request: Encodable {
        let principal: String
        let action: String
        let resource: String
        let context: [String: Value]
    }

    struct Verdict: Decodable, Equatable {
        let isAllowed: Bool
        let hasErred: Bool
    }

    /// A value as Cedar's JSON writes it.
    indirect enum Value: Encodable {
        case text(String)
        case number(Int)
        case flag(Bool)
        case organisation(OrganisationID)
        case set([Value])

        func encode(to encoder: any Encoder) throws {
            var single = encoder.singleValueContainer()
            switch self {
            case .text(let text): try single.encode(text)
            case .number(let number): try single.encode(number)
            case .flag(let flag): try single.encode(flag)
            case .organisation(let id):
                try single.encode(["__entity": ["type": "Organisation", "id": id.text]])
            case .set(let values): try single.encode(values)
            }
        }
    }

    /// For each trial the verdict on each request; validates the policies against the schema.
    private static let script = """
        import json, sys
        import cedarpy
        job = json.load(sys.stdin)
        answers = []
        for trial in job["trials"]:
            check = cedarpy.validate_policies(trial["policies"], job["schema"])
            if not check.validation_passed:
                sys.exit(str(check.errors[0]))
            results = cedarpy.is_authorized_batch(
                trial["requests"], cedarpy.PolicySet.from_str(trial["policies"]),
                cedarpy.Entities.from_json_str(json.dumps(trial["entities"])))
            answers.append([
                {"isAllowed": bool(result.allowed), "hasErred": bool(result.diagnostics.errors)}
                for result in results])
        json.dump(answers, sys.stdout)
        """

    static func verdicts(_ trials: [Trial]) throws -> [[Verdict]] {
        struct Job: Encodable {
            let trials: [Trial]
            let schema: String
        }
        let input = try JSONEncoder().encode(Job(trials: trials, schema: CedarExport.schema))
        return try JSONDecoder().decode(
            [[Verdict]].self, from: try OutsideProgram.runPython(script, input: input))
    }
}

extension CedarJudge.Entity {
    init(_ requester: Requester, id: String) {
        uid = Name(type: "Requester", id: id)
        attrs = [
            "organisation": .organisation(requester.organisation),
            "roles": .set(requester.roles.map { .text($0.rawValue) }),
            "purpose": .text(requester.purpose.rawValue),
            "hasSecondPerson": .flag(requester.approvedBy != nil),
        ]
    }

    init(_ record: Resource, id: String) {
        let mark = record.access.mark
        var attrs: [String: CedarJudge.Value] = [
            "kind": .text(record.access.kind.rawValue),
            "originator": .organisation(record.access.originator),
            "label": .number(CedarExport.order(mark.trafficLight)),
            "handling": .text(mark.handling.rawValue),
            "purposes": .set(mark.purposes.purposes.map { .text($0.rawValue) }),
            "substances": .text(record.substances.rawValue),
        ]
        attrs["releasableTo"] = mark.releasableTo.map {
            .set($0.map(CedarJudge.Value.organisation))
        }
        attrs["place"] = record.place.map { .text($0.code) }
        attrs["country"] = record.country.map { .text($0.code) }
        attrs["keepUntil"] = record.keepUntil.map { .number(Int($0.dayNumber)) }
        uid = Name(type: "Record", id: id)
        self.attrs = attrs
    }
}

extension CedarJudge.Request {
    init(
        _ requester: Requester, id: Int, _ action: AccessAction, _ record: Resource,
        field: RecordField?, day: CalendarDate
    ) {
        principal = "Requester::\"\(id)\""
        self.action = "Action::\"\(action.rawValue)\""
        resource = "Record::\"\(id)\""
        var context: [String: CedarJudge.Value] = ["day": .number(Int(day.dayNumber))]
        context["field"] = field.map { .text($0.rawValue) }
        let untils = record.consents.filter {
            $0.receiver == requester.organisation && $0.purpose == requester.purpose
        }.map(\.until)
        context["consentUntil"] = untils.max().map { .number(Int($0.dayNumber)) }
        self.context = context
    }
}
