extension WorldFiles {
    /// Writes a world: ports without inspections have no rows, unknown attributes are empty.
    package init(_ world: World) {
        ports = Self.text(.ports) { rows in
            for port in world.ports {
                rows.append([
                    port.id, Self.decimal(port.latitude, 4), Self.decimal(port.longitude, 4),
                ])
            }
        }
        seizures = Self.text(.seizures) { rows in
            for seizure in world.seizures {
                rows.append([
                    seizure.id, (world.firstDay + seizure.eventDay).description,
                    (world.firstDay + seizure.reportDay).description, world.ports[seizure.port].id,
                    world.names.substances[seizure.substance],
                    seizure.kilograms.map { Self.decimal($0, 3) } ?? "",
                    seizure.method.map { world.names.methods[$0] } ?? "",
                    seizure.route.map { world.names.routes[$0] } ?? "",
                    seizure.company.map { world.names.companies[$0] } ?? "",
                ])
            }
        }
        inspections = Self.text(.inspections) { rows in
            for week in 0..<world.weekCount {
                let day = world.day(ofWeek: week).description
                for (port, weeks) in zip(world.ports, world.inspections) {
                    if let inspected = weeks[week] {
                        rows.append([day, port.id, String(inspected)])
                    }
                }
            }
        }
        measures = Self.text(.measures) { rows in
            for measure in world.measures {
                rows.append([
                    measure.id, world.ports[measure.port].id,
                    (world.firstDay + measure.startDay).description, measure.type,
                ])
            }
        }
    }

    private static func text(_ file: File, _ fill: (inout [[String]]) -> Void) -> String {
        var rows = [file.columns]
        fill(&rows)
        return rows.map { $0.map(quoted).joined(separator: ",") + "\n" }.joined()
    }

    /// A field with a comma, a quote or a line's end goes between quotes.
    static func quoted(_ field: String) -> String {
        let special: Set<Unicode.Scalar> = [",", "\"", "\n", "\r"]
        guard field.unicodeScalars.contains(where: special.contains) else { return field }
        return "\""
            + field.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }

    /// So many digits behind the point, rounded half away from zero; no exponent.
    ///
    /// *Bounds*: magnitudes below 9e14 over the power of ten; others keep Swift's own form.
    static func decimal(_ value: Double, _ digits: Int) -> String {
        let power = (0..<digits).reduce(1.0) { power, _ in power * 10 }
        let scaled = (value.magnitude * power).rounded()
        guard scaled < 9e15 else { return String(value) }
        let whole = Int(scaled)
        let unit = Int(power)
        let sign = value < 0 && whole > 0 ? "-" : ""
        guard digits > 0 else { return sign + String(whole) }
        return sign + String(whole / unit) + "." + WorldPlan.padded(whole % unit, digits)
    }
}
