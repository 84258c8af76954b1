import ArgumentParser
import PortVocabulary
import SituationAnalysis

/// `breakwater layouts [NAME]`
struct LayoutsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "layouts",
        abstract: "List the layouts that files can be imported under, or show and check one.")

    @Argument(
        help: "Name of a layout, or the path of a YAML file to check.",
        completion: Candidates.layouts)
    var name: String?

    @Flag(help: "Print the header of an empty file of this layout, to start from.")
    var header = false

    @OptionGroup var node: NodeOptions

    func run() throws {
        let folder = try node.dataFolder()
        if header {
            guard let name else {
                throw CommandFailure(cause: "--header names no layout", mend: "name one")
            }
            return printHeader(try folder.layout(name))
        }
        guard let name else {
            return list(try folder.layoutNames().map { ($0, try folder.layout($0).title) })
        }
        show(try folder.layout(name))
    }

    private func list(_ layouts: [(name: String, title: String)]) {
        let document: JSONValue = [
            "layouts": JSONValue(layouts) { ["name": .text($0.name), "title": .text($0.title)] }
        ]
        Answer.give("layouts", document) {
            layouts.map { name, title in
                name + String(repeating: " ", count: max(1, 22 - name.count)) + title
            }.joined(separator: "\n")
        }
    }

    private func show(_ layout: Layout) {
        let document: JSONValue = [
            "name": .text(layout.name), "title": .text(layout.title),
            "kind": .text(layout.kind.rawValue),
            "columns": JSONValue(layout.columns) { column in
                [
                    "header": .text(column.header), "isRequired": .bool(column.isRequired),
                    "fields": JSONValue(texts: column.mappings.map(\.field.rawValue)),
                ]
            },
        ]
        Answer.give("layout", document) {
            let lines = layout.columns.map { column in
                let fields = column.mappings.map(\.field.rawValue).joined(separator: ", ")
                let reading = fields.isEmpty ? "kept as given" : fields
                return "  \(column.header) → \(reading)\(column.isRequired ? " (required)" : "")"
            }
            return
                (["\(layout.name): \(layout.title), \(layout.kind.title) records"] + lines)
                .joined(separator: "\n")
        }
    }

    private func printHeader(_ layout: Layout) {
        let names = layout.columns.map(\.header)
        let text =
            switch layout.format {
            case .delimited(let delimiter):
                names.map(CSVText.cell).joined(separator: String(UnicodeScalar(delimiter)))
            case .json:
                "{" + names.map { "\"\($0)\": \"\"" }.joined(separator: ", ") + "}"
            }
        Answer.give("layout-header", ["name": .text(layout.name), "header": .text(text)]) { text }
    }
}
