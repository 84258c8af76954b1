import PortVocabulary
import SituationAnalysis

/// The words that the commands for measures share.
enum MeasureWords {
    /// Reads a word of the command line; a failure names where it stands and what it says.
    static func read<Value>(
        _ place: String, _ text: String, _ parse: (String) throws(WordDefect) -> Value
    ) throws -> Value {
        do throws(WordDefect) {
            return try parse(text)
        } catch {
            throw CommandFailure(cause: "\(place) “\(text)” \(error.cause)", mend: error.mend)
        }
    }

    static func port(_ option: String, _ text: String, _ ports: PortRegister) throws -> PlaceCode {
        let found = ports.resolve(text, in: nil)
        if let code = found.code ?? (try? PlaceCode(parsing: text)) { return code }
        throw CommandFailure(
            cause: "\(option) “\(text)” \(found.reason)", mend: "write the UN/LOCODE")
    }

    static func word(_ outcome: MeasureKeeping) -> String {
        switch outcome {
        case .stored: "written down"
        case .unchanged: "written down already"
        case .ended: "ended"
        case .differs: "refused"
        }
    }

    static func differs(_ id: MeasureID) -> CommandFailure {
        CommandFailure(
            cause: "\(id) is written down with other words; a measure never changes",
            mend: "compare with breakwater measure list, or choose another identifier")
    }

    static func json(_ kept: KeptMeasure) -> JSONValue {
        let measure = kept.measure
        return [
            "measure": .text(measure.id.text), "port": .text(measure.port.code),
            "facility": JSONValue(measure.facility), "type": .text(measure.type.rawValue),
            "starts": .text(measure.starts.description),
            "ends": JSONValue(measure.ends?.description),
            "description": .text(measure.description), "owner": .text(measure.owner.text),
            "source": .text(measure.source), "recorded": .text(kept.recorded.description),
            "plans": JSONValue(kept.plans) { plan in
                [
                    "outcome": .text(plan.outcome.rawValue),
                    "weeksBefore": .whole(plan.weeksBefore),
                    "weeksAfter": .whole(plan.weeksAfter),
                    "comparison": JSONValue(texts: plan.comparison.map(\.code)),
                    "registered": .text(plan.registered.description),
                ]
            },
        ]
    }

    static func text(_ kept: KeptMeasure, _ ports: PortRegister) -> String {
        let measure = kept.measure
        let place = [ports.name(of: measure.port), measure.facility ?? ""].filter { !$0.isEmpty }
        let end = measure.ends.map { " to \($0)" } ?? " on"
        let head =
            "\(measure.id)  \(place.joined(separator: ", "))  \(measure.type.title)  "
            + "from \(measure.starts)\(end)  \(measure.description)"
        let plans = kept.plans.map { plan in
            "  judged by \(plan.outcome.title), \(plan.weeksBefore) weeks before and "
                + "\(plan.weeksAfter) after, against "
                + plan.comparison.map(\.code).joined(separator: ", ")
                + "; registered \(plan.registered)"
        }
        return ([head] + (plans.isEmpty ? ["  no plan is registered"] : plans))
            .joined(separator: "\n")
    }
}
