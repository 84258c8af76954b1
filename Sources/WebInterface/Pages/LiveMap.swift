import SituationAnalysis

/// The ports of an assessment for the map that moves. Readers without scripts have the drawn map
/// and its table.
struct LiveMap {
    /// *Bounds: further ports stand in the table only.*
    static let maximumPorts = 2_000

    let assessment: Assessment
    let query: SelectionQuery

    /// What `map-live.mustache` shows; false where there is nothing to place.
    func context<Store>(_ exchange: Exchange<Store>) -> Any {
        let files = exchange.node.files
        let measure = MapSection.measure(assessment.ports)
        let placed = assessment.ports.filter { $0.latitude != nil && $0.longitude != nil }
        guard !placed.isEmpty, files.contains("leaflet/leaflet.esm.min.js"),
            files.contains("coastline.json")
        else { return false }
        let ports = placed.prefix(Self.maximumPorts).map { port -> String in
            let entry = measure.values[port.code]
            let words = entry.map { "\($0.text) \(measure.unit)" } ?? "no figure known"
            var members = [
                "\"name\":\(Self.quoted(port.name))", "\"words\":\(Self.quoted(words))",
                "\"address\":\(Self.quoted(Self.address(port.code, query)))",
                "\"at\":[\(port.latitude ?? 0),\(port.longitude ?? 0)]",
            ]
            if let entry { members.append("\"value\":\(entry.value)") }
            if port.kind == "inland" { members.append("\"inland\":true") }
            return "{\(members.joined(separator: ","))}"
        }
        return [
            "ports": "[\(ports.joined(separator: ","))]",
            "coastline": files.address("coastline.json"),
            "script": files.address("leaflet/leaflet.esm.min.js"),
            "style": files.address("leaflet/leaflet.css"),
            "label": exchange.text("situation.mapLabel"),
        ]
    }

    /// The page of a port with the same filters.
    static func address(_ code: String, _ query: SelectionQuery) -> String {
        var other = query
        other.selection.ports = []
        other.selection.basins = []
        return other.address("/ports/" + FormFields.encoded(code))
    }

    /// A JSON text.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}": quoted += " "
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

extension Coastline {
    /// The land as GeoJSON (RFC 7946): one polygon for each ring of land, with the water in it.
    func geoJSON() -> String {
        func ring(_ ring: Ring) -> String {
            let points = ring.points + ring.points.prefix(1)
            let texts = points.map {
                "[\(Self.degrees($0.longitudeHundredths)),\(Self.degrees($0.latitudeHundredths))]"
            }
            return "[\(texts.joined(separator: ","))]"
        }
        var polygons: [String] = []
        for index in rings.indices where !rings[index].isWater {
            var parts = [ring(rings[index])]
            // Water follows the land that it lies in.
            var next = index + 1
            while next < rings.count, rings[next].isWater {
                parts.append(ring(rings[next]))
                next += 1
            }
            polygons.append("[\(parts.joined(separator: ","))]")
        }
        return "{\"type\":\"MultiPolygon\",\"coordinates\":[\(polygons.joined(separator: ","))]}"
    }

    private static func degrees(_ hundredths: Int) -> String {
        let whole = hundredths.magnitude / 100
        let rest = hundredths.magnitude % 100
        let sign = hundredths < 0 ? "-" : ""
        return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}
