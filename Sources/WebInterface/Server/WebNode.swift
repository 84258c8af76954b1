import Identity
import NeedToKnow
package import PortVocabulary
package import SituationAnalysis

/// A node as its pages see it: the store, the reference data, and what is made once at the start.
package struct WebNode<Store: NodeStore>: Sendable {
    package let store: Store
    package let reference: ReferenceData
    package let settings: WebSettings
    /// The forms of files that can be imported, in the order of their names.
    package let layouts: [Layout]
    let templates: PageTemplates
    let files: StaticFiles
    /// The ports by what people type.
    let ports: PortDirectory
    /// The land of maps; nil where none is given.
    let coastline: Coastline?
    /// The same, drawn for the maps of pages.
    let land: PreparedLand?
    let metrics = ServerMetrics()
    /// Assessments for readers with the same rights and the same question.
    let situations = SituationCache()
    /// Parts of pages that are drawn already.
    let drawn = DrawnParts()
    /// What the assessments of late were asked with, to make them anew before the next reader.
    let warming = WarmingDesk()
    /// Keeps large bodies within their share of memory.
    let uploads: UploadGate
    /// The ways to sign in, with the one gate for passwords of this process.
    let signIn: SignInSteps<Store>
    /// The agency's own identity provider; nil where there is none.
    let provider: ProviderClient?
    let checks = CheckDesk()
    let images = ImageDesk()
    private let clock: @Sendable () -> Moment
    private let generator: @Sendable (Int) -> [UInt8]

    /// - Parameters:
    ///   - layouts: the forms of files that can be imported.
    ///   - coastline: the land of maps; without it ports stand in tables only.
    ///   - clock: tells the time.
    ///   - random: gives that many unpredictable bytes.
    /// - Throws: ``WebDefect`` when templates, messages or files cannot be read.
    package init(
        store: Store, reference: ReferenceData, settings: WebSettings,
        layouts: [Layout] = [],
        coastline: Coastline? = nil,
        clock: @escaping @Sendable () -> Moment, random: @escaping @Sendable (Int) -> [UInt8]
    ) throws {
        (self.store, self.reference, self.settings) = (store, reference, settings)
        (self.clock, generator) = (clock, random)
        self.layouts = layouts.sorted { $0.name < $1.name }
        signIn = SignInSteps(
            store: store,
            site: PasskeySite(
                relyingPartyID: settings.relyingParty, origins: [settings.origin]),
            gate: PasswordGate())
        uploads = UploadGate(
            budget: settings.uploadBudget, patience: settings.uploadPatience)
        provider = settings.provider.map { ProviderClient($0, origin: settings.origin) }
        templates = try PageTemplates()
        var files = try StaticFiles(folders: settings.staticFolders)
        ports = PortDirectory(reference.ports)
        self.coastline = coastline
        land = coastline.map { PreparedLand($0, widths: [900, ChartFrame.narrowWidth]) }
        if let coastline {
            files.add(
                "coastline.json", type: "application/json", bytes: Array(coastline.geoJSON().utf8))
        }
        self.files = files
    }

    /// The product's own layout, by which entries by hand are read; nil where it is missing.
    var template: Layout? { layouts.first { $0.name == "breakwater-template" } }

    func now() -> Moment { clock() }

    func random(_ count: Int) -> [UInt8] { generator(count) }

    /// The same source in the form that steps take.
    func generated() -> NodeRandom { NodeRandom(draw: generator) }
}

/// Unpredictable numbers from the source that the node was given.
struct NodeRandom: RandomNumberGenerator {
    let draw: @Sendable (Int) -> [UInt8]

    mutating func next() -> UInt64 { draw(8).reduce(0) { $0 << 8 | UInt64($1) } }
}

/// What keeps a server from starting, in words.
package struct WebDefect: Error, CustomStringConvertible {
    package let cause: String
    package let mend: String

    package var description: String { "\(cause)\n  mend: \(mend)" }
}
