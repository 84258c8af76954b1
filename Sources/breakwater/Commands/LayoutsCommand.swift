import ArgumentParser
import PortVocabulary
import SituationAnalysis

/// `breakwater layouts [NAME]`
struct LayoutsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "layouts",
        abstract: "List the layouts that files can be imported under, or show and check one.")

    @Argument(help: "Name of a layout, or the path of a YAML file to check.")
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
            for name in try folder.layoutNames() {
                let title = try folder.layout(name).title
                let gap = String(repeating: " ", count: max(1, 22 - name.count))
                Terminal.print(name + gap + title)
            }
            return
        }
        let layout = try folder.layout(name)
        Terminal.print("\(layout.name): \(layout.title), \(layout.kind.title) records")
        for column in layout.columns {
            let fields = column.mappings.map(\.field.rawValue).joined(separator: ", ")
            let reading = fields.isEmpty ? "kept as given" : fields
            Terminal.print(
                "  \(column.header) → \(reading)\(column.isRequired ? " (required)" : "")")
        }
    }

    private func printHeader(_ layout: Layout) {
        let names = layout.columns.map(\.header)
        switch layout.format {
        case .delimited(let delimiter):
            let separator = String(UnicodeScalar(delimiter))
            Terminal.print(names.map(CSVText.cell).joined(separator: separator))
        case .json:
            Terminal.print("{" + names.map { "\"\($0)\": \"\"" }.joined(separator: ", ") + "}")
        }
    }
}
