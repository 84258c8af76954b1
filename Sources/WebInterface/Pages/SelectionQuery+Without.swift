import PortVocabulary
import SituationAnalysis

extension SelectionQuery {
    /// The same view without one of its fields, as ``fields`` names it. A period takes with it
    /// what it is compared with.
    func without(_ name: String, _ value: String) -> SelectionQuery {
        var query = self
        query.selection.remove(name, value)
        switch name {
        case "period", "compare": query.compare = nil
        case "by": query.granularity = nil
        case "figures": query.listsFigures = false
        default: break
        }
        return query
    }
}

extension Selection {
    fileprivate mutating func remove(_ name: String, _ value: String) {
        func drop<Word: Term>(_ words: inout Set<Word>) {
            words = words.filter { $0.rawValue != value }
        }
        switch name {
        case "period": period = nil
        case "substance": drop(&groups)
        case "basin": drop(&basins)
        case "port": ports = ports.filter { $0.code != value }
        case "country": countries = countries.filter { $0.code != value }
        case "method": drop(&methods)
        case "concealment": drop(&concealments)
        case "stage": drop(&stages)
        case "transport": drop(&transports)
        case "role": drop(&roles)
        case "currency": currencies = currencies.filter { $0.code != value }
        case "reporter": reporters.remove(value)
        case "route": route = nil
        case "record": records = records.filter { $0.text != value }
        case "container": containers = containers.filter { $0.code != value }
        case "vessel": vessels = vessels.filter { String($0.number) != value }
        case "state": drop(&states)
        case "counted": isCountedOnly = false
        case "within": isWithinPeriod = false
        case "at-port": isAtPortOnly = false
        case "maritime": isMaritimeOnly = false
        default: break
        }
    }
}
