import ArgumentParser
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage

/// `breakwater alarms`
struct AlarmsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alarms",
        abstract: "What stands out in the last weeks, and how much of it chance would give.",
        discussion: """
            Finds at ports are counted by week, for each port, basin, substance, method, route and \
            company role, and compared with the same weeks of up to five former years. A method, \
            route, role or substance that takes a growing share of the finds is told apart: a \
            share does not rise with the number of inspections. The false alarms a year are set \
            first, and shared among everything that is watched.
            """)

    @OptionGroup var panel: PanelOptions

    @Option(help: "How many of the last weeks are shown.")
    var weeks = 4

    @Option(help: "False alarms a year that are accepted, over all that is watched.")
    var falseAlarms = 4.0

    @OptionGroup var edition: EditionOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let reference = try node.dataFolder().reference()
        let selection = try panel.selection(reference)
        let maker = try panel.maker()
        guard let rules = AlarmRules(falseAlarmsAYear: falseAlarms, shownWeeks: weeks) else {
            throw CommandFailure(
                cause: "--weeks or --false-alarms is out of bounds",
                mend: "write 1 to 26 weeks, 0.1 to 100 false alarms")
        }
        try node.withNode { database in
            let requester = try edition.requester(database)
            let board = try LoadPanel(store: database, reference: reference).run(
                requester, .list, selection, maker, subject: "alarms", now: Clock.now()
            ) { panel in
                rules.board(panel) { reference.ports.port($0)?.basin }
            }.view
            Answer.give("alarms", Self.json(board)) { Self.text(board, reference.ports) }
        }
    }

    private static func json(_ board: AlarmBoard) -> JSONValue {
        [
            "asOf": .text(board.asOf.description), "heldBackWeeks": .whole(board.heldBackWeeks),
            "weeks": JSONValue(texts: board.weeks.map(\.description)),
            "counts": JSONValue(board.counts) { alarm in
                [
                    "dimension": .text(alarm.subject.dimension.rawValue),
                    "code": .text(alarm.subject.code), "week": .text(alarm.week.description),
                    "observed": .whole(alarm.observed), "expected": .real(alarm.expected),
                    "threshold": .real(alarm.threshold), "years": .whole(alarm.years),
                    "denominator": .text(alarm.denominator), "reason": .text(alarm.reason),
                ]
            },
            "shares": JSONValue(board.shares) { alarm in
                [
                    "dimension": .text(alarm.subject.dimension.rawValue),
                    "code": .text(alarm.subject.code), "week": .text(alarm.week.description),
                    "since": .text(alarm.since.description), "ofKind": .whole(alarm.ofKind),
                    "among": .whole(alarm.among), "usualShare": .real(alarm.usualShare),
                    "reason": .text(alarm.reason),
                ]
            },
            "countSeries": .whole(board.countSeries), "shareSeries": .whole(board.shareSeries),
            "alpha": .real(board.alpha), "weeksPerFalseAlarm": .real(board.weeksPerFalseAlarm),
            "expectedFalseAlarmsAYear": .real(board.expectedFalseAlarmsAYear),
            "notWatched": .object(
                Dictionary(
                    uniqueKeysWithValues: AlarmGap.allCases.map {
                        ($0.rawValue, .whole(board.gaps[$0, default: 0]))
                    })),
        ]
    }

    private static func text(_ board: AlarmBoard, _ ports: PortRegister) -> String {
        func name(_ subject: AlarmSubject) -> String {
            guard subject.dimension == .port, let code = try? PlaceCode(parsing: subject.code)
            else { return "\(subject.dimension.title) \(subject.code)" }
            return ports.name(of: code)
        }
        var lines = [
            "As known on \(board.asOf), the last \(board.heldBackWeeks) weeks held back; "
                + "weeks looked at: "
                + (board.weeks.isEmpty
                    ? "none" : board.weeks.map(\.description).joined(separator: ", "))
        ]
        lines += board.counts.map { "\($0.week)  \(name($0.subject)): \($0.reason)" }
        lines += board.shares.map {
            "\($0.week)  \(name($0.subject)) becomes more common: \($0.reason)"
        }
        if board.counts.isEmpty, board.shares.isEmpty { lines.append("no alarm") }
        lines.append(board.falseAlarmText)
        lines += AlarmGap.allCases.compactMap { gap in
            board.gaps[gap].map { "not watched: \($0) series, \(gap.title)" }
        }
        return lines.joined(separator: "\n")
    }
}
