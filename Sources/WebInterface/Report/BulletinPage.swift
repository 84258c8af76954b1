import Crypto
import Foundation
import Mustache
package import SituationAnalysis

/// A bulletin as HTML: a part of the node's pages, a file that stands alone, or what a PDF is
/// printed from.
///
/// No form needs a script, a `style` attribute or anything from elsewhere.
package struct BulletinPage {
    /// Where the page is read.
    package enum Form: Sendable {
        /// A file of its own: its style sheet is inside, named by its digest.
        case file
        /// The file that a PDF is printed from: tables behind charts are open, and the figures
        /// of long tables are left to the JSON and CSV files.
        case print
    }

    private let bulletin: Bulletin
    private let templates: MustacheLibrary

    /// - Throws: when the page's templates cannot be read.
    package init(_ bulletin: Bulletin) throws {
        self.bulletin = bulletin
        templates = try SituationPage.readTemplates()
    }

    /// The whole document. The same bulletin gives the same bytes.
    ///
    /// - Throws: when a template is missing.
    package func html(_ form: Form = .file) throws -> String {
        try render("bulletin", try context(form))
    }

    /// The inside of a page of the node, which has the style sheet: everything from the heading
    /// to the last section.
    ///
    /// - Throws: when a template is missing.
    package func content() throws -> String {
        try render("bulletin-content", BulletinSections.context(bulletin, isPrinted: false))
    }

    /// Everything the templates show, by the names that they use.
    func context(_ form: Form) throws -> [String: Any] {
        var context = BulletinSections.context(bulletin, isPrinted: form == .print)
        let sheet =
            ChartStyle.css + (try render("style", [:] as [String: Any]))
            + BulletinStyle.pageMargins(mark: bulletin.mark, title: bulletin.title)
        context["style"] = Markup.styleSheet(sheet)
        context["styleDigest"] = Data(SHA256.hash(data: Data(sheet.utf8))).base64EncodedString()
        return context
    }

    private func render(_ template: String, _ context: [String: Any]) throws -> String {
        guard let text = templates.render(context, withTemplate: template) else {
            throw CocoaError(.fileReadNoSuchFile)
        }
        return text
    }
}

/// What a bulletin's style sheet says beyond that of every page.
enum BulletinStyle {
    /// The label and the title in the margins of every printed page: a page that is torn off
    /// still says how it may be passed on.
    static func pageMargins(mark: String, title: String) -> String {
        """
        .whole { white-space: nowrap; }
        @media screen and (min-width: 46rem) {
          .facts dt { flex-basis: 9rem; }
          .chart-pair { display: flex; gap: 1.5rem; }
          .chart-pair > div { flex: 1 1 0; min-width: 0; max-width: 44rem; }
        }
        @media print {
          .chart-pair { display: flex; gap: 6mm; break-inside: avoid; break-after: avoid; }
          .chart-pair > div { flex: 1 1 0; min-width: 0; }
          .chart-pair .chart-wide { display: none; }
          .chart-pair .chart-narrow { display: block; }
          .facts div { display: flex; }
          .facts dt { flex: 0 0 32mm; }
          table { font-size: 7pt; line-height: 1.2; }
          th, td { padding: .1rem .4rem .1rem 0; }
          #figures { break-before: auto; }
        }
        @page {
          size: A4; margin: 16mm 15mm 18mm;
          @top-right { content: "\(escaped(mark))"; font: bold 8pt sans-serif; color: #1a1f24; }
          @bottom-left { content: "\(escaped(title))"; font: 8pt sans-serif; color: #535d66; }
          @bottom-right { content: "Page " counter(page) " of " counter(pages); \
        font: 8pt sans-serif; color: #535d66; }
        }

        """
    }

    /// The text within a string of a style sheet: everything but letters, digits, blanks and
    /// commas by its number.
    static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            let isPlain =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || scalar == " " || scalar == ",")
            return isPlain ? String(scalar) : "\\\(String(scalar.value, radix: 16)) "
        }.joined()
    }
}
