import Identity
import SituationAnalysis
import Synchronization

/// Parts of the situation that are drawn already. Drawing takes longer than everything else on
/// that page, and readers of one edition are shown the same.
///
/// INVARIANT: an edition comes out of a release alone, so a part is found only by who was just
/// released what it shows. Nothing in a part is of the reader: see ``SituationView/context(_:)``.
final class DrawnParts: Sendable {
    struct Key: Hashable {
        let edition: SituationEdition
        let query: SelectionQuery
        let part: SituationView.Part
        let page: Int
        let language: Language
    }

    private struct Entry {
        let text: String
        var used: Int
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var bytes = 0
        var uses = 0
    }

    /// *Units: bytes of the texts together.*
    private let limit: Int
    private let state = Mutex(State())

    init(bytesLimit: Int = 24 << 20) { limit = bytesLimit }

    var count: Int { state.withLock { $0.entries.count } }

    func find(_ key: Key) -> String? {
        state.withLock { state in
            guard let text = state.entries[key]?.text else { return nil }
            state.uses += 1
            state.entries[key]?.used = state.uses
            return text
        }
    }

    /// Keeps a text, and lets those go that were used longest ago. One that alone takes more than
    /// a quarter of the room is not kept.
    func keep(_ text: String, _ key: Key) {
        let size = text.utf8.count
        guard size <= limit / 4 else { return }
        state.withLock { state in
            if let known = state.entries[key] { state.bytes -= known.text.utf8.count }
            state.uses += 1
            state.entries[key] = Entry(text: text, used: state.uses)
            state.bytes += size
            guard state.bytes > limit else { return }
            // Down to three quarters at once: the order is not looked for at each keeping.
            for (old, entry) in state.entries.sorted(by: { $0.value.used < $1.value.used }) {
                guard state.bytes > limit / 4 * 3 else { break }
                state.entries[old] = nil
                state.bytes -= entry.text.utf8.count
            }
        }
    }
}
