/// A table with its caption, in a box of its own that scrolls sideways where it is too wide.
///
/// Large tables are written here and not by the template engine, which would look up every cell
/// by name.
struct PageTable {
    /// A column and how its cells are set.
    struct Column {
        var title: String
        var isNumber = false
        /// Left out where no row has anything in it.
        var isOptional = false

        static func text(_ title: String, isOptional: Bool = false) -> Column {
            Column(title: title, isOptional: isOptional)
        }
        static func number(_ title: String, isOptional: Bool = false) -> Column {
            Column(title: title, isNumber: true, isOptional: isOptional)
        }
    }

    var caption: String
    var columns: [Column]
    /// *Shape: one cell for each column; the first names its row.*
    var rows: [[Markup]] = []

    init(_ caption: String, _ columns: [Column], rows: [[Markup]] = []) {
        self.caption = caption
        self.columns = columns
        self.rows = rows
    }

    var markup: Markup {
        let kept = keptColumns
        let shown = kept.map { columns[$0] }
        let head = shown.map { column in
            column.isNumber
                ? Markup.element("th", ["scope": "col", "class": "n"], .text(column.title))
                : .element("th", ["scope": "col"], .text(column.title))
        }
        let body = rows.map { row in
            Markup.element("tr", .joined(zip(shown, kept.map { row[$0] }).enumerated().map(cell)))
        }
        let table = Markup.joined([
            .element("caption", .text(caption)),
            .element("thead", .element("tr", .joined(head))),
            .element("tbody", .joined(body, separator: "\n")),
        ])
        return .element(
            "div", ["class": "scroll", "role": "region", "tabindex": "0", "aria-label": caption],
            .element("table", table))
    }

    private var keptColumns: [Int] {
        columns.indices.filter { index in
            !columns[index].isOptional
                || rows.contains { $0[index] != .absent && !$0[index].isNull }
        }
    }

    private func cell(_ index: Int, _ pair: (column: Column, content: Markup)) -> Markup {
        if index == 0 { return .element("th", ["scope": "row"], pair.content) }
        if pair.column.isNumber { return .element("td", ["class": "n"], pair.content) }
        return .element("td", pair.content)
    }
}
