import PortVocabulary

/// The label of a whole that is made of several assessments.
enum BulletinMark {
    /// The strictest traffic light of the labels with every handling code in them.
    ///
    /// - Parameter labels: as ``Assessment/mark`` writes them. A label that cannot be read counts
    ///   as the strictest there is.
    static func strictest(_ labels: [String]) -> String {
        var light: TrafficLight?
        var codes: Set<HandlingCode> = []
        for label in labels where !label.isEmpty {
            let parts = label.split(separator: ",").map { $0.filter { $0 != " " } }
            let found = (try? TrafficLight(label: parts.first ?? "")) ?? .red
            light = max(light ?? found, found)
            for part in parts.dropFirst() {
                codes.insert((try? HandlingCode(parsing: part)) ?? .h3)
            }
        }
        guard let light else { return "" }
        let handling = HandlingCode.allCases.filter { $0 != .h0 && codes.contains($0) }
        return ([light.title] + handling.map(\.rawValue)).joined(separator: ", ")
    }
}
