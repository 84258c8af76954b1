import ArgumentParser
import Foundation

/// Whether long work says how far it is.
struct ProgressOptions: ParsableArguments {
    @Flag(help: "Show no progress.")
    var quiet = false
}

/// How far long work is, on standard error: a bar where a person watches, a line at each tenth
/// otherwise, nothing for work that is soon done, and nothing beside a JSON document.
final class Progress {
    private enum Style {
        case none, bar, lines
    }

    /// Work that takes less than this says nothing.
    private static let patience = Duration.seconds(2)
    /// The bar is drawn anew at most so often.
    private static let pause = Duration.milliseconds(100)
    /// Set to anything, it shows progress from the first moment.
    private static let variable = "BREAKWATER_PROGRESS"

    private let style: Style
    private let patience: Duration
    private let start = ContinuousClock.now
    private var drawn: ContinuousClock.Instant?
    private var label: String
    private var tenth = -1

    init(_ label: String, isQuiet: Bool) {
        self.label = label
        style = isQuiet || Answer.isJSON ? .none : isatty(2) == 1 ? .bar : .lines
        let isForced = ProcessInfo.processInfo.environment[Self.variable] != nil
        patience = isForced ? .zero : Self.patience
    }

    /// Goes on to another part of the work.
    func begin(_ label: String) { (self.label, tenth) = (label, -1) }

    func update(_ done: Int, of total: Int) {
        let now = ContinuousClock.now
        guard style != .none, total > 0, now - start >= patience else { return }
        let part = min(done, total)
        switch style {
        case .none: break
        case .lines:
            guard part * 10 / total > tenth else { return }
            tenth = part * 10 / total
            write(
                "breakwater: \(Terminal.harmless(label)): \(part * 100 / total) % "
                    + "(\(Terminal.grouped(part)) of \(Terminal.grouped(total)))\n")
        case .bar:
            guard drawn.map({ now - $0 >= Self.pause }) ?? true || part == total else { return }
            drawn = now
            let width = 30
            let filled = part * width / total
            let bar =
                String(repeating: "█", count: filled)
                + String(repeating: "·", count: width - filled)
            write("\r\u{1b}[K\(Terminal.harmless(label).prefix(30)) \(bar) \(part * 100 / total) %")
        }
    }

    /// Takes the bar away.
    func end() {
        if drawn != nil { write("\r\u{1b}[K") }
        drawn = nil
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
