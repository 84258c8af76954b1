import PortVocabulary
import SituationAnalysis

/// The ports on a map, and the same as a table.
enum MapSection {
    /// What sizes the ports: one value for each port, and how each was chosen.
    struct Measure {
        var unit: String
        var explanation: String
        /// By the port's code.
        var values: [String: (value: Double, figure: String, text: String)] = [:]
    }

    static func context(
        _ assessment: Assessment, coastline: Coastline?, land: PreparedLand? = nil,
        _ references: inout PageReferences
    ) -> Any {
        let ports = assessment.ports
        let placed = ports.filter { $0.latitude != nil && $0.longitude != nil }
        guard !placed.isEmpty else { return false }
        let measure = measure(ports)
        var table = PageTable(
            "Ports of the map: \(measure.unit)",
            [
                .text("Port"), .text("Country"), .text("Basin"),
                .number(PageText.first(measure.unit)), .number("Single seizures"),
            ])
        for port in ports {
            let entry = measure.values[port.code]
            table.rows.append([
                .text("\(port.name) (\(port.code))"), .text(port.country),
                .text(PageText.title(port.basin, in: Basin.self)),
                entry.map { references.link($0.figure, $0.text) } ?? .text("no figure"),
                .text(AmountText.grouped(port.seizures)),
            ])
        }
        guard let coastline else {
            return [
                "chart": false, "explanation": measure.explanation,
                "table": CoverageSection.tableOrFalse(table),
            ]
        }
        var map = PortMap(
            frame: references.frame(
                "Ports: \(measure.unit)",
                "A map of Europe with the ports of this assessment. "
                    + "All values stand in the table.", width: 900),
            coastline: coastline,
            ports: placed.compactMap { port in
                guard let latitude = port.latitude, let longitude = port.longitude else {
                    return nil
                }
                return PortMap.Port(
                    name: port.name, longitude: longitude, latitude: latitude,
                    value: measure.values[port.code]?.value,
                    isInland: PageText.term(port.kind, in: PortKind.self) == .inland)
            },
            unit: measure.unit)
        map.land = land
        return [
            "chart": PageReferences.chart("Ports: \(measure.unit)", .chart(map), table),
            "explanation": measure.explanation, "table": false,
        ]
    }

    /// Published kilograms where there are any, else single seizures.
    static func measure(_ ports: [PortPage]) -> Measure { published(ports) ?? seizures(ports) }

    /// Published kilograms of the latest year that has them for enough ports; nil without any.
    ///
    /// Where bodies differ, the lowest of their figures sizes the port: they are not averaged.
    private static func published(_ ports: [PortPage]) -> Measure? {
        struct Column: Hashable {
            var year: Int
            var group: String
        }
        typealias Named = (code: String, entry: PublishedEntry, kilograms: Double)
        var columns: [Column: [Named]] = [:]
        for port in ports {
            for series in port.published
            where PageText.term(series.scope, in: FigureScope.self) == .port {
                for entry in series.entries {
                    let year = entry.start.rounded()
                    guard let kilograms = entry.kilograms, (1000...3000).contains(year),
                        abs(entry.start - year) < 0.01, abs(entry.end - year - 1) < 0.01
                    else { continue }
                    columns[Column(year: Int(year), group: series.group), default: []]
                        .append((port.code, entry, kilograms))
                }
            }
        }
        let counts = columns.mapValues { Set($0.map(\.code)).count }
        guard let most = counts.values.max() else { return nil }
        // A year that only one or two ports have published yet would show an empty map.
        let enough = counts.filter { $0.value * 2 >= most }
        let best = enough.max {
            ($0.key.year, $0.value, $1.key.group) < ($1.key.year, $1.value, $0.key.group)
        }
        guard let column = best?.key, let members = columns[column] else { return nil }
        var measure = Measure(
            unit: "kilograms published for \(column.year), \(column.group)",
            explanation: "Marks are sized by the published kilograms of \(column.year) "
                + "(\(column.group)), the latest year with figures for enough ports. Where bodies "
                + "differ, the lowest figure is drawn. A ring without filling has no figure.")
        for member in members {
            if let known = measure.values[member.code], known.value <= member.kilograms { continue }
            measure.values[member.code] = (
                member.kilograms, member.entry.figure, PageText.published(member.entry)
            )
        }
        return measure
    }

    private static func seizures(_ ports: [PortPage]) -> Measure {
        var measure = Measure(
            unit: "single seizures",
            explanation: "Marks are sized by the number of single seizures of this selection.")
        for port in ports {
            measure.values[port.code] = (
                Double(port.seizures), "", AmountText.grouped(port.seizures)
            )
        }
        return measure
    }
}
