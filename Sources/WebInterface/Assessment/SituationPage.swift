import Foundation
import Mustache
package import SituationAnalysis

/// A situation assessment as one self-contained HTML page, which is also what the PDF is made of.
///
/// The page loads nothing and runs nothing: no script, no font, no picture from elsewhere.
package struct SituationPage {
    /// *Bounds: further figures stand in the CSV file, unless the page cites them.*
    static let maximumFigures = 1_500
    /// *Bounds: further ports stand in the JSON file.*
    static let maximumPorts = 40
    /// *Bounds: charts of trends outside the ports' own sections.*
    static let maximumTrends = 40
    /// *Bounds: lines of one list or one table; the page says how many more there are.*
    static let maximumLines = 200

    private let assessment: Assessment
    private let coastline: Coastline?
    private let templates: MustacheLibrary

    /// - Parameters:
    ///   - assessment: What is shown.
    ///   - coastline: The land of the map; without it the ports stand in a table only.
    /// - Throws: When the page's templates cannot be read.
    package init(assessment: Assessment, coastline: Coastline?) throws {
        self.assessment = assessment
        self.coastline = coastline
        templates = try Self.readTemplates()
    }

    /// The page's HTML. The same assessment gives the same bytes.
    package func html() throws -> String {
        guard let page = templates.render(context(), withTemplate: "situation") else {
            throw CocoaError(.fileReadNoSuchFile)
        }
        return page
    }

    /// Everything the templates show, by the names that they use.
    func context() -> [String: Any] {
        var references = PageReferences(figures: assessment.figures)
        var context = OpeningSection.context(assessment)
        context["style"] = Markup.style
        context["verdicts"] = StatementSection.verdicts(assessment.statements, &references)
        context["coverage"] = CoverageSection.context(assessment, &references)
        context["conflicts"] = ConflictSection.context(assessment.conflicts, &references)
        context["published"] = PublishedSection.context(assessment, &references)
        context["trends"] = TrendSection.context(assessment, &references)
        context["methods"] = MethodSection.context(assessment, &references)
        context["map"] = MapSection.context(assessment, coastline: coastline, &references)
        context["ports"] = PortSection.context(assessment.ports, unit: unit, &references)
        // Last, because it shows what the others cite.
        context["figures"] = FigureSection.context(assessment.figures, cited: references.cited)
        return context
    }

    private var unit: String { TrendSection.unit(assessment.granularity) }

    /// Folder of the templates within the program's resources.
    static var templateFolder: URL {
        (Bundle.module.resourceURL ?? Bundle.module.bundleURL)
            .appendingPathComponent("Templates", isDirectory: true)
    }

    /// Every template by its name.
    static func readTemplates() throws -> MustacheLibrary {
        var library = MustacheLibrary()
        let files = try FileManager.default.contentsOfDirectory(
            at: templateFolder, includingPropertiesForKeys: nil)
        for file in files where file.pathExtension == "mustache" {
            try library.register(
                String(contentsOf: file, encoding: .utf8),
                named: file.deletingPathExtension().lastPathComponent)
        }
        return library
    }
}
