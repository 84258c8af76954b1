import PortVocabulary

/// The series of a panel that are watched.
struct AlarmSeries {
    struct Counts {
        let subject: AlarmSubject
        let weeks: [Int]
        /// Of a port with a denominator; nil for all others.
        let inspections: [Double?]?
        let denominator: String
    }

    struct Share {
        let subject: AlarmSubject
        let ofKind: [Int]
        /// Finds that say anything in the dimension.
        let among: [Int]
    }

    private(set) var counts: [Counts] = []
    private(set) var shares: [Share] = []

    init(_ panel: WeeklyPanel, basin: (PlaceCode) -> Basin?) {
        for port in panel.ports.indices {
            counts.append(
                Counts(
                    subject: AlarmSubject(.port, panel.ports[port].code),
                    weeks: panel.counts(port: port),
                    inspections: panel.bases[port] == nil ? nil : panel.inspections[port],
                    denominator: panel.denominatorText(port: port)))
        }
        let basins = panel.ports.map(basin)
        let known = Basin.allCases.filter { $0 != .unknown && basins.contains($0) }
        addCounts(panel, .basin, known.map(\.rawValue)) { seizure in
            basins[Int(seizure.port)].flatMap { known.firstIndex(of: $0) }
        }
        let attributes: [(AlarmDimension, [String], (PanelSeizure) -> Int32)] = [
            (.substance, panel.substances.map(\.rawValue), { $0.substance }),
            (.method, panel.methods, { $0.method }), (.route, panel.routes, { $0.route }),
            (.companyRole, panel.companies, { $0.company }),
        ]
        for (dimension, codes, code) in attributes {
            let place = { (seizure: PanelSeizure) in
                code(seizure) < 0 ? nil : Int(code(seizure))
            }
            addCounts(panel, dimension, codes, place)
            addShares(panel, dimension, codes, place)
        }
    }

    private mutating func addCounts(
        _ panel: WeeklyPanel, _ dimension: AlarmDimension, _ codes: [String],
        _ place: (PanelSeizure) -> Int?
    ) {
        for (code, weeks) in zip(codes, Self.weekly(panel, codes.count, place)) {
            counts.append(
                Counts(
                    subject: AlarmSubject(dimension, code), weeks: weeks, inspections: nil,
                    denominator: "no denominator"))
        }
    }

    private mutating func addShares(
        _ panel: WeeklyPanel, _ dimension: AlarmDimension, _ codes: [String],
        _ place: (PanelSeizure) -> Int?
    ) {
        // One code alone is all of the finds that say anything.
        guard codes.count > 1 else { return }
        let weekly = Self.weekly(panel, codes.count, place)
        let among = (0..<panel.weeks).map { week in weekly.reduce(0) { $0 + $1[week] } }
        for (code, ofKind) in zip(codes, weekly) {
            shares.append(
                Share(subject: AlarmSubject(dimension, code), ofKind: ofKind, among: among))
        }
    }

    private static func weekly(
        _ panel: WeeklyPanel, _ codes: Int, _ place: (PanelSeizure) -> Int?
    ) -> [[Int]] {
        var weekly = [[Int]](
            repeating: [Int](repeating: 0, count: panel.weeks), count: codes)
        for seizure in panel.seizures {
            guard let place = place(seizure) else { continue }
            weekly[place][Int(seizure.week)] += 1
        }
        return weekly
    }
}
