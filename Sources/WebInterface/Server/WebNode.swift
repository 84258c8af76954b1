import Identity
import NeedToKnow
package import PortVocabulary
package import SituationAnalysis

/// A node as its pages see it: the store, the reference data, and what is made once at the start.
package struct WebNode<Store: NodeStore>: Sendable {
    package let store: Store
    package let reference: ReferenceData
    package let settings: WebSettings
    let templates: PageTemplates
    let files: StaticFiles
    let metrics = ServerMetrics()
    let checks = CheckDesk()
    private let clock: @Sendable () -> Moment
    private let generator: @Sendable (Int) -> [UInt8]

    /// - Parameters:
    ///   - clock: tells the time.
    ///   - random: gives that many unpredictable bytes.
    /// - Throws: ``WebDefect`` when templates, messages or files cannot be read.
    package init(
        store: Store, reference: ReferenceData, settings: WebSettings,
        clock: @escaping @Sendable () -> Moment, random: @escaping @Sendable (Int) -> [UInt8]
    ) throws {
        (self.store, self.reference, self.settings) = (store, reference, settings)
        (self.clock, generator) = (clock, random)
        templates = try PageTemplates()
        files = try StaticFiles(folders: settings.staticFolders)
    }

    func now() -> Moment { clock() }

    @Sendable func random(_ count: Int) -> [UInt8] { generator(count) }
}

/// What keeps a server from starting, in words.
package struct WebDefect: Error, CustomStringConvertible {
    package let cause: String
    package let mend: String

    package var description: String { "\(cause)\n  mend: \(mend)" }
}
